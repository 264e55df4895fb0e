"""Solving in the tests: plans are audited, and small programs can be solved in this process."""

from __future__ import annotations

import pytest

from model.case import Case
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.results.audit import audit
from model.results.plan import Plan
from model.results.tables import tables
from model.results.today import todays_plan
from model.solving import strategy
from model.solving.job import Job, make_job
from model.solving.matrix import compile_matrix
from model.solving.outcome import Outcome
from model.solving.solve import solve
from model.solving.strategy import Solution, solve_levels
from model.solving.values import plan_of
from tests.here import solver_here

SECONDS, SEED = 60, 1
GIVEN_UP = ("optimal", "feasible")  # later levels may give up part of the first, which is then no longer at its bound


def solved(case: Case, statuses: tuple[str, ...] = ("optimal",)) -> Outcome:
    """The optimal outcome of a case, solved as the command does (but in this process) and audited."""
    with solver_here():
        outcome = solve(case, 0.0, SECONDS, SEED)
    assert_sound(case, outcome, statuses)
    return outcome


def assert_sound(case: Case, outcome: Outcome, statuses: tuple[str, ...] = ("optimal",)) -> None:
    """The outcome has one of the statuses and a plan that passes the audit, with all that the solver said of it."""
    assert outcome.status in statuses, (outcome.status, outcome.reason, outcome.log)
    said = {
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "terms": outcome.terms,
        "levels": [{"objective": level.value, "tolerance": level.tolerance} for level in outcome.levels],
    }
    assert_keeps_every_rule(case, outcome.plan, said)


def assert_keeps_every_rule(case: Case, plan: Plan, said: dict | None = None) -> None:
    report = audit(case, tables(case, plan, todays_plan(case)), said)
    assert report.passed, report.violations.to_string()


def job_of(case: Case, gap: float = 0.0, seconds: float = SECONDS, start: set | None = None,
           proof: dict | None = None, near: bool = False) -> tuple[Job, object]:
    """The job of a case and its matrix."""
    matrix = compile_matrix(build(case, pairwise=False))
    return make_job(case, Pairs(case), matrix, gap, seconds, SEED, start, proof, near), matrix


def solved_here(case: Case, gap: float = 0.0, told: list | None = None) -> tuple[Solution, Plan]:
    """Solution and audited plan, without a child process. told: takes (level, plan's value, bound, step) of each change."""
    job, matrix = job_of(case, gap)
    solution = solve_levels(
        job, lambda level, x, value, bound, step: told is not None and told.append((level, value, bound, step)), lambda: False
    )
    assert solution.x is not None, solution.status
    plan = plan_of(matrix, solution.x)
    assert_keeps_every_rule(case, plan)
    return solution, plan


def objective_here(case: Case) -> float:
    """Proven optimum of the first level."""
    solution, _ = solved_here(case)
    assert solution.status == "proven"
    return solution.levels[0].value


def assert_the_way_of_a_county_agrees(case: Case) -> None:
    """Whole and service by service the value is the same, and both plans keep every rule."""
    job, matrix = job_of(case, 0.001, 40)
    small = solve_levels(job, lambda *_: None, lambda: False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strategy, "SMALL_COLUMNS", 0)
        large = solve_levels(job, lambda *_: None, lambda: False)
    assert small.status == large.status == "proven"
    assert large.levels[0].value == pytest.approx(small.levels[0].value, rel=0.002)
    for solution in (small, large):
        assert_keeps_every_rule(case, plan_of(matrix, solution.x))


def hosts(plan: Plan) -> set[tuple[str, str, str]]:
    """(service, site, mode) of a plan."""
    return set(plan.hosting[["service", "site", "mode"]].itertuples(index=False, name=None))
