"""Given: the case's raw tables as arrays, and the sets of model/README.md worked out a second time, independently.

Array axes, in this order: i areas, k services, p professions, j sites, m modes, l tiers. Nothing here comes from Case's own
derived figures (visits, minutes, base), from the formulation or from the tables of results.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from model.results.audit import closeness, drives, schooling

ROUNDING = 1e-6
TIERS = ("campus", "station", "local_station", "school", "mobile_stop")


class Given:
    """Inputs of the audit. Attributes are arrays named as the columns they come from."""

    def __init__(self, case):
        self.tables, self.settings = case.tables, case.settings
        self.areas, self.services, self.sites, self.modes, self.professions = (
            list(case.tables[table][key]) for table, key in (("areas", "area"), ("services", "service"), ("sites", "site"),
                                                             ("modes", "mode"), ("professions", "profession")))
        self.tiers = list(TIERS)
        self.vehicles = list(case.tables["vehicles"]["vehicle"])
        self.client_groups = list(case.tables["pathways"]["client_group"])
        self.staff_areas = sorted({*case.tables["sites"]["staff_area"], *case.tables["areas"]["staff_area"],
                                   *case.tables["pools"]["staff_area"]} - {""})
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
        for row in self.records("demand"):
            visits[:, self.services.index(row["service"])] += self.people_using(row) * self.use_rate(row)
        return visits

    def people_using(self, row: dict) -> np.ndarray:
        """(i) people of a row of demand."""
        anywhere = row["municipality"] == ""
        return self.people(row["groups"]) * (1 if anywhere else self.column("areas", "municipality") == row["municipality"])

    def use_rate(self, row: dict) -> float:
        """Visits a person makes by a row of demand."""
        if not pd.isna(row["visits_per_person"]):
            return row["visits_per_person"]
        people = self.people_using(row).sum()
        return row["visits_per_year"] / people if people else 0.0

    @cached_property
    def minutes(self) -> np.ndarray:
        """(i, j) minutes of a family's trip one way: 0 to an own school, no number to a school without pupils of the area."""
        return np.where(self.is_school[None], np.where(schooling.has_pupils(self), 0.0, np.nan), self.drives)

    @cached_property
    def drives(self) -> np.ndarray:
        """(i, j) minutes by car one way."""
        return drives.minutes(self)

    @cached_property
    def vehicle_minutes(self) -> np.ndarray:
        """(vehicle, j) drive of a mobile unit from its base to a site, one way."""
        return drives.vehicle_minutes(self)

    @cached_property
    def drive_days(self) -> np.ndarray:
        """(vehicle, j) the drive there and back as a part of the mobile unit's day."""
        return 2 * self.vehicle_minutes / 60 / self.number("vehicles", "hours_per_day")[:, None]

    @cached_property
    def rooms(self) -> np.ndarray:
        """(j) rooms; at a stop those of the largest mobile unit whose drive there and back takes less than its day."""
        on_board = np.where(self.drive_days < 1, self.number("vehicles", "rooms")[:, None], 0.0).max(axis=0, initial=0.0)
        return np.where(self.setting == "mobile", on_board, self.number("sites", "rooms"))

    @cached_property
    def tells_types_apart(self) -> np.ndarray:
        """(j) sites with rows in room_types."""
        return np.isin(self.sites, list(self.column("room_types", "site")))

    def typed_rooms(self, kind: str) -> np.ndarray:
        """(j) rooms of a type, 0 where none are stated."""
        rooms = np.zeros(len(self.sites))
        for row in self.records("room_types"):
            if row["room_type"] == kind:
                rooms[self.sites.index(row["site"])] += row["rooms"]
        return rooms

    @cached_property
    def service_rooms(self) -> np.ndarray:
        """(k, j) rooms a service may take: those of its type, where the site tells its rooms apart."""
        rooms = np.repeat(self.rooms[None], len(self.services), axis=0)
        for k, kind in enumerate(self.column("services", "room_type")):
            if kind:
                rooms[k] = np.where(self.tells_types_apart, np.minimum(rooms[k], self.typed_rooms(kind)), rooms[k])
        return rooms

    @cached_property
    def setting(self) -> np.ndarray:
        """(j) own, school or mobile, by the tiers the site may have, else today's."""
        first = [(row["tiers"] or (row["tier_today"],))[0] for row in self.records("sites")]
        return np.array([{"school": "school", "mobile_stop": "mobile"}.get(tier, "own") for tier in first], dtype=object)

    @cached_property
    def is_school(self) -> np.ndarray:
        """(j) school premises."""
        return self.setting == "school"

    @cached_property
    def most_share(self) -> np.ndarray:
        """(i, k, j) part of an area's visits that may go to a site: all, but at a school those of its pupils."""
        return np.where(self.is_school[None, None], schooling.pupil_share(self), 1.0)

    @cached_property
    def base_minutes(self) -> np.ndarray:
        """(j) drive of a visiting team from its base, one way."""
        return drives.base_minutes(self)

    @cached_property
    def site_tiers(self) -> np.ndarray:
        """(j, l) tiers a site may have."""
        may = np.zeros((len(self.sites), len(TIERS)), dtype=bool)
        for j, row in enumerate(self.records("sites")):
            tiers = () if self._is_shut(row) else row["tiers"] or (row["tier_today"],)
            may[j] = [tier in tiers for tier in TIERS]
        return may

    def _is_shut(self, row: dict) -> bool:
        """A site to be closed, or unusable on some day of the year (dates are year-month-day)."""
        first, last = row["unusable_from"] or "0000", row["unusable_until"] or "9999"
        return row["status"] == "must_close" or (row["status"] == "unusable" and first[:4] <= str(self.settings["year"]) <= last[:4])

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
        fits &= self.column("modes", "setting")[None, :] == self.setting[:, None]
        fits = fits[None] & self.often_enough
        fits &= np.einsum("kl,jl,ml->kjm", *(tiers.astype(int) for tiers in (self.permits, self.site_tiers, self.mode_tiers))) > 0
        return of_service[:, None, :] & fits & ~(self.locked("must_not_host") | closeness.barred(self))[:, :, None]

    @cached_property
    def mode_tiers(self) -> np.ndarray:
        """(m, l) tiers where a mode may be used: all, unless some are stated."""
        stated = [[not tiers or tier in tiers for tier in TIERS] for tiers in self.column("modes", "tiers")]
        return np.array(stated, dtype=bool).reshape(-1, len(TIERS))

    @cached_property
    def often_enough(self) -> np.ndarray:
        """(k, j, m) modes that come no rarer than the deadlines of the service's cases there (5 working days a week), or whose
        first contact is remote."""
        often = np.ones((len(self.services), len(self.sites), len(self.modes)), dtype=bool)
        interval = 5 / self.number("modes", "days_per_week")
        for row in self.records("deadlines"):
            here = (self.column("sites", "staff_area") == row["staff_area"]) | (row["staff_area"] == "")
            in_time = (interval <= row["deadline_days"] * (1 + 1e-9)) | row["first_contact_remote"]
            for service in row["services"]:
                often[self.services.index(service)] &= ~here[:, None] | in_time[None]
        return often

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
        """(i, k, j) sites an area may use: hostable and within the limits, or the nearest hostable one if none is; schools are
        apart, for areas with pupils of theirs who use the service."""
        limit, others = self.number("services", "travel_limit_minutes"), self.hostable & ~self.is_school[None]
        within = others[None] & (self.minutes[:, None, :] <= np.minimum(limit[None], self.growth_limit + ROUNDING)[:, :, None])
        beyond = ~within.any(axis=2) & others.any(axis=1)[None]
        possible = np.where(others[None], self.minutes[:, None, :], np.inf)
        nearest = np.arange(len(self.sites)) == possible.argmin(axis=2)[:, :, None]
        own = (self.hostable & self.is_school[None])[None] & (self.most_share > 0)
        return (within | (beyond[:, :, None] & nearest) | own) & self.needs[:, :, None]

    @cached_property
    def todays_share(self) -> np.ndarray:
        """(i, k, j) parts of visits at sites today: pupils at their own school, the others at the nearest host."""
        shares = np.zeros((len(self.areas), len(self.services), len(self.sites)))
        for k, hosts in enumerate(self._hosts_today):
            present = 1 - self.number("services", "remote_share_today")[k]
            schools, others = hosts[self.is_school[hosts]], hosts[~self.is_school[hosts]]
            shares[:, k, schools] = self.most_share[:, k][:, schools] * present
            if len(others):
                nearest = others[self.minutes[:, others].argmin(axis=1)]
                shares[np.arange(len(self.areas)), k, nearest] = present - shares[:, k, schools].sum(axis=1)
        return shares * self.needs[:, :, None]

    @cached_property
    def growth_limit(self) -> np.ndarray:
        """(i, k) minutes to the nearest host of today, schools apart, and the growth allowed; without a limit or a host no end."""
        most = np.full((len(self.areas), len(self.services)), np.inf)
        growth = float(self.settings["change_limits"]["trip_growth_minutes"])
        for k, hosts in enumerate(self._hosts_today):
            others = hosts[~self.is_school[hosts]]
            if len(others) and not np.isnan(growth):
                most[:, k] = self.minutes[:, others].min(axis=1) + growth
        return most

    @cached_property
    def _hosts_today(self) -> list[np.ndarray]:
        """Places of the sites that host each service today."""
        hosting = self.tables["hosting"]
        return [np.flatnonzero(np.isin(self.sites, list(hosting.loc[hosting["service"] == service, "site"]))) for service in self.services]

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
    def separate(self) -> np.ndarray:
        """(k, p, j) True where the service's team is not integrated in the site's municipality."""
        apart = np.zeros((len(self.services), len(self.professions), len(self.sites)), dtype=bool)
        for row in self.records("separate_teams"):
            here = self.column("sites", "municipality") == row["municipality"]
            for work in self.records("staffing"):
                if work["team"] == row["team"]:
                    apart[self.services.index(work["service"]), self.professions.index(work["profession"])] |= here
        return apart

    @cached_property
    def site_in_staff_area(self) -> np.ndarray:
        """(staff area, j) 1 where the site is in the staff area."""
        return (np.array(self.staff_areas, dtype=object)[:, None] == self.column("sites", "staff_area")[None]).astype(float)

    @cached_property
    def areas_of_staff_areas(self) -> dict[str, np.ndarray]:
        """Staff area -> (i) True for its demand areas."""
        named = self.column("areas", "staff_area")
        return {area: named == area for area in dict.fromkeys(named) if area}

    def bank(self, name: str) -> np.ndarray:
        """(p) a numeric column of the staff bank, 0 for professions without one."""
        values = np.zeros(len(self.professions))
        for row in self.records("staff_bank"):
            values[self.professions.index(row["profession"])] = row[name]
        return values

    @cached_property
    def most_fte(self) -> np.ndarray:
        """(p, j) everybody of a profession who could be at a site: the county's people, or the staff area's, its recruits
        and the bank's."""
        county = self.number("professions", "fte_available") + self.number("professions", "recruitable_fte")
        most = np.repeat(county[:, None], len(self.sites), axis=1)
        for row in self.records("pools"):
            p, here = self.professions.index(row["profession"]), self.column("sites", "staff_area") == row["staff_area"]
            recruits = min(row["recruitable_fte"], self.number("professions", "recruitable_fte")[p])
            most[p, here] = row["fte_available"] + recruits + (1 - self.bank("travel_share")[p]) * self.bank("fte")[p]
        return most

    @cached_property
    def room_visits(self) -> np.ndarray:
        """(k, m) visits a year that one room takes."""
        hours = self.yearly_hours * (1 - self.number("modes", "loss_share"))
        return hours[None, :] * 60 / self.number("services", "visit_minutes")[:, None]

    @cached_property
    def yearly_hours(self) -> np.ndarray:
        """(m) open hours a year."""
        return self.number("modes", "days_per_week") * self.number("modes", "hours_per_day") * self.settings["weeks_per_year"]
