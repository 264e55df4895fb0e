"""Plans: does a case have a plan at all? The answer is a plan, a proof that there is none, or that time ran out."""

from __future__ import annotations

import time
from dataclasses import dataclass

from model.case import Case
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.results.plan import Plan
from model.solving.highs import Program, solve_mip
from model.solving.matrix import TriviallyInfeasible, compile_matrix
from model.solving.solve import solve
from model.solving.strategy import SMALL_COLUMNS
from model.solving.values import plan_of

EXACT = {"mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9}
SHORTEST_SEARCH = 2.0  # seconds: building alone takes as long
ANY_PLAN = 2.0  # a gap at which the first plan is good enough


class Deadline:
    """Seconds until a moment."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds

    def left(self, share: float = 1.0) -> float:
        """Seconds left, or a share of them; never below 0."""
        return max(self.end - time.monotonic(), 0.0) * share

    @property
    def over(self) -> bool:
        return self.left() <= 0


@dataclass(frozen=True)
class Found:
    """status: plan, none (proven) or unknown (no answer in time)."""

    status: str
    plan: Plan | None = None


def is_small(case: Case) -> bool:
    """Whether a case goes whole to branch and bound, every row at once."""
    return len(Pairs(case).reach) <= SMALL_COLUMNS


def find_plan(case: Case, seconds: float) -> Found:
    """Any plan that keeps every rule."""
    return _whole(case, seconds) if is_small(case) else _by_services(case, seconds)


def _whole(case: Case, seconds: float) -> Found:
    deadline = Deadline(seconds)
    try:
        matrix = compile_matrix(build(case, templates=False))
    except TriviallyInfeasible:
        return Found("none")
    cost, constant = matrix.level(case.settings.objective.levels[0]["terms"])
    program = Program(matrix.A, matrix.row_lower, matrix.row_upper, matrix.lower, matrix.upper, cost, constant, matrix.integer)
    solved = solve_mip(program, deadline.left(), 0.5)
    if solved.x is not None:
        return Found("plan", plan_of(matrix, solved.x))
    return Found("none" if solved.status == "infeasible" else "unknown")


def _by_services(case: Case, seconds: float) -> Found:
    """A county's case: the ordinary search, which ends with its first plan."""
    if seconds < SHORTEST_SEARCH:
        return Found("unknown")
    first = case.settings.objective.as_dict() | {"levels": case.settings.objective.levels[:1]}
    outcome = solve(case.changed(settings=case.settings.changed(objective=first)), ANY_PLAN, seconds, seed=1)
    if outcome.plan is not None:
        return Found("plan", outcome.plan)
    return Found("none" if outcome.status == "infeasible" else "unknown")
