"""The guess of a first hosting, on the tiny case: what a set of sites weighs, and where it sends families."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.bench.seeded import seeded_county
from model.solving.fixed import with_hosting
from model.solving.guess import Guess
from model.solving.highs import solve_mip
from model.solving.strategy import _program, solve_levels
from tests.results.hand import altered
from tests.solving.hand import job_of
from tests.tiny import tiny_case


def guess_of(case):
    """(job, guess) with the first level as objective."""
    job, _ = job_of(case, 0.0, 10)
    program = replace(_program(job), cost=job.levels[0].cost, constant=job.levels[0].constant)
    return job, Guess(program, job.outlines, job.service_of, 1)


def flows(guess, service, sites):
    """Visits of a service at each of its sites while it is at `sites` (places)."""
    prices, is_open = priced(guess, service), np.zeros(len(guess.outlines[service].hosts), dtype=bool)
    is_open[list(sites)] = True
    return guess._weigh(service, is_open, prices)


def priced(guess, service):
    guess._first_prices()
    return guess._prices(service, np.zeros(len(guess.shared.upper)))


def test_outline_reads_the_rules(clinic):
    """Daily takes 1500 visits a room, weekly 300; a visit takes one of 1000 hours of an FTE; every area brings its children."""
    job, _ = guess_of(clinic)
    outline, = job.outlines
    assert outline.room_visits.tolist() == [[1500, 300], [1500, 300]]
    assert outline.most_rooms.tolist() == [[2, 2], [2, 2]] and outline.least_rooms.tolist() == [[1, 1], [1, 1]]
    assert outline.fte_per_visit.ravel() == pytest.approx([0.001, 0.001])
    assert sorted(outline.visits.tolist()) == [100, 100, 200, 200, 300, 300]
    assert outline.need.tolist() == [1, 1, 1]


@pytest.mark.parametrize("sites, visits, hours", [
    ((0, 1), (100, 500), 200.0),  # A1 at S1, A2 and A3 at S2, 10 minutes each: 600 * 2 * 10 / 60
    ((0,), (600, 0), 1400 / 3),  # (100*10 + 200*20 + 300*30) * 2/60
    ((1,), (0, 600), 800 / 3),  # (100*30 + 200*10 + 300*10) * 2/60
])
def test_families_go_to_the_nearest(clinic, sites, visits, hours):
    _, guess = guess_of(clinic)
    found = flows(guess, 0, sites)
    assert tuple(found.visits) == visits
    assert guess.program.cost[guess.outlines[0].assign] @ found.share == pytest.approx(hours)
    assert found.unmet.max() == 0


def test_nobody_is_forgotten_without_a_site(clinic):
    _, guess = guess_of(clinic)
    found = flows(guess, 0, ())
    assert found.unmet.tolist() == [1, 1, 1]
    assert guess._value(0, np.zeros(2, dtype=bool), priced(guess, 0)) > guess._value(0, np.ones(2, dtype=bool), priced(guess, 0))


def test_the_guess_finds_the_best_sites(clinic):
    """Clinic at both sites: 200 hours, the optimum of the tiny case."""
    _, guess = guess_of(clinic)
    x = guess.run(5, lambda: False)
    assert guess.program.cost @ x == pytest.approx(200)


def test_people_that_are_short_close_sites(tmp_path):
    """One nurse on each open day at each site is 0.3 FTE a weekly or 1.5 FTE a daily site; with a tenth of a nurse above the work of one
    daily site alone (600 visits: 0.6 FTE, presence 1.5) two daily sites do not fit, weekly ones do (0.3 + 0.3, work 0.6)."""
    case = tiny_case(tmp_path, cells={"staffing/clinic/nurse/present_per_open_day": 1, "professions/nurse/fte_available": 1.6,
                                      "services/clinic/modes": "daily"})
    _, guess = guess_of(case)
    x = guess.run(5, lambda: False)
    clinic_hosts = guess.outlines[0].hosts
    assert x[clinic_hosts].sum() == 1  # 2 * 1.5 FTE are not there


def test_a_promise_that_the_start_breaks_is_kept(tmp_path):
    """The start has the clinic at S1 only; Loppu is promised one at S2 (five days), so the guess begins with both."""
    promise = {"municipality": "Loppu", "service": "clinic", "days_per_week": 5, "owner": "o", "reason": "r", "date": "2024-01-01"}
    job, guess = guess_of(tiny_case(tmp_path, add={"guarantees": [promise]}))
    hosting = np.zeros(len(guess.program.cost))
    hosting[guess.outlines[0].hosts[0]] = 1.0
    begun = Guess(guess.program, job.outlines, job.service_of, 1, hosting)
    assert begun.open[0].tolist() == [True, True]
    assert begun.run(5, lambda: False)[guess.outlines[0].hosts[1]] == 1


def test_a_bundle_stays_whole_somewhere(tmp_path):
    """A house of clinic and therapy is asked for once. While both are everywhere either site will do; once the clinic is at S2 alone,
    therapy must be there, and once the house is nowhere nothing is asked (there is nothing to keep)."""
    house = {"together": "house", "name": "House", "rule": "bundle", "services": "clinic|therapy", "minimum": 1, "owner": "o",
             "reason": "r", "date": "2024-01-01"}
    _, guess = guess_of(tiny_case(tmp_path, add={"together": [house]}))
    needed, least = guess._needed(1)
    assert needed.tolist() == [[1, 1]] and least.tolist() == [1]
    guess.open[0][0] = False
    needed, least = guess._needed(1)
    assert needed.tolist() == [[0, 1]] and least.tolist() == [1]
    prices = priced(guess, 1)
    for site, stays in ((0, False), (1, True)):  # worth nothing: any set of sites would be better than what is said to be there
        is_open = np.array([True, True])
        guess._try(1, is_open, prices, np.inf, np.zeros(2, dtype=bool), (needed, least), (site,))
        assert is_open[site] == stays
    guess.open[1][1] = False
    assert guess._needed(1)[1].tolist() == [0]


def test_a_critical_mass_that_is_short_closes_sites(tmp_path):
    """1 FTE of critical mass at both sites takes 2 of 1.6 FTE, at one 1; both have work for less (0.1 and 0.5 FTE, weekly)."""
    case = tiny_case(tmp_path, cells={"services/clinic/critical_mass_fte": 1, "services/clinic/critical_mass_rule": "hard",
                                      "professions/nurse/fte_available": 1.6})
    _, guess = guess_of(case)
    assert guess.outlines[0].critical_fte.tolist() == [1, 1]
    found = flows(guess, 0, (0, 1))
    assert found.staff.sum(axis=1) == pytest.approx(np.ones((2, 2)))
    x = guess.run(5, lambda: False)
    assert x[guess.outlines[0].hosts].sum() == 1


def test_a_promise_keeps_its_site_and_its_days(tmp_path):
    """Loppu keeps the clinic five days: S2 stays and is daily."""
    promise = {"municipality": "Loppu", "service": "clinic", "days_per_week": 5, "owner": "o", "reason": "r", "date": "2024-01-01"}
    case = tiny_case(tmp_path, add={"guarantees": [promise]})
    _, guess = guess_of(case)
    outline = guess.outlines[0]
    assert outline.needed.tolist() == [[0, 5]] and outline.needed_least.tolist() == [5]
    assert outline.use_mode[1, 1] == -1 and (outline.use_mode[0] >= 0).all()


def test_rooms_left_by_others_are_seen(tmp_path):
    """Two room days at S1 (one room, two days): clinic and therapy cannot both be there daily."""
    case = tiny_case(tmp_path, cells={"sites/S1/rooms": 1})
    _, guess = guess_of(case)
    x = guess.run(5, lambda: False)
    used = guess.shared.A[guess.shared.is_room] @ x
    assert (used <= guess.shared.upper[guess.shared.is_room] + 1e-6).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seeded_county_gets_a_plan_from_its_guess(seed):
    """The program accepts the guess's sites and modes in a county where today's network does not fit."""
    case = seeded_county(seed, areas=60, sites=16, services=6, professions=4, slack=0.2)
    job, _ = job_of(altered(case, settings={}), 0.01, 30)
    program = replace(_program(job), cost=job.levels[0].cost, constant=job.levels[0].constant)
    x = Guess(program, job.outlines, job.service_of, 1).run(20, lambda: False)
    modes = np.round(x[job.modes])
    assert solve_mip(with_hosting(program, job.rows, job.hosts, x).bounded(job.modes, modes, modes), 20, 0.01).status == "optimal"


def test_a_start_is_taken_as_it_is(tmp_path):
    """Started from clinic daily at S2 alone (266.67 hours), the first plan is that one; the best (both sites, 200) comes after it."""
    case = tiny_case(tmp_path)
    job, _ = job_of(case, 0.0, 10, start={("clinic", "S2", "daily"), ("therapy", "S1", "daily"), ("therapy", "nowhere", "daily")})
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.solving.strategy.SMALL_COLUMNS", 0)
        solution = solve_levels(job, lambda level, x, value, bound, step: told.append((level, step, value)), lambda: False)
    # therapy at S1 alone is half of (100*10 + 200*20 + 300*30) * 2/60 = 466.67
    assert told[0] == (0, "start", pytest.approx(800 / 3 + 1400 / 6))
    assert solution.status == "proven"


@pytest.mark.parametrize("elsewhere, remote", [(True, 0.4), (False, 0.1)])
def test_remote_visits_as_many_as_pay_or_as_few_as_must(tmp_path, elsewhere, remote):
    """A tenth of the visits is remote and up to four tenths may be: a remote visit costs no travel."""
    case = tiny_case(tmp_path, cells={"services/clinic/remote_share_today": 0.1, "services/clinic/remote_share_max": 0.4})
    job, _ = job_of(case, 0.0, 10)
    program = replace(_program(job), cost=job.levels[0].cost, constant=job.levels[0].constant)
    x = Guess(program, job.outlines, job.service_of, 1, elsewhere=elsewhere).run(5, lambda: False)
    assert x[job.outlines[0].remote] == pytest.approx([remote] * 3)


# One nurse a day at each site and 1.6 FTE: the clinic can be at one site only. A1 is an hour from S2.
ONE_CLINIC = {"cells": {"travel/A1/S2/travel_minutes": 60, "staffing/clinic/nurse/present_per_open_day": 1,
                        "professions/nurse/fte_available": 1.6, "services/clinic/modes": "daily", "services/therapy/headline": "no"}}


@pytest.mark.parametrize("term, site", [
    ("travel_burden_hours", 1),  # (100*10 + 200*20 + 300*30) / 600 = 23.3 minutes at S1, (100*60 + 500*10) / 600 = 18.3 at S2
    ("longest_trip", 0),  # 30 minutes at S1, 60 at S2
    ("travel_worst_tenth", 0),  # 60 of 600 visits: of A3's 300 at 30 minutes at S1, of A1's 100 at 60 minutes at S2
])
def test_the_guess_sees_what_is_fair(tmp_path, term, site):
    case = tiny_case(tmp_path, **ONE_CLINIC, settings={"objective.levels": [{"terms": {term: 1}, "tolerance": 0.0}]})
    _, guess = guess_of(case)
    x = guess.run(5, lambda: False)
    assert np.flatnonzero(x[guess.outlines[0].hosts] > 0.5).tolist() == [site]


def test_nobody_is_left_out_to_shorten_the_longest_trip(tmp_path):
    """Without a clinic nobody travels: 3 areas at the price of all visits; at both sites the longest trip is 10 minutes."""
    case = tiny_case(tmp_path, **ONE_CLINIC, settings={"objective.levels": [{"terms": {"longest_trip": 1}, "tolerance": 0.0}]})
    _, guess = guess_of(case)
    prices = priced(guess, 0)
    assert guess.unmet_price == pytest.approx(10 + 60)
    assert guess._value(0, np.zeros(2, dtype=bool), prices) == pytest.approx(3 * 70)
    assert guess._value(0, np.ones(2, dtype=bool), prices) == pytest.approx(0)


def test_the_worst_tenth_is_counted_over_all_services(tmp_path):
    """90 of 900 visits: therapy's 50 of A1 at 60 minutes and 40 of its 150 of A3 at 30 minutes: (3000 + 1200) / 90 = 46.67. A minute
    more for those of A1 costs 50 / 90."""
    case = tiny_case(tmp_path, settings={"objective.levels": [{"terms": {"travel_worst_tenth": 1}, "tolerance": 0.0}]})
    _, guess = guess_of(case)
    trips = guess.trips
    trips.mean = [np.array([10.0, 10.0, 10.0]), np.array([60.0, 20.0, 30.0])]
    trips.follow()
    assert trips.start == 30 and trips.total() == pytest.approx(4200 / 90)
    assert trips.price(1, trips.mean[1]) == pytest.approx([50 / 90, 0, 0])
    # with A1 at 10 minutes too, 90 of the 150 visits of A3 are the tenth: 30; 16.67 minutes less than with A1 at 60
    without = trips.cost(1, np.array([10.0, 20.0, 30.0]))
    assert trips.cost(1, trips.mean[1]) - without == pytest.approx(4200 / 90 - 30)


def test_the_longest_trip_is_pressed_halfway_to_the_least(tmp_path):
    """Therapy can be at S1 and S2: 10 minutes for all at best. With 30 minutes in the plan the target is 20, and a plan of 30 for one
    area costs 10 minutes beyond it; for two areas (10^4 + 10^4)^(1/4) = 11.89."""
    case = tiny_case(tmp_path, settings={"objective.levels": [{"terms": {"longest_trip": 1}, "tolerance": 0.0}]})
    _, guess = guess_of(case)
    trips = guess.trips
    assert trips.least == 10
    trips.mean = [np.array([10.0, 10.0, 10.0]), np.array([10.0, 10.0, 30.0])]
    trips.follow()
    assert trips.target == 20 and trips.total() == 30
    assert trips.cost(1, trips.mean[1]) == pytest.approx(10) and trips.cost(0, trips.mean[0]) == 0
    assert trips.cost(1, np.array([10.0, 30.0, 30.0])) == pytest.approx(20000 ** 0.25)
