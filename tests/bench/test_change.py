"""Benchmarks of stability and fairness on hand-sized cases."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from model.bench.fairness import fair_case, fairness_table
from model.bench.stability import more_demand, plan_changes, stability_table
from tests.change import ONE_SITE
from tests.tiny import tiny_case, write_tiny


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


def test_the_command_prints_its_table(tmp_path, monkeypatch):
    folder = write_tiny(tmp_path / "case")
    answer = CliRunner().invoke(cli.app, ["bench", "stability", str(folder), "--minutes", "0.5", "--json"])
    assert answer.exit_code == 0, answer.output
    found = {row["figure"]: row["more_demand"] for row in json.loads(answer.stdout)}
    assert found["hostings that differ"] == 0
