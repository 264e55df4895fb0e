"""The ways of being there in the formulation: their rules at the limit and beyond, and their sets by hand."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest

from model.formulation import quantities
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.results.audit.given import Given
from tests.formulation.boundaries_ways import BOUNDARIES_OF_WAYS, RULES_OF_WAYS
from tests.formulation.hand import assert_binds, each_boundary, put
from tests.results.hand import altered


@each_boundary(BOUNDARIES_OF_WAYS)
def test_rule_binds_at_its_limit(m_of_ways, boundary):
    assert_binds(m_of_ways, *boundary)


# part of the cost, decisions, thousand euros
PARTS_OF_WAYS = [
    ("vehicles_keur", {"use_vehicle": {"V1": 1}, "stop_days": {("V1", "S5"): 1}}, 33.5),  # 30, and 70 hours of driving at 50 euros
    ("evening_keur", {"evening_fte": {("clinic", "nurse", "S1"): 0.25}}, 2.5),
    # on board: 1 therapist * 84/60 h * 50 days = 70 hours at 30 euros
    ("worker_travel_keur", {"use_mode": {("therapy", "S5", "on_wheels"): 1}}, 2.1),
    ("tier_changes_keur", {"open_site": {("S2", "campus"): 1, ("S1", "campus"): 1}}, 12),
]


@pytest.mark.parametrize("part, decisions, keur", PARTS_OF_WAYS, ids=[part for part, *_ in PARTS_OF_WAYS])
def test_part_of_the_cost(m_of_ways, part, decisions, keur):
    put(m_of_ways, {})
    before = pyo.value(m_of_ways.term_cost_keur)
    put(m_of_ways, decisions)
    assert pyo.value(getattr(quantities, part)(m_of_ways)) == pytest.approx(keur)
    others = pyo.value(quantities.premises_keur(m_of_ways))
    assert pyo.value(m_of_ways.term_cost_keur) - before == pytest.approx(keur + others)


def test_without_the_ways_nothing_of_them_is_there(tiny):
    m = build(tiny)
    assert not [name for name in RULES_OF_WAYS if len(getattr(m, name))]
    assert not len(m.use_vehicle) + len(m.stop_days) + len(m.evening_fte) + len(m.CHANGED_TIERS) + len(m.PAID_DRIVERS)


@pytest.mark.parametrize("area, excluded, most", [("A1", 0.5, 0.1), ("A1", 0.75, 0.05), ("A1", 0.9, 0.05), ("A2", 0.5, 0.2)])
def test_remote_visits_are_for_those_who_can_use_them(ways, area, excluded, most):
    """Of at most a fifth, half of A1's families can; what is remote today (a twentieth) stays in any case."""
    case = altered(ways, cells={"areas/A1/digital_exclusion_share": excluded, "services/clinic/remote_share_today": 0.05})
    assert build(case).remote_share[area, "clinic"].bounds == pytest.approx((0.05, most))


@pytest.mark.parametrize("first, last, usable", [
    ("", "", False), ("", "2023-12-31", True), ("", "2024-01-01", False), ("2024-12-31", "", False), ("2025-01-01", "", True),
])
def test_a_site_unusable_on_a_day_of_the_year_hosts_nothing(ways, first, last, usable):
    case = altered(ways, cells={"sites/S2/status": "unusable", "sites/S2/unusable_from": first, "sites/S2/unusable_until": last})
    assert (("S2", "station") in set(Pairs(case).site_tiers)) == usable
    given = Given(case)
    assert given.site_tiers[given.sites.index("S2")].any() == usable


def test_only_a_change_among_own_tiers_has_a_price(ways):
    """S2 is a station today: a campus is an upgrade, a local station a downgrade; S3 was nothing."""
    case = altered(ways, cells={"sites/S2/tiers": ("campus", "station", "local_station"), "sites/S2/downgrade_keur": 5})
    m = build(case)
    assert {index: m.tier_change_keur[index] for index in m.CHANGED_TIERS} == {("S2", "campus"): 12, ("S2", "local_station"): 5}


def test_both_readings_of_the_ways_agree(ways):
    given, pairs = Given(ways), Pairs(ways)
    reach = set(zip(*(pairs.reach[column] for column in ("area", "service", "site"))))
    places = np.argwhere(given.reach)
    assert {(given.areas[i], given.services[k], given.sites[j]) for i, k, j in places} == reach
    shares = {(row.area, row.service, row.site): row.most_share for row in pairs.reach.itertuples()}
    assert {(given.areas[i], given.services[k], given.sites[j]): given.most_share[i, k, j] for i, k, j in places} == pytest.approx(shares)
    np.testing.assert_allclose(given.minutes, ways.minutes.to_numpy())
    np.testing.assert_allclose(given.drives, ways.drives.to_numpy(), atol=1e-9)
    np.testing.assert_allclose(given.rooms, ways.rooms.to_numpy())
    np.testing.assert_allclose(given.service_rooms, ways.service_rooms.to_numpy())
    np.testing.assert_allclose(given.base_minutes, ways.base["base_minutes"].to_numpy(), atol=1e-9)
    assert given.vehicle_minutes[0, given.sites.index("S5")] == ways.vehicle_stops["drive_minutes"].item() == 42


def test_a_mode_is_only_where_its_setting_is(m_of_ways):
    """at_school only at S4, on_wheels only at S5, the other modes only elsewhere."""
    assert {(k, j) for k, j, mode in m_of_ways.HOST_MODES if mode == "at_school"} == {("clinic", "S4")}
    assert {mode for k, j, mode in m_of_ways.HOST_MODES if j == "S4"} == {"at_school"}
    assert {(k, mode) for k, j, mode in m_of_ways.HOST_MODES if j == "S5"} == {("therapy", "on_wheels")}
    assert "on_wheels" not in {mode for k, j, mode in m_of_ways.HOST_MODES if j != "S5"}


@pytest.mark.parametrize("tiers_of_site, tiers_of_mode, there, limited", [
    (("station",), (), True, False),
    (("station",), ("campus",), False, False),  # can never be a campus
    (("station",), ("campus", "station"), True, False),
    (("campus", "station"), ("campus",), True, True),  # only as a campus
    (("campus", "station"), ("campus", "station"), True, False),
    (("local_station", "campus"), ("local_station",), False, False),  # therapy is at no local station
    (("local_station", "campus"), ("campus",), True, False),  # therapy is there as a campus only
])
def test_a_mode_is_only_where_its_tiers_may_be(tiny, tiers_of_site, tiers_of_mode, there, limited):
    """Therapy, at campuses and stations, in the mode weekly at S2; both readings of the case agree."""
    case = altered(tiny, cells={"sites/S2/tiers": tiers_of_site, "modes/weekly/tiers": tiers_of_mode})
    m, given, pairs = build(case), Given(case), Pairs(case)
    assert (("therapy", "S2", "weekly") in m.HOST_MODES) == there
    assert (("therapy", "S2", "weekly") in m.TIERED_MODES) == limited
    assert ("therapy", "S2", "daily") in m.HOST_MODES and ("therapy", "S2", "daily") not in m.TIERED_MODES
    names = given.services, given.sites, given.modes
    assert {tuple(ids[n] for ids, n in zip(names, place)) for place in np.argwhere(given.host_modes)} == set(pairs.host_modes)


def test_a_site_without_any_mode_for_its_tier_hosts_nothing(tiny):
    """Both modes are for campuses, S2 is a station: no pair of S2 is left."""
    case = altered(tiny, cells={"modes/*/tiers": ("campus",)})
    assert {site for _, site in Pairs(case).hostable} == {"S1"}
    assert {given_site for given_site, there in zip(Given(case).sites, Given(case).hostable.any(axis=0)) if there} == {"S1"}


def test_a_school_is_in_reach_of_its_own_pupils_only(m_of_ways):
    assert {(i, k) for i, k, j in m_of_ways.REACH if j == "S4"} == {("A2", "clinic"), ("A3", "clinic")}
    assert all(m_of_ways.burden_hours[i, "clinic", "S4"] == 0 for i in ("A2", "A3"))


def test_a_school_binds_nobody_else_and_is_never_farther(m_of_ways):
    assert not [index for index in m_of_ways.NEAR_RULES if index[2] == "S4"]
    assert not [j for index in m_of_ways.NEAR_RULES for j in m_of_ways.FARTHER[index] if j == "S4"]
    assert ("A3", "clinic", "S2") in m_of_ways.NEAR_RULES


def test_the_plan_assigns_pupils_where_the_policy_is_free(ways):
    assert not len(build(altered(ways, cells={"services/clinic/policy": "free"})).own_school_is_used)


def test_only_visits_of_school_ages_are_visits_at_school(ways):
    """A use by all children of 3 to 12: half of A3's visits are by the age band that goes to S4, so a quarter is at school."""
    case = altered(ways, cells={"demand/clinic/groups": ("age_3_6", "age_7_12"), "demand/clinic/visits_per_person": 0.5})
    shares = case.pupil_shares.set_index(["area", "service", "site"])["pupil_share"]
    assert shares["A3", "clinic", "S4"] == pytest.approx(0.25)
    assert shares["A2", "clinic", "S4"] == pytest.approx(0.1)


def test_a_worker_drives_home_from_a_school(ways):
    """A tenth of the visits at home: the pupils' families do not travel, the worker drives from S4 (the map: about 4 km)."""
    case = altered(ways, cells={"services/clinic/home_visit_share": 0.1})
    m = build(case)
    assert m.home_trip_hours["A3", "clinic", "S4"] == pytest.approx(300 * 0.1 * 2 * case.drives.at["A3", "S4"] / 60)
    assert m.home_trip_hours["A3", "clinic", "S4"] > 0
