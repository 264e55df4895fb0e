"""Who could host what: the arithmetic behind the screens. Everything is optimistic, so what is impossible here is impossible.

Arrays are services (rows) x sites (columns) in the order of their tables; visits are a year, days a week.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import numpy as np

from model.case import Case
from model.premises import TIERS, plan_tiers
from model.teams import fewest_days

ROUNDING = 1e-6  # relative; a screen never speaks of less


class Network:
    """Possible hosts of a case whose services, modes, sites and locks can be trusted."""

    def __init__(self, case: Case):
        self.case = case
        self.services, self.sites = list(case.services["service"]), list(case.sites["site"])
        self.service_at = {service: row for row, service in enumerate(self.services)}
        self.site_at = {site: row for row, site in enumerate(self.sites)}
        self.tiers = [() if site.site in case.shut else plan_tiers(site) for site in case.sites.itertuples()]
        self.settings = case.settings_of_sites.to_numpy()
        self._reasons = np.full((len(self.services), len(self.sites)), "", dtype=object)
        self._rate_modes()
        self._rule_out()

    def _rate_modes(self) -> None:
        """most_days, least_days, room_visits (most visits of a room a year), visits_per_room_day of the modes that fit."""
        shape = self._reasons.shape
        self.most_days, self.room_visits, self.visits_per_room_day = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.least_days = np.full(shape, np.inf)
        modes = {mode.mode: mode for mode in self.case.modes.itertuples()}
        opening, weeks = self.case.sites["opening_days"].to_numpy(), self.case.settings.weeks_per_year
        fewest = fewest_days(self.case)
        for k, service in enumerate(self.case.services.itertuples()):
            at_least = np.array([fewest.get((service.service, site), 0.0) for site in self.sites])
            for mode in (modes[name] for name in service.modes):
                fits = (mode.days_per_week <= opening) & (mode.setting == self.settings)
                fits &= mode.days_per_week >= at_least - ROUNDING
                fits &= [bool(set(tiers) & set(service.tiers) & set(mode.tiers or TIERS)) for tiers in self.tiers]
                day = mode.hours_per_day * (1 - mode.loss_share) * 60 / service.visit_minutes * weeks
                for array, value in ((self.most_days, mode.days_per_week), (self.visits_per_room_day, day),
                                     (self.room_visits, day * mode.days_per_week)):
                    array[k] = np.where(fits, np.maximum(array[k], value), array[k])
                self.least_days[k] = np.where(fits, np.minimum(self.least_days[k], mode.days_per_week), self.least_days[k])

    def _rule_out(self) -> None:
        """hostable: HOSTABLE of the model; possible: hostable, with room enough, nobody alone and the required services."""
        services, sites = self.case.services, list(self.case.sites.itertuples())
        forbidden = {(lock.service, lock.site) for lock in self.case.locks.itertuples() if lock.lock == "must_not_host"}
        for k, service in enumerate(services.itertuples()):
            for j, site in enumerate(sites):
                if site.site in self.case.shut:
                    self._reasons[k, j] = f"the site is {site.status}"
                elif not set(self.tiers[j]) & set(service.tiers):
                    self._reasons[k, j] = f"the service needs a {' or '.join(service.tiers)}"
                elif not self.most_days[k, j]:
                    self._reasons[k, j] = "no mode of the service fits the site's opening days, setting and tiers and the deadlines"
                elif (service.service, site.site) in forbidden:
                    self._reasons[k, j] = "a lock says must_not_host"
                elif (service.service, site.site) in self.case.barred:
                    self._reasons[k, j] = "a rule of together.csv on its partners forbids it"
        self.hostable = self._reasons == ""
        rooms = self.case.service_rooms.reindex(self.services)[self.sites].to_numpy(dtype=float)
        least_rooms = services["min_rooms"].to_numpy()
        self._bar(rooms < least_rooms[:, None], "the site has fewer rooms than the service's min_rooms")
        if self.case.settings.lone_worker_rule == "hard":
            self._bar(self._somebody_is_alone(), "somebody would work alone (lone_worker_rule)")
        self.roomy = self._reasons == ""
        self._bar_without_required()
        self.possible = self._reasons == ""
        self.capacity = np.where(self.possible, rooms * self.room_visits, 0.0)
        self.room_days = self._room_days()

    def _room_days(self) -> np.ndarray:
        """Most room days a week of each site: rooms x opening days, or those on board of the units that can come to a stop."""
        days = (self.case.sites["rooms"] * self.case.sites["opening_days"]).to_numpy(dtype=float)
        units = self.case.vehicle_stops.assign(room_days=lambda stops: stops["rooms"] * stops["most_days"])
        on_board = units.groupby("site")["room_days"].sum().reindex(self.sites).fillna(0.0).to_numpy(dtype=float)
        return np.where(self.settings == "mobile", on_board, days)

    def _bar(self, barred: np.ndarray, reason: str) -> None:
        self._reasons[barred & (self._reasons == "")] = reason

    def _somebody_is_alone(self) -> np.ndarray:
        """True where even all that may be at a site, together with partners, are fewer than two on some day."""
        present = self.case.staffing.groupby("service")["present_per_open_day"].sum()
        people = np.array([present.get(service, 0.0) for service in self.services])
        sites = self.case.sites
        there = (np.where(self._reasons == "", people[:, None] * self.most_days, 0.0).sum(axis=0)
                 + (sites["partner_staff_per_day"] * sites["opening_days"]).to_numpy())
        return there[None, :] < 2 * np.where(np.isfinite(self.least_days), self.least_days, 0.0) * (1 - ROUNDING)

    def _bar_without_required(self) -> None:
        pairs = [(self.service_at[row.service], self.service_at[other])
                 for row in self.case.services.itertuples() for other in row.requires_services]
        for _ in pairs:  # enough rounds for the longest chain
            for k, other in pairs:
                barred = (self._reasons[other] != "") & (self._reasons[k] == "")
                self._reasons[k, barred] = f"{self.services[other]}, which it requires, cannot be there"

    def reason(self, service: str, site: str) -> str:
        """Why a service cannot be at a site ("" if it can)."""
        return self._reasons[self.service_at[service], self.site_at[site]]

    def reasons(self, service: str) -> str:
        """Why a service cannot be anywhere, the most common reasons first."""
        counted = Counter(reason for reason in self._reasons[self.service_at[service]] if reason)
        return "; ".join(f"{reason} ({count} {'site' if count == 1 else 'sites'})" for reason, count in counted.most_common(3))

    @cached_property
    def visits(self) -> np.ndarray:
        """Visits a year, areas x services."""
        return self.case.visits.to_numpy(dtype=float)

    @cached_property
    def total_visits(self) -> np.ndarray:
        """Visits a year of each service."""
        return self.visits.sum(axis=0)

    @cached_property
    def most_remote(self) -> np.ndarray:
        """Share of each area's (rows) visits to each service that may be remote."""
        services = self.case.services
        remote = np.outer(1 - self.case.areas["digital_exclusion_share"].to_numpy(), services["remote_share_max"].to_numpy())
        return np.maximum(remote, services["remote_share_today"].to_numpy()[None, :])

    @cached_property
    def least_shares(self) -> np.ndarray:
        """Share of each area's (rows) visits to each service that a site must take at least: what can be neither remote nor
        purchased."""
        share = 1 - self.most_remote - self.case.services["purchase_share_max"].to_numpy()[None, :]
        return np.where(share < ROUNDING, 0.0, share)

    @cached_property
    def least_share(self) -> np.ndarray:
        """The same of each service, in the area where it is most."""
        return np.where(self.visits > 0, self.least_shares, 0.0).max(axis=0, initial=0.0)

    @cached_property
    def least_room_visits(self) -> np.ndarray:
        """Visits a year of each area (rows) and service that need a room at least: not remote, purchased or at home."""
        return self.visits * self.least_shares * (1 - self.case.services["home_visit_share"].to_numpy())[None, :]

    @cached_property
    def minutes(self) -> np.ndarray:
        """Minutes one way, areas x sites."""
        return self.case.minutes.to_numpy(dtype=float)

    @cached_property
    def at_school(self) -> np.ndarray:
        """True for sites that are school premises."""
        return self.settings == "school"

    @cached_property
    def pupils(self) -> np.ndarray:
        """Part of an area's visits to a service that pupils of a school make: areas x services x sites."""
        shares, found = self.case.pupil_shares, np.zeros((len(self.case.areas), len(self.services), len(self.sites)))
        area_at = {area: row for row, area in enumerate(self.case.areas["area"])}
        for row in shares.itertuples():
            found[area_at[row.area], self.service_at[row.service], self.site_at[row.site]] = row.pupil_share
        return found

    def reach(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """(areas x sites: the part of the area's visits to service number k that the site may take, areas beyond its travel limit),
        as REACH of the model: all or nothing, but at schools their pupils' part."""
        others = self.hostable[k] & ~self.at_school
        minutes = np.where(others[None, :], self.minutes, np.inf)
        within = minutes <= self.case.services["travel_limit_minutes"].iat[k]
        stranded = ~within.any(axis=1)
        if others.any():
            within[stranded, minutes[stranded].argmin(axis=1)] = True
        else:
            stranded[:] = False  # no limit is at fault
        if not self.at_school.any():
            return within.astype(float), stranded
        own = np.where(self.hostable[k][None, :], self.pupils[:, k], 0.0)
        return np.where(self.at_school[None, :], own, within), stranded & (own.sum(axis=1) < 1 - ROUNDING)
