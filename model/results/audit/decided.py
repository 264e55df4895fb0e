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
        self.shortfall = self._array("norms", ("service", "profession"), "shortfall_fte")

    def _array(self, table, keys: tuple[str, ...], value: str | None = None) -> np.ndarray:
        """Sum of `value` (or the number of rows) over the ids of the keys."""
        frame = self.tables[table] if isinstance(table, str) else table
        ids = {"area": self.given.areas, "service": self.given.services, "site": self.given.sites, "mode": self.given.modes,
               "tier": self.given.tiers, "profession": self.given.professions}
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
        """(i, j) minutes; a pair the travel table misses counts 0 here and is reported by the trips that use it."""
        return np.nan_to_num(self.given.minutes)

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
    def team_fte(self) -> np.ndarray:
        """(k, p, j) people of the profession at the site over the services that share them."""
        return np.einsum("kqp,qpj->kpj", self.given.teammates, self.staff)

    @cached_property
    def room_days(self) -> np.ndarray:
        """(k, j) rooms x days a week."""
        return self.rooms_used @ self.given.number("modes", "days_per_week")

    @cached_property
    def costs(self) -> dict[str, np.ndarray]:
        """Yearly cost by term over its items, thousand euros."""
        given = self.given
        prices = np.stack([np.nan_to_num(given.number("sites", f"cost_{tier}_keur")) for tier in given.tiers], axis=1)
        staff = self.staff.sum(axis=(0, 2)) + self.remote_fte.sum(axis=0)
        purchased = (given.visits * self.purchased).sum(axis=0)
        return {"premises": (self.tier * prices).sum(axis=1),
                "staff": staff * given.number("professions", "cost_keur_per_fte"),
                "recruiting": self.recruit * given.number("professions", "recruit_keur_per_fte"),
                "modes": self.mode.sum(axis=(0, 1)) * given.number("modes", "cost_keur"),
                "purchased": purchased * given.number("services", "purchase_eur_per_visit") / 1000}

    @property
    def cost_keur(self) -> float:
        return float(sum(part.sum() for part in self.costs.values()))
