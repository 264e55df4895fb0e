"""Teams with a deadline: who they are, how many cases they can expect, and which delivery modes come too rarely for them.

A team is a staff area's people of a profession for a service, or for several services whose cases they handle as one queue. Where
no site names a staff area, the county is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

WORKING_DAYS = 5  # a week


@dataclass(frozen=True)
class DeadlineTeam:
    """row: of deadlines.csv (0 is the first); staff_area: "" = the sites without one; hosts: the (service, site) of the team."""

    row: int
    staff_area: str
    profession: str
    services: tuple[str, ...]
    hosts: tuple[tuple[str, str], ...]


def deadline_teams(case, hostable: Iterable[tuple[str, str]]) -> list[DeadlineTeam]:
    """The teams that may exist, by row of deadlines.csv and staff area in the order of sites.csv."""
    area_of = dict(zip(case.sites["site"], case.sites["staff_area"]))
    pairs, staffed = list(hostable), set(zip(case.staffing["service"], case.staffing["profession"]))
    teams = []
    for row in case.deadlines.reset_index(drop=True).itertuples():
        for area in [row.staff_area] if row.staff_area else dict.fromkeys(area_of.values()):
            hosts = tuple((k, j) for k, j in pairs
                          if k in row.services and (k, row.profession) in staffed and area_of[j] == area)
            if hosts:
                teams.append(DeadlineTeam(row.Index, area, row.profession, row.services, hosts))
    return teams


def expected_cases(case, team: DeadlineTeam, hostable: Iterable[tuple[str, str]]) -> float:
    """Cases a year if every family used the nearest site (by car, the first in file order among equals) that may host its service
    and today's remote share stayed remote. School premises count only for services that are nowhere else."""
    area_of = dict(zip(case.sites["site"], case.sites["staff_area"]))
    remote = case.services.set_index("service")["remote_share_today"]
    sites_of: dict[str, list[str]] = {}
    for service, site in hostable:
        sites_of.setdefault(service, []).append(site)
    visits = 0.0
    for service in dict.fromkeys(k for k, _ in team.hosts):
        sites = [site for site in sites_of[service] if site not in case.schools] or sites_of[service]
        nearest = np.array(sites, dtype=object)[case.drives[sites].to_numpy().argmin(axis=1)]
        here = np.array([area_of[site] == team.staff_area for site in nearest])
        visits += case.visits.loc[here, service].sum() * (1 - remote[service])
    return float(visits * case.deadlines["cases_per_visit"].iloc[team.row])


def queue(case, row: int, cases_per_year: float):
    """The team of a row of deadlines.csv with so many cases, as the queue of model/deadlines/teams.py."""
    from model.deadlines.teams import Team

    given = case.deadlines.iloc[row]
    weeks = case.settings.weeks_per_year if np.isnan(given["weeks_per_year"]) else given["weeks_per_year"]
    productive = case.professions.set_index("profession").at[given["profession"], "productive_hours"]
    return Team(float(cases_per_year), float(given["hours_per_case"]), float(productive), float(given["deadline_days"]),
                float(given["target_share"]), float(weeks), given["until"])


def fewest_days(case) -> dict[tuple[str, str], float]:
    """(service, site) -> fewest open days a week with which nobody waits longer than a deadline for the next one.

    A mode of d days a week comes every 5/d working days. Rows whose first contact is remote ask for nothing.
    """
    found: dict[tuple[str, str], float] = {}
    for row in case.deadlines.itertuples():
        if not row.first_contact_remote and row.deadline_days > 0:
            for site in case.sites.itertuples():
                if row.staff_area in ("", site.staff_area):
                    for service in row.services:
                        pair = service, site.site
                        found[pair] = max(found.get(pair, 0.0), WORKING_DAYS / row.deadline_days)
    return found
