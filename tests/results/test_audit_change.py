"""Limits on change and terms of fairness in the results and their audit: a healthy plan passes, each nudge is named.

The plan is today's, but a fifth of A3's therapy visits are at S2 once a week: 300 of A3's 1,500 children get another site, 30 visits
move from 30 to 10 minutes, and of one therapist's FTE at S1 0.05 goes to S2.
"""

from __future__ import annotations

from math import exp

import numpy as np
import pandas as pd
import pytest

from model.results.audit import audit
from model.results.audit.fairness import _worst_tenth
from model.results.fairness import worst_mean
from model.results.tables import tables
from model.results.today import todays_plan
from tests.change import CHANGE
from tests.results.hand import altered, assert_nudge_is_named, broken, plan_of, replaced, rows
from tests.results.nudges_change import NUDGES_OF_CHANGE
from tests.tiny import tiny_case


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    limits = {"sites_closed": 0, "children_moved": 300, "fte_moved": 0.05, "trip_growth_minutes": 15}
    return altered(tiny_case(tmp_path_factory.mktemp("change"), three_sites=True, **CHANGE), settings={"change_limits": limits})


@pytest.fixture(scope="module")
def plan(case):
    today = todays_plan(case)
    hosting = [row for row in today.hosting.itertuples(index=False, name=None) if row[0] == "clinic"]
    assign = [row for row in today.assign.itertuples(index=False, name=None) if row[:2] != ("A3", "therapy")]
    staff = [row for row in today.staff.itertuples(index=False, name=None) if row[0] == "clinic"]
    return replaced(
        today, hosting=[*hosting, ("therapy", "S1", "daily", 270, 1), ("therapy", "S2", "weekly", 30, 1)],
        assign=[*assign, ("A3", "therapy", "S1", 0.8), ("A3", "therapy", "S2", 0.2)],
        staff=[*staff, ("therapy", "therapist", "S1", 0.95), ("therapy", "therapist", "S2", 0.05)])


@pytest.fixture(scope="module")
def found(case, plan):
    return tables(case, plan, todays_plan(case))


def test_the_healthy_plan_passes(case, found):
    report = audit(case, found)
    assert report.passed, report.violations.to_string()


@pytest.mark.parametrize("rule", NUDGES_OF_CHANGE)
def test_a_nudge_is_caught_and_named(rule, case, found):
    assert_nudge_is_named(case, found, rule, NUDGES_OF_CHANGE)


@pytest.mark.parametrize("term", ["travel_worst_tenth", "longest_trip", "kolm_pollak", "uncovered", "need_weighted_hours"])
def test_a_changed_term_is_caught(term, case, found):
    values = [value * (1.001 if name == term else 1) for name, value in zip(found["terms"]["term"], found["terms"]["value"])]
    assert broken(case, {**found, "terms": found["terms"].assign(value=values)}) == {"terms_agree"}


def test_moves(found):
    assert rows(found["moves"], "area", "service", "today_share", "kept_share", "moved_share", "children_moved") == [
        ("A3", "therapy", 1, 0.8, 0.2, 300)]
    indicators = found["indicators"].set_index(["indicator", "service", "municipality", "group"])
    assert indicators.loc[("fte_moved", "", "", ""), ["today", "plan"]].tolist() == pytest.approx([0, 0.05])
    assert indicators.at[("children_whose_site_changes", "therapy", "", ""), "plan"] == pytest.approx(300)


def test_what_becomes_remote_has_not_moved(case, plan):
    """A1's clinic: 0.3 remote instead of 0.1, 0.6 at S1 and 0.1 at S2: of 0.9 all but 0.1 stay or are remote."""
    assign = [row for row in plan.assign.itertuples(index=False, name=None) if row[:2] != ("A1", "clinic")]
    remote = [(area, service, 0.3 if (area, service) == ("A1", "clinic") else share)
              for area, service, share in plan.remote.itertuples(index=False, name=None)]
    moved = replaced(plan, assign=[*assign, ("A1", "clinic", "S1", 0.6), ("A1", "clinic", "S2", 0.1)], remote=remote)
    found = tables(case, moved, todays_plan(case))
    assert ("A1", "clinic", 0.9, 0.8, round(1 / 9, 9)) in rows(found["moves"], "area", "service", "today_share", "kept_share",
                                                             "moved_share")
    assert not {"staying_visits_are_assigned", "moved_visits_are_counted"} & broken(case, found)


def test_terms_of_fairness(found):
    """Clinic, visits at 0.72: A1 72 at 10 minutes, A2 144 and A3 216 at 10. Therapy: A1 50 at 10, A2 100 at 20, A3 120 at 30 and 30 at
    10, in the mean 26. A tenth of 732 is 73.2 visits, all of them A3's."""
    value = found["terms"].set_index("term")["value"]

    def weighed(visits, minutes):
        return visits / 30 * (exp(0.04 * minutes) - 1) / 0.04

    assert value["travel_worst_tenth"] == pytest.approx(26)
    assert value["longest_trip"] == pytest.approx(26)
    assert value["kolm_pollak"] == pytest.approx(weighed(432 + 80, 10) + weighed(100, 20) + weighed(120, 30))
    assert value["uncovered"] == pytest.approx(220)
    # A1's 72 + 50 visits of 10 minutes count twice
    assert value["need_weighted_hours"] == pytest.approx((122 * 20 + 360 * 10 + 100 * 20 + 120 * 30 + 30 * 10) / 30)
    # the exact tenth of therapy's trips is of 30 minutes, not 26
    county = found["indicators"].set_index(["indicator", "service", "municipality", "group"])["plan"]
    assert county["worst_tenth_minutes", "therapy", "", ""] == pytest.approx(30)


@pytest.mark.parametrize("stated, passes", [(26.0, True), (26.5, True), (25.9, False)])
def test_a_term_counted_from_above_may_be_stated_higher_only(stated, passes, case, found):
    report = audit(case, found, {"terms": {"travel_worst_tenth": stated}})
    assert report.passed == passes
    assert passes or set(report.violations["rule"]) == {"solver_agrees_on_terms", "worst_tenth_is_counted"}


def test_both_ways_to_the_worst_tenth_agree():
    draw = np.random.default_rng(3)
    for count in (1, 2, 7, 40):
        minutes, weights = np.round(draw.uniform(0, 60, count)), draw.uniform(0.1, 5, count)
        assert worst_mean(minutes, weights, 0.1) == pytest.approx(_worst_tenth(minutes, weights))


def test_public_transport_is_for_families_without_a_car(case, plan):
    """Half of A3's families have no car: by bus 40 minutes to S2, none to S1. A1's tenth: 12 minutes to S1. Clinic: A1 72 * 0.1 = 7.2
    visits of 12 minutes, A3 216 * 0.5 = 108 of 40. Therapy: A1 5 of 12, A3 15 of 40 and 60 impossible."""
    transit = pd.DataFrame([("A3", "S2", 40.0), ("A1", "S1", 12.0)], columns=["area", "site", "transit_minutes"])
    given = altered(case, {"areas/A3/no_car_share": 0.5, "areas/A1/no_car_share": 0.1}).changed(public_transport=transit.assign(source=""))
    table = tables(given, plan, todays_plan(given))["indicators"].set_index(["indicator", "service", "municipality", "group"])["plan"]
    assert table["transit_share_possible", "clinic", "", ""] == pytest.approx(1)
    assert table["transit_share_possible", "therapy", "", ""] == pytest.approx(20 / 80)
    assert table["transit_share_within_30_min", "clinic", "", ""] == pytest.approx(7.2 / 115.2)
    assert table["transit_share_within_45_min", "therapy", "", ""] == pytest.approx(20 / 80)
    assert table["transit_mean_minutes", "therapy", "", ""] == pytest.approx((5 * 12 + 15 * 40) / 20)
    # over services by children: clinic A1 50 and A3 750 of 800; therapy A1 50, A3 150 of 800
    assert table["transit_share_possible", "", "", ""] == pytest.approx((1 + 200 / 800) / 2)


def test_without_its_table_nothing_is_said_of_public_transport(found):
    assert not found["indicators"]["indicator"].str.startswith("transit").any()


def test_an_empty_plan_is_no_trip(case):
    found = tables(case, plan_of(), todays_plan(case))
    value = found["terms"].set_index("term")["value"]
    assert value["travel_worst_tenth"] == value["longest_trip"] == value["kolm_pollak"] == 0
