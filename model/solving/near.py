"""Near: the plan like another one where that itself does not fit any more.

A start's sites hardly ever all fit another question: here a site is lost, there fewer visits are too few for a day a week. With no new
sites and a price on every difference, the relaxation leaves nearly everything just as it was; only what it splits is decided anew, in a
small program, and then what is beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from model.solving.fixed import at_open_sites
from model.solving.highs import Program, solve_mip

if TYPE_CHECKING:
    from model.solving.job import Job

WORTH = 0.002  # of the objective: what one service that comes or goes counts beside it
WORTH_CHANGING = 2e-5  # of it: what a service that comes or goes must bring where the plan is to stay near the start
GAP = 0.001
LP_SHARE = 0.5  # of the seconds, for the relaxation
SPLIT = 1e-6


def nearest(program: Program, job: Job, size: float, seconds: float, stop: Callable[[], bool]) -> np.ndarray | None:
    """A plan at the start's sites and those that must host, with few differences; None where there is none or time is up.

    program: the job's, with the cost of a level. size: of its objective.
    """
    end = time.monotonic() + seconds
    whole = _on_sites(program, job, np.maximum(job.start.hosts, program.lower[job.hosts]))
    whole = replace(whole, cost=program.cost + WORTH * size * job.start.cost)
    relaxed = solve_mip(replace(whole, integer=np.zeros(len(whole.cost), dtype=bool)), LP_SHARE * seconds, 0.0, job.seed, stop=stop)
    if relaxed.status != "optimal":
        return None
    split = program.integer & (np.abs(relaxed.x - np.round(relaxed.x)) > SPLIT) & (job.service_of >= 0)
    x = None
    for free, share, always in _ever_more(job, split):
        if (x is not None and not always) or stop():
            break
        settled = np.flatnonzero(program.integer & (job.service_of >= 0) & ~split & ~free)
        values = np.round(relaxed.x[settled])
        solved = solve_mip(whole.bounded(settled, values, values), share * (end - time.monotonic()), GAP, job.seed, start=x, stop=stop)
        x = x if solved.x is None else solved.x
    return x


def _ever_more(job: Job, split: np.ndarray) -> Iterator[tuple[np.ndarray, float, bool]]:
    """(columns to decide anew, share of the time left, whether also where there is a plan already): the services at the sites where they
    are split; whatever is at those sites; the services wherever they are; everything."""
    host_of = np.full(len(split), -1)
    host_of[job.hosts] = np.arange(len(job.hosts))
    host_of[job.modes] = host_of[job.mode_hosts]
    hosted, places = host_of >= 0, np.unique(host_of[split & (host_of >= 0)])
    yield hosted & np.isin(host_of, places), 0.3, True
    yield hosted & np.isin(job.start.sites[host_of], job.start.sites[places]), 0.5, True
    yield np.isin(job.service_of, job.service_of[split]), 0.7, False
    yield np.ones(len(split), dtype=bool), 1.0, False


def back(program: Program, job: Job, x: np.ndarray, seconds: float, stop: Callable[[], bool]) -> np.ndarray | None:
    """The plan x brought nearer the start in all services that differ, at once, at sites of either; None without a plan.

    The program's cost counts the differences, and its rows hold what came before them.
    """
    both = _on_sites(program, job, np.maximum(job.start.hosts, np.round(x[job.hosts])))
    differ = np.isin(job.service_of, job.service_of[job.hosts][np.round(x[job.hosts]) != job.start.hosts])
    settled = np.flatnonzero(program.integer & (job.service_of >= 0) & ~differ)
    values = np.round(x[settled])
    return solve_mip(both.bounded(settled, values, values), seconds, 0.0, job.seed, start=x, stop=stop).x


def _on_sites(program: Program, job: Job, allowed: np.ndarray) -> Program:
    """The program with every generated row where a service may be hosted at those sites only."""
    closed = program.bounded(job.hosts, program.lower[job.hosts], np.minimum(program.upper[job.hosts], allowed))
    maybe = closed.upper[job.rows.host] > 0.5
    return at_open_sites(closed, job.rows, maybe).with_rows(*job.rows.link_rows(np.flatnonzero(maybe)))
