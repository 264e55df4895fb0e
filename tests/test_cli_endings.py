"""How a solve ends on the command line: our fault, no plan in time, and Ctrl-C; the run folder is whole each time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import cli
from tests.tiny import write_tiny

ROOT = Path(__file__).resolve().parents[1]


def run_yaml(folder: Path) -> dict:
    return yaml.safe_load((folder / "run.yaml").read_text())


@pytest.fixture
def case(tmp_path):
    return write_tiny(tmp_path / "inputs" / "tiny")


def test_a_crash_of_the_solver_is_our_fault_and_kept(case, tmp_path, monkeypatch):
    monkeypatch.setattr("model.process.sys.executable", "/bin/false")
    result = CliRunner().invoke(cli.app, ["solve", str(case), "--run", "plan"])
    assert result.exit_code == 1, result.output
    assert run_yaml(tmp_path / "runs" / "plan")["status"] == "crashed"


def test_an_explanation_that_breaks_down_is_our_fault_and_kept(tmp_path, monkeypatch):
    """Its process breaks down with words of its own; that arithmetic sees a conflict makes it no answer."""
    case = write_tiny(tmp_path / "inputs" / "tiny", cells={"professions/nurse/fte_available": 0.5})
    honest = subprocess.Popen
    monkeypatch.setattr("model.process.subprocess.Popen", lambda words, **more: honest(
        [sys.executable, "-c", "import os, sys; sys.stderr.write('out of memory'); sys.stderr.flush(); os.abort()"], **more))
    result = CliRunner().invoke(cli.app, ["explain", str(case), "--run", "why"])
    assert result.exit_code == 1 and "this is a fault of Perheverkko" in result.output
    found = run_yaml(tmp_path / "runs" / "why")
    assert found["status"] == "crashed" and found["explanation"]["answer"] == "broken"
    assert "out of memory" in (tmp_path / "runs" / "why" / "solver.log").read_text()


def test_an_audit_that_fails_is_our_fault_and_kept(case, tmp_path, monkeypatch):
    """One assignment of the plan is lost on the way to the tables: the audit sees it."""
    from model.solving import solve as solving

    honest = solving.plan_of
    monkeypatch.setattr("model.solving.solve.plan_of", lambda matrix, x: _without_an_assignment(honest(matrix, x)))
    result = CliRunner().invoke(cli.app, ["solve", str(case), "--run", "plan"])
    assert result.exit_code == 1, result.output
    found = run_yaml(tmp_path / "runs" / "plan")
    assert found["status"] == "audit_failed" and found["audit"]["passed"] is False
    assert (tmp_path / "runs" / "plan" / "tables" / "assignments.csv").exists()


def _without_an_assignment(plan):
    from dataclasses import replace

    return replace(plan, assign=plan.assign.iloc[1:])


def test_no_plan_in_time(case, tmp_path, monkeypatch):
    """The solver's process says that it found nothing."""
    answer = tmp_path / "child.py"
    answer.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom model.solving.child import send\n"
                      "from model.solving.strategy import Solution\n"
                      "send(sys.stdout.buffer, ('solution', Solution('no_plan', None, ())))\n")
    honest = subprocess.Popen
    monkeypatch.setattr("model.process.subprocess.Popen",
                        lambda words, **more: honest([sys.executable, str(answer)], **more))
    result = CliRunner().invoke(cli.app, ["solve", str(case), "--run", "plan"])
    assert result.exit_code == 4, result.output
    assert run_yaml(tmp_path / "runs" / "plan")["status"] == "no_plan"


@pytest.mark.parametrize("told", ["plan ", "no plan yet, or nothing"])
def test_ctrl_c_keeps_the_best_plan(tmp_path, told):
    """A real interrupt of a county's solve, after its first plan or before: exit 130 and a whole folder."""
    words = [sys.executable, str(ROOT / "cli.py"), "solve", "pirkanmaa", "--run", "plan", "--gap", "0", "--runs", str(tmp_path)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True) as command:
        if told == "plan ":
            for line in command.stderr:
                if told in line and "no plan yet" not in line:
                    break
        else:
            time.sleep(3)
        os.killpg(command.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        said, _ = command.communicate(timeout=90)
    assert command.returncode == 130, said
    if told == "plan ":
        found = run_yaml(tmp_path / "plan")
        assert found["status"] == "interrupted" and found["audit"]["passed"] is True
    else:  # interrupted while it was reading or building: nothing is left, or a folder that says so
        assert not (tmp_path / "plan").exists() or run_yaml(tmp_path / "plan")["status"] == "interrupted"
