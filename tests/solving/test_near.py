"""Near: where a solve starts from another plan, of plans within the gap it takes the nearest to that."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from model import flow
from model.bench.seeded import seeded_county
from model.results.likeness import differences
from model.solving import strategy
from model.solving.highs import solve_mip
from model.solving.job import Level
from model.solving.near import _ever_more, back, nearest
from model.solving.solve import solve
from model.solving.strategy import solve_levels, whole_program
from model.solving.values import plan_of
from tests.here import solver_here
from tests.results.hand import altered
from tests.solving.hand import SEED, assert_keeps_every_rule, assert_sound, hosts, job_of, solved_here
from tests.tiny import tiny_case

AT_S2 = {("clinic", "S2", "daily"), ("therapy", "S2", "daily")}
GAP, SECONDS = 0.005, 30


def levels(tolerance):
    return [{"terms": {"travel_burden_hours": 1}, "tolerance": tolerance}, {"terms": {"changes": 1}, "tolerance": 0.0}]


def solved_from(case, start, near):
    with solver_here():
        outcome = solve(case, 0.0, SECONDS, SEED, start=start, near=near)
    assert_sound(case, outcome, ("optimal", "feasible"))
    assert len(outcome.levels) == 2  # the case's own
    return hosts(outcome.plan)


@pytest.mark.parametrize(("tolerance", "near", "differ"), [(0.4, True, 0), (0.3, True, 1), (0.0, True, 2), (0.4, False, 2)])
def test_ties_are_broken_towards_the_start_first(tmp_path, tolerance, near, differ):
    """The start has both services at S2 only: 266.67 + 133.33 = 400 hours. Best are both at both sites: 200 + 100 = 300. With a tolerance
    of 0.4 (420 hours) the start may stay; with 0.3 (390) one service must come to S1 (200 + 133.33 = 333.33 or 266.67 + 100 = 366.67);
    with 0 both must. Without a wish to stay near, ties are broken towards today, which has the clinic at both sites and therapy at S1
    only: therapy at S1 only is 233.33 + 200 = 433.33 hours, too many, so both come to both sites or go from S2: two differences."""
    case = tiny_case(tmp_path, settings={"objective.levels": levels(tolerance)})
    found = solved_from(case, AT_S2, near)
    assert len({place[:2] for place in found} ^ {place[:2] for place in AT_S2}) == differ


@pytest.fixture(scope="module")
def county():
    return altered(seeded_county(2, areas=20, sites=6, services=3, professions=3, slack=0.3), settings={"objective.levels": [
        {"terms": {"travel_burden_hours": 1, "norm_shortfall_fte": 1000, "unmet_visits": 20, "bypassed_visits": 1}, "tolerance": 0.001},
        {"terms": {"changes": 1}, "tolerance": 0.0}]})


@pytest.fixture(scope="module")
def base(county):
    _, plan = solved_here(county)
    return hosts(plan)


def without_one(county, base):
    """The county where one hosting of the base is not allowed any more, and which."""
    service, site, _ = sorted(base)[0]
    shut = {"service": service, "site": site, "lock": "must_not_host", "reason": "x"}
    return altered(county, add={"locks": [shut]}), (service, site)


def test_the_way_of_a_county_stays_near(county, base, monkeypatch):
    """A start that is lost in one place: with the wish to stay near, not more differs than without it, and the gap is as asked."""
    case, lost = without_one(county, base)
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    differ = {}
    for near in (False, True):
        job, matrix = job_of(case, GAP, SECONDS, start=base, near=near)
        assert job.near == near
        solution = solve_levels(job, lambda *_: None, lambda: False)
        assert solution.status == "proven"
        plan = plan_of(matrix, solution.x)
        assert_keeps_every_rule(case, plan)
        assert lost not in {place[:2] for place in hosts(plan)}
        differ[near] = differences(base, hosts(plan))["hostings_that_differ"]
    assert 1 <= differ[True] <= differ[False]


def test_the_same_question_is_answered_by_the_same_plan(county, base, monkeypatch):
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    job, matrix = job_of(county, GAP, SECONDS, start=base, near=True)
    assert hosts(plan_of(matrix, solve_levels(job, lambda *_: None, lambda: False).x)) == base


def test_a_plan_like_its_start_gives_up_no_more_than_the_tolerance(county, base, monkeypatch):
    """Within 10 % the start is near enough as it is; cost may then take a thousandth of its travel, not what is left of the 10 %."""
    later = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.001}, {"terms": {"cost_keur": 1}, "tolerance": 0.0}]
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    given_up = {}
    for near in (False, True):
        job, _ = job_of(altered(county, settings={"objective.levels": later}), 0.1, SECONDS, start=base, near=near)
        solution = solve_levels(job, lambda *_: None, lambda: False)
        given_up[near] = (job.levels[0].cost @ solution.x + job.levels[0].constant) / solution.levels[0].value - 1
    assert given_up[True] <= 0.001 + 1e-9
    assert given_up[False] > 0.001


def test_the_nearest_plan_is_at_the_starts_sites(county, base):
    case, lost = without_one(county, base)
    job, matrix = job_of(case, GAP, SECONDS, start=base)
    first = job.levels[0]
    program = strategy.replace(strategy._program(job), cost=first.cost, constant=first.constant)
    size = solve_mip(whole_program(job), SECONDS, GAP).objective
    x = nearest(program, job, size, SECONDS, lambda: False)
    plan = plan_of(matrix, x)
    assert_keeps_every_rule(case, plan)
    assert {place[:2] for place in hosts(plan)} <= {place[:2] for place in base} - {lost}
    counted, weight = differences(base, hosts(plan)), case.settings.objective.mode_change_weight
    differ = counted["hostings_that_differ"] - 1 + weight * counted["modes_that_differ"]  # what is lost is no decision any more
    assert job.start.cost @ x + job.start.constant == pytest.approx(differ)


def test_what_is_split_is_decided_anew_first_then_what_is_beside_it(tmp_path):
    """The clinic's daily mode at S1 is split: first the clinic at S1, then both services at S1, then the clinic everywhere, then all."""
    job, matrix = job_of(tiny_case(tmp_path), 0.0, SECONDS, start=AT_S2)
    split = np.zeros(matrix.columns, dtype=bool)
    split[job.modes[matrix.indices["use_mode"].index(("clinic", "S1", "daily"))]] = True
    clinic, therapy, beside = ("clinic", "S1"), ("therapy", "S1"), ("clinic", "S2")
    assert [{place for place, column in zip(matrix.indices["host_service"], job.hosts) if free[column]}
            for free, _, _ in _ever_more(job, split)] == [{clinic}, {clinic, therapy}, {clinic, beside}, {clinic, therapy, beside,
                                                                                                        ("therapy", "S2")}]


def test_there_is_no_plan_near_a_start_without_sites(county):
    job, _ = job_of(county, GAP, SECONDS, start=set())
    first = job.levels[0]
    program = strategy.replace(strategy._program(job), cost=first.cost, constant=first.constant)
    assert nearest(program, job, 1.0, SECONDS, lambda: False) is None


def test_a_plan_comes_back_where_it_may(county, base):
    """Nothing holds the travel: the plan with everything today hosts comes back whole to the base."""
    job, matrix = job_of(county, GAP, SECONDS, start=base)
    away = solve_mip(strategy.replace(whole_program(job), cost=-job.start.cost), SECONDS, 0.5).x
    assert hosts(plan_of(matrix, away)) != base
    program = strategy.replace(strategy._program(job), cost=job.start.cost, constant=job.start.constant)
    x = back(program, job, away, SECONDS, lambda: False)
    assert {place[:2] for place in hosts(plan_of(matrix, x))} == {place[:2] for place in base}


@pytest.mark.parametrize(("left", "tolerance", "given_up"), [
    (0.009, 0.001, 0.001), (0.0095, 0.001, 0.0005), (0.004, 0.001, 0.004), (0.007, 0.001, 0.003), (0.02, 0.001, 0.001),
    (0.005, 0.1, 0.1)])
def test_later_levels_keep_to_the_gap_asked_for(left, tolerance, given_up):
    """Of 1 % asked for, what is left beside the gap may be given up, at most the gap itself; a level that did not get there gives up
    its own tolerance, and so does one whose tolerance is larger than what is asked for."""
    level = Level(np.zeros(1), 0.0, tolerance)
    job = SimpleNamespace(gap=0.01, levels=(level, level))
    search = SimpleNamespace(bound=1.0, gap_left=lambda: left)
    assert strategy._tolerance(job, level, search) == pytest.approx(given_up)
    assert strategy._tolerance(job, level, SimpleNamespace(bound=-np.inf)) == tolerance


def test_the_first_level_leaves_a_little_for_the_others():
    first, unasked = Level(np.zeros(1), 0.0, 0.001), Level(np.zeros(1), 0.0, 0.0, asked=False)
    assert strategy._aim(SimpleNamespace(gap=0.01, levels=(first,), near=False), 0) == 0.01
    assert strategy._aim(SimpleNamespace(gap=0.01, levels=(first, first), near=False), 0) == pytest.approx(0.009)
    assert strategy._aim(SimpleNamespace(gap=0.001, levels=(first, first), near=False), 0) == pytest.approx(0.0005)
    near = SimpleNamespace(gap=0.01, levels=(first, unasked, first), near=True)
    assert [strategy._aim(near, number) for number in range(3)] == pytest.approx([0.0098, 0.0, 0.01])


def test_the_plan_to_stay_near_is_part_of_the_question(tmp_path):
    """Two plans to stay near are two questions; a plan only to begin from is none."""
    case = tiny_case(tmp_path / "case", settings={"objective.levels": levels(0.4)})
    with solver_here():
        report = flow.solve(case, flow.Options(0.0, SECONDS))
    base = flow.write(report, tmp_path / "runs" / "base", force=False)
    near, best = flow.Options(0.0, SECONDS), flow.Options(0.0, SECONDS, near=False)
    plain, stays, begins = (flow.question(case, *asked)["options"] for asked in ((near,), (near, base), (best, base)))
    assert plain == begins == report.run["options"]
    assert stays == {**plain, "near": stays["near"]} and len(stays["near"]) == 16
    with solver_here():
        again = flow.solve(case, near, start=base)
    assert again.run["options"] == stays
    assert (again.run["start"], again.run["hostings_that_differ"], again.run["modes_that_differ"]) == ("base", 0, 0)
    assert "start" not in report.run and "hostings_that_differ" not in report.run
    flow.write(again, tmp_path / "runs" / "again", force=False)
    assert flow.same_run(case, near, tmp_path / "runs").folder == base
    assert flow.same_run(case, near, tmp_path / "runs", base).folder == tmp_path / "runs" / "again"
    assert flow.same_run(case, best, tmp_path / "runs", base).folder == base
