"""The command as a planner types it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import cli
from tests.here import solver_here
from tests.tiny import write_tiny


def call(*words) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, [str(word) for word in words])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """inputs/tiny with runs/plan (solved) and runs/then (evaluated)."""
    home = tmp_path_factory.mktemp("county")
    case = write_tiny(home / "inputs" / "tiny")
    with solver_here():
        assert call("solve", case, "--run", "plan")[0] == 0 and call("evaluate", case, "--run", "then")[0] == 0
    return home


def test_an_evaluate_run_is_as_good_as_the_word_today(home, tmp_path):
    # Today the clinic takes 200 hours and the therapy 233.3; the best is both at both sites: 200 and 100
    code, text = call("compare", "then", "plan", "--runs", home / "runs")
    assert code == 0, text
    folder = next((home / "runs").glob("compare_then_*"))
    assert "plan compared with then" in text and "-133" in text and f"files: {folder}" in text
    assert (folder / "compare.md").read_text().startswith("# Tiny: plan compared with then")
    code, text = call("compare", "today", "plan", "--runs", home / "runs", "--out", tmp_path / "out", "--json")
    found = json.loads(text)
    assert found["first"] == "today" and found["folder"] == str(tmp_path / "out")
    for name in ("children", "indicators", "trips", "staff", "network", "premises", "worst_hit_areas", "verdicts"):
        assert (tmp_path / "out" / f"{name}.csv").read_text() == (folder / f"{name}.csv").read_text(), name


def test_out_is_not_replaced_without_force(home, tmp_path):
    words = ["compare", "then", "plan", "--runs", home / "runs", "--out", tmp_path / "out"]
    assert call(*words)[0] == 0
    code, text = call(*words)
    assert code == 2 and "--force" in text
    assert call(*words, "--force")[0] == 0


def test_refusals_are_exit_2_and_name_every_run(home):
    code, text = call("compare", "plan", "plann", "nothing", "--runs", home / "runs")
    assert code == 2 and 'no run "plann"' in text and 'no run "nothing"' in text
    assert call("compare", "plan", "--runs", home / "runs")[0] == 2 and call("compare")[0] == 2


def test_help_has_an_example():
    code, text = call("compare", "--help")
    assert code == 0 and "Example: perheverkko compare" in text
