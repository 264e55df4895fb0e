"""Today's network, the services and the sources beside the plan, worked out by hand from the rich case of conftest."""

from __future__ import annotations

import math

import pytest

from model.results.audit import audit
from model.results.today import evaluate
from tests.results.hand import altered, broken, rows, tables_of, without
from tests.tiny import tiny_case
from tests.ways import SCHOOL, together


@pytest.fixture(scope="module")
def found(rich, rich_plan):
    return tables_of(rich, rich_plan)


def test_today_is_told_beside_the_plan_and_does_not_follow_it(rich, found):
    # hosting.csv: clinic S1 daily (5 days), S2 weekly (1 day); therapy S1 daily. The plan has therapy at S2 too.
    assert rows(found["today_hosting"], "service", "site", "mode", "days_per_week") == [
        ("clinic", "S1", "daily", 5), ("clinic", "S2", "weekly", 1), ("therapy", "S1", "daily", 5)]
    # staff_today: one each; a tenth of 600 clinic visits is remote: 60 hours = 0.06 FTE
    assert rows(found["today_staff"], "service", "site", "profession", "staff_fte") == [
        ("clinic", "S1", "nurse", 1), ("clinic", "S2", "nurse", 1), ("clinic", "", "nurse", 0.06), ("therapy", "S1", "therapist", 1)]


def test_todays_families_go_to_the_nearest_host(found):
    # minutes to S1, S2: A1 10, 30; A2 20, 10; A3 30, 10. A tenth of the clinic's visits (100, 200, 300) is remote.
    table = found["today_assignments"]
    at_sites = table[(table["service"] == "clinic") & (table["channel"] == "site")]
    assert rows(at_sites, "area", "site", "share", "visits", "travel_minutes") == [
        ("A1", "S1", 0.9, 90, 10), ("A2", "S2", 0.9, 180, 10), ("A3", "S2", 0.9, 270, 10)]
    remote = table[table["channel"] == "remote"]
    assert rows(remote, "area", "site", "visits") == [("A1", "", 10), ("A2", "", 20), ("A3", "", 30)]
    assert all(math.isnan(minutes) for minutes in remote["travel_minutes"])


def test_a_service_that_nobody_hosts_today_is_purchased_and_unmet(rich, rich_plan):
    # therapy may be half purchased: of A1's 50 visits 25 are bought and 25 unmet
    case = altered(rich)
    case = case.changed(hosting=without(case.hosting, service="therapy"), staff_today=without(case.staff_today, service="therapy"))
    found = tables_of(case, rich_plan)
    table = found["today_assignments"]
    assert rows(table[(table["service"] == "therapy") & (table["area"] == "A1")], "channel", "visits", "share") == [
        ("purchased", 25, 0.5), ("unmet", 25, 0.5)]
    assert not {rule for rule in broken(case, found) if rule.startswith("todays_")}


def test_services_and_sources(found):
    assert rows(found["services"], "service", "floor", "headline", "promise_minutes", "travel_limit_minutes")[0] == (
        "clinic", 1, True, 15, 60)
    # demand.csv: one row "test", one "assumption"
    table = found["sources"]
    assert rows(table[table["table"] == "demand"], "source", "rows") == [("test", 1), ("assumption", 1)]
    assert table.loc[table["table"] == "travel", "rows"].sum() == 9


def test_staff_that_is_not_given_is_left_to_the_network(rich, rich_plan):
    # without staff_today.csv today's staff is derived; the audit then holds only its remote part and the norms to account
    case = rich.changed(staff_today=rich.staff_today.iloc[:0])
    found = tables_of(case, rich_plan)
    assert audit(case, found).violations.empty
    assert len(found["today_staff"]) == 4


def test_todays_pupils_go_to_their_own_school(tmp_path):
    # The clinic is at S1, S2 and in the school S4, with half of the children of A3 (300 visits) and a fifth of those of A2 (200).
    school = together(SCHOOL, {"cells": {"sites/S4/tier_today": "school", "sites/S4/status": "existing"},
                               "add": {"hosting": [{"service": "clinic", "site": "S4", "mode": "at_school"}]}})
    found = evaluate(tiny_case(tmp_path / "case", **school))
    table = found.tables["today_assignments"]
    clinic = table[(table["service"] == "clinic") & (table["channel"] == "site")].sort_values(["area", "site"])
    assert rows(clinic, "area", "site", "visits", "travel_minutes") == [
        ("A1", "S1", 100, 10), ("A2", "S2", 160, 10), ("A2", "S4", 40, 0), ("A3", "S2", 150, 10), ("A3", "S4", 150, 0)]
    assert not {rule for rule in set(found.broken_rules["rule"]) if rule.endswith(("_agree", "_agrees"))}
