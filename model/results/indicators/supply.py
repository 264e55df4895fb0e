"""Availability and quality: is there a service within reach, with rooms and people for the visits, and how does it work."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.deadlines import deadlines, share_within_deadline
from model.results.indicators.rows import Rows, Scope, ratio

NEAR_MINUTES = 30
FULL = 1 - 1e-6


def supply_indicators(scope: Scope) -> list[Rows]:
    """Availability and quality indicators of one plan."""
    return [*_met_visits(scope), *scope.means("open_days_within_30_min", _open_days(scope)), *_rooms(scope),
            *_people(scope), *_deadlines(scope), *_norms(scope), *_critical_mass(scope), _lone_workers(scope)]


def _met_visits(scope: Scope) -> list[Rows]:
    """Visits met, without capacity and out of reach, as shares of each area's visits to each service."""
    trips = scope.figures.trips
    served, at_site = _served_share(scope), (trips["channel"] == "site").to_numpy()
    unmet = (trips["channel"] == "unmet").to_numpy()
    area, service = scope.places(trips)
    near = _host_within_limit(scope)[area, service] if len(trips) else np.zeros(0, dtype=bool)
    far = trips["beyond_limit"].to_numpy(bool) | (unmet & ~near)
    met = np.where(at_site, served, 1.0) * ~far * ~unmet
    parts = {"share_with_service": met, "share_without_capacity": np.where(far, 0.0, 1 - met),
             "share_out_of_reach": far.astype(float)}
    rows = []
    for name, part in parts.items():
        values = np.zeros_like(scope.visits)
        np.add.at(values, (area, service), trips["share"].to_numpy(float) * part)
        rows += scope.means(name, values)
    return rows


def _served_share(scope: Scope) -> np.ndarray:
    """Per trip, the part that rooms and staff are enough for. At a site every service gives up the same part of the room days
    that are missing; staff of the scarcest profession decides; home visits need no room. 1 where there is enough."""
    figures, trips = scope.figures, scope.figures.trips
    used = figures.hosted.groupby("site")["room_days"].sum()
    available = figures.open_sites.set_index("site")["room_days_available"].reindex(used.index).fillna(0.0)
    rooms = (available / used).where(used > 0, 1.0).clip(upper=1.0).reindex(trips["site"]).fillna(1.0).to_numpy(float)
    staff = figures.staff[(figures.staff["site"] != "") & (figures.staff["workload_hours"] > 0)]
    enough = (_hours(figures, staff) / staff["workload_hours"]).clip(upper=1.0)
    scarcest = enough.groupby([staff["service"], staff["site"]]).min()
    people = scarcest.reindex(pd.MultiIndex.from_frame(trips[["service", "site"]])).fillna(1.0).to_numpy(float)
    home = trips["home_share"].to_numpy(float)
    served = home * people + (1 - home) * np.minimum(rooms, people)
    return np.where(served >= FULL, 1.0, served)


def _hours(figures, staff: pd.DataFrame) -> pd.Series:
    """Productive hours of rows of staff."""
    return staff["staff_fte"] * figures.professions["productive_hours"].reindex(staff["profession"]).to_numpy()


def _days(scope: Scope) -> np.ndarray:
    """(service, site) open days a week."""
    hosted, days = scope.figures.hosted, np.zeros((len(scope.services), len(scope.figures.sites)))
    days[scope.figures.services.index.get_indexer(hosted["service"]),
         scope.figures.sites.index.get_indexer(hosted["site"])] = hosted["days_per_week"]
    return days


def _host_within_limit(scope: Scope) -> np.ndarray:
    """(area, service) whether some host is within the travel limit."""
    minutes, days = scope.figures.case.minutes.to_numpy(), _days(scope)
    limits = scope.figures.services["travel_limit_minutes"].to_numpy(float)
    return np.column_stack([(minutes[:, days[k] > 0] <= limit).any(axis=1) for k, limit in enumerate(limits)])


def _open_days(scope: Scope) -> np.ndarray:
    """(area, service) open days of the host with most of them within 30 minutes; a school counts for the part of the visits that
    is its pupils'."""
    case, by_service = scope.figures.case, _days(scope)
    at_school = case.minutes.columns.isin(case.schools)
    near = (case.minutes.to_numpy() <= NEAR_MINUTES) & ~at_school
    most = np.column_stack([np.where(near, days, 0.0).max(axis=1, initial=0.0) for days in by_service])
    found = most.copy()
    for row in case.pupil_shares.itertuples():
        i, k, j = (index.get_loc(key) for index, key in ((case.minutes.index, row.area), (scope.figures.services.index, row.service),
                                                         (case.minutes.columns, row.site)))
        found[i, k] += row.pupil_share * max(by_service[k, j] - most[i, k], 0.0)
    return found


def _rooms(scope: Scope) -> list[Rows]:
    """Use of rooms at sites, room days beyond what there is, and open sites."""
    figures = scope.figures
    open_sites = figures.open_sites.set_index("site").reindex(figures.sites.index)
    used = figures.hosted.groupby("site")["room_days"].sum().reindex(figures.sites.index).fillna(0.0).to_numpy(float)
    available = open_sites["room_days_available"].fillna(0.0).to_numpy(float)
    rows, used_when_open = scope.site_rows, used * open_sites["tier"].notna().to_numpy()
    days = _days(scope)
    return [scope.by_group("room_utilisation", ratio(rows @ used_when_open, rows @ available)[:, None]),
            scope.by_site_municipality("excess_room_days", np.maximum(used - available, 0.0)),
            scope.by_site_municipality("sites_open", open_sites["tier"].notna().to_numpy(float)),
            scope.by_service("sites_hosting", rows @ (days.T > 0))]


def _people(scope: Scope) -> list[Rows]:
    """Staff: how many, how much of their time is taken, how much is driving, how much is missing."""
    figures, staff = scope.figures, scope.figures.staff
    at_site = staff[staff["site"] != ""]
    hours = _hours(figures, at_site)
    driving = at_site["home_travel_hours"] + at_site["base_travel_hours"]
    taken, there, driven, missing = (_by_place(scope, at_site, values) for values in (
        at_site["workload_hours"], hours, driving, (at_site["workload_hours"] - hours).clip(lower=0)))
    fte = staff.groupby("service")["staff_fte"].sum().reindex(scope.services).fillna(0.0).to_numpy(float)[None]
    children = scope.people[:, 0].sum()
    missing = np.where(missing > taken * (1 - FULL), missing, 0.0)
    return [*_over_sum(scope, "staff_utilisation", taken, there),
            *_over_sum(scope, "staff_travel_share", driven[:1], taken[:1]),
            *_over_sum(scope, "fte_per_1000_children", fte * 1000, np.full(fte.shape, children), shared_bottom=True),
            scope.by_service("missing_staff_hours", missing),
            scope.by_group("missing_staff_hours", missing.sum(axis=1, keepdims=True)),
            scope.by_service("staff_fte", fte), scope.by_group("staff_fte", fte.sum(axis=1, keepdims=True))]


def _deadlines(scope: Scope) -> list[Rows]:
    """Share of the cases that meet their deadline."""
    table = deadlines(scope.figures)
    own = np.array([[share_within_deadline(table, service) for service in scope.services]])
    return [scope.by_service("deadline_probability", own),
            scope.by_group("deadline_probability", np.array([[share_within_deadline(table)]]))]


def _by_place(scope: Scope, rows: pd.DataFrame, values: pd.Series) -> np.ndarray:
    """(municipality of the site, service) sums."""
    sums = np.zeros((len(scope.figures.sites), len(scope.services)))
    places = scope.figures.sites.index.get_indexer(rows["site"]), scope.figures.services.index.get_indexer(rows["service"])
    np.add.at(sums, places, values.to_numpy(float))
    return scope.site_rows @ sums


def _over_sum(scope: Scope, indicator: str, top: np.ndarray, bottom: np.ndarray, shared_bottom: bool = False) -> list[Rows]:
    """top / bottom by service, and of the sums over headline services (a shared denominator is not summed)."""
    over_top = top[:, scope.headline].sum(axis=1, keepdims=True)
    over_bottom = bottom[:, :1] if shared_bottom else bottom[:, scope.headline].sum(axis=1, keepdims=True)
    return [scope.by_service(indicator, ratio(top, bottom)), scope.by_group(indicator, ratio(over_top, over_bottom))]


def _norms(scope: Scope) -> list[Rows]:
    """Staff against norms, and what is missing."""
    norms = scope.figures.norms
    missing = (norms["needed_fte"] - norms["staff_fte"]).clip(lower=0)
    columns = ["staff_fte", "needed_fte", "missing"]
    sums = norms.assign(missing=missing).groupby("service")[columns].sum().reindex(scope.services)
    staff, needed, missing = (sums[column].fillna(0.0).to_numpy(float)[None] for column in columns)
    normed = sums["staff_fte"].notna().to_numpy()
    over = ratio(staff.sum(axis=1, keepdims=True), needed.sum(axis=1, keepdims=True))
    return [scope.by_service("fte_against_norm", ratio(staff, needed), shown=normed), scope.by_group("fte_against_norm", over),
            scope.by_service("missing_norm_fte", missing, shown=normed),
            scope.by_group("missing_norm_fte", missing.sum(axis=1, keepdims=True))]


def _critical_mass(scope: Scope) -> list[Rows]:
    """Hosted services below their critical mass, by service and over headline services."""
    hosted = scope.figures.hosted
    mass = scope.figures.services["critical_mass_fte"].reindex(hosted["service"]).to_numpy(float)
    below = _by_place(scope, hosted, pd.Series((hosted["staff_fte"].to_numpy() < mass * FULL).astype(float)))
    return [scope.by_service("units_below_critical_mass", below),
            scope.by_group("units_below_critical_mass", below[:, scope.headline].sum(axis=1, keepdims=True))]


def _lone_workers(scope: Scope) -> Rows:
    """Days a week somebody is alone: twice the longest presence less people's days, at most the longest presence."""
    figures, days = scope.figures, _days(scope)
    present = figures.case.staffing.groupby("service")["present_per_open_day"].sum()
    present = present.reindex(scope.services).fillna(0.0).to_numpy(float)
    longest = days.max(axis=0, initial=0.0)
    open_days = figures.open_sites.set_index("site")["days_open"].reindex(figures.sites.index).fillna(0.0)
    partners = (figures.sites["partner_staff_per_day"] * open_days).to_numpy(float)
    return scope.by_site_municipality("lone_worker_days", np.clip(2 * longest - (present @ days + partners), 0, longest))
