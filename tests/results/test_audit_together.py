"""Services together in the audit and the tables: a healthy plan by hand, its figures, and nudges that are named."""

from __future__ import annotations

import pytest

from model.results.audit import audit
from model.results.tables import tables
from model.results.today import todays_plan
from tests.closeness import APART, AT_HOME, HOUSE, PARTNERS, PATHWAY, SIDE, WISH
from tests.results.hand import altered, assert_nudge_is_named, broken, caught, plan_of, rows, tables_of, with_value
from tests.results.nudges_together import NUDGES_OF_TOGETHER
from tests.tiny import tiny_case
from tests.ways import together

# Nobody is in the building of S1, reception and youth work in that of S2. In Alku the clinic and therapy must be apart, in Loppu
# together; therapy is only where the house is whole. A1's clinic at S1, all else at S2; a fifth of the clinic's visits at home.
# Nurses: S1 100 hours + home 20 * 2 * 10/60 = 6.7; S2 500 + 100 * 2 * 10/60 = 33.3.
PLAN = {
    "open_site": [("S1", "campus"), ("S2", "station")],
    "hosting": [("clinic", "S1", "daily", 80, 1), ("clinic", "S2", "daily", 400, 1), ("therapy", "S2", "daily", 300, 1)],
    "assign": [("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 1), ("A3", "clinic", "S2", 1), ("A1", "therapy", "S2", 1),
               ("A2", "therapy", "S2", 1), ("A3", "therapy", "S2", 1)],
    "staff": [("clinic", "nurse", "S1", 0.2), ("clinic", "nurse", "S2", 0.6), ("therapy", "therapist", "S2", 0.3)],
    # 0.8 of the clinic's joint visits are at S2, beside all of therapy's
    "joined": [("A2", "neuro", "S2", 0.8), ("A3", "neuro", "S2", 0.8)],
}


@pytest.fixture(scope="module")
def close(tmp_path_factory):
    parts = together(PARTNERS, PATHWAY, SIDE, APART, HOUSE, WISH, AT_HOME,
                     {"cells": {"sites/S1/partners": "", "sites/S2/partners": "reception|youth"}})
    return tiny_case(tmp_path_factory.mktemp("close"), three_sites=True, **parts)


@pytest.fixture(scope="module")
def found(close):
    return tables(close, plan_of(**PLAN), todays_plan(close))


def term(found, name: str) -> float:
    return found["terms"].set_index("term")["value"][name]


def test_the_healthy_plan_passes(close, found):
    report = audit(close, found)
    assert report.passed, report.violations.to_string()


def test_joint_visits_and_the_travel_burden(found):
    # 20 clients * 0.8 and 30 * 0.8 visits, 20 minutes there and back: 16/3 and 8 hours
    assert rows(found["joint_visits"], "area", "client_group", "site", "joined_share", "visits_joined", "saved_hours") == [
        ("A2", "neuro", "S2", 0.8, 16, round(16 / 3, 9)), ("A3", "neuro", "S2", 0.8, 24, 8)]
    # clinic 0.8 * (100*10 + 200*10 + 300*10) * 2/60 = 160; therapy (50*30 + 100*10 + 150*10) * 2/60 = 400/3
    table = found["indicators"].set_index(["indicator", "service", "municipality", "group"])
    assert table.at[("travel_hours", "", "", ""), "plan"] == pytest.approx(160 + 400 / 3)
    assert table.at[("joint_trip_hours", "", "", ""), "plan"] == pytest.approx(40 / 3)
    assert term(found, "travel_burden_hours") == pytest.approx(160 + 400 / 3 - 40 / 3)


def test_pathways_in_one_visit(found):
    # today therapy is at S1 alone: of A1 0.8 in one visit (10 * 0.8 visits * 20/60 hours); of the 60 clients 0.8 have all at sites
    columns = ["client_group", "municipality", "clients", "today_one_visit_share", "one_visit_share", "today_saved_hours", "saved_hours"]
    assert rows(found["pathways"], *columns) == [
        ("neuro", "", 60, round(10 / 60, 9), round(50 / 60, 9), round(8 / 3, 9), round(40 / 3, 9)),
        ("neuro", "Alku", 30, round(10 / 30, 9), round(20 / 30, 9), round(8 / 3, 9), round(16 / 3, 9)),
        ("neuro", "Loppu", 30, 0, 1, 0, 8)]
    table = found["indicators"].set_index(["indicator", "service", "municipality", "group"])
    assert table.loc[("share_of_pathways_in_one_visit", "", "Loppu", ""), ["today", "plan"]].tolist() == [0, 1]
    assert table.at[("share_of_pathways_in_one_visit", "", "", ""), "plan"] == pytest.approx(50 / 60)


def test_bundles_and_companions(found):
    assert rows(found["bundles"], "together", "site", "services_there", "missing", "complete") == [
        ("house", "S1", 1, "therapy|reception", False), ("house", "S2", 2, "", True)]
    # 80 visits of the clinic at S1, where neither therapy nor youth work is
    assert rows(found["companions"], "service", "companion", "visits", "apart_visits", "weight") == [
        ("clinic", "therapy", 480, 80, 2), ("therapy", "clinic", 300, 0, 2), ("clinic", "youth", 480, 80, 2),
        ("therapy", "youth", 300, 0, 2)]
    assert term(found, "apart_visits") == 320


def test_visits_with_partners(found):
    # 400 + 300 of 480 + 300 at S2
    table = found["indicators"].set_index(["indicator", "service", "municipality", "group"])["plan"]
    assert table["share_with_partners", "", "", ""] == pytest.approx(700 / 780)
    assert table["share_with_partners", "clinic", "", ""] == pytest.approx(400 / 480)
    assert table["share_with_partners", "clinic", "Alku", ""] == 0


def test_trips_that_are_not_counted_are_shown_all_the_same(close):
    case = altered(close, settings={"count_joint_trips": False})
    found = tables_of(case, plan_of(**{**PLAN, "joined": []}))
    assert broken(case, found) == set()
    assert found["joint_visits"]["saved_hours"].sum() == pytest.approx(40 / 3)
    assert term(found, "travel_burden_hours") == pytest.approx(160 + 400 / 3)


def test_split_assignments_join_the_least_of_the_parts(close):
    """Half of A2's clinic visits at S1: 0.4 and 0.4 of them are at the sites, therapy is at S2, so 0.4 can be joined, not 0.5."""
    assign = [("A2", "clinic", "S1", 0.5), ("A2", "clinic", "S2", 0.5), *(row for row in PLAN["assign"] if row[:2] != ("A2", "clinic"))]
    found = tables_of(close, plan_of(**{**PLAN, "assign": assign, "joined": [("A2", "neuro", "S2", 0.4), *PLAN["joined"][1:]]}))
    assert "joined_visits_have_a_trip" not in broken(close, found)
    assert found["pathways"].set_index("municipality").at["Alku", "one_visit_share"] == pytest.approx(20 * 0.4 / (30 * 0.8))
    more = with_value(found["joint_visits"], "joined_share", 0.5, area="A2")
    assert "joined_visits_have_a_trip" in broken(close, {**found, "joint_visits": more})


@pytest.mark.parametrize("rule", NUDGES_OF_TOGETHER)
def test_a_nudge_is_caught_and_named(rule, close, found):
    assert_nudge_is_named(close, found, rule, NUDGES_OF_TOGETHER)


NUMBERS = [("joint_visits", c) for c in ("joined_share", "visits_joined", "saved_hours")] + [
    ("pathways", c) for c in ("clients", "today_one_visit_share", "one_visit_share", "today_saved_hours", "saved_hours")] + [
    ("bundles", "services_there"), *(("companions", c) for c in ("visits", "apart_visits", "weight"))]


@pytest.mark.parametrize("table, column", NUMBERS)
@pytest.mark.parametrize("factor", [1.001, 0.999])
def test_a_changed_number_is_caught(table, column, factor, close, found):
    nudged = found[table].copy()
    nudged.loc[0, column] *= factor
    assert caught(close, {**found, table: nudged})


@pytest.mark.parametrize("column", ["area", "client_group", "site"])
def test_an_unknown_id_is_caught(column, close, found):
    nudged = found["joint_visits"].copy()
    nudged.loc[0, column] = "nobody"
    assert "ids_exist" in broken(close, {**found, "joint_visits": nudged})


@pytest.mark.parametrize("table", ["joint_visits", "pathways", "bundles", "companions"])
def test_a_missing_row_is_caught(table, close, found):
    assert broken(close, {**found, table: found[table].iloc[1:].reset_index(drop=True)})


def test_a_service_beside_a_partner_it_must_not_be_with_is_caught(close):
    apart = {"together": "quiet", "name": "Quiet", "rule": "must_not_share", "services": ("therapy",), "partners": ("youth",)}
    case = altered(close, add={"together": [apart]})
    assert "service_may_be_hosted" in broken(case, tables_of(case, plan_of(**PLAN)))


def test_todays_network_joins_what_it_can(close):
    # A1's clinic and therapy are at S1: 0.8 of 10 clients' joint visits
    assert rows(todays_plan(close).joined, "area", "client_group", "site", "joined_share") == [("A1", "neuro", "S1", 0.8)]
