"""A working calendar for the simulation: which weekdays a team works, when cases arrive, and how a deadline is counted.

A calendar year has 52 weeks of five weekdays. Two clocks run: weekdays of the year, closed weeks included, and open days, on which
the team works. A whole number is the opening of a day, the fraction how much of the day's hours has gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.deadlines.teams import DAYS_PER_WEEK

WEEKS = 52
YEAR = WEEKS * DAYS_PER_WEEK
WEEKDAYS, OPEN_DAYS, CALENDAR_DAYS = "weekdays", "open days", "calendar days"


@dataclass(frozen=True)
class Calendar:
    """closed_weeks: weeks of the year (0 to 51) without work; arrive_when_closed: cases come on the weekdays of closed weeks too;
    counted_in: the deadline's days, "weekdays", "open days" or "calendar days".

    The day of arrival is not counted, and a last day at the weekend moves to Monday, as Finnish law counts time limits (Act
    150/1930). Raises ValueError for a closed week outside the year, no open week, or an unknown way of counting.
    """

    closed_weeks: tuple[int, ...] = ()
    arrive_when_closed: bool = True
    counted_in: str = WEEKDAYS

    def __post_init__(self):
        if not set(self.closed_weeks) < set(range(WEEKS)):
            raise ValueError(f"closed weeks {self.closed_weeks} must lie between 0 and {WEEKS - 1} and leave a week open")
        if self.counted_in not in (WEEKDAYS, OPEN_DAYS, CALENDAR_DAYS):
            raise ValueError(f'a deadline is counted in "{WEEKDAYS}", "{OPEN_DAYS}" or "{CALENDAR_DAYS}", not in "{self.counted_in}"')

    @cached_property
    def _open(self) -> np.ndarray:
        """Is each of the year's weekdays open?"""
        return ~np.isin(np.arange(YEAR) // DAYS_PER_WEEK, self.closed_weeks)

    @cached_property
    def _opened_before(self) -> np.ndarray:
        """Open days before each of the year's weekdays."""
        return np.cumsum(self._open) - self._open

    @property
    def open_days(self) -> int:
        """Open days a year."""
        return int(self._open.sum())

    @property
    def arrival_days(self) -> int:
        """Days a year on which cases arrive."""
        return YEAR if self.arrive_when_closed else self.open_days

    def arrivals(self, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Weekday (whole number) and open-day clock of arrivals whose times are in days on which cases arrive."""
        if not self.arrive_when_closed:
            return self.weekday(times), times
        weekday = np.floor(times).astype(int)
        year, day = np.divmod(weekday, YEAR)
        part = np.where(self._open[day], times - weekday, 0.0)
        return weekday, year * self.open_days + self._opened_before[day] + part

    def weekday(self, clock: np.ndarray) -> np.ndarray:
        """Weekday (whole number) of moments on the open-day clock."""
        year, day = np.divmod(np.floor(clock).astype(int), self.open_days)
        return year * YEAR + np.flatnonzero(self._open)[day]

    def within(self, arrived: np.ndarray, happened: np.ndarray, working_days: float) -> np.ndarray:
        """Did what happened on a weekday keep the deadline of an arrival on a weekday? A deadline in calendar days has 7 for every
        5 working days."""
        if self.counted_in == WEEKDAYS:
            return happened - arrived <= working_days
        if self.counted_in == OPEN_DAYS:
            return self._last_open_day(happened) - self._last_open_day(arrived) <= working_days
        last = _date(arrived) + int(working_days * 7 / DAYS_PER_WEEK + 1e-9)
        return _date(happened) <= last + np.maximum(7 - last % 7, 0) * (last % 7 >= DAYS_PER_WEEK)

    def _last_open_day(self, weekday: np.ndarray) -> np.ndarray:
        """Number of the last open day up to and including a weekday."""
        year, day = np.divmod(weekday, YEAR)
        return year * self.open_days + self._opened_before[day] + self._open[day] - 1


def _date(weekday: np.ndarray) -> np.ndarray:
    """Day count with weekends; Mondays are multiples of 7."""
    week, day = np.divmod(weekday, DAYS_PER_WEEK)
    return week * 7 + day
