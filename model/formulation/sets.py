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
from model.premises import plan_tiers
from model.teams import fewest_days

ROUNDING_DAYS = 1e-9


@dataclass(frozen=True)
class Pairs:
    """Index lists of a case, in the order of its tables."""

    case: Case

    @cached_property
    def site_tiers(self) -> list[tuple[str, str]]:
        """(site, tier) the plan may choose."""
        return [(site.site, tier) for site in self.case.sites.itertuples() if site.site not in self.case.shut
                for tier in plan_tiers(site)]

    @cached_property
    def host_modes(self) -> list[tuple[str, str, str]]:
        """(service, site, mode): some tier of the site permits both the service and the mode, the mode is of the site's setting and
        fits its opening days and the service's deadlines, no lock and no rule on partners forbids."""
        modes, settings = self.case.modes.set_index("mode"), self.case.settings_of_sites
        days, setting, fewest = modes["days_per_week"], modes["setting"], fewest_days(self.case)
        forbidden = {(lock.service, lock.site) for lock in self.case.locks.itertuples() if lock.lock == "must_not_host"} | self.case.barred
        tiers_of_site: dict[str, set[str]] = {}
        for site, tier in self.site_tiers:
            tiers_of_site.setdefault(site, set()).add(tier)
        return [(service.service, site.site, mode)
                for service in self.case.services.itertuples()
                for site in self.case.sites.itertuples()
                if (tiers := tiers_of_site.get(site.site, set()) & set(service.tiers)) and (service.service, site.site) not in forbidden
                for mode in service.modes if days[mode] <= site.opening_days and setting[mode] == settings[site.site]
                and tiers & self.tiers_of_modes[mode] and days[mode] >= fewest.get((service.service, site.site), 0.0) - ROUNDING_DAYS]

    @cached_property
    def tiers_of_modes(self) -> dict[str, set[str]]:
        """mode -> tiers of site where it may be used, whatever its setting."""
        return {row.mode: set(row.tiers or TIERS) for row in self.case.modes.itertuples()}

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
        """The pairs of REACH, by service, then area, then minutes: area, service, site, minutes, beyond_limit, at_school (an own
        school, for its pupils), most_share (the part of the area's visits that may go there)."""
        minutes, limits = self.case.minutes, self.case.trip_limits
        schools, sites_of = set(self.case.schools), {}
        for service, site in self.hostable:
            sites_of.setdefault(service, []).append(site)
        areas_of: dict[str, list[str]] = {}
        for area, service in self.needs:
            areas_of.setdefault(service, []).append(area)
        frames = []
        for service, areas in areas_of.items():
            others = [site for site in sites_of.get(service, ()) if site not in schools]
            near = [_reach_of(minutes.loc[areas, others], limits.loc[areas, service].to_numpy())] if others else []
            if schools:
                near.append(self._own_schools(service, areas, sites_of.get(service, ())))
            if near:
                frame = pd.concat(near, ignore_index=True) if len(near) > 1 else near[0]
                frames.append(frame.sort_values(["row", "minutes"], kind="stable").assign(service=service))
        columns = ["area", "service", "site", "minutes", "beyond_limit", "at_school", "most_share"]
        return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)

    def _own_schools(self, service: str, areas: list[str], sites: list[str]) -> pd.DataFrame:
        """REACH of one service at schools: their own pupils, who do not travel."""
        shares = self.case.pupil_shares
        mine = shares[(shares["service"] == service) & shares["site"].isin(sites) & shares["area"].isin(areas)]
        return pd.DataFrame({"area": mine["area"], "site": mine["site"], "minutes": 0.0, "beyond_limit": False, "at_school": True,
                             "most_share": mine["pupil_share"], "row": pd.Index(areas).get_indexer(mine["area"])})

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


    @cached_property
    def separate(self) -> set[tuple[str, str, str]]:
        """(service, profession, site) of integrated teams that are not integrated in the site's municipality."""
        apart = set(zip(self.case.separate_teams["municipality"], self.case.separate_teams["team"]))
        team = {(row.service, row.profession): row.team for row in self.case.staffing.itertuples()}
        town = dict(zip(self.case.sites["site"], self.case.sites["municipality"]))
        return {(k, p, j) for k, p, j in self.staffed if (town[j], team[k, p]) in apart} if apart else set()


def _reach_of(minutes: pd.DataFrame, limits: np.ndarray) -> pd.DataFrame:
    """REACH of one service, schools apart; an area whose limit no site is within keeps its nearest one."""
    values = minutes.to_numpy()
    within = values <= limits[:, None]
    stranded = ~within.any(axis=1)
    within[stranded, values[stranded].argmin(axis=1)] = True
    rows, columns = np.nonzero(within)
    return pd.DataFrame({"area": minutes.index.to_numpy()[rows], "site": minutes.columns.to_numpy()[columns],
                         "minutes": values[rows, columns], "beyond_limit": stranded[rows], "at_school": False, "most_share": 1.0,
                         "row": rows})


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
    m.PAID_DRIVERS = pyo.Set(dimen=3, initialize=pairs.staffed if case.settings.worker_travel_eur_per_hour > 0 else [])
    evening = {row.mode for row in case.modes.itertuples() if row.evening_hours_per_day > 0}
    late = {(service, site) for service, site, mode in pairs.host_modes if mode in evening}
    m.EVENING_STAFF = pyo.Set(dimen=3, initialize=[(k, p, j) for k, p, j in pairs.staffed if (k, j) in late])
    m.VEHICLES = pyo.Set(initialize=list(case.vehicles["vehicle"]))
    m.VEHICLE_STOPS = pyo.Set(dimen=2, initialize=[(v, j) for v, j in zip(case.vehicle_stops["vehicle"], case.vehicle_stops["site"])
                                                   if j in m.HOSTING_SITES])
    _add_groups(m, case, pairs, reach)


def _add_groups(m: pyo.ConcreteModel, case: Case, pairs: Pairs, reach: list) -> None:
    """Declare the sets that sums run over: the members that belong to an index."""

    def grouped(name: str, over, groups: dict, dimen: int = 1) -> None:
        setattr(m, name, pyo.Set(over, dimen=dimen, initialize={index: groups.get(index, []) for index in over}))

    grouped("TIERS_OF", m.SITES, group_by(pairs.site_tiers, lambda x: x[0], lambda x: x[1]))
    permitting = _permitting_tiers(case, pairs)
    grouped("PERMITTING_TIERS", m.HOSTABLE, permitting)
    of_modes = {(k, j, mode): [tier for tier in permitting[k, j] if tier in pairs.tiers_of_modes[mode]] for k, j, mode in pairs.host_modes}
    m.TIERED_MODES = pyo.Set(dimen=3, initialize=[index for index, tiers in of_modes.items() if tiers != permitting[index[:2]]])
    grouped("TIERS_OF_MODE", m.TIERED_MODES, of_modes)
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
    grouped("EVENINGS_OF", m.PROFESSIONS, group_by(m.EVENING_STAFF, lambda x: x[1], lambda x: (x[0], x[2])), 2)
    grouped("VEHICLES_AT", m.SITES, group_by(m.VEHICLE_STOPS, lambda x: x[1], lambda x: x[0]))
    grouped("STOPS_OF", m.VEHICLES, group_by(m.VEHICLE_STOPS, lambda x: x[0], lambda x: x[1]))
    grouped("STAFFED_SITES", m.STAFFING, group_by(pairs.staffed, lambda x: x[:2], lambda x: x[2]))
    remote = set(case.services.loc[case.services["remote_share_max"] > 0, "service"])
    areas_of = group_by(pairs.needs, lambda x: x[1], lambda x: x[0])
    m.REMOTE_WORK = pyo.Set(dimen=3, initialize=[(k, p, i) for k, p in m.STAFFING if k in remote for i in areas_of.get(k, ())])
    grouped("REMOTE_WORK_OF", m.PROFESSIONS, group_by(m.REMOTE_WORK, lambda x: x[1], lambda x: (x[0], x[2])), 2)
    hostable = set(pairs.hostable)
    grouped("TEAM", m.STAFFED, {
        (service, profession, site): [k for k in pairs.teammates[service, profession]
                                      if (k, site) in hostable and (k == service or (service, profession, site) not in pairs.separate)]
        for service, profession, site in pairs.staffed})


def _permitting_tiers(case: Case, pairs: Pairs) -> dict:
    tiers_of_site = group_by(pairs.site_tiers, lambda x: x[0], lambda x: x[1])
    tiers_of_service = dict(zip(case.services["service"], case.services["tiers"]))
    return {(service, site): [tier for tier in tiers_of_site[site] if tier in tiers_of_service[service]]
            for service, site in pairs.hostable}
