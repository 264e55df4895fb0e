"""What runs were made with, and how sure the order of two is: one difference at a time."""

from __future__ import annotations

import pytest

from model.compare.basis import notes, objective, objective_parts, runs_table, verdict
from tests.compare.hand import run_of, side, with_hours

WEIGHTED = [{"terms": {"travel_burden_hours": 1.0, "norm_shortfall_fte": 1000.0}, "tolerance": 0.0}]


def noted(first: dict | None = None, second: dict | None = None, **sides) -> str:
    return "\n".join(notes([with_hours("one", 1, **(first or {})), with_hours("two", 1, **(second or {}))]))


def test_like_runs_need_no_note():
    assert noted() == ""


@pytest.mark.parametrize("second, words", [
    ({"scenario": "close", "scenario_why": "what if"}, "Scenario: base in one; close in two.\nWhy close: what if"),
    ({"settings": {**run_of()["settings"], "budget_keur": 450.5}}, "Setting budget_keur: 500 in one; 450.5 in two."),
    ({"settings": {**run_of()["settings"], "objective": {"levels": WEIGHTED}}},
     "Setting objective.levels: 1 travel_burden_hours (tolerance 0) in one; 1 travel_burden_hours + 1000 norm_shortfall_fte "
     "(tolerance 0) in two."),
    ({"inputs": {"areas.csv": "cd", "sites.csv": "ef"}}, "Other input files than one in two: areas.csv, sites.csv."),
    ({"versions": {"highspy": "2"}}, "Version of highspy: 1 in one; 2 in two."),
    ({"options": {"gap": 0.05, "time_limit": 60.0}}, "Gap asked for: 1.00 % in one; 5.00 % in two."),
    ({"options": {"gap": 0.01, "time_limit": 10.0}}, "Time limit in seconds: 60 in one; 10 in two."),
    ({"travel_estimated": True}, "Travel minutes: of the case's own table in one; estimated from the map in two."),
    ({"audit": {"passed": False}}, "two did not pass its audit: it must not be used as a plan."),
    ({"audit": {"passed": False}, "status": "today"}, "two breaks rules that a plan would have to keep"),
    ({"status": "feasible"}, "two: time ran out"), ({"status": "interrupted"}, "two: the run was stopped by hand")])
def test_a_difference_is_named(second, words):
    assert words in noted(second=second)
    assert noted(first=second)  # whichever run it is


def test_files_of_scenarios_are_no_other_inputs():
    layers = [{"name": "x", "file": "scenarios/x.yaml", "why": "y"}]
    assert "input files" not in noted(second={"inputs": {"areas.csv": "ab", "scenarios/x.yaml": "cd"}, "scenario_layers": layers})


def test_areas_of_one_run_only_are_counted(today_side, plan_side):
    fewer = side_without_area(plan_side)
    assert "1 areas are only in one of today and plan" in "\n".join(notes([today_side, fewer]))


def side_without_area(of):
    tables = {**of.tables, "areas": of.tables["areas"].iloc[1:]}
    return type(of)(of.label, of.run, tables, None)


def test_the_objective_is_the_weighted_first_level(rich, rich_plan):
    # 168 + 310/3 + 112.5 travel hours (tests/results/test_tables.py) and 1.44 FTE short
    rich_side = side(rich, rich_plan, "rich", settings={"objective": {"levels": WEIGHTED}})
    assert objective(rich_side) == pytest.approx(168 + 310 / 3 + 112.5 + 1440)
    today = side(rich, None, "today", "today", settings={"objective": {"levels": WEIGHTED}})
    assert "family travel" in objective_parts(today, rich_side) and "staff missing from norms -1,500" in objective_parts(today, rich_side)


@pytest.mark.parametrize("first, other, order, gap", [
    # a gap of 10 hours: the plan of 120 may be 110 at best, so it stays behind 100; one of 110 may reach 100, one of 109 pass it
    ((100, 3.0), (120, 10.0), "sure", 10), ((100, 3.0), (110, 10.0), "within the gap", 10), ((100, 3.0), (109, 10.0), "within the gap", 10),
    # the gap of the better run does not matter: a better plan for it is farther ahead
    ((109, 3.0), (100, 50.0), "sure", 3), ((100, 3.0), (100, 10.0), "same", 3), ((100, 3.0), (120, None), "gap not known", None)])
def test_the_order_is_sure_beyond_the_gap_of_the_worse(first, other, order, gap):
    found = verdict(*(with_hours(label, hours, gap_hours=gap) for label, (hours, gap) in (("a", first), ("b", other))))
    assert (found["order"], found["gap_hours"], found["change_hours"]) == (order, gap, other[0] - first[0])


def test_todays_network_has_no_gap():
    # 100.001 is behind for sure: no search can better today; a plan that is behind today may still pass it
    today = with_hours("today", 100.001, "today")
    assert verdict(today, with_hours("plan", 100, gap_hours=50.0))["order"] == "sure"
    assert verdict(today, with_hours("plan", 101, gap_hours=50.0))["order"] == "within the gap"


def test_other_objectives_are_not_comparable():
    other = with_hours("b", 120, settings={"objective": {"levels": WEIGHTED}})
    other.tables["terms"].loc[1] = ["norm_shortfall_fte", 0.0]
    assert verdict(with_hours("a", 100), other)["order"] == "not comparable"


def test_runs_are_listed_with_their_gaps():
    table = runs_table([with_hours("today", 1, "today"), with_hours("plan", 1)])
    assert table["run"].tolist() == ["today", "plan"] and table["gap"].isna().tolist() == [True, False]
    assert table["audit_passed"].tolist() == [True, True] and table["gap_asked"].iloc[1] == 0.01
