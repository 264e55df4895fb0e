"""Benchmarks of stability and fairness on hand-sized cases."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from model import flow
from model.bench.fairness import CHOICES, NEED, choices_of, fair_case, fairness_table, with_above_best
from model.bench.refusal import Refusal
from model.bench.stability import more_demand, plan_changes, stability_table
from model.results.figures import Figures
from model.results.terms import terms
from model.results.today import todays_plan
from tests.change import ONE_SITE
from tests.solving.hand import solved_here
from tests.tiny import tiny_case, write_tiny

pytestmark = pytest.mark.usefixtures("no_process")


def tables_of(hosted, sites):
    return {"hosted_services": pd.DataFrame(hosted, columns=["service", "site", "mode"]),
            "open_sites": pd.DataFrame(sites, columns=["site", "tier"])}


def test_differences_between_plans_are_named_once():
    first = tables_of([("clinic", "S1", "daily"), ("clinic", "S2", "weekly"), ("therapy", "S1", "daily")],
                      [("S1", "campus"), ("S2", "station")])
    second = tables_of([("clinic", "S1", "weekly"), ("clinic", "S3", "weekly"), ("therapy", "S1", "daily")],
                       [("S1", "station"), ("S3", "local_station")])
    assert sorted(plan_changes(first, second)) == [
        ("changes mode", "clinic at S1: daily to weekly"), ("comes", "clinic at S3"), ("goes", "clinic at S2"),
        ("site differs", "S1"), ("site differs", "S2"), ("site differs", "S3")]
    assert plan_changes(first, first) == []


def test_more_demand_is_more_of_every_row(tmp_path):
    case = tiny_case(tmp_path, **{"cells": {"demand/therapy/visits_per_person": "", "demand/therapy/visits_per_year": 300}})
    more = more_demand(case, 0.01)
    assert more.visits.to_numpy().sum() == pytest.approx(1.01 * case.visits.to_numpy().sum())


def test_a_little_more_demand_changes_nothing_here(tmp_path):
    heard = []
    table = stability_table(tiny_case(tmp_path), 30, heard.append).set_index("figure")
    assert table.loc["audit passed", ["base", "more_demand"]].tolist() == [True, True]
    assert table.loc[["hostings that differ", "modes that differ", "sites that differ"], "more_demand"].tolist() == [0, 0, 0]
    assert len(heard) == 2


def test_a_run_that_is_there_is_not_solved_again(tmp_path):
    case, heard = tiny_case(tmp_path / "case"), []
    folder = flow.write(flow.solve(case, flow.Options(0.001, 30, 1)), tmp_path / "base", force=False)
    table = stability_table(case, 30, heard.append, base=folder).set_index("figure")
    assert table.at["hostings that differ", "more_demand"] == 0 and len(heard) == 1
    with pytest.raises(Refusal, match="base has no plan"):
        (folder / "tables" / "hosted_services.csv").unlink()
        stability_table(case, 30, heard.append, base=folder)


def test_much_more_demand_is_noticed(tmp_path):
    """One clinic once a week takes 600 visits a year in its two rooms: with three tenths more the mode or the site must change."""
    case = tiny_case(tmp_path, cells={"services/clinic/modes": "daily|weekly", "modes/daily/cost_keur": 50}, add={
        "locks": [{"service": "clinic", "site": "S1", "lock": "must_not_host", "reason": "x"}]})
    levels = [{"terms": {"cost_keur": 1.0}, "tolerance": 0.0}]
    case = case.changed(settings=case.settings.changed(objective={**case.settings.as_dict()["objective"], "levels": levels}))
    heard = []
    table = stability_table(case, 30, heard.append, growth=0.3).set_index("figure")
    assert table.at["modes that differ", "more_demand"] == 1
    assert "changes mode: clinic at S2: weekly to daily" in heard


def test_a_measure_is_worth_in_the_objective_what_travel_is_today(tmp_path):
    case = tiny_case(tmp_path)
    worth = pd.Series({"travel_burden_hours": 300.0, "longest_trip": 30.0, "uncovered": 0.0})
    first = fair_case(case, "longest_trip", worth).settings.objective.levels[0]["terms"]
    assert first["longest_trip"] == pytest.approx(0.95 * 10) and first["travel_burden_hours"] == pytest.approx(0.05)
    assert first["norm_shortfall_fte"] == 1000
    assert fair_case(case, "uncovered", worth).settings.objective.levels[0]["terms"]["uncovered"] == pytest.approx(0.95)
    assert fair_case(case, "travel_burden_hours", worth).settings.objective.levels == case.settings.objective.levels


def test_the_table_shows_the_choice(tmp_path):
    """At S2 the mean is shorter, at S1 the longest trip (tests/change.py)."""
    table = fairness_table(tiny_case(tmp_path, **ONE_SITE), 30, lambda text: None, choices=("travel_burden_hours", "longest_trip"))
    table = table.set_index("fair")
    assert table["max_minutes"].tolist() == [30, 60, 30]  # today therapy is at S1 and the clinic at both
    assert table.at["travel_burden_hours", "travel_burden_hours"] == pytest.approx((100 * 60 + 500 * 10) * 1.5 / 30)
    assert table.at["longest_trip", "travel_burden_hours"] == pytest.approx((1000 + 4000 + 9000) * 1.5 / 30)
    assert table.at["longest_trip", "uncovered"] == 450


def test_need_is_a_choice_only_where_it_differs_and_counts(tmp_path):
    assert NEED not in choices_of(tiny_case(tmp_path / "alike"))
    needs = {"areas/A1/need_index": 1.3, "areas/A2/need_index": 0.8}
    assert choices_of(tiny_case(tmp_path / "needs", cells=needs)) == CHOICES
    assert NEED not in choices_of(tiny_case(tmp_path / "off", cells=needs, settings={"objective.use_need_index": False}))


def test_a_row_above_the_best_says_by_how_much():
    """Longest trips 30, 32 and 31 in plans: the choice of the longest trip is 2 of its 32 minutes above the best; today's 20 may break
    rules and does not count. Nobody is uncovered: 0."""
    table = with_above_best(pd.DataFrame({"fair": ["today", "travel_burden_hours", "longest_trip", "uncovered"], "travel_burden_hours": [
        300.0, 200.0, 250.0, 260.0], "longest_trip": [20.0, 30.0, 32.0, 31.0], "uncovered": [0.0, 10.0, 10.0, 0.0]}))
    assert table["above_best"].tolist() == pytest.approx([float("nan"), 0.0, 2 / 32, 0.0], nan_ok=True)


@pytest.mark.parametrize("changes", [ONE_SITE, {**ONE_SITE, "cells": {**ONE_SITE["cells"], "areas/A1/age_0_2": 40}}, {}])
def test_no_choice_is_worse_in_its_own_measure_than_the_least_travel(tmp_path, changes):
    """Solved to the end; the twentieth of travel burden in each choice only chooses among equals here."""
    least_travel = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]
    case = tiny_case(tmp_path, **changes, settings={"objective.levels": least_travel})
    worth = terms(Figures(case, todays_plan(case))).set_index("term")["value"]
    found = {}
    for choice in CHOICES:
        solution, plan = solved_here(fair_case(case, choice, worth))
        assert solution.status == "proven"
        found[choice] = terms(Figures(case, plan)).set_index("term")["value"]
    for choice in CHOICES:
        assert found[choice][choice] <= found["travel_burden_hours"][choice] + 1e-6
        assert found["travel_burden_hours"]["travel_burden_hours"] <= found[choice]["travel_burden_hours"] + 1e-6



def test_the_command_prints_its_table(tmp_path, monkeypatch):
    folder = write_tiny(tmp_path / "case")
    answer = CliRunner().invoke(cli.app, ["bench", "stability", str(folder), "--minutes", "0.5", "--json"])
    assert answer.exit_code == 0, answer.output
    found = {row["figure"]: row["more_demand"] for row in json.loads(answer.stdout)}
    assert found["hostings that differ"] == 0
