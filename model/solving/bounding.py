"""Bounding: at the relaxation's prices for what services share, every service's own best plan adds up to a better bound (Lagrangian
relaxation, Geoffrion 1974). It needs no plan, so it runs in a thread of its own while plans are sought."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from scipy.sparse import vstack

from model.solving.highs import Program, solve_mip
from model.solving.proof import Proof, digest_of
from model.solving.relaxation import Relaxation
from model.solving.services import Part

PART_SECONDS = 20.0
PART_GAP = 0.0005
ROUNDING = 1e-7  # of the relaxation's value, for one service's share of it
STANDING = 0.5  # of the services: where the bounds of so many still stand, another solve's prices are tried first
RAISED = 0.5  # of what they raised the bound in that solve: less here, and the relaxation's own prices are tried after them


class Bounding:
    """The services' own best plans at prices for what they share.

    price (columns,): reduced costs. least (services,): lower bound of what each service costs at them, -inf: not yet known. bound:
    their sum with what belongs to no service, in the objective's unit. settled (services,): no better bound is sought. relaxed: the
    relaxation's bound.
    """

    def __init__(self, program: Program, parts: list[Part], service_of: np.ndarray, duals: np.ndarray, relaxed: float, slack: float,
                 seed: int):
        self.program, self.parts, self.service_of, self.slack, self.seed = program, parts, service_of, slack, seed
        self.relaxed = relaxed
        self.duals, self.price, self.rest = _dual_value(program, parts, service_of, duals)
        self.least, self.settled = np.full(len(parts), -np.inf), np.zeros(len(parts), dtype=bool)

    @classmethod
    def at_relaxation(cls, program: Program, parts: list[Part], service_of: np.ndarray, relaxation: Relaxation, slack: float,
                      seed: int) -> Bounding:
        """At the relaxation's prices: what a service costs in the relaxation, whose plan is best at them, is its first lower bound."""
        bounding = cls(program, parts, service_of, relaxation.duals, relaxation.bound, slack, seed)
        rounding = ROUNDING * max(abs(relaxation.bound), 1.0)
        bounding.least = np.array([float(bounding.price[service_of == service] @ relaxation.x[service_of == service]) - rounding
                                   for service in range(len(parts))])
        return bounding

    def take(self, proof: Proof) -> None:
        """The lower bounds of those services that are as they were in the proof."""
        for service, (least, digest) in enumerate(zip(proof.least, proof.digests)):
            if digest and digest == digest_of(self._own(service)):
                self.least[service], self.settled[service] = least, True

    def proof(self) -> Proof:
        """For a later solve."""
        digests = tuple(digest_of(self._own(service)) for service in range(len(self.parts)))
        return Proof(self.duals, self.least, digests, self.bound / self.relaxed - 1 if self.relaxed else 0.0)

    @property
    def bound(self) -> float:
        return self.rest + float(self.least.sum())

    def excess(self, x: np.ndarray) -> np.ndarray:
        """(services,): what each service costs in a plan above its lower bound, at the prices: where a plan may be bettered."""
        return np.array([float(self.price[self.service_of == service] @ x[self.service_of == service]) - least
                         for service, least in enumerate(self.least)])

    def run(self, deadline: float, stop: Callable[[], bool], raised: Callable[[float], None], workers: int = 1) -> None:
        """Solve every service, so many at a time; raised(bound) hears of the bound after each. A service without time enough counts as
        far as it came."""
        def better(service: int) -> None:
            if stop() or time.monotonic() >= deadline or self.settled[service]:
                return
            solved = solve_mip(self._own(service), min(PART_SECONDS, max(deadline - time.monotonic(), 0.1)), PART_GAP, self.seed,
                               stop=stop, options={"mip_abs_gap": self.slack})
            self.least[service], self.settled[service] = max(solved.bound, self.least[service]), True
            raised(self.bound)

        with ThreadPoolExecutor(workers, thread_name_prefix="service") as pool:
            list(pool.map(better, np.argsort(-np.abs(self.least), kind="stable")))

    def _own(self, service: int) -> Program:
        """The service's columns with the rows that hold nothing else, at the prices."""
        p, part = self.program, self.parts[service]
        mine = np.flatnonzero(self.service_of == service)
        inside = np.isin(part.columns, mine)
        own = part.own_rows[np.asarray(abs(p.A[part.own_rows][:, part.columns[~inside]]).sum(axis=1)).ravel() == 0]
        own = own[self.duals[own] == 0]
        A = vstack([p.A[own][:, mine], part.generated[:, inside]], format="csr")
        return Program(A, np.append(p.row_lower[own], np.full(len(part.generated_upper), -np.inf)),
                       np.append(p.row_upper[own], part.generated_upper), p.lower[mine], p.upper[mine], self.price[mine], 0.0,
                       p.integer[mine])


class Aside:
    """A bounding that runs beside the search: at another solve's prices first where its proof still stands for most services, and at the
    relaxation's where there is no such proof or it is worth little here."""

    def __init__(self, own: Bounding, taken: Bounding | None, raised_there: float, deadline: float, stop: Callable[[], bool],
                 raised: Callable[[float], None], workers: int = 1):
        """own: at the relaxation's prices. taken: at the prices of another solve, which raised its bound by so much."""
        if taken is not None and taken.settled.mean() < STANDING:
            taken = None
        self.own, self.taken, self.raised_there, self.ended, self.workers = own, taken, raised_there, threading.Event(), workers
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="bound")
        self.future: Future = self.pool.submit(self._run, deadline, lambda: stop() or self.ended.is_set(), raised)

    @property
    def bounding(self) -> Bounding:
        """The better of the two."""
        return self.taken if self.taken is not None and self.taken.bound > self.own.bound else self.own

    def _run(self, deadline: float, stop: Callable[[], bool], raised: Callable[[float], None]) -> None:
        if self.taken is not None:
            raised(self.taken.bound)
            self.taken.run(deadline, stop, raised, self.workers)
            if self.taken.bound >= self.own.relaxed * (1 + RAISED * self.raised_there):
                return
        self.own.run(deadline, stop, raised, self.workers)

    @property
    def is_complete(self) -> bool:
        return self.future.done()

    def wait(self) -> None:
        """Until the bound is complete or its time is up; an error in it is raised here."""
        self.future.result()
        self.pool.shutdown()

    def wait_until(self, enough: Callable[[], bool], seconds: float) -> None:
        """Until the bound is complete or enough, or so many seconds have passed."""
        end = time.monotonic() + seconds
        while not (self.is_complete or enough() or time.monotonic() >= end):
            time.sleep(0.05)

    def end(self) -> None:
        """Stop it as it stands."""
        self.ended.set()
        self.wait()


def _dual_value(p: Program, parts: list[Part], service_of: np.ndarray, duals: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """(prices of the rows that join services, reduced costs, constant of the Lagrangian function with the columns of no service at
    their best bound). Prices of the wrong sign are rounding and count as 0."""
    joins = np.zeros(p.A.shape[0], dtype=bool)
    for part in parts:
        joins[part.joining] = True
    of_none = np.flatnonzero(service_of < 0)
    joins |= np.asarray(abs(p.A[:, of_none]).sum(axis=1)).ravel() > 0
    duals = np.where(joins, duals, 0.0)
    duals[(np.isinf(p.row_lower) & (duals > 0)) | (np.isinf(p.row_upper) & (duals < 0))] = 0.0
    price = p.cost - p.A.T @ duals
    sides = np.where(duals > 0, p.row_lower, p.row_upper)
    constant = float((duals[duals != 0] * sides[duals != 0]).sum()) + p.constant
    best = np.where(price[of_none] > 0, p.lower[of_none], p.upper[of_none])
    used = np.abs(price[of_none]) > 1e-12
    return duals, price, constant + float((price[of_none][used] * best[used]).sum())
