"""Strategy: level after level within one time limit. Small programs go whole to branch and bound; a county's go service by
service first (search.py)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from model.solving.highs import Program
from model.solving.job import Job, Level
from model.solving.proof import Proof
from model.solving.relaxation import Relaxation
from model.solving.search import WORKERS, Search

SMALL_COLUMNS = 12_000
CONSTRUCT_SECONDS = 60.0  # for relax-and-fix at most; a first plan should not wait for better parts
ASTRAY = 0.03  # gap beyond which a start that fits is not the plan to better: the guess may know other sites
PROMISING = 1.3  # times the gap: a plan within it, as far as the bound rose in the other solve, may do
NEARLY = 0.02  # of the gap asked for: by so much closer is the first level solved where the plan is to stay near another one
WAIT_SHARE = 0.4  # of the time left, for the bound alone
FAR = 0.15  # gap beyond which a plan is built anew rather than bettered
FIRST_SHARE = {1: 1.0, 2: 0.85, 3: 0.8}  # of the time limit, for the first level of so many or more
LATER_SHARE, LATER_SECONDS = 0.2, 5.0  # of the first level's time, for each later level; and at least so long


@dataclass(frozen=True)
class LevelOutcome:
    """value and bound of a level when it was solved (bound -inf: not bounded); tolerance: what later levels may give up of it."""

    value: float
    bound: float
    tolerance: float


@dataclass(frozen=True)
class Solution:
    """status: proven, feasible, infeasible or no_plan. x: the final plan or None. proof: what was learned of the first level's bound
    (None where it was solved whole)."""

    status: str
    x: np.ndarray | None
    levels: tuple[LevelOutcome, ...]
    proof: Proof | None = None


def solve_levels(job: Job, tell: Callable, stop: Callable[[], bool]) -> Solution:
    """Solve a job. tell(level, x, value, bound, step) hears of every change; stop() true keeps the best plan and ends."""
    begin, first = time.monotonic(), _program(job)
    program, outcomes, x, near, proof, ends = first, [], None, None, None, _ends(job, begin)
    for number, level in enumerate(job.levels):
        scale = 1e-3 if number == 0 and np.abs(level.cost).max(initial=0) > 1e3 else 1.0
        program = replace(program, cost=level.cost * scale, constant=level.constant * scale)

        def told(x, value, bound, step, number=number, scale=scale) -> None:
            tell(number, x, value / scale, bound / scale, step)

        search = Search(job, program, told, stop, ends[number], _aim(job, number))
        if x is not None:
            search.offer(x)
        if not level.asked:
            search.raise_bound(_least(program))
            if near is not None:
                search.offer(near)
        whole = len(program.cost) <= SMALL_COLUMNS or search.services <= 1  # one service has no parts to go through
        verdict = _small(search) if whole else _large(search, number)
        if search.x is None:
            return Solution("infeasible" if verdict == "infeasible" else "no_plan", None, tuple(outcomes))
        x, near = search.x, search.near
        tolerance = _tolerance(job, level, search)
        outcomes.append(LevelOutcome(search.value / scale, search.bound / scale, tolerance))
        if number == 0:
            first = program
        program = _held(program, program, x, tolerance)
        if not level.asked:  # that the first level gave way for: no further than its own tolerance from here
            program = _held(program, first, x, min(outcomes[0].tolerance, job.levels[0].tolerance))
        if number == 0 and search.aside:
            proof, ends = search.aside.bounding.proof(), _later_ends(ends, time.monotonic() - begin)
        if stop():
            break
    value = float(job.levels[0].cost @ x + job.levels[0].constant)
    proven = value - outcomes[0].bound <= job.gap * max(abs(value), 1e-9) + 1e-9
    return Solution("proven" if proven else "feasible", x, tuple(outcomes), proof)


def _aim(job: Job, number: int) -> float:
    """The gap to which a level is solved: the first somewhat closer than asked for, since later ones give up a little of it. A plan that is
    to stay near another one hardly moves in them."""
    if not job.levels[number].asked:
        return 0.0
    if number or len(job.levels) == 1:
        return job.gap
    return (1 - NEARLY) * job.gap if job.near else max(job.gap / 2, job.gap - job.levels[0].tolerance)


def _least(program: Program) -> float:
    """The least an objective can be within the columns' bounds: nothing differs from the start, so there is no nearer plan."""
    counted = np.flatnonzero(program.cost)
    cost = program.cost[counted]
    return float(np.minimum(cost * program.lower[counted], cost * program.upper[counted]).sum()) + program.constant


def _tolerance(job: Job, level: Level, search: Search) -> float:
    """What later levels may give up of a level just solved: what is not proven need not be held. The plan stays within the gap asked for,
    unless the level's own tolerance is larger than that."""
    if not level.asked or not np.isfinite(search.bound):
        return level.tolerance
    room = job.gap - search.gap_left()
    if room >= 0 and level.tolerance <= job.gap:
        return min(max(level.tolerance, search.gap_left()), room)
    return level.tolerance


def _held(program: Program, of: Program, x: np.ndarray, tolerance: float) -> Program:
    """The program with a row that holds another's objective within a tolerance of its value at x."""
    value = float(of.cost @ x + of.constant)
    return program.with_rows(csr_matrix(of.cost), np.array([value + abs(value) * tolerance - of.constant + 1e-9]))


def _ends(job: Job, begin: float) -> list[float]:
    """When each level must have ended: the first after its share of the time limit, the others evenly after it."""
    later = len(job.levels) - 1
    share = FIRST_SHARE[min(later + 1, max(FIRST_SHARE))]
    return [begin + job.seconds * (share + (1 - share) * number / max(later, 1)) for number in range(later + 1)]


def _later_ends(ends: list[float], seconds: float) -> list[float]:
    """The ends, earlier where the first level took only so many seconds: later levels of a county are bettered, not proven."""
    now, each = time.monotonic(), max(LATER_SHARE * seconds, LATER_SECONDS)
    return [ends[0], *(min(end, now + each * number) for number, end in enumerate(ends[1:], start=1))]


def _program(job: Job) -> Program:
    zero = np.zeros(len(job.lower))
    return Program(job.A, job.row_lower, job.row_upper, job.lower, job.upper, zero, 0.0, job.integer)


def whole_program(job: Job) -> Program:
    """The job's program with every generated row and the first level's cost."""
    first = job.levels[0]
    return with_generated_rows(replace(_program(job), cost=first.cost, constant=first.constant), job)


def with_generated_rows(program: Program, job: Job) -> Program:
    """The program with every linking and nearest-site row."""
    everything, rows = np.arange(len(job.rows.assign)), job.rows
    near = everything[rows.near & (rows.first < rows.end)]
    return program.with_rows(*rows.link_rows(everything)).with_rows(*rows.near_rows(near))


def _small(search: Search) -> str:
    """Every row at once, branch and bound."""
    if search.job.start is not None:
        search.take_start(0.1 * search.left())
    return search.whole(with_generated_rows(search.program, search.job))


def _large(search: Search, number: int) -> str:
    """Service by service; branch and bound with what time is left on the first level."""
    seconds = search.left()
    if number:
        return _later(search, number)
    started = search.job.start is not None
    if started:
        search.take_start(0.1 * seconds, other_modes=False)
    else:
        search.keep_today(0.05 * seconds)
        search.guess(0.3 * seconds)
        search.polish()
    relaxation = search.relax(0.4 * seconds)
    if relaxation.x is None:
        return relaxation.status
    if started and search.x is None:
        search.come_near(0.15 * seconds)
    if started and search.gap_left() > ASTRAY:
        search.guess(0.1 * seconds, relaxation.duals)
        search.polish()
    order = search.order(relaxation)
    waits = _may_do(search)
    search.bound_aside(relaxation, WORKERS if waits else 1)
    try:
        if waits:
            search.aside.wait_until(search.done, WAIT_SHARE * search.left())
        _better(search, relaxation, order)
        if not search.done():
            search.aside.wait()
    finally:
        search.aside.end()
    if not search.done():
        return search.whole(relaxation.program)
    return "stopped"


def _may_do(search: Search) -> bool:
    """Whether a plan near the start may prove good enough as it is: then it is not bettered, so that less comes to differ."""
    proof = search.job.proof
    return search.job.near and search.gap_left() - (0.0 if proof is None else proof.raised) <= PROMISING * search.gap


def _better(search: Search, relaxation: Relaxation, order: np.ndarray) -> None:
    """A plan from the relaxation where there is none or a poor one, then better and better ones."""
    if search.x is None or search.gap_left() > FAR:
        x = search.construct(relaxation, relaxation.x, order, min(0.4 * search.left(), CONSTRUCT_SECONDS))
        search.offer(search.repair(relaxation, x, order, 0.3 * search.left()))
    if search.x is not None:
        search.improve_together(relaxation, search.left())


def _later(search: Search, number: int) -> str:
    """Later levels start from a plan: polish it, then better it service by service. The plan that the solve started from is offered again:
    it may be the nearer to today, within what the levels before may give up."""
    search.polish()
    if search.job.start is not None:
        search.take_start(0.2 * search.left(), other_modes=False)
    if not search.job.levels[number].asked:
        search.come_back(0.5 * search.left())
    if search.done():
        return "stopped"
    search.begin_parts()
    search.improve(np.arange(search.services), search.left(), gap=0.001)
    search.polish()
    return "stopped"
