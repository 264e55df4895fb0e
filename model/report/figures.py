"""Figures that several sections show: indicators by scope, families' trips and hosting, today and in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from model.publish.run_folder import Run

PERMANENT_DAYS = 5


class Value(NamedTuple):
    """An indicator's value today, in the plan, and their difference (NaN where there is none)."""

    today: float
    plan: float
    change: float


NO_VALUE = Value(float("nan"), float("nan"), float("nan"))


class Indicators:
    """The table indicators, by name and scope ("" = over services, the county, all children)."""

    def __init__(self, table: pd.DataFrame):
        keys = zip(table["indicator"], table["service"], table["municipality"], table["group"])
        values = map(Value._make, table[["today", "plan", "change"]].to_numpy(float).tolist())
        self._values = dict(zip(keys, values))

    def __call__(self, indicator: str, service: str = "", municipality: str = "", group: str = "") -> Value:
        return self._values.get((indicator, service, municipality, group), NO_VALUE)


@dataclass(frozen=True)
class Network:
    """Today's network, or a plan's.

    tiers: open site -> tier.  hosting: service, site, mode, days_per_week, staff_fte.  staff: service, site, profession, staff_fte.
    assignments: area, service, channel, site, share, visits, travel_minutes.  services: the table services.
    """

    tiers: Mapping[str, str]
    hosting: pd.DataFrame
    staff: pd.DataFrame
    assignments: pd.DataFrame
    services: pd.DataFrame

    @cached_property
    def trips(self) -> pd.DataFrame:
        """Families' trips: area, service, site ("" = purchased), minutes, visits (those a family travels for), part (of the
        area's travelling visits to the service)."""
        rows = self.assignments
        rows = rows[rows["channel"].isin(["site", "purchased"]) & rows["travel_minutes"].notna()]
        home = self.services.set_index("service")["home_visit_share"]
        travels = np.where(rows["channel"] == "site", 1 - rows["service"].map(home).to_numpy(float), 1.0)
        trips = pd.DataFrame({"area": rows["area"], "service": rows["service"], "site": rows["site"],
                              "minutes": rows["travel_minutes"], "visits": rows["visits"] * travels})
        trips = trips[trips["visits"] > 0].reset_index(drop=True)
        total = trips.groupby(["area", "service"], sort=False)["visits"].transform("sum")
        return trips.assign(part=trips["visits"] / total)

    @cached_property
    def minutes(self) -> pd.DataFrame:
        """Mean trip, areas x services; NaN where nobody travels."""
        weighed = (self.trips["minutes"] * self.trips["part"]).groupby([self.trips["area"], self.trips["service"]], sort=False).sum()
        return weighed.unstack()

    @cached_property
    def days(self) -> dict[tuple[str, str], float]:
        """(service, site) -> open days a week."""
        return dict(zip(zip(self.hosting["service"], self.hosting["site"]), self.hosting["days_per_week"]))

    @cached_property
    def fte(self) -> dict[tuple[str, str], float]:
        """(service, site) -> staff."""
        return self.staff.groupby(["service", "site"], sort=False)["staff_fte"].sum().to_dict()

    @cached_property
    def staff_of_site(self) -> dict[str, float]:
        """Site -> staff of all services."""
        return self.staff[self.staff["site"] != ""].groupby("site", sort=False)["staff_fte"].sum().to_dict()

    @cached_property
    def main_site(self) -> dict[tuple[str, str], str]:
        """(area, service) -> the site most of its visits go to ("" = over headline services, by travelling visits)."""
        at_sites = self.assignments[self.assignments["channel"] == "site"]
        headline = set(self.services.loc[self.services["headline"], "service"])
        over = self.trips[self.trips["service"].isin(headline) & (self.trips["site"] != "")].assign(service="")
        found: dict[tuple[str, str], str] = {}
        for rows in (at_sites, over):
            sums = rows.groupby(["area", "service", "site"], sort=False)["visits"].sum().reset_index()
            largest = sums.sort_values("visits", ascending=False, kind="stable").drop_duplicates(["area", "service"])
            found |= dict(zip(zip(largest["area"], largest["service"]), largest["site"]))
        return found


def networks(run: Run) -> tuple[Network, Network]:
    """(today, plan) of a run."""
    tables = run.tables
    sites = tables["sites"]
    in_use = sites[sites["tier_today"] != ""]
    today = Network(dict(zip(in_use["site"], in_use["tier_today"])), tables["today_hosting"], tables["today_staff"],
                    tables["today_assignments"], tables["services"])
    plan = Network(dict(zip(tables["open_sites"]["site"], tables["open_sites"]["tier"])), tables["hosted_services"], tables["staff"],
                   tables["assignments"], tables["services"])
    return today, plan


def growth(today: Network, plan: Network, areas: pd.Series) -> pd.DataFrame:
    """How many minutes longer an area's mean trip is in the plan, areas x services; NaN where it is not travelled in both."""
    before, after = (network.minutes.reindex(index=areas, columns=today.services["service"]) for network in (today, plan))
    return after - before


def shares_within(trips: pd.DataFrame, children: Mapping[str, float], services: list[str], minutes: np.ndarray) -> np.ndarray:
    """Share of children whose trip is at most so many minutes, as the indicators share_within_..._min count it: each service
    equally, areas weighed by their children."""
    curves = []
    for service in services:
        mine = trips[trips["service"] == service]
        weight = mine["area"].map(children).to_numpy(float) * mine["part"].to_numpy(float)
        if weight.sum() > 0:
            order = np.argsort(mine["minutes"].to_numpy(float), kind="stable")
            reached = np.append(0.0, np.cumsum(weight[order])) / weight.sum()
            curves.append(reached[np.searchsorted(mine["minutes"].to_numpy(float)[order], minutes, side="right")])
    return np.mean(curves, axis=0) if curves else np.zeros(len(minutes))
