"""Limits on change and terms of fairness in the formulation: their rows by hand, and what they make of a plan."""

from __future__ import annotations

import pyomo.environ as pyo
import pytest

from model.formulation.build import build
from model.formulation.sets import Pairs
from model.results.audit.given import Given
from model.solving.solve import solve
from tests.change import fair_by
from tests.formulation.boundaries_change import BOUNDARIES_OF_CHANGE, RULES_OF_CHANGE, VALUES_OF_FAIRNESS
from tests.formulation.hand import assert_binds, each_boundary, put
from tests.results.hand import altered
from tests.tiny import tiny_case


@each_boundary(BOUNDARIES_OF_CHANGE)
def test_rule_binds_at_its_limit(m_of_change, boundary):
    assert_binds(m_of_change, *boundary)


@pytest.mark.parametrize("term, decisions, value", VALUES_OF_FAIRNESS, ids=[term for term, *_ in VALUES_OF_FAIRNESS])
def test_term(m_of_change, term, decisions, value):
    put(m_of_change, decisions)
    assert pyo.value(getattr(m_of_change, f"term_{term}")) == pytest.approx(value)


def test_what_the_case_does_not_name_is_not_built(tiny):
    m = build(tiny)
    assert not [rule for rule in RULES_OF_CHANGE if len(getattr(m, rule))]
    assert not len(m.kept_share) + len(m.moved_share) + len(m.moved_fte) + len(m.tail_excess_minutes) + len(m.longest_trip_minutes)
    assert not hasattr(m, "term_travel_worst_tenth")


def test_sites_that_must_close_count_as_closed(changed):
    m = build(altered(changed, cells={"sites/S2/status": "must_close"}), templates=False)
    put(m, {})
    assert m.sites_closed_within_limit["county"].slack() == pytest.approx(1 - 2)


@pytest.mark.parametrize("used, hours", [(True, 80), (False, 40)])
def test_the_need_index_can_be_switched_off(changed, used, hours):
    m = build(altered(changed, settings={"objective.use_need_index": used}), templates=False)
    put(m, {"assign_share": {("A1", "clinic", "S2"): 0.5}})
    assert pyo.value(m.term_need_weighted_hours) == pytest.approx(hours)


def reach_of(case, area, service):
    reach = Pairs(case).reach
    return set(reach.loc[(reach["area"] == area) & (reach["service"] == service), "site"])


def test_trips_grow_no_more_than_allowed(tiny):
    """Therapy is at S1 today (30 minutes from A3), the clinic at S1 and S2 (10 minutes from A1 and A3)."""
    case = altered(tiny, settings={"change_limits.trip_growth_minutes": 10})
    assert reach_of(case, "A1", "clinic") == {"S1", "S3"}  # 10 and 20 of at most 20; S2 is 30 away
    assert reach_of(case, "A3", "therapy") == {"S1", "S2"}
    given, pairs = Given(case), Pairs(case)
    found = {(given.areas[i], given.services[k], given.sites[j]) for i, k, j in zip(*given.reach.nonzero())}
    assert found == set(zip(*(pairs.reach[column] for column in ("area", "service", "site"))))


def test_an_area_keeps_its_nearest_site_where_every_trip_grows_more(tiny):
    """S1 closes: from A1 S3 is 20 away and S2 30, with 5 more than today's 10 allowed."""
    case = altered(tiny, cells={"sites/S1/status": "must_close"}, settings={"change_limits.trip_growth_minutes": 5})
    assert reach_of(case, "A1", "clinic") == {"S3"}
    assert reach_of(case, "A2", "clinic") == {"S2"}


@pytest.mark.usefixtures("no_process")
@pytest.mark.parametrize("term, site", [("travel_burden_hours", "S2"), ("travel_worst_tenth", "S1"), ("longest_trip", "S1"),
                                        ("kolm_pollak", "S1"), ("uncovered", "S2")])
def test_what_is_fair_decides_where(tmp_path, term, site):
    """Kolm and Pollak at 0.04: S1 100 * 0.49 + 200 * 1.23 + 300 * 2.32 = 990, S2 100 * 10.02 + 500 * 0.49 = 1248. More than 25
    minutes have 300 visits at S1, 100 at S2."""
    outcome = solve(tiny_case(tmp_path, **fair_by(term)), 0.0001, 30, 1)
    assert set(outcome.plan.hosting["site"]) == {site}


@pytest.mark.parametrize("cells, least, longer", [
    # A1 has 40 minutes to S1 and 60 to S2; nobody else travels more than 30
    ({}, 40, {("A1", "clinic"), ("A1", "therapy")}),
    # a tenth remote today, three tenths at most: 0.7 of the visits 40 minutes, over 0.9; therapy: half bought 20 minutes away, half 40: 30
    ({"services/clinic/remote_share_today": 0.1, "services/clinic/remote_share_max": 0.3, "services/therapy/purchase_share_max": 0.5,
      "services/therapy/purchase_minutes": 20, "services/therapy/purchase_eur_per_visit": 1}, 0.7 * 40 / 0.9,
     {("A1", "clinic"), ("A1", "therapy")}),
    ({"services/clinic/headline": "no", "services/therapy/travel_limit_minutes": 45}, 40, set()),  # 60 is beyond the limit
])
def test_the_longest_trip_is_at_least_the_nearest_site_of_the_most_remote(tmp_path, cells, least, longer):
    far = {"travel/A1/S1/travel_minutes": 40, "travel/A1/S2/travel_minutes": 60}
    m = build(tiny_case(tmp_path, cells=far | cells, settings={"objective.levels": [{"terms": {"longest_trip": 1}, "tolerance": 0.0}]}))
    assert m.longest_trip_minutes["county"].lb == pytest.approx(least)
    assert set(m.longest_trip_is_counted) == longer
