"""Sites, services, staff, premises and indicators that differ between the two sides of conftest."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from model.compare.indicators import indicators, larger_gap, within_gap
from model.compare.network import network, premises, staff
from tests.compare.hand import side, with_hours
from tests.results.hand import rows


def test_sites_and_services(today_side, plan_side):
    assert rows(network(today_side, plan_side).fillna(0), "kind", "site", "name", "municipality", "service", "first", "other",
                "first_days", "other_days") == [
        ("tier_changes", "S1", "One", "Alku", "", "campus", "station", 0, 0),
        ("site_closes", "S2", "Two", "Loppu", "", "station", "", 0, 0),
        ("site_opens", "S3", "Three", "Alku", "", "", "local_station", 0, 0),
        ("mode_changes", "S1", "One", "Alku", "clinic", "daily", "weekly", 5, 1),
        ("service_closes", "S2", "Two", "Loppu", "clinic", "weekly", "", 1, 0),
        ("service_opens", "S3", "Three", "Alku", "clinic", "", "daily", 0, 5)]


def test_against_today_it_is_the_runs_own_table_of_changes(today_side, plan_side):
    own = plan_side.tables["changes"]
    mine = network(today_side, plan_side)
    assert sorted(rows(mine, "kind", "site", "service", "first", "other")) == sorted(
        rows(own[own["kind"] != "staff_moves"], "kind", "site", "service", "today", "plan"))


def test_staff_by_profession_and_site(today_side, plan_side):
    assert rows(staff(today_side, plan_side), "profession", "site", "municipality", "first_fte", "other_fte", "change_fte") == [
        ("nurse", "S1", "Alku", 1, 0.5, -0.5), ("nurse", "S2", "Loppu", 1, 0, -1), ("therapist", "S1", "Alku", 1, 1, 0),
        ("nurse", "S3", "Alku", 0, 1.7, 1.7)]


def test_remote_work_is_at_no_site(rich, rich_plan):
    # 60 remote hours of nurses = 0.06 FTE in both
    found = staff(side(rich, None, "today", "today"), side(rich, rich_plan, "plan"))
    assert rows(found[found["site"] == ""], "profession", "name", "first_fte", "other_fte") == [("nurse", "", 0.06, 0.06)]


def test_premises(today_side, plan_side):
    # S2 is a station of 60, S3 a local station of 40 thousand euros, two rooms each
    assert rows(premises(today_side, plan_side), "change", "site", "name", "tier", "rooms", "staff_fte", "cost_keur") == [
        ("emptied", "S2", "Two", "station", 2, 1, 60), ("taken into use", "S3", "Three", "local_station", 2, 1.7, 40)]
    assert network(today_side, today_side).empty and premises(today_side, today_side).empty


def test_indicators_are_the_runs_own(today_side, plan_side):
    found = indicators(today_side, plan_side)
    own = plan_side.tables["indicators"]
    columns = ("indicator", "service", "municipality", "group", "unit")
    assert rows(found, *columns)[:3] == rows(own, *columns)[:3] and set(rows(own, *columns)) <= set(rows(found, *columns))
    county = found[(found["service"] == "") & (found["municipality"] == "") & (found["group"] == "")].set_index("indicator")
    # cost: premises 160 and 60 + 40, three and 3.2 FTE at 50
    assert county.loc["cost_keur", ["first", "other", "change"]].tolist() == pytest.approx([310, 260, -50])
    # 16 % of the cost and 1 % of gap
    assert county.at["cost_keur", "within_gap"] == "no" and county.at["staff_fte", "within_gap"] == "no"
    assert larger_gap(today_side, plan_side) == 0.01


def test_a_row_of_one_run_only_is_kept(today_side, plan_side):
    tables = {**plan_side.tables, "indicators": plan_side.tables["indicators"].iloc[1:]}
    found = indicators(today_side, type(plan_side)("plan", plan_side.run, tables, None))
    assert math.isnan(found["other"].iloc[0]) and found["first"].notna().iloc[0] and found["within_gap"].iloc[0] == "no"
    back = indicators(type(plan_side)("plan", plan_side.run, tables, None), today_side)
    assert math.isnan(back["first"].iloc[-1]) and back["unit"].iloc[-1] == found["unit"].iloc[0]


@pytest.mark.parametrize("first, other, gap, mark", [
    # 2 % of the larger value, 102 or 100
    (100, 102, 0.02, "yes"), (100, 102.05, 0.02, "no"), (102, 100, 0.02, "yes"), (100, 100, 0.02, "no"), (0, 1, 0.02, "no"),
    (100, 100.1, 0.0, "no"), (100, 150, None, "unknown"), (100, 100, None, "no"), (math.nan, 1, 0.02, "no")])
def test_within_the_gap(first, other, gap, mark):
    assert within_gap(pd.Series([first], dtype=float), pd.Series([other], dtype=float), gap).tolist() == [mark]


def test_the_larger_gap_counts_and_one_that_is_not_known_spoils_both():
    one, two, none = with_hours("a", 1, gap=0.01), with_hours("b", 1, gap=0.2), with_hours("c", 1, gap=None)
    assert larger_gap(one, two) == 0.2 and larger_gap(one, none) is None
    assert larger_gap(with_hours("t", 1, "today"), one) == 0.01
