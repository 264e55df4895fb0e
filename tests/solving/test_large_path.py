"""The way of a county's size (service by service, prices, repairs) on counties small enough to solve whole: same answers."""

from __future__ import annotations

import numpy as np
import pytest

from model.bench.seeded import seeded_county
from model.solving import strategy
from model.solving.highs import solve_mip
from model.solving.search import Search
from model.solving.strategy import solve_levels
from model.solving.values import plan_of
from tests.results.hand import altered, staff_areas
from tests.solving.hand import assert_keeps_every_rule, hosts, job_of, solved_here

GAP = 0.005
COUNTIES = [(3, "people", 0.3), (3, "free", 0.05), (2, "nearest_within", 0.3), (6, "nearest_within", 0.5)]  # seed, policy, slack
FIRST_LEVEL = [
    {"terms": {"travel_burden_hours": 1, "norm_shortfall_fte": 1000, "unmet_visits": 20, "bypassed_visits": 1}, "tolerance": 0.001}
]


def county(seed, policy, slack):
    of_people = policy == "people"  # staff areas, a bank, deadlines and supervisors
    case = seeded_county(seed, areas=20, sites=6, services=3, professions=3, policy="free" if of_people else policy, slack=slack)
    return altered(staff_areas(case) if of_people else case, settings={"objective.levels": FIRST_LEVEL})


@pytest.fixture(scope="module", params=COUNTIES, ids=lambda found: f"{found[0]}-{found[1]}")
def both(request):
    """A county with its job, its matrix, and its solutions the small and the large way (with what the large way told)."""
    case = county(*request.param)
    job, matrix = job_of(case, GAP, 40)
    small, told = solve_levels(job, lambda *_: None, lambda: False), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strategy, "SMALL_COLUMNS", 0)
        large = solve_levels(job, lambda level, x, value, bound, step: told.append((level, x, value, bound, step)), lambda: False)
    return case, job, matrix, small, large, told


def test_same_objective_within_the_gap(both):
    _, _, _, small, large, _ = both
    assert small.status == large.status == "proven"
    (one,), (other,) = small.levels, large.levels
    assert abs(one.value - other.value) <= GAP * max(one.value, other.value) * (1 + 1e-6)


def test_bounds_are_bounds(both):
    """No bound told on the way is above what the other way reached."""
    _, _, _, small, large, told = both
    best = min(small.levels[0].value, large.levels[0].value)
    assert max(bound for _, _, _, bound, _ in told) <= best * (1 + 1e-6)
    assert small.levels[0].bound <= best * (1 + 1e-6)
    values = [value for _, _, value, _, _ in told]
    assert values == sorted(values, reverse=True)


def test_every_plan_told_keeps_every_rule(both):
    case, _, matrix, small, large, told = both
    plans = [x for _, x, *_ in told if x is not None]
    assert plans
    for x in [plans[0], large.x, small.x]:
        assert_keeps_every_rule(case, plan_of(matrix, x))


@pytest.mark.parametrize("workers", [1, 2])
def test_prices_of_services_give_a_valid_bound(both, workers):
    """Relaxation <= optimum, sum of the services' best plans at its prices (Lagrangian) <= optimum; parts cover every column."""
    _, job, _, small, _, _ = both
    program = strategy.replace(strategy._program(job), cost=job.levels[0].cost, constant=job.levels[0].constant)
    bounds = {}
    search = Search(job, program, lambda x, value, bound, step: bounds.update({search.step: bound}), lambda: False, np.inf, GAP)
    relaxation = search.relax(20)
    search.bound_aside(relaxation, workers)
    search.aside.wait()
    optimum = small.levels[0].value
    assert bounds["relaxation"] <= optimum * (1 + 1e-6)
    assert search.bound <= optimum * (1 + 1e-6)
    assert search.bound >= bounds["relaxation"] * (1 - 1e-9)
    covered = np.unique(np.concatenate([part.columns for part in search.parts]))
    assert len(covered) == len(program.cost)


def test_generated_rows_suffice_for_the_relaxation(both):
    """The relaxation with rows taken as needed has the value of the relaxation with all of them."""
    _, job, _, _, _, _ = both
    program = strategy.replace(strategy._program(job), cost=job.levels[0].cost, constant=job.levels[0].constant)
    search = Search(job, program, lambda *_: None, lambda: False, np.inf, GAP)
    everything = np.arange(len(job.rows.assign))
    near = everything[job.rows.near & (job.rows.first < job.rows.end)]
    whole = program.with_rows(*job.rows.link_rows(everything)).with_rows(*job.rows.near_rows(near))
    continuous = strategy.replace(whole, integer=np.zeros(len(whole.cost), dtype=bool))
    assert search.relax(20).bound == pytest.approx(solve_mip(continuous, 30, 0).objective, rel=1e-3)


def test_all_levels_the_large_way(monkeypatch):
    """The levels of the shipped settings: later ones keep the first within its tolerance; the plan keeps every rule."""
    case = seeded_county(2, areas=20, sites=6, services=3, professions=3, slack=0.3)
    job, matrix = job_of(case, GAP, 30)
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    solution = solve_levels(job, lambda *_: None, lambda: False)
    assert len(solution.levels) == 3
    first, outcome = job.levels[0], solution.levels[0]
    assert first.cost @ solution.x + first.constant <= outcome.value * (1 + outcome.tolerance) + 1e-3
    assert_keeps_every_rule(case, plan_of(matrix, solution.x))


def test_later_levels_may_come_back_to_the_start(monkeypatch):
    """The first level may be given up whole and nothing is searched in the second, which asks for little change: it ends at the start,
    the plan with the least change."""
    case, change = seeded_county(2, areas=20, sites=6, services=3, professions=3, slack=0.3), {"terms": {"changes": 1}, "tolerance": 0.0}
    _, nearest = solved_here(altered(case, settings={"objective.levels": [change]}))
    case = altered(case, settings={"objective.levels": [{**FIRST_LEVEL[0], "tolerance": 10.0}, change]})
    improve = Search.improve
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    monkeypatch.setattr(Search, "improve", lambda search, *given, **more: None if "gap" in more else improve(search, *given, **more))
    for start, comes_back in ((None, False), (hosts(nearest), True)):
        job, matrix = job_of(case, GAP, 30, start=start)
        plan = plan_of(matrix, solve_levels(job, lambda *_: None, lambda: False).x)
        assert (hosts(plan) == hosts(nearest)) == comes_back


def test_infeasible_the_large_way(monkeypatch):
    case = altered(county(3, "free", 0.05), settings={"budget_keur": 1})
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    job, _ = job_of(case, GAP, 30)
    assert solve_levels(job, lambda *_: None, lambda: False).status == "infeasible"
