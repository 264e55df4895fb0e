"""The commands: `explain`, `solve` of a case without a plan, and the benchmark; what they print, write and return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import cli
from model.bench import planted
from model.explaining import apart
from model.explaining.explain import explain
from model.publish.run_folder import read_run
from model.solving import solve
from tests.explaining.hand import SECONDS
from tests.explaining.planted import NORM, POOLS, STAFF_AREAS, lock
from tests.tiny import write_tiny
from tests.ways import together

SMALL = Path(__file__).parents[1] / "cases" / "small"
LOCK_AND_BUDGET = {"settings": {"budget_keur": 110}, "add": {"locks": [lock("clinic", "S1")]}}
POOL = {"cells": {"professions/nurse/fte_available": 0.5}}
SCENARIO = "name: fewer\nwhy: Test.\nchanges:\n  - table: professions\n    where: {profession: nurse}\n    set: {fte_available: 0.5}\n"


KNOWN: dict = {}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, no_process):
    """Solves and explanations run here (test_apart runs explanations in a process of their own). The tests ask a few questions again and
    again: each is answered really, and once."""
    honest = solve.solve

    def once(work, case, *asked):
        key = (work, case.scenario, tuple(sorted(case.input_hashes.items())), *asked)
        if key not in KNOWN:
            KNOWN[key] = work(case, *asked)
        return KNOWN[key]

    monkeypatch.setattr(apart, "explain_apart", lambda case, seconds, infeasible=False: once(explain, case, SECONDS, infeasible))
    monkeypatch.setattr(solve, "solve", lambda case, gap, seconds, seed, on_progress, *start: once(honest, case, gap, seconds, seed))


def call(*words) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, [str(word) for word in words])
    return result.exit_code, result.output


def test_solve_of_a_case_without_a_plan_answers_with_changes(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny", **LOCK_AND_BUDGET)
    code, text = call("solve", folder, "--run", "none")
    assert code == 3, text
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert ("1 case.yaml line 6 110 145 thousand euros a year budget: 145 thousand euros a year instead of 110" in lines)
    assert any(line.startswith("2 locks.csv line 2") and line.endswith("delete the lock of Name at One") for line in lines), text
    run = read_run(tmp_path / "runs" / "none")
    assert run.run["status"] == "infeasible" and run.run["explanation"]["alternatives"] == 2
    assert set(run.tables) == {"suggestions", "conflicts"}
    first = run.tables["suggestions"].iloc[0]
    assert (first["file"], first["line"], first["column"]) == ("case.yaml", 6, "budget_keur")
    assert (first["value_now"], first["suggested_value"], first["unit"]) == ("110", "145", "thousand euros a year")
    assert first["sufficient"] and first["fewest"] and first["changes"] == 1
    assert run.summary.startswith("# Tiny: no plan is possible") and "case.yaml line 6" in run.summary
    assert "No fewer changes do: this is proven." in run.summary
    assert set(run.tables["conflicts"]["found_by"]) == {"solver"} and run.tables["conflicts"]["irreducible"].all()


def test_solve_can_leave_it_at_no(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny", **LOCK_AND_BUDGET)
    code, text = call("solve", folder, "--run", "none", "--explain-limit", 0)
    assert code == 3 and "What would make a plan possible" not in text
    assert read_run(tmp_path / "runs" / "none").tables == {}


def test_explain_after_the_arithmetic_screens(tmp_path):
    """What the screens prove is an error for `solve` (exit 2); `explain` says what to change, screens first."""
    folder = write_tiny(tmp_path / "inputs" / "tiny", **POOL)
    code, text = call("solve", folder)
    assert code == 2 and f"perheverkko explain {folder} works out the smallest changes" in text
    code, text = call("explain", folder, "--run", "why", "--json")
    assert code == 3, text
    told = json.loads(text)
    assert told["status"] == "infeasible" and told["suggestions"][0]["suggested_value"] == "0.6"
    assert [row["found_by"] for row in told["conflicts"]] == ["arithmetic", "solver", "solver"]
    assert told["conflicts"][0]["file"] == "professions.csv" and "0.6 FTE of nurse" in told["conflicts"][0]["in_words"]
    run = yaml.safe_load((tmp_path / "runs" / "why" / "run.yaml").read_text(encoding="utf-8"))
    assert run["explanation"]["answer"] == "explained" and len(run["inputs"]["sites.csv"]) == 64
    assert "Seen by arithmetic alone" in (tmp_path / "runs" / "why" / "summary.md").read_text(encoding="utf-8")


def test_explain_a_scenario(tmp_path):
    """The scenario takes the nurses; its own line is named."""
    folder = write_tiny(tmp_path / "inputs" / "tiny")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "fewer.yaml").write_text(SCENARIO, encoding="utf-8")
    code, text = call("explain", folder, "--scenario", "fewer", "--run", "why")
    assert code == 3, text
    assert "scenarios/fewer.yaml line 6  0.5  0.6        FTE   people available, Name: 0.6 FTE instead of 0.5" in text
    run = read_run(tmp_path / "runs" / "why")
    assert run.run["scenario"] == "fewer" and "scenario_changes" in run.tables


@pytest.mark.parametrize("areas", [{}, {"add": POOLS["add"], "cells": STAFF_AREAS["cells"]}], ids=["county", "staff areas"])
def test_laws_are_said_to_be_the_cause(tmp_path, areas):
    folder = write_tiny(tmp_path / "inputs" / "tiny", **together({"cells": NORM}, areas))
    code, text = call("explain", folder, "--run", "law")
    assert code == 3 and "The laws alone ask for more than the staff there is." in text
    assert "law" in set(read_run(tmp_path / "runs" / "law").tables["conflicts"]["limit"])


def test_a_case_with_a_plan_has_nothing_to_explain(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny")
    code, text = call("explain", folder)
    assert code == 0 and "there is a plan that keeps every rule" in text
    assert not (tmp_path / "runs").exists()
    code, text = call("explain", folder, "--json")
    assert code == 0 and json.loads(text)["status"] == "feasible"


def test_wrong_files_are_not_explained(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny", cells={"sites/S2/tier_today": "statoin"} | POOL["cells"])
    for command in ("explain", "solve"):
        code, text = call(command, folder)
        assert code == 2 and "statoin" in text and "works out" not in text


def test_a_taken_name_is_refused_before_anything_is_done(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny", **POOL)
    assert call("explain", folder, "--run", "why")[0] == 3
    code, text = call("explain", folder, "--run", "why")
    assert code == 2 and "--force" in text
    assert call("explain", folder, "--run", "why", "--force")[0] == 3


def test_help_has_an_example():
    for command in (["explain"], ["bench", "infeasible"]):
        code, text = call(*command, "--help")
        assert code == 0 and "Example: perheverkko" in text


def test_bench_says_what_was_named(monkeypatch):
    monkeypatch.setattr(planted, "PLANTS", {name: planted.PLANTS[name] for name in ("staff_pool", "law")})
    monkeypatch.setattr(apart, "explain_apart", lambda case, seconds: explain(case, seconds))  # each plant is a question of its own
    code, text = call("bench", "infeasible", SMALL, "--seconds", 600, "--json")
    assert code == 0, text
    pool, law = json.loads(text[text.index("[{"):])
    assert (pool["planted"], pool["named"], pool["sufficient"], pool["changes"], pool["fewest"]) == ("staff_pool", True, 1, 1, True)
    assert law["named"] and law["laws"] and "6.5 FTE instead of 5" in law["first"]  # 1.3 times the 5 there are


def test_bench_knows_its_causes():
    code, text = call("bench", "infeasible", SMALL, "--cause", "weather")
    assert code == 2 and "no cause is called weather; there are staff_pool" in text
