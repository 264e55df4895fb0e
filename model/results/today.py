"""Today's network as a plan: hosting.csv and staff_today.csv, families at the nearest host.

Choices, where the tables are silent:
- Families go to the nearest host of today whatever the service's policy, the first in file order among equals, also beyond
  the travel limit: no plan assigns them today. Pupils go to their own school where it hosts the service, and only they.
- The remote share is `remote_share_today`; nothing is purchased unless no site hosts the service: then as much as the service
  may purchase, and the rest is unmet.
- Visits of a client group (pathways.csv) held in one place are one trip, as many as can be.
- Evening work is what today's modes and visits take of it.
- A stop of today is visited by the mobile unit with the shortest drive to it, as often as its service with most days.
- A service takes the rooms its visits need, at least `min_rooms`, also when the site has fewer.
- Supervisors are as many as today's staff needs.
- The staff bank sends its people where an area's own are too few for today's staff.
- Without staff_today.csv the staff is what workload, presence and minimum teams need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from model.case import Case
from model.results.audit import AuditReport, audit
from model.results.figures import Figures
from model.results.pathways import joined_at_most
from model.results.people import bank_needed, supervision
from model.results.plan import Plan
from model.results.tables import tables
from model.results.ways import evenings_needed
from model.todays_use import hosts_today


@dataclass(frozen=True)
class Evaluation:
    """Today's network by the yardstick of a plan; `audit` says which rules it breaks and by how much."""

    plan: Plan
    tables: dict[str, pd.DataFrame]
    audit: AuditReport
    staff_is_derived: bool

    @property
    def broken_rules(self) -> pd.DataFrame:
        """rule, where, excess, unit."""
        return self.audit.violations

    @property
    def indicators(self) -> pd.DataFrame:
        return self.tables["indicators"]


def evaluate(case: Case) -> Evaluation:
    """Tables, broken rules and indicators of today's network. A rule that today breaks is reported, never an error."""
    plan = todays_plan(case)
    found = tables(case, plan, plan)
    report = audit(case, found)
    return Evaluation(plan, {**found, **report.tables()}, report, case.staff_today.empty)


def todays_plan(case: Case) -> Plan:
    """Today's hosting and staff, with families sent as this module's docstring says."""
    services, needs = case.services.set_index("service"), case.visits.to_numpy() > 0
    remote = services["remote_share_today"].to_numpy(float)
    at_sites = case.todays_use.groupby(["service", "area"])["share"].sum()
    rows = {"assign": [case.todays_use], "remote": [], "purchased": [], "unmet": []}
    for column, service in enumerate(case.services["service"]):
        areas = case.visits.index[needs[:, column]]
        rows["remote"].append(pd.DataFrame({"area": areas, "service": service, "share": remote[column]}))
        if set(hosts_today(case, service)) <= set(case.schools):
            there = at_sites.reindex(pd.MultiIndex.from_product([[service], areas])).fillna(0.0).to_numpy(float)
            left = 1 - remote[column] - there
            bought = np.minimum(left, float(services.at[service, "purchase_share_max"]))
            rows["purchased"].append(pd.DataFrame({"area": areas, "service": service, "share": bought}))
            rows["unmet"].append(pd.DataFrame({"area": areas, "service": service, "share": left - bought}))
    shares = {name: pd.concat(frames) if frames else None for name, frames in rows.items()}
    plan = _with_staff(case, _with_rooms(case, shares))
    stop_days = _stops_today(case)
    figures = Figures(case, plan)
    return replace(plan, stop_days=stop_days, vehicles=stop_days[["vehicle"]].drop_duplicates(),
                   evenings=evenings_needed(figures), joined=joined_at_most(case, figures))


def _stops_today(case: Case) -> pd.DataFrame:
    """vehicle, site, stop_days: stops of today that a mobile unit can visit, one unit each."""
    days = case.hosting["mode"].map(case.modes.set_index("mode")["days_per_week"]).groupby(case.hosting["site"]).max()
    today = case.sites.loc[case.sites["tier_today"] == "mobile_stop", "site"]
    stops = case.vehicle_stops[case.vehicle_stops["site"].isin(today) & case.vehicle_stops["site"].isin(days.index)]
    nearest = stops.sort_values("drive_minutes", kind="stable").drop_duplicates("site").sort_index()
    return nearest[["vehicle", "site"]].assign(stop_days=days.reindex(nearest["site"]).to_numpy(float))


def _with_rooms(case: Case, shares: dict) -> Plan:
    """Today's sites and hosting, with the volume at each site and the rooms it takes (volume / visits a room takes)."""
    open_sites = case.sites.loc[case.sites["tier_today"] != "", ["site", "tier_today"]].rename(columns={"tier_today": "tier"})
    hosting = case.hosting[["service", "site", "mode"]].assign(volume_visits=0.0, rooms_used=0.0)
    figures = Figures(case, Plan(open_site=open_sites, hosting=hosting, **shares))
    hosted = figures.hosted
    by_service = figures.services.reindex(hosted["service"])
    volume = hosted["visits"].to_numpy() * (1 - by_service["home_visit_share"].to_numpy())
    hours = hosted["days_per_week"] * hosted["hours_per_day"] * (1 - hosted["loss_share"]) * case.settings.weeks_per_year
    room_visits = hours.to_numpy() * 60 / by_service["visit_minutes"].to_numpy()
    # A mode that loses all of its hours receives nobody; dividing by it would hide the rest of the network.
    rooms = np.divide(volume, room_visits, out=np.zeros(len(volume)), where=room_visits > 0)
    hosting = hosted[["service", "site", "mode"]].assign(
        volume_visits=volume, rooms_used=np.maximum(by_service["min_rooms"].to_numpy(), rooms))
    return Plan(open_site=open_sites, hosting=hosting, **shares)


def _with_staff(case: Case, plan: Plan) -> Plan:
    """The plan with today's staff and what soft norms miss."""
    staff = needed_staff(case, plan) if case.staff_today.empty else case.staff_today
    plan = replace(plan, staff=staff, bank=bank_needed(case, staff))
    leading = supervision(Figures(case, plan)).groupby("supervisor", sort=False)["needed_fte"].sum()
    plan = replace(plan, supervisors=pd.DataFrame({"profession": leading.index, "supervisor_fte": leading.to_numpy(float)}))
    norms = Figures(case, plan).norms
    missing = norms["needed_fte"] - norms["staff_fte"]
    short = norms.assign(shortfall_fte=missing)[(norms["norm_rule"] == "soft") & (missing > 0)]
    county = short["staff_area"] == ""
    return replace(plan, norm_shortfall=short[county], area_shortfall=short[~county])


def _teams(case: Case, places: pd.DataFrame) -> pd.Series:
    """Name of the people that a service, site and profession shares: its team, or its own where it has none or that is not
    integrated in the municipality."""
    apart = set(zip(case.separate_teams["municipality"], case.separate_teams["team"]))
    town = case.sites.set_index("site")["municipality"].reindex(places["site"])
    alone = [team == "" or (where, team) in apart for where, team in zip(town, places["team"])]
    return places["team"].mask(np.array(alone, dtype=bool), "only " + places["service"])


def needed_staff(case: Case, plan: Plan) -> pd.DataFrame:
    """Staff that covers workload, open days and minimum teams: service, profession, site, staff_fte.

    People of one team at a site count together for open days and minimum teams; what they lack is added to the member that
    asks for most.
    """
    figures = Figures(case, plan)
    work = figures.staff[figures.staff["site"] != ""][["service", "site", "profession", "workload_hours"]]
    places = figures.hosted[["service", "site", "days_per_week", "hours_per_day"]].merge(case.staffing, on="service")
    places = places.merge(work, on=["service", "site", "profession"], how="left").fillna({"workload_hours": 0.0})
    productive = figures.professions["productive_hours"].reindex(places["profession"]).to_numpy()
    present = places["days_per_week"] * places["hours_per_day"] * case.settings.weeks_per_year * places["present_per_open_day"]
    floor = np.maximum(present / productive, places["minimum_fte"])
    places = places.assign(floor=floor, staff_fte=places["workload_hours"] / productive,
                           team=_teams(case, places))
    teams = places.groupby(["team", "site", "profession"], sort=False)
    lacking = (teams["floor"].transform("max") - teams["staff_fte"].transform("sum")).clip(lower=0)
    asks_most = places.index.isin(teams["floor"].idxmax())
    places["staff_fte"] += lacking.where(asks_most, 0.0)
    return places[["service", "profession", "site", "staff_fte"]]
