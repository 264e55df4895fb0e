"""Deadlines of a plan: per team its cases, its people, how many it needs and the share of cases within the deadline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.figures import Figures
from model.teams import deadline_teams, queue

COLUMNS = ["services", "profession", "staff_area", "deadline_days", "until", "target_share", "cases", "load_fte", "staff_fte",
           "needed_fte", "needed_people", "missing_fte", "share_within"]


def deadlines(figures: Figures) -> pd.DataFrame:
    """The table deadlines: one row for each team that a plan has, its cases those of the visits at its sites (COLUMNS)."""
    hosted = figures.plan.hosting[["service", "site"]].itertuples(index=False, name=None)
    visits = figures.received["visits"]
    staff = figures.plan.staff.groupby(["service", "profession", "site"])["staff_fte"].sum()
    rows = []
    for team in deadline_teams(figures.case, hosted):
        given = figures.case.deadlines.iloc[team.row]
        cases = sum(visits.get(host, 0.0) for host in team.hosts) * given["cases_per_visit"]
        people = sum(staff.get((k, team.profession, j), 0.0) for k, j in team.hosts)
        line = queue(figures.case, team.row, cases)
        needed = line.needed_fte()
        rows.append(("|".join(team.services), team.profession, team.staff_area, given["deadline_days"], given["until"],
                     given["target_share"], cases, line.load_fte, people, needed, line.needed_people(), max(0.0, needed - people),
                     line.share_within(people)))
    return pd.DataFrame(rows, columns=COLUMNS)


def share_within_deadline(table: pd.DataFrame, service: str = "") -> float:
    """Share of the cases of a service ("" = of all) that meet their deadline, teams weighed by their cases; NaN without cases."""
    of_service = np.array([service in ("", *services.split("|")) for services in table["services"]], dtype=bool)
    rows = table[of_service & (table["cases"] > 0).to_numpy(bool)]
    return float(np.average(rows["share_within"], weights=rows["cases"])) if len(rows) else float("nan")
