"""Near: the plan like another one where that itself does not fit any more.

A start's sites hardly ever all fit another question: here a site is lost, there fewer visits are too few for a day a week. With no new
sites and a price on every difference, the relaxation leaves nearly every service just as it was; only those it splits are decided
anew, in a small program.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from model.solving.fixed import at_open_sites
from model.solving.highs import Program, solve_mip
from model.solving.rows import GeneratedRows

WORTH = 0.002  # of the objective: what one service that comes or goes counts beside it
WORTH_CHANGING = 2e-5  # of it: what a service that comes or goes must bring where the plan is to stay near the start
GAP = 0.001
LP_SHARE = 0.5  # of the seconds, for the relaxation
SPLIT = 1e-6


@dataclass(frozen=True)
class Start:
    """Another plan's sites and modes. hosts, modes: 1 where hosted and where used, as far as the program has them, in the order of its
    host and mode columns. differences = cost . x + constant: services that come or go and, with their own weight, changed modes."""

    hosts: np.ndarray
    modes: np.ndarray
    cost: np.ndarray
    constant: float


def nearest(program: Program, rows: GeneratedRows, hosts: np.ndarray, service_of: np.ndarray, start: Start, size: float,
            seconds: float, seed: int, stop: Callable[[], bool]) -> np.ndarray | None:
    """A plan at the start's sites and those that must host, with few differences; None where there is none or time is up.

    hosts: host columns. service_of (columns,): service numbers. size: of the objective.
    """
    end = time.monotonic() + seconds
    whole = _on_sites(program, rows, hosts, np.maximum(start.hosts, program.lower[hosts]))
    whole = replace(whole, cost=program.cost + WORTH * size * start.cost)
    relaxed = solve_mip(replace(whole, integer=np.zeros(len(whole.cost), dtype=bool)), LP_SHARE * seconds, 0.0, seed, stop=stop)
    if relaxed.status != "optimal":
        return None
    split = program.integer & (np.abs(relaxed.x - np.round(relaxed.x)) > SPLIT) & (service_of >= 0)
    settled = np.flatnonzero(program.integer & (service_of >= 0) & ~np.isin(service_of, service_of[split]))
    values = np.round(relaxed.x[settled])
    for tried in (whole.bounded(settled, values, values), whole):
        solved = solve_mip(tried, end - time.monotonic(), GAP, seed, stop=stop)
        if solved.x is not None:
            return solved.x
        if time.monotonic() >= end or stop():
            return None
    return None


def back(program: Program, rows: GeneratedRows, hosts: np.ndarray, service_of: np.ndarray, start: Start, x: np.ndarray,
         seconds: float, seed: int, stop: Callable[[], bool]) -> np.ndarray | None:
    """The plan x brought nearer the start in all services that differ, at once, at sites of either; None without a plan.

    The program's cost counts the differences, and its rows hold what came before them.
    """
    both = _on_sites(program, rows, hosts, np.maximum(start.hosts, np.round(x[hosts])))
    differ = np.isin(service_of, service_of[hosts][np.round(x[hosts]) != start.hosts])
    settled = np.flatnonzero(program.integer & (service_of >= 0) & ~differ)
    values = np.round(x[settled])
    return solve_mip(both.bounded(settled, values, values), seconds, 0.0, seed, start=x, stop=stop).x


def _on_sites(program: Program, rows: GeneratedRows, hosts: np.ndarray, allowed: np.ndarray) -> Program:
    """The program with every generated row where a service may be hosted at those sites only."""
    closed = program.bounded(hosts, program.lower[hosts], np.minimum(program.upper[hosts], allowed))
    maybe = closed.upper[rows.host] > 0.5
    return at_open_sites(closed, rows, maybe).with_rows(*rows.link_rows(np.flatnonzero(maybe)))
