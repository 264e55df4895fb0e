"""Sets: who may host what, who can reach whom. Every rule says where it applies by one of these; rules have no branches.

The same sets are described in model/README.md; the audit computes them a second time, from the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyomo.environ as pyo

from model.case import TIERS, Case

SHUT = ("must_close", "unusable")


@dataclass(frozen=True)
class Pairs:
    """Index lists of a case, in the order of its tables."""

    case: Case

    @cached_property
    def site_tiers(self) -> list[tuple[str, str]]:
        """(site, tier) the plan may choose."""
        return [(site.site, tier) for site in self.case.sites.itertuples() if site.status not in SHUT
                for tier in (site.tiers or ((site.tier_today,) if site.tier_today else ()))]

    @cached_property
    def host_modes(self) -> list[tuple[str, str, str]]:
        """(service, site, mode): some tier of the site permits the service, the mode fits the opening days, no lock forbids."""
        days = self.case.modes.set_index("mode")["days_per_week"]
        forbidden = {(lock.service, lock.site) for lock in self.case.locks.itertuples() if lock.lock == "must_not_host"}
        tiers_of_site: dict[str, set[str]] = {}
        for site, tier in self.site_tiers:
            tiers_of_site.setdefault(site, set()).add(tier)
        return [(service.service, site.site, mode)
                for service in self.case.services.itertuples()
                for site in self.case.sites.itertuples()
                if tiers_of_site.get(site.site, set()) & set(service.tiers) and (service.service, site.site) not in forbidden
                for mode in service.modes if days[mode] <= site.opening_days]

    @cached_property
    def hostable(self) -> list[tuple[str, str]]:
        """(service, site) with some mode in `host_modes`."""
        return list(dict.fromkeys((service, site) for service, site, _ in self.host_modes))

    @cached_property
    def needs(self) -> list[tuple[str, str]]:
        """(area, service) with visits."""
        visits = self.case.visits
        return [(area, service) for service in visits.columns for area in visits.index[visits[service] > 0]]

    @cached_property
    def reach(self) -> pd.DataFrame:
        """Columns area, service, site, minutes, beyond_limit: the pairs of REACH, by service, then area, then minutes."""
        minutes, limits = self.case.minutes, self.case.services.set_index("service")["travel_limit_minutes"]
        sites_of: dict[str, list[str]] = {}
        for service, site in self.hostable:
            sites_of.setdefault(service, []).append(site)
        areas_of: dict[str, list[str]] = {}
        for area, service in self.needs:
            areas_of.setdefault(service, []).append(area)
        frames = [_reach_of(service, minutes.loc[areas, sites_of[service]], limits[service])
                  for service, areas in areas_of.items() if service in sites_of]
        columns = ["area", "service", "site", "minutes", "beyond_limit"]
        return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)

    @cached_property
    def staffed(self) -> list[tuple[str, str, str]]:
        """(service, profession, site)."""
        professions: dict[str, list[str]] = {}
        for row in self.case.staffing.itertuples():
            professions.setdefault(row.service, []).append(row.profession)
        return [(service, profession, site) for service, site in self.hostable for profession in professions.get(service, ())]

    @cached_property
    def teammates(self) -> dict[tuple[str, str], list[str]]:
        """(service, profession) -> services that share this profession's people at a site, itself included."""
        rows = [(row.service, row.profession, row.team or f"only {row.service}") for row in self.case.staffing.itertuples()]
        return {(service, profession): [k for k, p, t in rows if (p, t) == (profession, team)]
                for service, profession, team in rows}


def _reach_of(service: str, minutes: pd.DataFrame, limit: float) -> pd.DataFrame:
    """REACH of one service; an area beyond the limit of every site keeps its nearest one."""
    values = minutes.to_numpy()
    within = values <= limit
    stranded = ~within.any(axis=1)
    within[stranded, values[stranded].argmin(axis=1)] = True
    rows, columns = np.nonzero(within)
    frame = pd.DataFrame({"area": minutes.index.to_numpy()[rows], "site": minutes.columns.to_numpy()[columns],
                          "minutes": values[rows, columns], "beyond_limit": stranded[rows], "row": rows})
    return frame.sort_values(["row", "minutes"], kind="stable").assign(service=service)


def group_by(pairs, key, value) -> dict:
    """Group tuples: {key(pair): [value(pair), ...]}."""
    groups: dict = {}
    for pair in pairs:
        groups.setdefault(key(pair), []).append(value(pair))
    return groups


def add_sets(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Declare every set of the formulation on m."""
    reach = list(zip(pairs.reach["area"], pairs.reach["service"], pairs.reach["site"]))
    m.AREAS = pyo.Set(initialize=list(case.areas["area"]))
    m.SERVICES = pyo.Set(initialize=list(case.services["service"]))
    m.SITES = pyo.Set(initialize=list(case.sites["site"]))
    m.MODES = pyo.Set(initialize=list(case.modes["mode"]))
    m.PROFESSIONS = pyo.Set(initialize=list(case.professions["profession"]))
    m.TIERS = pyo.Set(initialize=list(TIERS))
    m.SITE_TIERS = pyo.Set(dimen=2, initialize=pairs.site_tiers)
    m.HOSTABLE = pyo.Set(dimen=2, initialize=pairs.hostable)
    m.HOST_MODES = pyo.Set(dimen=3, initialize=pairs.host_modes)
    m.OPENABLE_SITES = pyo.Set(initialize=list(dict.fromkeys(site for site, _ in pairs.site_tiers)))
    m.HOSTING_SITES = pyo.Set(initialize=list(dict.fromkeys(site for _, site in pairs.hostable)))
    m.NEEDS = pyo.Set(dimen=2, initialize=pairs.needs)
    m.REACH = pyo.Set(dimen=3, initialize=reach)
    m.STAFFING = pyo.Set(dimen=2, initialize=list(zip(case.staffing["service"], case.staffing["profession"])))
    m.STAFFED = pyo.Set(dimen=3, initialize=pairs.staffed)
    _add_groups(m, case, pairs, reach)


def _add_groups(m: pyo.ConcreteModel, case: Case, pairs: Pairs, reach: list) -> None:
    """Declare the sets that sums run over: the members that belong to an index."""

    def grouped(name: str, over, groups: dict, dimen: int = 1) -> None:
        setattr(m, name, pyo.Set(over, dimen=dimen, initialize={index: groups.get(index, []) for index in over}))

    grouped("TIERS_OF", m.SITES, group_by(pairs.site_tiers, lambda x: x[0], lambda x: x[1]))
    grouped("PERMITTING_TIERS", m.HOSTABLE, _permitting_tiers(case, pairs))
    grouped("SERVICES_AT", m.SITES, group_by(pairs.hostable, lambda x: x[1], lambda x: x[0]))
    grouped("MODES_OF", m.HOSTABLE, group_by(pairs.host_modes, lambda x: x[:2], lambda x: x[2]))
    grouped("SITES_IN_REACH", m.NEEDS, group_by(reach, lambda x: x[:2], lambda x: x[2]))
    grouped("AREAS_IN_REACH", m.HOSTABLE, group_by(reach, lambda x: x[1:], lambda x: x[0]))
    grouped("AREAS_IN_NEED", m.SERVICES, group_by(pairs.needs, lambda x: x[1], lambda x: x[0]))
    grouped("PROFESSIONS_AT", m.HOSTABLE, group_by(pairs.staffed, lambda x: (x[0], x[2]), lambda x: x[1]))
    grouped("SERVICE_MODES_AT", m.SITES, group_by(pairs.host_modes, lambda x: x[1], lambda x: (x[0], x[2])), 2)
    grouped("HOSTS_EMPLOYING", m.PROFESSIONS, group_by(pairs.staffed, lambda x: x[1], lambda x: (x[0], x[2])), 2)
    grouped("STAFF_MODES_AT", m.SITES, group_by(
        [(j, k, p, mode) for k, j, mode in pairs.host_modes for p in m.PROFESSIONS_AT[k, j]],
        lambda x: x[0], lambda x: x[1:]), 3)
    grouped("STAFFED_SITES", m.STAFFING, group_by(pairs.staffed, lambda x: x[:2], lambda x: x[2]))
    remote = set(case.services.loc[case.services["remote_share_max"] > 0, "service"])
    areas_of = group_by(pairs.needs, lambda x: x[1], lambda x: x[0])
    m.REMOTE_WORK = pyo.Set(dimen=3, initialize=[(k, p, i) for k, p in m.STAFFING if k in remote for i in areas_of.get(k, ())])
    grouped("REMOTE_WORK_OF", m.PROFESSIONS, group_by(m.REMOTE_WORK, lambda x: x[1], lambda x: (x[0], x[2])), 2)
    hostable = set(pairs.hostable)
    grouped("TEAM", m.STAFFED, {
        (service, profession, site): [k for k in pairs.teammates[service, profession] if (k, site) in hostable]
        for service, profession, site in pairs.staffed})


def _permitting_tiers(case: Case, pairs: Pairs) -> dict:
    tiers_of_site = group_by(pairs.site_tiers, lambda x: x[0], lambda x: x[1])
    tiers_of_service = dict(zip(case.services["service"], case.services["tiers"]))
    return {(service, site): [tier for tier in tiers_of_site[site] if tier in tiers_of_service[service]]
            for service, site in pairs.hostable}
