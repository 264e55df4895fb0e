"""A team and its deadline: FTE needed, share of cases within the deadline, and the line the model uses in the needed FTE's place.

A team is a staff area's people for one service or integrated group. Its cases wait in one queue and are handled by whoever is free
first (model/deadlines/erlang.py). Time is working time: a year has five working days in each of weeks_per_year, and an FTE's
productive hours are spread evenly over them. With 1,380 hours and 46 weeks a working day has 6 hours, and a deadline of 7 working
days lets one FTE handle 7 * 6 / 3 = 14 cases of 3 hours one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.deadlines.erlang import (
    COMPLETION,
    SHARE,
    START,
    Line,
    line_above,
    most_reachable,
    servers_needed,
    whole_servers_needed,
)

DAYS_PER_WEEK = 5
POSITIVE = ("hours_per_case", "productive_hours", "weeks_per_year")


def working_days(days: float) -> float:
    """Working days (Monday to Friday) in a number of calendar days: 28 days hold 20."""
    return days * DAYS_PER_WEEK / 7


@dataclass(frozen=True)
class Team:
    """Cases, hours and deadline of one team.

    cases_per_year: expected cases; 0 is a team without work, which needs nobody
    hours_per_case: mean hours of one person's work a case takes before the person is free for the next
    productive_hours: hours a year one FTE gives
    deadline_days: working days from the case's arrival (see working_days)
    target_share: share of the cases that shall meet the deadline, above 0 and below 1
    weeks_per_year: weeks a year in which cases arrive, are handled and the deadline runs: 52 where it runs on every weekday of
        the year, the school weeks where it is counted in school days
    until: what must have happened by then: "start" (handling has begun) or "completion" (handling is done)

    Raises ValueError with a sentence for each impossible value, also where no number of people can reach the target.
    """

    cases_per_year: float
    hours_per_case: float
    productive_hours: float
    deadline_days: float
    target_share: float
    weeks_per_year: float
    until: str = START

    def __post_init__(self):
        problems = [f"{name} is {getattr(self, name)}, but must be above 0" for name in POSITIVE if not getattr(self, name) > 0]
        problems += [f"{name} is {getattr(self, name)}, but must be 0 or more"
                     for name in ("cases_per_year", "deadline_days") if not getattr(self, name) >= 0]
        if not 0 < self.target_share < 1:
            problems.append(f"target_share is {self.target_share}, but must be above 0 and below 1")
        if self.until not in SHARE:
            problems.append(f'until is "{self.until}", but must be "{START}" or "{COMPLETION}"')
        if not problems and self.target_share >= self.most_reachable_share:
            problems.append(
                f"target_share is {self.target_share}, but even if nobody waited only {self.most_reachable_share:.3f} of the cases "
                f"would be done within {self.deadline_days:g} working days: lower the target, or give more days or fewer hours a case")
        if problems:
            raise ValueError("; ".join(problems))

    @property
    def load_fte(self) -> float:
        """FTE that the case work alone fills."""
        return self.cases_per_year * self.hours_per_case / self.productive_hours

    @property
    def handlings(self) -> float:
        """Mean cases one FTE handles one after the other before the deadline: working days * hours a working day / hours a case."""
        hours_per_day = self.productive_hours / (self.weeks_per_year * DAYS_PER_WEEK)
        return self.deadline_days * hours_per_day / self.hours_per_case

    @property
    def most_reachable_share(self) -> float:
        """Share of cases within the deadline if nobody ever waited."""
        return most_reachable(self.handlings, self.until)

    def needed_fte(self) -> float:
        """Least FTE, divisible, with which target_share of the cases meet the deadline; 0 without cases."""
        return servers_needed(self.load_fte, self.handlings, self.target_share, self.until) if self.cases_per_year else 0.0

    def needed_people(self) -> int:
        """The same in whole full-time people; 0 without cases."""
        return whole_servers_needed(self.load_fte, self.handlings, self.target_share, self.until) if self.cases_per_year else 0

    def share_within(self, fte: float) -> float:
        """Share of cases (0 to 1) that meet the deadline with this FTE; nan without cases.

        0 where fte <= load_fte: the queue grows without end, and after long enough nobody is in time."""
        if not self.cases_per_year:
            return float("nan")
        return float(SHARE[self.until](fte, self.load_fte, self.handlings))

    def tangent(self) -> Line:
        """The line that replaces needed FTE in the model: needed FTE <= slope * load_fte + intercept for every load, touching where
        this team's load is (for a completion deadline of a small team, the lowest such line).

        slope: FTE per FTE of case work; intercept: FTE, owed only if the team has cases at all.
        """
        return line_above(self.load_fte, self.handlings, self.target_share, self.until)
