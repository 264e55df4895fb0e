"""Erlang C against the simulation: where the formula is exact, and by how much it is off where a team differs from its assumptions."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from model.deadlines.calendar import OPEN_DAYS, Calendar
from model.deadlines.erlang import COMPLETION
from model.deadlines.simulate import simulate
from model.deadlines.teams import Team

UNEVEN = 1.5  # coefficient of variation of lognormal case hours; an assumption: a few cases take many times the mean
HOLIDAYS = (0, 26, 27, 28, 29, 51)  # closed weeks: four in summer, two around the new year
SCHOOL_HOLIDAYS = (0, 8, *range(22, 32), 42, 51)  # 14 closed weeks, 38 school weeks


OFFICE = {"calendar, never closed": Calendar(), "calendar, six weeks closed": Calendar(HOLIDAYS)}
SCHOOL = {"calendar, school weeks": Calendar(SCHOOL_HOLIDAYS, arrive_when_closed=False, counted_in=OPEN_DAYS)}


class Example(NamedTuple):
    """A team of plausible size, the FTE it is tried with, and the calendars it might live by."""

    name: str
    team: Team
    fte: float
    calendars: dict[str, Calendar]


EXAMPLES = (
    Example("notifications, part-time person", Team(70, 8, 1400, 7, 0.9, 52), 0.7, OFFICE),
    Example("notifications, one person", Team(115, 8, 1400, 7, 0.9, 52), 1, OFFICE),
    Example("notifications, one and a half people", Team(200, 8, 1400, 7, 0.9, 52), 1.5, OFFICE),
    Example("notifications, three people", Team(440, 8, 1400, 7, 0.9, 52), 3, OFFICE),
    Example("family work, seven people", Team(420, 20, 1400, 7, 0.9, 52), 7, OFFICE),
    Example("school psychologists, three people", Team(400, 9, 1400, 7, 0.9, 38), 3, SCHOOL),
    Example("assessments, two people", Team(98, 24, 1400, 65, 0.95, 52, COMPLETION), 2, OFFICE),
)


def deadline_agreement(cases: int, seed: int, examples: tuple[Example, ...] = EXAMPLES) -> pd.DataFrame:
    """One row an example, kind of case hours (exponential, lognormal) and kind of time (continuous, its calendars).

    cases: simulated cases of each row. Columns: team, until, deadline_working_days, load_fte, fte, case_hours, time, formula_percent
    and simulated_percent (of the cases within the deadline), interval_points (half-width of the 95 % confidence interval of
    simulated_percent) and difference_points (simulated minus formula), both in percentage points.
    """
    return pd.DataFrame([
        _row(example, hours, variation, time, calendar, cases, seed)
        for example in examples
        for hours, variation in (("exponential", None), (f"lognormal, variation {UNEVEN}", UNEVEN))
        for time, calendar in {"continuous": None, **example.calendars}.items()
    ])


def _row(example: Example, hours: str, variation: float | None, time: str, calendar: Calendar | None, cases: int, seed: int) -> dict:
    team, fte = example.team, example.fte
    formula, found = team.share_within(fte), simulate(team, fte, cases, seed, variation, calendar)
    shares = {"formula_percent": formula, "simulated_percent": found.share_within, "interval_points": found.half_width,
              "difference_points": found.share_within - formula}
    return {"team": example.name, "until": team.until, "deadline_working_days": team.deadline_days,
            "load_fte": round(team.load_fte, 2), "fte": fte, "case_hours": hours, "time": time,
            **{name: round(100 * share, 1) + 0.0 for name, share in shares.items()}}  # + 0.0: no minus before a zero
