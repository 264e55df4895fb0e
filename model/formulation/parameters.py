"""Parameters: the planner's figures under the names of their columns, and a few coefficients worked out from them once."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo

from model.case import Case
from model.formulation.sets import Pairs
from model.premises import tier_change


def add_parameters(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Declare every parameter of the formulation on m."""
    m.nothing = pyo.Param(initialize=0.0, mutable=True)  # keeps a rule or term without any decision an expression
    m.weeks_per_year = pyo.Param(initialize=case.settings.weeks_per_year)
    m.mode_change_weight = pyo.Param(initialize=case.settings.objective.mode_change_weight)
    m.budget_keur = pyo.Param(initialize=case.settings.budget_keur, within=pyo.Any)
    columns(m, m.AREAS, case.areas, ["area"], ["digital_exclusion_share"])
    m.worker_travel_eur_per_hour = pyo.Param(initialize=case.settings.worker_travel_eur_per_hour)
    visits = case.visits.stack()
    m.visits = pyo.Param(m.NEEDS, initialize={index: float(visits[index]) for index in pairs.needs})
    m.all_visits = pyo.Param(m.SERVICES, initialize=case.visits.sum().to_dict(), default=0.0)
    _add_services(m, case)
    _add_sites(m, case)
    _add_modes(m, case)
    _add_people(m, case)
    _add_reach(m, case, pairs)
    _add_coefficients(m, case, pairs)


def columns(m: pyo.ConcreteModel, over: pyo.Set, frame, keys: list[str], names: list[str]) -> None:
    """One parameter per column `names` of the frame, indexed by the key columns."""
    index = list(frame[keys[0]]) if len(keys) == 1 else list(zip(*(frame[key] for key in keys)))
    for name in names:
        values = dict(zip(index, (float(value) for value in frame[name])))
        setattr(m, name, pyo.Param(over, initialize=values))


def _add_services(m: pyo.ConcreteModel, case: Case) -> None:
    columns(m, m.SERVICES, case.services, ["service"],
            ["min_rooms", "minimum_visits", "critical_mass_fte", "home_visit_share", "remote_share_today", "remote_share_max",
             "purchase_share_max", "purchase_eur_per_visit", "purchase_minutes", "headline"])
    policies = {row.service: case.policy(row)[0] for row in case.services.itertuples()}
    m.bypass_share_max = pyo.Param(m.SERVICES, initialize={k: float(policy == "soft") for k, policy in policies.items()})
    m.unmet_share_max = pyo.Param(initialize=float(case.settings.allow_unmet))


def _add_sites(m: pyo.ConcreteModel, case: Case) -> None:
    columns(m, m.SITES, case.sites, ["site"], ["partner_staff_per_day"])
    m.rooms = pyo.Param(m.SITES, initialize=case.rooms.to_dict())
    stops = set(case.stops)  # open when a mobile unit is there
    m.opening_days = pyo.Param(m.SITES, initialize={row.site: 0.0 if row.site in stops else float(row.opening_days)
                                                    for row in case.sites.itertuples()})
    m.base_minutes = pyo.Param(m.SITES, initialize=case.base["base_minutes"].to_dict())
    rooms = case.service_rooms
    m.service_rooms = pyo.Param(m.HOSTABLE, initialize={(k, j): float(rooms.at[k, j]) for k, j in m.HOSTABLE})
    costs = case.sites.set_index("site")
    m.CHANGED_TIERS = pyo.Set(dimen=2, initialize=[(j, tier) for j, tier in m.SITE_TIERS if tier_change(costs.loc[j], tier)])
    m.tier_change_keur = pyo.Param(m.CHANGED_TIERS, initialize={
        (j, tier): float(costs.at[j, f"{tier_change(costs.loc[j], tier)}_keur"]) for j, tier in m.CHANGED_TIERS})
    m.premises_keur = pyo.Param(m.SITE_TIERS, initialize={(j, tier): float(costs.at[j, f"cost_{tier}_keur"])
                                                          for j, tier in m.SITE_TIERS})


def _add_modes(m: pyo.ConcreteModel, case: Case) -> None:
    columns(m, m.MODES, case.modes, ["mode"],
            ["days_per_week", "hours_per_day", "visiting", "loss_share", "waiting_hours_per_visit", "cost_keur"])


def _add_people(m: pyo.ConcreteModel, case: Case) -> None:
    columns(m, m.PROFESSIONS, case.professions, ["profession"],
            ["fte_available", "recruitable_fte", "recruit_keur_per_fte", "productive_hours", "cost_keur_per_fte", "volunteer_share",
             "evening_keur_per_fte"])
    columns(m, m.STAFFING, case.staffing, ["service", "profession"],
            ["hours_per_visit", "present_per_open_day", "minimum_fte", "travellers_per_home_visit"])
    norms = case.staffing[case.staffing["norm_people_per_fte"].notna() & (case.staffing["norm_rule"] != "report")
                          & (case.staffing["norm_scope"] == "county")]
    m.NORMS = pyo.Set(dimen=2, initialize=list(zip(norms["service"], norms["profession"])))
    people = {(row.service, row.profession): case.areas[list(row.norm_groups)].to_numpy().sum() * row.norm_share
              for row in norms.itertuples()}
    m.norm_fte = pyo.Param(m.NORMS, initialize={(row.service, row.profession):
                                                people[row.service, row.profession] / row.norm_people_per_fte
                                                for row in norms.itertuples()})
    m.norm_shortfall_max = pyo.Param(m.NORMS, initialize={
        (row.service, row.profession): np.inf if row.norm_rule == "soft" else 0.0 for row in norms.itertuples()})


def _add_reach(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """burden_hours: family hours if all of the area's visits go there (0 for placeholders). home_trip_hours: hours one
    traveller then drives to the area's home visits."""
    reach = pairs.reach
    index = list(zip(reach["area"], reach["service"], reach["site"]))
    services = case.services.set_index("service")
    visits = case.visits.stack().loc[list(zip(reach["area"], reach["service"]))].to_numpy() if index else np.array([])
    both_ways_hours = visits * 2 * reach["minutes"].to_numpy(dtype=float) / 60
    driven_hours = both_ways_hours.copy()  # a worker drives home from a school, too
    at_school = reach["at_school"].to_numpy(dtype=bool)
    driven_hours[at_school] = [visit * 2 * case.drives.at[area, site] / 60 for visit, area, site in
                               zip(visits[at_school], reach["area"][at_school], reach["site"][at_school])]
    home = services["home_visit_share"].loc[reach["service"]].to_numpy(dtype=float)
    headline = services["headline"].loc[reach["service"]].to_numpy(dtype=float)
    m.burden_hours = pyo.Param(m.REACH, initialize=dict(zip(index, (both_ways_hours * (1 - home) * headline).tolist())))
    m.home_trip_hours = pyo.Param(m.REACH, initialize=dict(zip(index, (driven_hours * home).tolist())))


def _add_coefficients(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """room_visits: visits one room takes a year; presence_fte: FTE that keep the open days of a mode staffed."""
    weeks = case.settings.weeks_per_year
    modes = case.modes.set_index("mode")
    visit_minutes = case.services.set_index("service")["visit_minutes"]
    service_modes = list(dict.fromkeys((service, mode) for service, _, mode in pairs.host_modes))
    m.SERVICE_MODES = pyo.Set(dimen=2, initialize=service_modes)
    hours = {mode: float(row.days_per_week * row.hours_per_day * weeks) for mode, row in modes.iterrows()}
    m.room_visits = pyo.Param(m.SERVICE_MODES, initialize={
        (k, mode): hours[mode] * (1 - modes.at[mode, "loss_share"]) * 60 / visit_minutes[k] for k, mode in service_modes})
    present = {(row.service, row.profession): row.present_per_open_day for row in case.staffing.itertuples()}
    productive = case.professions.set_index("profession")["productive_hours"]
    triples = [(k, p, mode) for k, p in m.STAFFING for k2, mode in service_modes if k2 == k]
    m.STAFF_MODES = pyo.Set(dimen=3, initialize=triples)
    m.presence_fte = pyo.Param(m.STAFF_MODES, initialize={
        (k, p, mode): present[k, p] * hours[mode] / productive[p] for k, p, mode in triples})
