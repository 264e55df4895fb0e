"""Search: a plan and a bound for a program of a county's size, one service at a time.

1. Today's hosting, if it can be kept, is a first plan, and a guess (guess.py) a better one. 2. The relaxation gives a bound and the
prices of what services share. 3. Relax-and-fix: service by service gets yes-or-no decisions, the others stay at the relaxation.
4. At those prices every service's own best plan adds up to a better bound (bounding.py), in a thread of its own.
5. Fix-and-optimise: one, two or three services at once, the others as they are (groups.py), until nothing improves or the gap is
closed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace

import numpy as np

from model.solving.bounding import Aside, Bounding
from model.solving.fixed import polish, with_hosting
from model.solving.groups import Groups
from model.solving.guess import Guess
from model.solving.highs import Program, solve_mip
from model.solving.job import Job
from model.solving.lean import TRIFLE, use_of_shared
from model.solving.near import WORTH_CHANGING, back, nearest
from model.solving.relaxation import Relaxation, relax
from model.solving.services import Part, joining_excess, solve_part, split

FEASIBLE = 1e-6
PART_SECONDS = 12.0
GROUP_SECONDS, GROUP_GAP, GROUP_GAIN = 40.0, 0.0003, 1e-5
WORKERS, MERGE_SECONDS = 2, 5.0


class Search:
    """Best plan `x` (None before the first), its `value`, the `bound`, and the steps that better them.

    tell(x, value, bound, step) hears of every change; stop() true ends the search soon.
    """

    def __init__(self, job: Job, program: Program, tell: Callable, stop: Callable[[], bool], deadline: float, gap: float):
        self.job, self.program, self.tell, self.stop, self.deadline, self.gap = job, program, tell, stop, deadline, gap
        self.x, self.value, self.bound = None, np.inf, -np.inf
        self.services = int(job.service_of.max(initial=-1)) + 1
        self.step, self.aside, self.telling = "start", None, threading.Lock()
        self.near = None  # the plan nearest the start that was found
        self.stays = job.near  # the plan is to stay near the start on its way; one that is guessed anew comes back to it afterwards
        self.trifle = None  # cost of using what is shared, once the objective's size is known

    # ---- what is known

    def left(self) -> float:
        """Seconds left; 0 when asked to stop."""
        return 0.0 if self.stop() else max(self.deadline - time.monotonic(), 0.0)

    def gap_left(self) -> float:
        """(value - bound) / |value|; 1 without a plan or bound."""
        if not np.isfinite(self.value) or not np.isfinite(self.bound):
            return 1.0
        return max(self.value - self.bound, 0.0) / max(abs(self.value), 1e-9)

    def done(self) -> bool:
        return self.left() <= 0 or (self.x is not None and self.gap_left() <= self.gap)

    def offer(self, x: np.ndarray) -> bool:
        """Take a plan if it keeps every row and is better, or as good and leaner."""
        value = float(self.program.cost @ x + self.program.constant)
        if not self._is_better(x, value) or not self._feasible(x):
            return False
        with self.telling:
            self.x, self.value = x, value
            self.tell(self.x, self.value, self.bound, self.step)
        return True

    def _is_better(self, x: np.ndarray, value: float) -> bool:
        same = 1e-9 * max(abs(value), 1.0)
        if value < self.value - same:
            return True
        return self.trifle is not None and value <= self.value and self.trifle @ (x - self.x) < -same

    @property
    def lean(self) -> Program:
        """The program with a trifle on the use of everything shared (lean.py)."""
        if self.trifle is None:
            size = max((abs(value) for value in (self.value, self.bound) if np.isfinite(value)), default=0.0)
            if not size:
                return self.program
            self.trifle = TRIFLE * size * use_of_shared(self.program, self.job.service_of)
            if self.stays:
                self.trifle = self.trifle + WORTH_CHANGING * size * self.job.start.cost
        return replace(self.program, cost=self.program.cost + self.trifle)

    def raise_bound(self, bound: float, step: str = "") -> None:
        """Take a bound if it is better; also from the thread beside the search."""
        with self.telling:
            if bound > self.bound:
                self.bound = bound
                self.tell(None, self.value, self.bound, step or self.step)

    def _feasible(self, x: np.ndarray) -> bool:
        p, rows = self.program, self.job.rows
        whole = x[p.integer]
        return bool(joining_excess(p, x).max(initial=0) <= FEASIBLE and np.abs(whole - np.round(whole)).max(initial=0) <= FEASIBLE
                    and (x >= p.lower - FEASIBLE).all() and (x <= p.upper + FEASIBLE).all()
                    and rows.near_violation(x).max(initial=0) <= 10 * FEASIBLE
                    and rows.link_violation(x).max(initial=0) <= 10 * FEASIBLE)

    # ---- steps

    def take_start(self, seconds: float, other_modes: bool = True) -> None:
        """The sites and modes of another plan, as far as they are allowed here; in other modes, if wanted, where those do not fit."""
        self.step, start = "start", self.job.start
        x = np.zeros(len(self.program.cost))
        x[self.job.hosts] = np.clip(start.hosts, self.program.lower[self.job.hosts], self.program.upper[self.job.hosts])
        x[self.job.modes] = start.modes * x[self.job.mode_hosts]
        self.take_hosting(x, seconds, other_modes)

    def come_near(self, seconds: float) -> None:
        """The plan nearest the start that fits, once the objective's size is known."""
        self.step = "near the start"
        job, size = self.job, max(abs(self.bound), 1e-3)
        x = nearest(self.lean, job, size, min(seconds, self.left()), self.stop)
        if x is not None and self.offer(x):
            self.polish()
            self.near = self.x

    def come_back(self, seconds: float) -> None:
        """The plan nearer the start, all services that differ at once."""
        self.step = "nearer the start"
        x = back(self.program, self.job, self.x, min(seconds, self.left()), self.stop)
        if x is not None:
            self.offer(x)

    def keep_today(self, seconds: float) -> None:
        """Today's hosting with the best modes and assignments, if it can be kept."""
        self.step = "today's network"
        wanted = self.job.today[self.job.hosts]
        if np.isnan(wanted).any() or not wanted.any():
            return
        x = np.zeros(len(self.program.cost))
        x[self.job.hosts] = np.clip(wanted, self.program.lower[self.job.hosts], self.program.upper[self.job.hosts])
        solved = solve_mip(with_hosting(self.lean, self.job.rows, self.job.hosts, x), min(seconds, self.left()), 0.01,
                           self.job.seed, stop=self.stop)
        if solved.x is not None:
            self.offer(solved.x)

    def guess(self, seconds: float, duals: np.ndarray | None = None) -> None:
        """A plan on the sites and in the modes of the guess; in other modes if those do not fit. duals: prices to begin with."""
        self.step = "first plan" if self.x is None else "guess"
        if self.stays:
            self.stays, self.trifle = False, None  # the trifle charged what differs from the start
        hosting = None
        if self.job.start is not None:
            hosting = np.zeros(len(self.program.cost))
            hosting[self.job.hosts] = self.job.start.hosts
        ways = [(True, None), (False, None)]  # remote work takes people too: where they are short, fewer visits are remote
        for elsewhere, prices in ways if duals is None else [(True, duals), *ways]:
            search = Guess(self.program, self.job.outlines, self.job.service_of, self.job.seed, hosting, elsewhere)
            x, before = search.run(min(seconds, self.left()), self.stop, prices), self.x
            if x is not None:
                self.take_hosting(x, seconds)
            if self.x is not before:
                return

    def take_hosting(self, x: np.ndarray, seconds: float, other_modes: bool = True) -> None:
        """The best plan on the sites and in the modes of x; in other modes, if wanted, where those do not fit."""
        on_sites = with_hosting(self.lean, self.job.rows, self.job.hosts, x)
        modes, has_mode = np.round(x[self.job.modes]), np.zeros(len(x))
        np.maximum.at(has_mode, self.job.mode_hosts, modes)
        free = (has_mode < 0.5)[self.job.mode_hosts]  # a mode that is not permitted here: another one
        in_modes = on_sites.bounded(self.job.modes, np.where(free, on_sites.lower[self.job.modes], modes),
                                    np.where(free, on_sites.upper[self.job.modes], modes))
        for program, share in ((in_modes, 1.0), (on_sites, 0.3))[:1 + other_modes]:
            solved = solve_mip(program, min(share * seconds, self.left()), 0.01, self.job.seed, stop=self.stop)
            if solved.x is not None:
                self.offer(solved.x)
                return
        if self.step == "start":
            self.tell(None, self.value, self.bound, "start does not fit")

    def relax(self, seconds: float) -> Relaxation:
        """The relaxation; its bound and, for the parts, its prices."""
        self.step = "relaxation"
        relaxation = relax(self.program, self.job.rows, min(seconds, self.left()), self.job.seed)
        if relaxation.x is not None:
            self.raise_bound(relaxation.bound)
            self.begin_parts()
        return relaxation

    def begin_parts(self) -> None:
        """Split the program into its services."""
        self.parts = split(self.program, self.job.rows, self.job.service_of, self.job.rows_service,
                           [(service,) for service in range(self.services)])

    def order(self, relaxation: Relaxation) -> np.ndarray:
        """Services by the worth of the shared things they use in the relaxation, most first."""
        worth = []
        for service, part in enumerate(self.parts):
            mine = np.flatnonzero(self.job.service_of == service)
            use = self.program.A[part.joining][:, mine] @ relaxation.x[mine]
            worth.append(np.abs(relaxation.duals[part.joining] * use).sum())
        return np.argsort(-np.array(worth), kind="stable")

    def construct(self, relaxation: Relaxation, x: np.ndarray, order: np.ndarray, seconds: float) -> np.ndarray:
        """Relax-and-fix: one service after the other, all others at x; exceeding shared things is possible at a price."""
        self.step = "first plan" if self.x is None else "plan from the relaxation"
        end = time.monotonic() + min(seconds, self.left())
        for turn, service in enumerate(order):
            share = max(end - time.monotonic(), 0.0) / (len(order) - turn)
            if self.left() <= 0:
                break
            part = self.parts[service]
            _, changed = solve_part(self.program, part, x, self.priced(part, relaxation),
                                    min(max(4 * share, 1.0), PART_SECONDS), 0.002,
                                    self.job.seed, elastic=self.elastic(part, relaxation), stop=self.stop, slack=self.slack())
            x = x if changed is None else changed
        return x

    def repair(self, relaxation: Relaxation, x: np.ndarray, order: np.ndarray, seconds: float) -> np.ndarray:
        """Services that share something exceeded give way until nothing is exceeded; ever dearer from pass to pass."""
        self.step, end = "repair", time.monotonic() + min(seconds, self.left())
        for dearer in range(1, 100):
            for service in order:
                excess = joining_excess(self.program, x)
                whole = np.abs(x[self.program.integer] - np.round(x[self.program.integer])).max(initial=0) <= FEASIBLE
                if (excess.max(initial=0) <= FEASIBLE and whole) or time.monotonic() >= end or self.left() <= 0:
                    return x
                part = self.parts[service]
                if excess[part.joining].max(initial=0) <= FEASIBLE and whole:
                    continue
                prices = 3 * dearer * self.elastic(part, relaxation)
                _, changed = solve_part(self.program, part, x, self.lean.cost, min(PART_SECONDS, end - time.monotonic()), 0.001,
                                        self.job.seed, elastic=prices, stop=self.stop, slack=self.slack())
                x = x if changed is None else changed
        return x

    def bound_aside(self, relaxation: Relaxation, workers: int = 1) -> None:
        """Raise the bound by the services' own best plans at the relaxation's prices, in so many threads beside the search."""
        given, proof = (self.program, self.parts, self.job.service_of), self.job.proof
        own, taken = Bounding.at_relaxation(*given, relaxation, self.slack(), self.job.seed), None
        if proof is not None:
            taken = Bounding(*given, proof.duals, relaxation.bound, self.slack(), self.job.seed)
            taken.take(proof)
        self.aside = Aside(own, taken, 0.0 if proof is None else proof.raised, self.deadline, lambda: self.left() <= 0,
                           lambda bound: self.raise_bound(bound, "bound"), workers)

    def improve(self, order: np.ndarray, seconds: float, gap: float = 0.0005) -> None:
        """Fix-and-optimise passes, until a whole pass brings nothing."""
        self.step = "improving"
        end = time.monotonic() + min(seconds, self.left())
        fruitless = 0
        while True:
            for service in order:
                seconds_left = min(end - time.monotonic(), self.left())
                if seconds_left <= 0 or self.done() or fruitless >= len(order):
                    return
                before = self.value
                _, changed = solve_part(self.program, self.parts[service], self.x, self.lean.cost,
                                        min(PART_SECONDS, seconds_left), gap, self.job.seed, stop=self.stop)
                if changed is not None:
                    self.offer(changed)
                fruitless = 0 if self.value < before - 1e-5 * abs(before) else fruitless + 1

    def improve_together(self, relaxation: Relaxation, seconds: float) -> None:
        """Fix-and-optimise for one service, two at once, and three where two are stuck: first those that promise most for their time, as
        they cost well above their lower bounds and share much that has a price. Once the bound is there, two such groups at a time.
        Ends when nothing brings anything."""
        self.step, end, groups = "improving together", time.monotonic() + min(seconds, self.left()), Groups(self, relaxation)
        running: dict[Future, tuple[tuple[int, ...], np.ndarray, float]] = {}

        def over() -> bool:
            return time.monotonic() >= end or self.done()

        with ThreadPoolExecutor(WORKERS, thread_name_prefix="group") as pool:
            while running or not over():
                while len(running) < (WORKERS if self.aside.is_complete else WORKERS - 1) and not over():
                    busy = {service for group, _, _ in running.values() for service in group}
                    group = groups.best(self.x, self.aside.bounding, busy)
                    if group is None:
                        break
                    running[pool.submit(self._group, groups, group, self.x, end, over)] = group, self.x, time.monotonic()
                if not running:
                    return
                for future in wait(running, timeout=1.0, return_when=FIRST_COMPLETED).done:
                    (group, before, began), changed = running.pop(future), future.result()
                    bettered = changed is not None and self._merge(before, changed)
                    groups.tried(group, time.monotonic() - began, bettered, self.x if bettered else before, self.aside.bounding)

    def _group(self, groups: Groups, group: tuple[int, ...], x: np.ndarray, end: float, over: Callable[[], bool]) -> np.ndarray | None:
        """x with a group of services solved anew; None without a better plan."""
        seconds = min(GROUP_SECONDS, max(end - time.monotonic(), 0.1))
        _, changed = solve_part(self.program, groups.part(group), x, self.lean.cost, seconds, GROUP_GAP, self.job.seed, stop=over,
                                slack=0.4 * self.slack())
        worth = GROUP_GAIN * abs(self.value)
        return None if changed is None or self.program.cost @ changed > self.program.cost @ x - worth else changed

    def _merge(self, before: np.ndarray, changed: np.ndarray) -> bool:
        """Take what a group changed; what was bettered meanwhile stays, if both fit."""
        if self.x is before:
            return self.offer(changed)
        x = np.where(changed != before, changed, self.x)
        if self.offer(x):
            return True
        solved = polish(self.lean, self.job.rows, self.job.hosts, x, min(MERGE_SECONDS, max(self.left(), 1.0)))
        return solved.x is not None and self.offer(solved.x)

    # ---- prices

    def slack(self) -> float:
        """Absolute gap below which one service's part is good enough."""
        return 5e-5 * max(abs(self.bound), 1e-3) if np.isfinite(self.bound) else 1e-6

    def priced(self, part: Part, relaxation: Relaxation) -> np.ndarray:
        """Costs with what is shared charged at the relaxation's prices."""
        duals = np.zeros(len(relaxation.duals))
        duals[part.joining] = relaxation.duals[part.joining]
        return self.lean.cost - self.program.A.T @ duals

    def elastic(self, part: Part, relaxation: Relaxation) -> np.ndarray:
        """Price of exceeding each joining row: well above its own price, and never negligible."""
        sides = np.where(np.isfinite(self.program.row_upper), self.program.row_upper, self.program.row_lower)[part.joining]
        worth = 0.02 * max(abs(relaxation.bound), 1e-3) / np.maximum(np.abs(np.where(np.isfinite(sides), sides, 0.0)), 1.0)
        return np.maximum(30 * np.abs(relaxation.duals[part.joining]), worth)

    def polish(self, seconds: float = 30.0) -> None:
        """Re-solve the continuous decisions for the plan's yes-or-no decisions, if there is a plan."""
        if self.x is None:
            return
        solved = polish(self.lean, self.job.rows, self.job.hosts, self.x, min(seconds, max(self.left(), 5.0)))
        if solved.x is not None:
            self.offer(solved.x)

    def whole(self, program: Program) -> str:
        """Branch and bound on the whole program; plans that break a generated row are repaired, the bound counts as it is.
        Where it ends on such a plan with time left, the rows that its plans broke are added and it begins anew."""
        self.step = "branch and bound"
        rows, broken = self.job.rows, {}

        def on_plan(x: np.ndarray, value: float) -> None:
            broken["links"] = broken.get("links", False) | (rows.link_violation(x) > 10 * FEASIBLE)
            broken["nears"] = broken.get("nears", False) | (rows.near_violation(x) > 10 * FEASIBLE)
            self.offer(x)

        while True:
            broken.clear()
            solved = solve_mip(program, self.left(), self.gap, self.job.seed, start=self.x, on_plan=on_plan,
                               on_bound=self.raise_bound, stop=self.stop)
            if solved.x is not None and not self.offer(solved.x) and solved.objective < self.value - FEASIBLE:
                repaired = polish(self.program, rows, self.job.hosts, solved.x, max(self.left(), 5.0))
                if repaired.x is not None:
                    self.offer(repaired.x)
            self.raise_bound(solved.bound)
            if solved.status != "optimal" or solved.x is None or self.done():
                return solved.status
            on_plan(solved.x, solved.objective)
            links, nears = (np.flatnonzero(broken[kind]) for kind in ("links", "nears"))
            if not len(links) and not len(nears):
                return solved.status
            program = program.with_rows(*rows.link_rows(links)).with_rows(*rows.near_rows(nears))
