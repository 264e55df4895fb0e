"""Figures of a plan: the frames that tables, terms and indicators share, each computed once from the case and the decisions.

Visits and hours are yearly, days weekly, travel is in minutes one way. Formulas: model/README.md, Quantities.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from model.case import Case
from model.results.norms import norm_rows
from model.results.plan import SMALLEST_SHARE, Plan

CHANNELS = ("site", "remote", "purchased", "unmet")


class Figures:
    """What follows from a plan. It never refuses a plan that breaks a rule: finding that out is the audit's work."""

    def __init__(self, case: Case, plan: Plan):
        self.case, self.plan = case, plan
        self.services = case.services.set_index("service", drop=False)
        self.sites = case.sites.set_index("site", drop=False)
        self.modes = case.modes.set_index("mode", drop=False)
        self.professions = case.professions.set_index("profession", drop=False)

    def in_file_order(self, frame: pd.DataFrame, *keys: str) -> pd.DataFrame:
        """The frame sorted by ids in the order of the input files (unknown and empty ids last)."""
        order = {"service": self.services, "site": self.sites, "profession": self.professions,
                 "area": self.case.areas.set_index("area")}
        ranks = {}
        for key in keys:
            place = order[key].index.get_indexer(frame[key])
            ranks[key] = np.where(place < 0, len(order[key]), place)
        return frame.iloc[np.lexsort([ranks[key] for key in reversed(keys)])].reset_index(drop=True) if len(frame) else frame

    @cached_property
    def trips(self) -> pd.DataFrame:
        """Every part of demand: area, service, channel, site, share, visits, travel_minutes, home_share, travelling_visits
        (visits a family travels for; a pupil's own school is a trip of 0 minutes), travel_hours (family hours), drive_minutes (by
        car from the site, for home visits), beyond_limit."""
        parts = zip(CHANNELS, (self.plan.assign, self.plan.remote, self.plan.purchased, self.plan.unmet))
        columns = ["area", "service", "channel", "site", "share"]
        parts = [part.assign(channel=channel, site=part.get("site", ""))[columns] for channel, part in parts if len(part)]
        trips = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
        trips = self.in_file_order(trips.reset_index(drop=True), "service", "area", "site")
        return trips.assign(**self._trip_figures(trips))

    def _trip_figures(self, trips: pd.DataFrame) -> dict:
        at_site, purchased = (trips["channel"].to_numpy() == channel for channel in ("site", "purchased"))
        share = trips["share"].to_numpy(float)
        visits = _lookup(self.case.visits, trips["area"], trips["service"]) * share
        by_service = self.services[["purchase_minutes", "home_visit_share", "travel_limit_minutes"]].reindex(trips["service"])
        home = np.where(at_site, by_service["home_visit_share"].to_numpy(), 0.0)
        to_site = _lookup(self.case.minutes, trips["area"], trips["site"])
        minutes = np.where(at_site, to_site, np.where(purchased, by_service["purchase_minutes"].to_numpy(), np.nan))
        travelling = np.where(at_site | purchased, visits * (1 - home), 0.0)
        drives = np.where(at_site, _lookup(self.case.drives, trips["area"], trips["site"]), np.nan)
        return {"visits": visits, "travel_minutes": minutes, "drive_minutes": drives, "home_share": home,
                "travelling_visits": travelling,
                "travel_hours": np.where(travelling > 0, travelling * 2 * minutes / 60, 0.0),
                "beyond_limit": at_site & (minutes > by_service["travel_limit_minutes"].to_numpy())}

    @cached_property
    def received(self) -> pd.DataFrame:
        """By (service, site) with assigned visits: visits, home visits included, and one traveller's home_trip_hours."""
        trips = self.trips[self.trips["channel"] == "site"]
        driving = trips["visits"] * trips["home_share"] * 2 * trips["drive_minutes"] / 60
        by_place = trips.assign(home_trip_hours=driving).groupby(["service", "site"], sort=False)
        return by_place[["visits", "home_trip_hours"]].sum()

    @cached_property
    def hosted(self) -> pd.DataFrame:
        """The hosting with days_per_week, visits, room_days (a week), staff_fte and the mode's other figures."""
        hosting = self.in_file_order(self.plan.hosting, "service", "site")
        pairs = pd.MultiIndex.from_frame(hosting[["service", "site"]])
        modes = self.modes.drop(columns="mode").reindex(hosting["mode"]).reset_index(drop=True)
        staff = self.plan.staff.groupby(["service", "site"])["staff_fte"].sum()
        return pd.concat([hosting, modes], axis=1).assign(
            visits=self.received["visits"].reindex(pairs).fillna(0).to_numpy(),
            room_days=hosting["rooms_used"].to_numpy() * modes["days_per_week"].to_numpy(),
            staff_fte=staff.reindex(pairs).fillna(0).to_numpy(float))

    @cached_property
    def staff(self) -> pd.DataFrame:
        """service, site ("" = remote), profession, staff_fte, workload_hours, home_travel_hours, base_travel_hours."""
        work = pd.concat([self._work_at_sites(), self._remote_work()], ignore_index=True)
        keys = ["service", "site", "profession"]
        decided = self.plan.staff.groupby(keys, sort=False)["staff_fte"].sum().reset_index()
        staff = work.merge(decided, on=keys, how="outer", suffixes=("_remote", ""))
        numbers = ["staff_fte", "staff_fte_remote", "workload_hours", "home_travel_hours", "base_travel_hours"]
        staff[numbers] = staff[numbers].astype(float).fillna(0.0)
        staff["staff_fte"] += staff.pop("staff_fte_remote")
        worth_a_row = (staff["staff_fte"] > SMALLEST_SHARE) | (staff["workload_hours"] > SMALLEST_SHARE)
        return self.in_file_order(staff[worth_a_row], "service", "site", "profession")

    def _work_at_sites(self) -> pd.DataFrame:
        """Working hours the assigned visits and the visiting teams take."""
        hosted = self.hosted.set_index(["service", "site"])[["visiting", "days_per_week"]]
        places = self.received.join(hosted, how="outer").reset_index().fillna(
            {"visits": 0.0, "home_trip_hours": 0.0, "days_per_week": 0.0}).merge(self.case.staffing, on="service")
        base_hours = 2 * self.case.base["base_minutes"].reindex(places["site"]).to_numpy() / 60
        visiting_days = np.where(places["visiting"].eq(True), places["days_per_week"], 0.0) * self.case.settings.weeks_per_year
        home = places["travellers_per_home_visit"] * places["home_trip_hours"]
        base = places["present_per_open_day"] * visiting_days * base_hours
        return places[["service", "site", "profession"]].assign(
            staff_fte=0.0, workload_hours=places["hours_per_visit"] * places["visits"] + home + base,
            home_travel_hours=home, base_travel_hours=base)

    def _remote_work(self) -> pd.DataFrame:
        """Staff of remote visits, at no site: hours per visit x remote visits / productive hours."""
        remote = self.trips[self.trips["channel"] == "remote"].groupby("service", sort=False)["visits"].sum()
        work = remote.reset_index().merge(self.case.staffing, on="service")
        hours = (work["hours_per_visit"] * work["visits"]).astype(float)
        productive = self.professions["productive_hours"].reindex(work["profession"]).to_numpy()
        return work[["service", "profession"]].assign(site="", staff_fte=hours / productive, workload_hours=hours,
                                                      home_travel_hours=0.0, base_travel_hours=0.0)

    @cached_property
    def open_sites(self) -> pd.DataFrame:
        """The open sites in file order: site, tier, and days_open, room_days_used, room_days_available a week."""
        sites = self.in_file_order(self.plan.open_site, "site")
        used = self.hosted.groupby("site")["room_days"].sum()
        of_site = self.sites.reindex(sites["site"])
        at_stop = sites["tier"].to_numpy() == "mobile_stop"
        units = self.unit_days.reindex(sites["site"]).fillna(0.0)
        opening = np.where(at_stop, units["stop_days"], of_site["opening_days"])
        rooms = np.where(at_stop, units["room_days"], of_site["rooms"] * of_site["opening_days"])
        return sites.assign(days_open=opening.astype(float), room_days_used=used.reindex(sites["site"]).fillna(0).to_numpy(float),
                            room_days_available=rooms.astype(float))

    @cached_property
    def stop_days(self) -> pd.DataFrame:
        """The mobile units' stops: vehicle, site, stop_days a week, drive_minutes one way, driving_days (part of the week),
        driving_hours a year, rooms on board."""
        of_pair = self.case.vehicle_stops.set_index(["vehicle", "site"])[["drive_minutes", "drive_days", "rooms"]]
        days = self.plan.stop_days.join(of_pair, on=["vehicle", "site"])
        order = {vehicle: place for place, vehicle in enumerate(self.case.vehicles["vehicle"])}
        days = days.sort_values("vehicle", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)
        return days.assign(driving_days=days["drive_days"] * days["stop_days"], driving_hours=days["stop_days"]
                           * self.case.settings.weeks_per_year * 2 * days["drive_minutes"] / 60)

    @cached_property
    def unit_days(self) -> pd.DataFrame:
        """By stop: stop_days and room_days a week of all mobile units."""
        days = self.stop_days.assign(room_days=self.stop_days["rooms"] * self.stop_days["stop_days"])
        return days.groupby("site")[["stop_days", "room_days"]].sum()

    @cached_property
    def norms(self) -> pd.DataFrame:
        """Every staffing norm: the columns of the table norms."""
        return norm_rows(self.case, self.plan, self.trips)


def _lookup(frame: pd.DataFrame, rows, columns) -> np.ndarray:
    """frame[row, column] for each pair; NaN for a column that is not there."""
    places = frame.columns.get_indexer(columns)
    values = frame.to_numpy(float)[frame.index.get_indexer(rows), places] if frame.size else np.full(len(places), np.nan)
    return np.where(places < 0, np.nan, values)
