"""The audit's own reading of a case: hand-worked sets, agreement with the formulation's, and independence of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model.bench.seeded import seeded_county
from model.results.audit.given import Given
from tests.results.hand import altered, staff_areas

AUDIT = Path(__file__).parents[2] / "model" / "results" / "audit"


def true_pairs(given, array, *axes):
    return {tuple(getattr(given, axis)[place] for axis, place in zip(axes, places)) for places in np.argwhere(array)}


def test_audit_needs_no_solver_and_no_formulation():
    code = ("import sys, model.results.audit; "
            "print([m for m in sys.modules if 'pyomo' in m or 'highs' in m or 'formulation' in m])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=AUDIT.parents[2], check=True)
    assert done.stdout.strip() == "[]"


def test_audit_uses_none_of_the_cases_own_figures():
    text = "\n".join(path.read_text(encoding="utf-8") for path in AUDIT.glob("*.py"))
    for word in ("case.visits", "case.minutes", "case.base", "case.children", "case.policy", "model.travel", "model.demand",
                 "results.figures", "results.terms", "results.tables"):
        assert word not in text.replace("apart from model/travel.py", ""), word


def test_tiers_hosts_and_modes(tiny):
    case = altered(tiny, {"sites/S2/status": "must_close", "sites/S3/opening_days": 4})
    given = Given(case)
    # S1 keeps today's tier, S2 none, S3 what it may be; daily (5 days) does not fit 4 opening days; therapy needs a station
    assert true_pairs(given, given.site_tiers, "sites", "tiers") == {("S1", "campus"), ("S3", "local_station")}
    assert true_pairs(given, given.host_modes, "services", "sites", "modes") == {
        ("clinic", "S1", "daily"), ("clinic", "S1", "weekly"), ("clinic", "S3", "weekly"), ("therapy", "S1", "daily"),
        ("therapy", "S1", "weekly")}


def test_locks_and_unusable_sites_host_nothing(tiny):
    case = altered(tiny, {"sites/S1/status": "unusable"},
                   add={"locks": [{"service": "clinic", "site": "S2", "lock": "must_not_host"}]})
    given = Given(case)
    assert true_pairs(given, given.hostable, "services", "sites") == {("clinic", "S3"), ("therapy", "S2")}


def test_reach_is_within_the_limit_or_the_nearest_hostable_site(tiny):
    # therapy at S1 or S2. Limit 10: A1 S1 (10), A2 and A3 S2 (10). Limit 9: the same as nearest sites. Without S2: all S1.
    nearest = {("A1", "S1"), ("A2", "S2"), ("A3", "S2")}
    for cells, expected in (({}, nearest), ({"services/therapy/travel_limit_minutes": 9}, nearest),
                            ({"sites/S2/status": "must_close"}, {("A1", "S1"), ("A2", "S1"), ("A3", "S1")})):
        given = Given(altered(tiny, {"services/therapy/travel_limit_minutes": 10, **cells}))
        assert true_pairs(given, given.reach[:, 1], "areas", "sites") == expected
    equal = Given(altered(tiny, {"services/therapy/travel_limit_minutes": 9, "travel/A1/S2/travel_minutes": 10}))
    assert ("A1", "S1") in true_pairs(equal, equal.reach[:, 1], "areas", "sites")  # the first of the file among equals
    assert ("A1", "S2") not in true_pairs(equal, equal.reach[:, 1], "areas", "sites")


def test_areas_without_visits_reach_nothing(tiny):
    given = Given(altered(tiny, {"areas/A1/age_3_6": 0}))
    assert not given.reach[0, 1].any() and given.reach[0, 0].any()


def test_demand_by_rate_by_count_and_by_municipality(tiny):
    # Alku (A1 100, A2 200 people of 3 to 6) gets 60 visits more, shared out 1 : 2
    case = altered(tiny, add={"demand": [
        {"service": "therapy", "groups": ("age_3_6",), "municipality": "Alku", "visits_per_year": 60}]})
    assert Given(case).visits[:, 1].tolist() == [50 + 20, 100 + 40, 150]


def test_bases_of_visiting_teams(tiny):
    # S1 and S2 are bases; S3 lies nearer to S2 (23.80 between 23.71 and 23.89: equally far, so the first of the file, S1)
    case = altered(tiny, {"sites/S3/lon": 23.82})
    given = Given(case)
    assert given.base_minutes.tolist() == pytest.approx(case.base["base_minutes"].tolist())
    assert case.base["base_site"].tolist() == ["S2", "S1", "S2"]
    stated = Given(altered(case, {"sites/S3/base_site": "S1", "sites/S2/base_minutes": 7, "sites/S1/base_site": "S1"}))
    assert stated.base_minutes[0] == 0 and stated.base_minutes[1] == 7 and stated.base_minutes[2] > given.base_minutes[2]


def test_teams(tiny):
    case = altered(tiny, {"staffing/clinic/nurse/team": "one"}, add={"staffing": [
        {"service": "therapy", "profession": "nurse", "team": "one", "hours_per_visit": 0}]})
    given = Given(case)
    nurse, therapist = 0, 1
    assert given.teammates[:, :, nurse].all()
    assert (given.teammates[:, :, therapist] == np.eye(2)).all()


def test_a_deadline_refuses_modes_that_come_too_rarely(tiny):
    # weekly comes every 5 working days; S1 is in the north
    row = {"services": ("clinic",), "profession": "nurse", "target_share": 0.9, "hours_per_case": 1, "deadline_days": 4}
    north = altered(tiny, {"sites/S1/staff_area": "north"}, add={"deadlines": [{**row, "staff_area": "north"}]})
    given = Given(north)
    refused = true_pairs(given, Given(tiny).host_modes & ~given.host_modes, "services", "sites", "modes")
    assert refused == {("clinic", "S1", "weekly")}
    for changed in ({"deadline_days": 5}, {"first_contact_remote": True}):
        assert (Given(altered(tiny, add={"deadlines": [{**row, **changed}]})).host_modes == Given(tiny).host_modes).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_people_are_read_alike_twice(seed):
    """Everybody who could be at a site, the hosts of deadlines' teams and their expected cases: the formulation's and the audit's."""
    from model.formulation.build import build
    from model.formulation.sets import Pairs
    from model.results.audit.deadlines import _expected, _teams
    from model.teams import deadline_teams, expected_cases

    case = staff_areas(seeded_county(seed, areas=30, sites=8, services=4, professions=3))
    given, pairs, m = Given(case), Pairs(case), build(case, pairwise=False)
    assert true_pairs(given, given.host_modes, "services", "sites", "modes") == set(pairs.host_modes)
    most = [[m.most_fte[p, j] for j in given.sites] for p in given.professions]
    np.testing.assert_allclose(given.most_fte, most)
    teams, audited = deadline_teams(case, pairs.hostable), _teams(given)
    assert [set(team.hosts) for team in teams] == [true_pairs(given, hosts, "services", "sites") for _, _, hosts in audited]
    np.testing.assert_allclose([expected_cases(case, team, pairs.hostable) for team in teams],
                               [_expected(given, row, hosts) for _, row, hosts in audited])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_readings_of_a_county_agree(seed):
    """The formulation's sets and the case's figures against the audit's: two implementations of one page of mathematics."""
    from model.formulation.sets import Pairs
    case = seeded_county(seed, areas=60, sites=15, services=6, professions=4)
    case = altered(case, {"services/k00/travel_limit_minutes": 12, "services/k01/travel_limit_minutes": 5,
                          "sites/s03/status": "must_close", "sites/s05/opening_days": 2, "areas/00007/age_0_2": 0},
                   add={"locks": [{"service": "k02", "site": "s01", "lock": "must_not_host"}]})
    given, pairs = Given(case), Pairs(case)
    np.testing.assert_allclose(given.visits, case.visits.to_numpy(), rtol=1e-12)
    np.testing.assert_allclose(given.minutes, case.minutes.to_numpy(), atol=1e-9)
    np.testing.assert_allclose(given.base_minutes, case.base["base_minutes"].to_numpy(), atol=1e-9)
    assert true_pairs(given, given.site_tiers, "sites", "tiers") == set(pairs.site_tiers)
    assert true_pairs(given, given.host_modes, "services", "sites", "modes") == set(pairs.host_modes)
    assert true_pairs(given, given.needs, "areas", "services") == set(pairs.needs)
    reach = set(zip(*(pairs.reach[column] for column in ("area", "service", "site"))))
    assert true_pairs(given, given.reach, "areas", "services", "sites") == reach
