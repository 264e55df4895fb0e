"""Audit of deadlines: every team has the people its cases need, by the model's line and by the curve itself."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule, same


def _team(given, row: dict, cases: float):
    """The queue of a row of deadlines with so many cases a year."""
    from model.deadlines.teams import Team

    weeks = given.settings["weeks_per_year"] if np.isnan(row["weeks_per_year"]) else row["weeks_per_year"]
    productive = given.number("professions", "productive_hours")[given.professions.index(row["profession"])]
    return Team(float(cases), row["hours_per_case"], float(productive), row["deadline_days"], row["target_share"], float(weeks),
                row["until"])


def _teams(given) -> list[tuple[str, dict, np.ndarray]]:
    """(name, row of deadlines, (k, j) the services and sites that may host them) of every team there may be."""
    found = []
    for row in given.records("deadlines"):
        works = given.staffed[:, given.professions.index(row["profession"])] & np.isin(given.services, list(row["services"]))
        here = given.column("sites", "staff_area")
        for area in dict.fromkeys([row["staff_area"]] if row["staff_area"] else here):
            hosts = given.hostable & works[:, None] & (here == area)[None]
            if hosts.any():
                found.append((_name("|".join(row["services"]), row["profession"], area), row, hosts))
    return found


def _name(services: str, profession: str, area: str) -> str:
    return ", ".join(part for part in (services, profession, area) if part)


def _expected(given, row: dict, hosts: np.ndarray) -> float:
    """Cases a year if families used the nearest site that may host the service."""
    visits = 0.0
    for k in np.flatnonzero(hosts.any(axis=1)):
        nearest = np.where(given.hostable[k][None], given.drives, np.inf).argmin(axis=1)
        near = given.visits[hosts[k][nearest], k].sum()
        visits += near * (1 - given.number("services", "remote_share_today")[k])
    return visits * row["cases_per_visit"]


def _is_count(cases: float) -> bool:
    """Cases that a queue can have; shares that are not numbers make others (`decisions_are_not_negative` reports them)."""
    return bool(np.isfinite(cases) and cases >= 0)


def _people(given, decided, row: dict, hosts: np.ndarray) -> float:
    return float((decided.staff[:, given.professions.index(row["profession"])] * hosts).sum())


@rule
def team_is_where_hosted(given, decided):
    """The table of deadlines names the team of every staff area that hosts one of its services, and no other."""
    frame = decided.tables["deadlines"]
    stated = {_name(*names) for names in zip(frame["services"], frame["profession"], frame["staff_area"])}
    teams = _teams(given)
    there = {name: bool((decided.host * hosts).any()) for name, _, hosts in teams}
    names = sorted({*there, *stated})
    wrong = np.array([there.get(name, False) != (name in stated) for name in names], dtype=float)
    return Comparison(wrong, 0.0, (names,), "rows")


@rule
def team_meets_deadline(given, decided):
    """A team has the people its deadline needs: by the model's line, and by the curve for its own cases."""
    teams = [(name, row, hosts) for name, row, hosts in _teams(given) if (decided.host * hosts).any()]
    by_line, by_curve = [], []
    for _, row, hosts in teams:
        cases = (decided.visits_at * hosts).sum() * row["cases_per_visit"]
        if not _is_count(cases):
            by_line.append(np.nan)
            by_curve.append(np.nan)
            continue
        team = _team(given, row, cases)
        line = _team(given, row, _expected(given, row, hosts)).tangent()
        by_line.append(line.slope * team.load_fte + line.intercept)
        by_curve.append(team.needed_fte())
    people = np.array([_people(given, decided, row, hosts) for _, row, hosts in teams], dtype=float)
    names = [name for name, *_ in teams]
    return [Comparison(np.array(needed, dtype=float), people, (names,), "FTE") for needed in (by_line, by_curve)]


@rule
def deadlines_agree(given, decided):
    """The table of deadlines agrees with the cases and people of each team, and with the share within the deadline."""
    frame, teams = decided.tables["deadlines"], {name: (row, hosts) for name, row, hosts in _teams(given)}
    names = [_name(*parts) for parts in zip(frame["services"], frame["profession"], frame["staff_area"])]
    counted = {name: (decided.visits_at * hosts).sum() * row["cases_per_visit"] for name, (row, hosts) in teams.items()}
    known = np.array([name in teams and _is_count(counted[name]) for name in names], dtype=bool)
    frame, names = frame[known], [name for name, here in zip(names, known) if here]
    rows, cases = [teams[name][0] for name in names], [counted[name] for name in names]
    people = np.array([_people(given, decided, row, teams[name][1]) for name, row in zip(names, rows)], dtype=float)
    queues = [_team(given, row, count) for row, count in zip(rows, cases)]
    needed = np.array([queue.needed_fte() for queue in queues], dtype=float)
    expected = {"deadline_days": [row["deadline_days"] for row in rows], "target_share": [row["target_share"] for row in rows],
                "until": [row["until"] for row in rows], "cases": cases, "load_fte": [queue.load_fte for queue in queues],
                "staff_fte": people, "needed_fte": needed, "needed_people": [queue.needed_people() for queue in queues],
                "missing_fte": np.maximum(needed - people, 0.0),
                "share_within": [queue.share_within(fte) for queue, fte in zip(queues, people)]}
    return [same("deadlines", frame, column, values, names) for column, values in expected.items()]
