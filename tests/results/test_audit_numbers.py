"""A number of any kind that is changed in the tables is caught, and so is a missing, doubled or unknown row."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from model.results.audit import audit
from model.results.typed import NUMERIC
from model.schema.dictionary import result_tables
from tests.results.hand import broken, caught, tables_of

# Rows of indicators beside the ones the audit works out itself, and the worst-hit areas, are held to `plan - today` only.
UNDECIDED = {"indicators", "worst_hit_areas", "audit", "broken_rules", "scenario_changes", "suggestions", "conflicts"}
OF_WAYS = {"evening_work", "vehicles", "stop_days", "residential_care", "residential_years"}  # test_audit_ways.py
OF_TOGETHER = {"joint_visits", "pathways", "bundles", "companions"}  # test_audit_together.py
NUMBERS = [(name, column.name, column.decided) for name, table in result_tables().items() if name not in UNDECIDED | OF_WAYS | OF_TOGETHER
           for column in table.columns.values() if column.type in NUMERIC]


@pytest.fixture(scope="module")
def found(rich, rich_plan):
    return tables_of(rich, rich_plan)


@pytest.mark.parametrize("table, column", [(table, column) for table, column, _ in NUMBERS])
def test_a_changed_number_is_caught(table, column, rich, found):
    # A decided number is nudged in every row; of a derived column the first row that holds a number is enough.
    decided = (table, column, True) in NUMBERS
    places = np.flatnonzero(found[table][column].notna())
    assert len(places) > 0
    for place in places if decided else places[:1]:
        nudged = found[table].copy()
        value = nudged[column].iloc[place]
        nudged.loc[place, column] = value * 1.001 if value else 0.1
        assert caught(rich, {**found, table: nudged}), f"{table}.{column} in row {place}"


def test_every_kind_of_decided_number_is_among_them():
    decided = {(table, column) for table, column, decided in NUMBERS if decided}
    assert decided == {("hosted_services", "volume_visits"), ("hosted_services", "rooms_used"), ("assignments", "share"),
                       ("bypasses", "share"), ("staff", "staff_fte"), ("professions", "recruit_fte"),
                       ("pools", "recruit_fte"), ("pools", "bank_fte"),
                       ("professions", "supervisor_fte"),
                       ("norms", "shortfall_fte")}


@pytest.mark.parametrize("table, column", [(table, column) for table, column, decided in NUMBERS if decided])
@pytest.mark.parametrize("value", [math.nan, math.inf, -0.5])
def test_no_number_or_a_negative_one_is_caught(table, column, value, rich, found):
    nudged = found[table].copy()
    nudged.loc[0, column] = value
    assert "decisions_are_not_negative" in broken(rich, {**found, table: nudged})


@pytest.mark.parametrize("table", ["open_sites", "hosted_services", "assignments", "bypasses", "staff", "professions", "pools",
                                   "supervision", "deadlines", "norms", "rooms", "costs", "terms", "changes", "areas", "sites",
                                   "names", "services", "today_hosting", "today_staff", "today_assignments", "sources", "visits"])
def test_a_missing_and_a_doubled_row_are_caught(table, rich, found):
    assert broken(rich, {**found, table: found[table].iloc[1:].reset_index(drop=True)})
    doubled = pd.concat([found[table], found[table].iloc[:1]], ignore_index=True)
    assert "rows_are_unique" in broken(rich, {**found, table: doubled})


@pytest.mark.parametrize("table, column", [
    ("open_sites", "site"), ("open_sites", "tier"), ("hosted_services", "service"), ("hosted_services", "site"),
    ("hosted_services", "mode"), ("assignments", "area"), ("assignments", "service"), ("assignments", "channel"),
    ("assignments", "site"), ("bypasses", "area"), ("bypasses", "service"), ("staff", "service"), ("staff", "profession"),
    ("staff", "site"), ("professions", "profession"), ("pools", "staff_area"), ("pools", "profession"),
    ("norms", "service"), ("norms", "profession"), ("rooms", "site")])
def test_an_unknown_id_is_caught(table, column, rich, found):
    nudged = found[table].copy()
    nudged.loc[0, column] = "nobody"
    assert "ids_exist" in broken(rich, {**found, table: nudged})


@pytest.mark.parametrize("table, column, value", [
    ("open_sites", "tier", "station"), ("hosted_services", "mode", "weekly"), ("assignments", "site", "S2"),
    ("assignments", "channel", "remote"), ("staff", "profession", "therapist"), ("open_sites", "name", "Two"),
    ("open_sites", "municipality", "Loppu"), ("open_sites", "tier_today", ""), ("norms", "norm_rule", "hard"),
    ("assignments", "beyond_limit", True), ("changes", "kind", "service_closes")])
def test_a_changed_word_is_caught(table, column, value, rich, found):
    nudged = found[table].copy()
    nudged.loc[0, column] = value
    assert caught(rich, {**found, table: nudged})


def test_first_indicators_are_worked_out_again(rich, found):
    table = found["indicators"]
    for indicator in ("mean_minutes", "max_minutes", "share_within_30_min", "travel_hours", "cost_keur", "sites_open"):
        place = np.flatnonzero((table["indicator"] == indicator) & (table["municipality"] == "") & (table["group"] == ""))[0]
        nudged = table.copy()
        nudged.loc[place, "plan"] += 0.01
        nudged.loc[place, "change"] += 0.01
        assert broken(rich, {**found, "indicators": nudged}) == {"indicators_agree"}, indicator


def test_a_report_counts_and_places_what_is_broken(rich, found):
    nudged = found["staff"].assign(staff_fte=[4.0, *found["staff"]["staff_fte"].iloc[1:]])
    report = audit(rich, {**found, "staff": nudged})
    pool = report.violations[report.violations["rule"] == "staff_fits_pool"]
    # 4 + 1.5 + 0.06 nurses of 3.56
    assert pool["where"].tolist() == ["nurse"] and pool["unit"].tolist() == ["FTE"]
    assert pool["excess"].tolist() == pytest.approx([2.0])
    assert report.as_dict() == {"passed": False, "checks": report.checks}
    assert report.rules["broken"].sum() == len(report.violations)
