"""Decided: the decisions as the result tables state them, as arrays over all pairs, with the quantities that follow.

Rows whose ids do not exist are left out here; `ids_exist` reports them. Axes as in given.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from model.results.audit.given import Given


class Decided:
    """Decisions read from the tables' decided columns only. objective: what the solver states about them."""

    def __init__(self, given: Given, tables: Mapping[str, pd.DataFrame], objective: Mapping):
        self.given, self.tables, self.objective = given, tables, objective
        self.tier = self._array("open_sites", ("site", "tier"))
        self.mode = self._array("hosted_services", ("service", "site", "mode"))
        self.volume = self._array("hosted_services", ("service", "site", "mode"), "volume_visits")
        self.rooms_used = self._array("hosted_services", ("service", "site", "mode"), "rooms_used")
        assignments = tables["assignments"]
        self.assign = self._array(assignments[assignments["channel"] == "site"], ("area", "service", "site"), "share")
        self.remote, self.purchased, self.unmet = (
            self._array(assignments[assignments["channel"] == channel], ("area", "service"), "share")
            for channel in ("remote", "purchased", "unmet"))
        self.bypass = self._array("bypasses", ("area", "service"), "share")
        self.staff = self._array(tables["staff"][tables["staff"]["site"] != ""], ("service", "profession", "site"), "staff_fte")
        self.recruit = self._array("professions", ("profession",), "recruit_fte")
        self.area_recruit = self._array("pools", ("staff_area", "profession"), "recruit_fte")
        self.bank = self._array("pools", ("staff_area", "profession"), "bank_fte")
        self.evening = self._array("evening_work", ("service", "profession", "site"), "evening_fte")
        self.vehicle = self._array(tables["vehicles"][tables["vehicles"]["used"]], ("vehicle",))
        self.stop_days = self._array("stop_days", ("vehicle", "site"), "stop_days")
        self.supervisors = self._array("professions", ("profession",), "supervisor_fte")
        self.joined = self._array("joint_visits", ("area", "client_group", "site"), "joined_share")
        norms = tables["norms"]
        self.area_shortfall = self._array(norms[norms["staff_area"] != ""], ("service", "profession", "staff_area"), "shortfall_fte")
        self.shortfall = self._array(norms[norms["staff_area"] == ""], ("service", "profession"), "shortfall_fte")

    def _array(self, table, keys: tuple[str, ...], value: str | None = None) -> np.ndarray:
        """Sum of `value` (or the number of rows) over the ids of the keys."""
        frame = self.tables[table] if isinstance(table, str) else table
        ids = {"area": self.given.areas, "service": self.given.services, "site": self.given.sites, "mode": self.given.modes,
               "tier": self.given.tiers, "profession": self.given.professions, "staff_area": self.given.staff_areas,
               "vehicle": self.given.vehicles, "client_group": self.given.client_groups}
        places = [pd.Index(ids[key]).get_indexer(frame[key]) for key in keys]
        known = np.all([place >= 0 for place in places], axis=0)
        result = np.zeros([len(ids[key]) for key in keys])
        values = frame[value].to_numpy(float)[known] if value else 1.0
        np.add.at(result, tuple(place[known] for place in places), values)
        return result

    @cached_property
    def is_open(self) -> np.ndarray:
        """(j) open in some tier."""
        return (self.tier.sum(axis=1) > 0).astype(float)

    @cached_property
    def host(self) -> np.ndarray:
        """(k, j) hosted in some mode."""
        return (self.mode.sum(axis=2) > 0).astype(float)

    @cached_property
    def days(self) -> np.ndarray:
        """(k, j) open days a week."""
        return self.mode @ self.given.number("modes", "days_per_week")

    @cached_property
    def visits_at(self) -> np.ndarray:
        """(k, j) visits assigned to the site, home visits included."""
        return np.einsum("ik,ikj->kj", self.given.visits, self.assign)

    @cached_property
    def home_travel_hours(self) -> np.ndarray:
        """(k, p, j) hours driven to home visits."""
        home_visits = self.given.visits * self.given.number("services", "home_visit_share")[None]
        one_traveller = np.einsum("ik,ij,ikj->kj", home_visits, self._reachable_minutes * 2 / 60, self.assign, optimize=True)
        return self.given.work("travellers_per_home_visit")[:, :, None] * one_traveller[:, None, :]

    @cached_property
    def _reachable_minutes(self) -> np.ndarray:
        """(i, j) minutes by car; a pair the travel table misses counts 0 here and is reported by the trips that use it."""
        return np.nan_to_num(self.given.drives)

    @cached_property
    def base_travel_hours(self) -> np.ndarray:
        """(k, p, j) hours driven by visiting teams."""
        modes, given = self.given.tables["modes"], self.given
        visiting_days = self.mode @ (modes["visiting"].to_numpy(float) * modes["days_per_week"].to_numpy(float))
        trips = visiting_days * given.settings["weeks_per_year"] * 2 * given.base_minutes[None] / 60
        return given.work("present_per_open_day")[:, :, None] * trips[:, None, :]

    @cached_property
    def workload_hours(self) -> np.ndarray:
        """(k, p, j) working time the assigned visits and the visiting teams take."""
        visits = self.given.work("hours_per_visit")[:, :, None] * self.visits_at[:, None, :]
        return visits + self.home_travel_hours + self.base_travel_hours

    @cached_property
    def remote_hours(self) -> np.ndarray:
        """(k, p) working time of remote visits."""
        return self.given.work("hours_per_visit") * (self.given.visits * self.remote).sum(axis=0)[:, None]

    @cached_property
    def remote_fte(self) -> np.ndarray:
        """(k, p) staff of remote visits."""
        return self.remote_hours / self.given.number("professions", "productive_hours")[None]

    @cached_property
    def profession_fte(self) -> np.ndarray:
        """(p) staff in client work, at sites and remote."""
        return self.staff.sum(axis=(0, 2)) + self.remote_fte.sum(axis=0)

    @cached_property
    def team_fte(self) -> np.ndarray:
        """(k, p, j) people of the profession at the site over the services that share them."""
        return np.where(self.given.separate, self.staff, np.einsum("kqp,qpj->kpj", self.given.teammates, self.staff))

    @cached_property
    def room_days(self) -> np.ndarray:
        """(k, j) rooms x days a week."""
        return self.rooms_used @ self.given.number("modes", "days_per_week")

    @cached_property
    def is_stop(self) -> np.ndarray:
        """(j) open as a stop of mobile units."""
        return self.tier[:, self.given.tiers.index("mobile_stop")] > 0

    @cached_property
    def days_open(self) -> np.ndarray:
        """(j) days a week a site is open: its opening days, at a stop the days of mobile units."""
        opening = self.given.number("sites", "opening_days") * self.is_open
        return np.where(self.is_stop, self.stop_days.sum(axis=0), opening)

    @cached_property
    def room_days_there(self) -> np.ndarray:
        """(j) rooms x days a week of an open site, or on board of the mobile units at a stop."""
        on_board = (self.stop_days * self.given.number("vehicles", "rooms")[:, None]).sum(axis=0)
        return np.where(self.is_stop, on_board, self.given.number("sites", "rooms") * self.days_open)

    @cached_property
    def driving_hours(self) -> np.ndarray:
        """(vehicle, j) hours a year mobile units drive to their stops and back."""
        hours = np.where(self.stop_days > 0, 2 * self.given.vehicle_minutes / 60, 0.0)
        return self.stop_days * self.given.settings["weeks_per_year"] * hours

    @cached_property
    def costs(self) -> dict[str, np.ndarray]:
        """Yearly cost by term over its items, thousand euros."""
        given = self.given
        prices = np.stack([np.nan_to_num(given.number("sites", f"cost_{tier}_keur")) for tier in given.tiers], axis=1)
        staff = self.profession_fte + self.supervisors
        purchased = (given.visits * self.purchased).sum(axis=0)
        return {"premises": (self.tier * prices).sum(axis=1),
                "staff": staff * given.number("professions", "cost_keur_per_fte"),
                "recruiting": self.recruit * given.number("professions", "recruit_keur_per_fte") + self._area_recruiting_keur(),
                "staff_bank": self.bank.sum(axis=0) * (given.bank("travel_share") * given.number("professions", "cost_keur_per_fte")
                                                       + given.bank("bank_keur_per_fte")),
                "modes": self.mode.sum(axis=(0, 1)) * given.number("modes", "cost_keur"),
                "purchased": purchased * given.number("services", "purchase_eur_per_visit") / 1000,
                "evenings": self.evening.sum(axis=(0, 2)) * given.number("professions", "evening_keur_per_fte"),
                "worker_travel": ((self.home_travel_hours + self.base_travel_hours).sum(axis=(0, 2))
                                  * given.settings["worker_travel_eur_per_hour"] / 1000),
                "tier_changes": self._tier_changes_keur(),
                "vehicles": (self.vehicle * given.number("vehicles", "cost_keur")
                             + self.driving_hours.sum(axis=1) * given.number("vehicles", "driving_eur_per_hour") / 1000)}

    def _area_recruiting_keur(self) -> np.ndarray:
        """(p) what recruiting costs more in the staff areas."""
        extra = np.zeros(len(self.given.professions))
        for row in self.given.records("pools"):
            area, p = self.given.staff_areas.index(row["staff_area"]), self.given.professions.index(row["profession"])
            extra[p] += self.area_recruit[area, p] * row["recruit_keur_per_fte"]
        return extra

    def _tier_changes_keur(self) -> np.ndarray:
        """(j) price of a higher or a lower tier than today's, where both are the county's own."""
        height = {"local_station": 1, "station": 2, "campus": 3}
        levels = np.array([height.get(tier, 0) for tier in self.given.tiers])
        today = np.array([height.get(tier, 0) for tier in self.given.column("sites", "tier_today")])[:, None]
        both = self.tier * (levels[None] > 0) * (today > 0)
        return ((both * (levels[None] > today)).sum(axis=1) * self.given.number("sites", "upgrade_keur")
                + (both * (levels[None] < today)).sum(axis=1) * self.given.number("sites", "downgrade_keur"))

    @property
    def cost_keur(self) -> float:
        return float(sum(part.sum() for part in self.costs.values()))
