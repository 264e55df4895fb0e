"""Small instances of our own, solved through the model; every optimum is proven in the test by going through all choices.

Each enumeration shares nothing with the model: site subsets (with a transportation linear program where demand may be split),
every assignment where it may not, every nested hosting where two levels share staff.
"""

from __future__ import annotations

from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from model.bench.published import Instance, frame, instance_case, named
from model.case import Case, Settings
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.results.audit import audit
from model.results.tables import tables
from model.results.today import todays_plan
from model.schema.defaults import default_settings, empty_table
from model.solving.highs import Program, solve_mip
from model.solving.job import make_job
from model.solving.matrix import compile_matrix
from model.solving.solve import solve

pytestmark = pytest.mark.usefixtures("no_process")

SAME = 1e-6
CUSTOMERS, SITES = 8, 5


# ---- instances


def random_instance(seed: int, single_source: bool = False, capacitated: bool = True, p: int | None = None) -> Instance:
    """8 customers, 5 sites on a square; capacities so tight that at least two sites, usually three, are needed."""
    draw = np.random.default_rng(seed)
    homes, places = draw.uniform(0, 100, (CUSTOMERS, 2)), draw.uniform(0, 100, (SITES, 2))
    demand = draw.integers(5, 40, CUSTOMERS).astype(float)
    apart = np.hypot(*(homes[:, None] - places[None]).transpose(2, 0, 1)).round(1)
    capacity = np.round(demand.sum() * draw.uniform(0.3, 0.55, SITES)) if capacitated else None
    fixed = np.zeros(SITES) if p else draw.integers(400, 1500, SITES).astype(float)
    return Instance(f"own {seed}", apart * demand[:, None], fixed, demand if capacitated else None, capacity, p, single_source)


# Customers of 10, 8, 7, 6, 5 and 4 (40 in all) at sites that hold 15, 14 and 13 (42). Split freely this is easy; unsplit they
# must be packed: {10, 5}, {8, 6}, {7, 4} is one way, {8, 7}, {10, 4}, {6, 5} another.
PACKING = Instance(
    "packing",
    cost=np.array([[20, 90, 70], [30, 40, 80], [10, 60, 50], [70, 20, 40], [60, 30, 20], [50, 70, 10.0]]),
    fixed=np.array([100, 100, 100.0]), demand=np.array([10, 8, 7, 6, 5, 4.0]), capacity=np.array([15, 14, 13.0]),
    single_source=True)

# Everybody lives at a site of a line 0 - 1 - 3 - 6 - 10; two sites: {1, 6} costs 1+0+2+0+4 = 7, {1, 10} costs 1+0+2+4+0 = 7,
# {3, 10}: 3+2+0+3+0 = 8, {0, 6}: 0+1+3+0+4 = 8. So 7.
LINE = np.array([0, 1, 3, 6, 10.0])
HAND = Instance("line", np.abs(LINE[:, None] - LINE), np.zeros(5), p=2)


# ---- enumeration


def subsets(sites: int):
    return chain.from_iterable(combinations(range(sites), size) for size in range(1, sites + 1))


def best_unlimited(instance: Instance) -> float:
    """p-median and uncapacitated: the best set of sites, everybody at the cheapest of them."""
    return min(instance.fixed[list(chosen)].sum() + instance.cost[:, list(chosen)].min(axis=1).sum()
               for chosen in subsets(len(instance.fixed)) if instance.p is None or len(chosen) <= instance.p)


def best_split(instance: Instance) -> float:
    """Capacitated, demand may be split: the best set of at most p sites, each priced by its transportation problem."""
    best = np.inf
    for chosen in map(list, subsets(len(instance.fixed))):
        if instance.p is not None and len(chosen) > instance.p:
            continue
        people, open_sites = len(instance.demand), len(chosen)
        served = np.kron(np.eye(people), np.ones(open_sites))
        loads = np.kron(instance.demand, np.eye(open_sites))
        solved = linprog(instance.cost[:, chosen].ravel(), A_ub=loads, b_ub=instance.capacity[chosen], A_eq=served,
                         b_eq=np.ones(people))
        if solved.status == 0:
            best = min(best, solved.fun + instance.fixed[chosen].sum())
    return best


def best_unsplit(instance: Instance) -> float:
    """Capacitated, single source: the best of all sites ** customers assignments that keep the capacities."""
    people, sites = instance.cost.shape
    plans = np.array(list(product(range(sites), repeat=people)), dtype=np.int8)
    value, fits = np.zeros(len(plans)), np.ones(len(plans), dtype=bool)
    for site in range(sites):
        here = plans == site
        fits &= here @ instance.demand <= instance.capacity[site] + 1e-9
        value += here @ instance.cost[:, site] + instance.fixed[site] * here.any(axis=1)
    return value[fits].min()


def best_nearest(instance: Instance) -> float:
    """Capacitated, everybody at the nearest open site: the best set of sites that can hold them."""
    apart, best = instance.cost / instance.demand[:, None], np.inf
    for chosen in map(list, subsets(SITES)):
        nearest = np.array(chosen)[apart[:, chosen].argmin(axis=1)]
        if (np.bincount(nearest, instance.demand, SITES) <= instance.capacity).all():
            best = min(best, instance.cost[np.arange(CUSTOMERS), nearest].sum() + instance.fixed[chosen].sum())
    return best


PROVEN = [
    pytest.param(HAND, best_unlimited, id="p-median, by hand"),
    *(pytest.param(random_instance(seed, capacitated=False, p=p), best_unlimited, id=f"p-median, p = {p}")
      for seed, p in ((2, 2), (3, 3))),
    *(pytest.param(random_instance(seed, capacitated=False), best_unlimited, id=f"uncapacitated {seed}") for seed in (4,)),
    *(pytest.param(random_instance(seed), best_split, id=f"capacitated {seed}") for seed in (6, 7)),
    pytest.param(random_instance(16, p=3), best_split, id="capacitated p-median"),
    *(pytest.param(random_instance(seed, single_source=True), best_unsplit, id=f"single source {seed}") for seed in (9, 12)),
    pytest.param(PACKING, best_unsplit, id="single source, packing"),
]


def with_nearest(instance: Instance) -> Case:
    case = instance_case(instance)
    return case.changed(services=case.services.assign(policy="nearest"))


def solved_optimum(case: Case) -> float:
    outcome = solve(case, 1e-9, 60, 0)
    assert outcome.status == "optimal", (outcome.status, outcome.reason)
    return outcome.objective


@pytest.mark.parametrize(("instance", "enumerated"), PROVEN)
def test_optimum_is_the_enumerated_one(instance, enumerated):
    assert solved_optimum(instance_case(instance)) == pytest.approx(enumerated(instance), rel=SAME)


def test_the_line_costs_seven():
    assert best_unlimited(HAND) == 7


def test_single_source_is_a_real_restriction():
    """Somebody would be split if that were allowed, so these instances test the translation and not only the location."""
    for instance in (PACKING, random_instance(9, single_source=True), random_instance(12, single_source=True)):
        assert best_unsplit(instance) > best_split(instance) * (1 + 1e-4)


def test_single_source_plan_splits_nobody():
    plan = solve(instance_case(PACKING), 1e-9, 60, 0).plan
    assert plan.assign["share"].to_numpy() == pytest.approx(1)
    assert len(plan.assign) == plan.assign["area"].nunique() == len(PACKING.demand)


@pytest.mark.parametrize("instance", [HAND, random_instance(4, capacitated=False)], ids=lambda instance: instance.name)
def test_nearest_site_rule_costs_nothing_without_capacities(instance):
    """Where nobody is turned away, everybody is at the nearest open site anyway: the rule changes no optimum."""
    assert solved_optimum(with_nearest(instance)) == pytest.approx(best_unlimited(instance), rel=SAME)


def test_nearest_site_rule_with_capacities():
    """With capacities it costs: the best set of sites whose rooms hold everybody at the nearest one."""
    instance = random_instance(19)
    best = best_nearest(instance)
    assert best_split(instance) * (1 + 1e-4) < best < np.inf
    assert solved_optimum(with_nearest(instance)) == pytest.approx(best, rel=SAME)


def test_nearest_site_rule_that_no_set_of_sites_can_keep():
    instance = random_instance(7)
    assert best_nearest(instance) == np.inf and best_split(instance) < np.inf
    assert solve(with_nearest(instance), 1e-9, 60, 0).status == "infeasible"


# ---- two levels with staff

BASIC, DEMANDING = np.array([300, 500, 200, 400, 250.0]), np.array([60, 40, 80, 30, 50.0])  # visits of five areas
DRIVES = np.array([[5, 25, 40, 30], [20, 5, 30, 45], [35, 30, 5, 20], [25, 40, 25, 5], [15, 20, 35, 30.0]])  # to four sites
PREMISES = np.array([9, 12, 10, 11.0])
HOURS, ALONE, PRICE, YEAR = (1.0, 2.0), 0.4, 50.0, 1000.0  # hours a visit, FTE present at least, keur an FTE, hours an FTE
HEADS = {"nurse": 2.2, "therapist": 0.9}


def two_level_case() -> Case:
    """Basic visits at any site, demanding ones only beside basic ones; each host has at least 0.4 FTE and its workload."""
    areas, sites = [f"a{i}" for i in range(5)], [f"s{j}" for j in range(4)]
    services, people = ["basic", "demanding"], ["nurse", "therapist"]
    settings = default_settings()
    settings = Settings(settings | {
        "name": "two levels", "county": "own", "year": 2025, "weeks_per_year": 50.0, "lone_worker_rule": "report",
        "objective": settings["objective"] | {"mode_change_weight": 0.0, "levels": [
            {"terms": {"travel_burden_hours": 1.0, "cost_keur": 1.0}, "tolerance": 0.0}]}})
    parts = {name: empty_table(name) for name in ("hosting", "staff_today", "guarantees", "locks", "counts")}
    parts["areas"] = frame("areas", 5, area=areas, name=areas, municipality="town", lat=61.5, lon=23.8, population=1000.0,
                           age_0_2=BASIC, age_3_6=DEMANDING, age_7_12=0.0, age_13_15=0.0, age_16_17=0.0,
                           families_with_children=BASIC)
    parts["sites"] = frame("sites", 4, site=sites, name=sites, municipality="town", lat=61.5, lon=23.8,
                           tiers=[("station",)] * 4, status="candidate", rooms=10.0, cost_station_keur=PREMISES)
    parts["modes"] = frame("modes", 1, mode="open", **named("open"), days_per_week=5.0, hours_per_day=8.0)
    parts["services"] = frame("services", 2, service=services, **named("service"), floor=[1, 3], tiers=[("station",)] * 2,
                              modes=[("open",)] * 2, policy="free", travel_limit_minutes=60.0, visit_minutes=60.0,
                              requires_services=[(), ("basic",)])
    parts["demand"] = frame("demand", 2, service=services, groups=[("age_0_2",), ("age_3_6",)], visits_per_person=1.0)
    parts["professions"] = frame("professions", 2, profession=people, **named("people"), fte_available=list(HEADS.values()),
                                 productive_hours=YEAR, cost_keur_per_fte=PRICE)
    parts["staffing"] = frame("staffing", 2, service=services, profession=people, hours_per_visit=HOURS, minimum_fte=ALONE)
    parts["travel"] = frame("travel", 20, area=np.repeat(areas, 4), site=np.tile(sites, 5), travel_minutes=DRIVES.ravel())
    return Case("two levels", Path(), settings, parts)


def level_cost(visits: np.ndarray, hosts: list[int], hours: float, heads: float) -> float:
    """One level at given hosts: shares of areas and FTE of hosts by linear program; infinite where the heads do not suffice."""
    n, h = len(visits), len(hosts)
    cost = np.append((visits[:, None] * DRIVES[:, hosts] / 30).ravel(), np.full(h, PRICE))
    served = np.hstack([np.kron(np.eye(n), np.ones(h)), np.zeros((n, h))])
    work = np.hstack([np.kron(visits * hours / YEAR, np.eye(h)), -np.eye(h)])
    pool = np.append(np.zeros(n * h), np.ones(h))
    solved = linprog(cost, A_ub=np.vstack([work, pool]), b_ub=np.append(np.zeros(h), heads), A_eq=served, b_eq=np.ones(n),
                     bounds=[(0, None)] * (n * h) + [(ALONE, None)] * h)
    return solved.fun if solved.status == 0 else np.inf


def test_two_levels_with_staff():
    """Every set of basic hosts and every set of demanding hosts within it; open sites are the basic hosts."""
    costs = {}
    for basic in subsets(4):
        first = level_cost(BASIC, list(basic), HOURS[0], HEADS["nurse"]) + PREMISES[list(basic)].sum()
        for chosen in subsets(len(basic)):
            demanding = tuple(basic[place] for place in chosen)
            costs[basic, demanding] = first + level_cost(DEMANDING, list(demanding), HOURS[1], HEADS["therapist"])
    best = min(costs, key=costs.get)
    assert len(best[1]) < len(best[0]) < 5 and np.isinf(max(costs.values()))  # the levels differ and the pool binds somewhere
    outcome = solve(two_level_case(), 1e-9, 60, 0)
    assert outcome.objective == pytest.approx(costs[best], rel=SAME)
    hosted = {service: tuple(sorted(int(site[1:]) for site in rows["site"]))
              for service, rows in outcome.plan.hosting.groupby("service")}
    assert (hosted["basic"], hosted["demanding"]) == best
    found = tables(two_level_case(), outcome.plan, todays_plan(two_level_case()))
    assert audit(two_level_case(), found, {"objective": outcome.objective, "terms": outcome.terms}).passed


# ---- presolve


def whole_program(case: Case) -> Program:
    """The whole program as the small path gives it to HiGHS: every generated row in it."""
    pairs, matrix = Pairs(case), compile_matrix(build(case, pairwise=False))
    job = make_job(case, pairs, matrix, 0.0, 60, 0)
    level, everything = job.levels[0], np.arange(len(job.rows.assign))
    program = Program(job.A, job.row_lower, job.row_upper, job.lower, job.upper, level.cost, level.constant, job.integer)
    program = program.with_rows(*job.rows.link_rows(everything))
    return program.with_rows(*job.rows.near_rows(everything[job.rows.near & (job.rows.first < job.rows.end)]))


@pytest.mark.parametrize(("instance", "enumerated"), PROVEN[1::2])
def test_presolve_changes_no_optimum(instance, enumerated):
    program = whole_program(instance_case(instance))
    on, off = (solve_mip(program, 60, 0.0, options={"presolve": word}) for word in ("on", "off"))
    assert on.status == off.status == "optimal"
    assert on.objective == pytest.approx(enumerated(instance), rel=SAME)
    assert off.objective == pytest.approx(on.objective, rel=SAME)


def test_presolve_changes_no_two_level_optimum():
    program = whole_program(two_level_case())
    on, off = (solve_mip(program, 60, 0.0, options={"presolve": word}) for word in ("on", "off"))
    assert on.status == off.status == "optimal"
    assert off.objective == pytest.approx(on.objective, rel=SAME)


def test_generated_rows_are_the_pairwise_rules():
    """The optimum is the same with the two families of pairwise rules written by Pyomo."""
    case = with_nearest(random_instance(19))
    matrix = compile_matrix(build(case, pairwise=True))
    cost, constant = matrix.level(case.settings.objective.levels[0]["terms"])
    written = Program(matrix.A, matrix.row_lower, matrix.row_upper, matrix.lower, matrix.upper, cost, constant, matrix.integer)
    first, second = solve_mip(written, 60, 0.0), solve_mip(whole_program(case), 60, 0.0)
    assert first.status == second.status == "optimal"
    assert first.objective == pytest.approx(best_nearest(random_instance(19)), rel=SAME)
    assert second.objective == pytest.approx(first.objective, rel=SAME)
