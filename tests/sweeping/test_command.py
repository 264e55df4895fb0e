"""The command: exit codes, refusals, JSON, and a real Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from model.sweeping import cluster
from tests.scenarios.hand import write
from tests.tiny import write_tiny

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(tmp_path):
    return write_tiny(tmp_path / "inputs" / "tiny")


def call(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


def test_everything_wrong_at_once_and_nothing_written(case, tmp_path):
    write(case, "close_two", "settings: {budget_keur: 900}\n")
    result = call("sweep", case, "--scenarios", "close_too,base", "--grid", "demnad=1.1", "--name", "../x", "--workers", 1,
                  "--scheduler", "tcp://localhost:1")
    assert result.exit_code == 2, result.output
    for words in ('Did you mean "demand"?', 'Did you mean "close_two"?', "no name of a sweep", "leave one of the two out"):
        assert words in result.output
    assert not (tmp_path / "runs").exists()


def test_a_scheduler_that_does_not_answer_leaves_nothing_behind(case, tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="needs the extra dask")
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1)
    result = call("sweep", case, "--grid", "demand=0.9", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 2 and "no scheduler answers at tcp://127.0.0.1:1" in result.output
    assert "Start one with: dask scheduler." in result.output and not (tmp_path / "runs").exists()


def test_a_case_with_errors_is_refused(case, tmp_path):
    (case / "sites.csv").unlink()
    assert call("sweep", case).exit_code == 2 and not (tmp_path / "runs").exists()


def test_json_and_the_worst_exit_code(case, tmp_path):
    """One worker: base solved, a nurse's fifth (0.1 FTE for 600 hours) makes it infeasible: exit code 3."""
    write(case, "nobody", "changes: [{table: professions, where: {profession: nurse}, set: {fte_available: 0.1}}]\n")
    result = call("sweep", case, "--workers", 1, "--json", "--name", "two")
    assert result.exit_code == 3, result.output
    answer = json.loads(result.stdout)
    assert [(row["run"], row["status"]) for row in answer["runs"]] == [("base", "optimal"), ("nobody", "infeasible")]
    assert answer["scenarios"] == ["base", "nobody"] and Path(answer["folder"]) == tmp_path / "runs" / "two"
    assert "nobody: no plan is possible" in result.stderr and "2 of 2 runs ended, 1 not solved" in result.stderr


def test_ctrl_c_ends_cleanly_and_the_second_call_goes_on(case, tmp_path):
    words = [sys.executable, str(ROOT / "cli.py"), "sweep", str(case), "--grid", "demand=0.8,0.9", "--workers", "1"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True) as command:
        for line in command.stderr:
            if "1 of 3 runs ended" in line:
                break
        os.killpg(command.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        said, errors = command.communicate(timeout=120)
    assert command.returncode == 130, errors
    assert "Traceback" not in said + errors
    table = pd.read_csv(tmp_path / "runs" / "tiny_sweep" / "sweep.csv")
    assert table["status"].tolist() == ["optimal", "not_run", "not_run"]
    again = subprocess.run(words, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    table = pd.read_csv(tmp_path / "runs" / "tiny_sweep" / "sweep.csv")
    assert set(table["status"]) == {"optimal"} and table["reused"].iloc[0] == "yes" and table["times_finished"].tolist() == [1, 1, 1]
