"""One team's year, case by case: how far Erlang C's assumptions are from a calendar and from uneven case hours.

Cases are begun in the order they came by whoever is free first, so each case's start follows from a heap of the moments at which
people become free (Kiefer and Wolfowitz, Transactions of the American Mathematical Society 78, 1955). That takes less
than a millionth of a second a case; a general simulation library, which keeps a list of events, takes many times as long.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from model.deadlines.calendar import Calendar
from model.deadlines.erlang import START
from model.deadlines.teams import DAYS_PER_WEEK, Team

WARM_UP = 0.1  # share of the cases left out at the beginning, when the queue is still shorter than usual
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Simulated:
    """share_within: share of cases that met the deadline; half_width: of its 95 % confidence interval, by batch means; cases: counted."""

    share_within: float
    half_width: float
    cases: int


def simulate(team: Team, fte: float, cases: int, seed: int, variation: float | None = None, calendar: Calendar | None = None,
             batches: int = 20) -> Simulated:
    """Simulate a team with full-time people and, for the rest of its FTE, one part-time person who works every day.

    cases: number of cases, the first tenth of which is left out; variation: coefficient of variation of lognormal case hours, or
    None for exponential ones; calendar: None for working time without nights, weekends and closed weeks, in which cases arrive
    evenly and the deadline ends exactly deadline_days after arrival. With a calendar the team's hours are spread over its open days.
    Raises ValueError where the FTE does not exceed the load, because no share is ever reached.
    """
    if fte <= team.load_fte:
        raise ValueError(f"{fte:g} FTE do not exceed the load of {team.load_fte:g} FTE: the queue grows without end")
    draw = np.random.default_rng(seed)
    days = calendar.open_days if calendar else team.weeks_per_year * DAYS_PER_WEEK
    arrival_days = calendar.arrival_days if calendar else days
    times = np.cumsum(draw.exponential(arrival_days / team.cases_per_year, cases))
    work = case_hours(draw, team.hours_per_case, variation, cases) / (team.productive_hours / days)
    weekday, arrived = calendar.arrivals(times) if calendar else (None, times)
    started, completed = serve(arrived, work, people(fte))
    happened = started if team.until == START else completed
    within = (calendar.within(weekday, calendar.weekday(happened), team.deadline_days) if calendar
              else happened - arrived <= team.deadline_days)
    return _batch_means(within[int(WARM_UP * cases):], batches)


def case_hours(draw: np.random.Generator, mean: float, variation: float | None, cases: int) -> np.ndarray:
    """Hours of each case: exponential, or lognormal with this coefficient of variation."""
    if variation is None:
        return draw.exponential(mean, cases)
    spread = np.log1p(variation**2)
    return draw.lognormal(np.log(mean) - spread / 2, np.sqrt(spread), cases)


def people(fte: float) -> list[float]:
    """Speeds of a team's people: 2.6 FTE are two of full speed and one of 0.6."""
    whole = int(fte + 1e-9)
    rest = fte - whole
    return [1.0] * whole + ([rest] if rest > 1e-9 else [])


def serve(arrived: np.ndarray, work: np.ndarray, speeds: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Start and completion of each case, in the clock of the arrivals (ascending); work in days of a full-time person."""
    free = [(0.0, -speed) for speed in speeds]  # free since; among equals the fastest first
    heapq.heapify(free)
    started, completed = np.empty(len(arrived)), np.empty(len(arrived))
    for case, (arrival, amount) in enumerate(zip(arrived.tolist(), work.tolist())):
        since, speed = free[0]
        start = max(arrival, since)
        end = start - amount / speed
        heapq.heapreplace(free, (end, speed))
        started[case], completed[case] = start, end
    return started, completed


def _batch_means(within: np.ndarray, batches: int) -> Simulated:
    """Share and its confidence interval from the shares of equally long batches, which hardly depend on each other."""
    counted = within[: len(within) // batches * batches]
    shares = counted.reshape(batches, -1).mean(axis=1)
    width = student.ppf((1 + CONFIDENCE) / 2, batches - 1) * shares.std(ddof=1) / np.sqrt(batches)
    return Simulated(float(shares.mean()), float(width), len(counted))
