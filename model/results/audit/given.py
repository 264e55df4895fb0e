"""Given: the case's raw tables as arrays, and the sets of model/README.md worked out a second time, independently.

Array axes, in this order: i areas, k services, p professions, j sites, m modes, l tiers. Nothing here comes from Case's own
derived figures (visits, minutes, base), from the formulation or from the tables of results.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from model.results.audit import drives

TIERS = ("campus", "station", "local_station")


class Given:
    """Inputs of the audit. Attributes are arrays named as the columns they come from."""

    def __init__(self, case):
        self.tables, self.settings = case.tables, case.settings
        self.areas, self.services, self.sites, self.modes, self.professions = (
            list(case.tables[table][key]) for table, key in (("areas", "area"), ("services", "service"), ("sites", "site"),
                                                             ("modes", "mode"), ("professions", "profession")))
        self.tiers = list(TIERS)
        self._records: dict[str, list[dict]] = {}
        self._work: dict[str, np.ndarray] = {}

    def column(self, table: str, name: str) -> np.ndarray:
        return self.tables[table][name].to_numpy()

    def number(self, table: str, name: str) -> np.ndarray:
        return self.tables[table][name].to_numpy(float)

    def records(self, table: str) -> list[dict]:
        """The table's rows."""
        if table not in self._records:
            self._records[table] = self.tables[table].to_dict("records")
        return self._records[table]

    def people(self, groups) -> np.ndarray:
        """People of the groups together, by area."""
        return sum((self.number("areas", group) for group in groups), np.zeros(len(self.areas)))

    @cached_property
    def visits(self) -> np.ndarray:
        """(i, k) visits a year: use rate x people, or a given count in proportion to the people."""
        visits = np.zeros((len(self.areas), len(self.services)))
        municipality = self.column("areas", "municipality")
        for row in self.records("demand"):
            people = self.people(row["groups"]) * (1 if row["municipality"] == "" else municipality == row["municipality"])
            given_count = pd.isna(row["visits_per_person"])
            rate = row["visits_per_year"] / people.sum() if given_count and people.sum() else row["visits_per_person"]
            visits[:, self.services.index(row["service"])] += people * (0 if given_count and not people.sum() else rate)
        return visits

    @cached_property
    def minutes(self) -> np.ndarray:
        """(i, j) minutes one way."""
        return drives.minutes(self)

    @cached_property
    def base_minutes(self) -> np.ndarray:
        """(j) drive of a visiting team from its base, one way."""
        return drives.base_minutes(self)

    @cached_property
    def site_tiers(self) -> np.ndarray:
        """(j, l) tiers a site may have."""
        may = np.zeros((len(self.sites), len(TIERS)), dtype=bool)
        for j, row in enumerate(self.records("sites")):
            tiers = () if row["status"] in ("must_close", "unusable") else row["tiers"] or (row["tier_today"],)
            may[j] = [tier in tiers for tier in TIERS]
        return may

    @cached_property
    def permits(self) -> np.ndarray:
        """(k, l) tiers that permit the service."""
        permitted = [[tier in tiers for tier in TIERS] for tiers in self.column("services", "tiers")]
        return np.array(permitted, dtype=bool).reshape(-1, len(TIERS))

    @cached_property
    def host_modes(self) -> np.ndarray:
        """(k, j, m) modes a service may use at a site that may host it."""
        of_service = np.array([[mode in modes for mode in self.modes] for modes in self.column("services", "modes")])
        fits = self.number("modes", "days_per_week")[None, :] <= self.number("sites", "opening_days")[:, None]
        some_tier = self.permits.astype(int) @ self.site_tiers.T.astype(int) > 0
        return of_service[:, None, :] & fits[None] & (some_tier & ~self.locked("must_not_host"))[:, :, None]

    @cached_property
    def hostable(self) -> np.ndarray:
        """(k, j) sites that may host the service."""
        return self.host_modes.any(axis=2)

    def locked(self, lock: str) -> np.ndarray:
        """(k, j) locks of a kind."""
        locked = np.zeros((len(self.services), len(self.sites)), dtype=bool)
        for row in self.records("locks"):
            if row["lock"] == lock:
                locked[self.services.index(row["service"]), self.sites.index(row["site"])] = True
        return locked

    @cached_property
    def needs(self) -> np.ndarray:
        """(i, k) areas with visits."""
        return self.visits > 0

    @cached_property
    def reach(self) -> np.ndarray:
        """(i, k, j) sites an area may use: hostable and within the limit, or the nearest hostable one if none is."""
        limit = self.number("services", "travel_limit_minutes")
        within = self.hostable[None] & (self.minutes[:, None, :] <= limit[None, :, None])
        beyond = ~within.any(axis=2) & self.hostable.any(axis=1)[None]
        possible = np.where(self.hostable[None], self.minutes[:, None, :], np.inf)
        nearest = np.arange(len(self.sites)) == possible.argmin(axis=2)[:, :, None]
        return (within | (beyond[:, :, None] & nearest)) & self.needs[:, :, None]

    def policy(self, k: int) -> tuple[str, float]:
        """(policy, minutes that still count as near) of a service, the case's setting first."""
        override = self.settings["assignment_policy"]
        policy = self.column("services", "policy")[k] if override == "per_service" else override
        return policy, 0.0 if policy == "nearest" else float(self.number("services", "within_minutes")[k])

    def work(self, name: str) -> np.ndarray:
        """(k, p) a numeric column of staffing, 0 where the profession is not in the service."""
        if name not in self._work:
            values = np.zeros((len(self.services), len(self.professions)))
            for row in self.records("staffing"):
                values[self.services.index(row["service"]), self.professions.index(row["profession"])] = row[name]
            self._work[name] = values
        return self._work[name]

    @cached_property
    def staffed(self) -> np.ndarray:
        """(k, p) professions that work in the service."""
        pairs = set(zip(self.column("staffing", "service"), self.column("staffing", "profession")))
        return np.array([[(k, p) in pairs for p in self.professions] for k in self.services]).reshape(len(self.services), -1)

    @cached_property
    def teammates(self) -> np.ndarray:
        """(k, k', p) services whose people of the profession count together; every service counts itself."""
        mates = np.repeat(np.eye(len(self.services), dtype=bool)[:, :, None], len(self.professions), axis=2)
        rows = [row for row in self.records("staffing") if row["team"]]
        for one in rows:
            for other in rows:
                if (one["team"], one["profession"]) == (other["team"], other["profession"]):
                    mates[self.services.index(one["service"]), self.services.index(other["service"]),
                          self.professions.index(one["profession"])] = True
        return mates

    @cached_property
    def room_visits(self) -> np.ndarray:
        """(k, m) visits a year that one room takes."""
        hours = self.yearly_hours * (1 - self.number("modes", "loss_share"))
        return hours[None, :] * 60 / self.number("services", "visit_minutes")[:, None]

    @cached_property
    def yearly_hours(self) -> np.ndarray:
        """(m) open hours a year."""
        return self.number("modes", "days_per_week") * self.number("modes", "hours_per_day") * self.settings["weeks_per_year"]
