"""Commands as a planner types them: what they print, what they leave behind and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

import cli
from tests.tiny import write_tiny

ROOT = Path(__file__).resolve().parents[1]
CLOSED_SITES = [{"tier": "any", "maximum": 0, "reason": "test"}]


@pytest.fixture
def case(tmp_path):
    """The tiny case in a folder inputs/tiny, as a planner has it."""
    return write_tiny(tmp_path / "inputs" / "tiny")


def call(*words) -> tuple[int, str]:
    """(exit code, everything printed)."""
    result = CliRunner().invoke(cli.app, [str(word) for word in words])
    return result.exit_code, result.output


def test_check_of_a_healthy_case(case):
    code, text = call("check", case)
    assert code == 0
    assert "3 areas, 2 services, 2 sites" in text and "No errors" in text


def test_check_names_the_place_and_the_repair(tmp_path):
    folder = write_tiny(tmp_path / "bad", cells={"sites/S2/tier_today": "statoin"})
    code, text = call("check", folder)
    assert code == 2
    assert "sites.csv line 3" in text and "tier_today" in text and '"statoin"' in text and '"station"' in text
    code, text = call("check", folder, "--json")
    assert code == 2 and json.loads(text)["problems"][0]["line"] == 3


def test_solve_writes_a_whole_run(case, tmp_path):
    code, text = call("solve", case, "--run", "plan")
    assert code == 0, text
    folder = tmp_path / "runs" / "plan"  # beside inputs/
    run = yaml.safe_load((folder / "run.yaml").read_text(encoding="utf-8"))
    assert run["status"] == "optimal" and run["audit"]["passed"] is True and run["audit"]["checks"] > 0
    assert run["gap"] <= 0.005 and run["case"] == "tiny" and run["scenario"] == "base" and run["seed"] == 1
    assert {"open_sites", "hosted_services", "assignments", "staff", "rooms", "costs", "indicators", "changes", "worst_hit_areas"} <= {
        file.stem for file in (folder / "tables").iterdir()}
    assert (folder / "summary.md").exists() and (folder / "solver.log").read_text()
    assert len(run["inputs"]["sites.csv"]) == 64


@pytest.mark.usefixtures("no_process")
def test_taken_name_is_refused_without_force(case, tmp_path):
    assert call("solve", case, "--run", "plan")[0] == 0
    before = (tmp_path / "runs" / "plan" / "run.yaml").read_bytes()
    code, text = call("solve", case, "--run", "plan")
    assert code == 2 and "--force" in text
    assert (tmp_path / "runs" / "plan" / "run.yaml").read_bytes() == before
    assert call("solve", case, "--run", "plan", "--force")[0] == 0


def test_evaluate_measures_today(case, tmp_path):
    """Today the clinic is at S1 and S2 (200 hours), the therapy at S1 only: half of 466.67 = 233.33; 433.33 together."""
    code, text = call("evaluate", case, "--run", "today", "--json")
    assert code == 0
    assert json.loads(text)["status"] == "today"
    table = (tmp_path / "runs" / "today" / "tables" / "terms.csv").read_text()
    assert "travel_burden_hours" in table and "433.33" in table


@pytest.mark.usefixtures("no_process")
def test_infeasible_is_exit_3_and_everything_is_kept(tmp_path):
    """Two people per day needed and nobody else in the building: each site hosting the clinic has one nurse present."""
    folder = write_tiny(tmp_path / "inputs" / "alone", settings={"lone_worker_rule": "hard"},
                        cells={"staffing/clinic/nurse/present_per_open_day": 1, "sites/*/partner_staff_per_day": 0})
    code, text = call("solve", folder, "--run", "no")
    assert code == 3, text
    run = yaml.safe_load((tmp_path / "runs" / "no" / "run.yaml").read_text())
    assert run["status"] == "infeasible" and (tmp_path / "runs" / "no" / "summary.md").exists()


@pytest.mark.parametrize("words", [["solve", "tiny", "--gapp", "0.1"], ["solve", "tiny", "--gap", "2"], ["nonsense"],
                                   ["solve", "no-such-case"], ["solve", "tiny", "--run", "a/b"],
                                   ["model", "tiny", "--rule", "no_such_rule"]])
def test_usage_errors_are_exit_2(case, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    assert call(*words)[0] == 2


def test_case_is_found_by_name_from_a_folder_below(case, tmp_path, monkeypatch):
    below = tmp_path / "inputs" / "tiny"
    monkeypatch.chdir(below)
    assert call("check", "tiny")[0] == 0
    assert call("check", "pirkanmaa")[0] == 0  # else in the checkout


def test_model_without_a_solver(case, tmp_path):
    code, text = call("model", case)
    assert code == 0 and "demand_is_shared_out" in text
    code, text = call("model", case, "--rule", "rooms_fit_site")
    assert code == 0 and "room days a week" in text and "rooms_fit_site[S1]" in text
    assert call("model", case, "--lp", tmp_path / "tiny.lp")[0] == 0
    assert "rooms_fit_site" in (tmp_path / "tiny.lp").read_text()


def commands(group, *above: str):
    """The words that call each command, groups of commands followed down."""
    for name, command in group.commands.items():
        yield from commands(command, *above, name) if hasattr(command, "commands") else [(*above, name)]


def test_every_command_answers_help_with_an_example():
    known = list(commands(typer.main.get_command(cli.app)))
    assert {("solve",), ("report",), ("sweep",), ("bench", "county"), ("bench", "report")} <= set(known)
    for command in known:
        code, text = call(*command, "--help")
        assert code == 0 and f"Example: perheverkko {' '.join(command)}" in " ".join(text.split()), command


def test_help_imports_nothing_heavy():
    script = "import sys, cli; print([name for name in ('pandas', 'numpy', 'pyomo', 'highspy') if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_small_case_of_ci_is_optimal(tmp_path):
    code, text = call("solve", ROOT / "tests" / "cases" / "small", "--runs", tmp_path, "--run", "small")
    assert code == 0 and "optimal" in text
