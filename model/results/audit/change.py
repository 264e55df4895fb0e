"""Audit of change against today: closed sites, children whose site changes, staff that moves, trips that grow."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule, same

AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")


def _limit(given, name: str) -> tuple[float, bool]:
    """(limit, whether the case gives one)."""
    most = float(given.settings["change_limits"][name])
    return (np.inf, False) if np.isnan(most) else (most, True)


@rule
def sites_closed_within_limit(given, decided):
    """No more of today's sites are closed than allowed."""
    most, over = _limit(given, "sites_closed")
    closed = (given.column("sites", "tier_today") != "") & (decided.is_open == 0)
    return Comparison(np.array([closed.sum()]), most, (["the county"],), "sites", over=over)


def stays(given, decided) -> tuple[np.ndarray, np.ndarray]:
    """((i, k) share of the area's visits at sites today, (i, k) the part of it that stays at its site or becomes remote)."""
    today = given.todays_share
    at_sites = today.sum(axis=2)
    more_remote = np.maximum(decided.remote - given.number("services", "remote_share_today")[None], 0.0)
    return at_sites, np.minimum(np.minimum(today, decided.assign).sum(axis=2) + more_remote, at_sites)


def moved_share(given, decided) -> np.ndarray:
    """(i, k) part of today's visits to sites that moves."""
    at_sites, kept = stays(given, decided)
    moved = np.divide(at_sites - kept, at_sites, out=np.zeros_like(kept), where=at_sites > 0)
    return np.where(moved > 1e-9, moved, 0.0)


@rule
def staying_visits_are_assigned(given, decided):
    """The table of moves says of each area and service what stays at its site of today or becomes remote."""
    frame, (at_sites, kept) = decided.tables["moves"], stays(given, decided)
    i, k = (np.maximum(np.array([ids.index(x) if x in ids else -1 for x in frame[c]], dtype=int), 0)
            for ids, c in ((given.areas, "area"), (given.services, "service")))
    labels = frame["area"] + ", " + frame["service"]
    return [same("moves", frame, column, values[i, k], labels) for column, values in (("today_share", at_sites), ("kept_share", kept))]


@rule
def moved_visits_are_counted(given, decided):
    """The table of moves has every area and service whose site changes, with its children, and so have the indicators."""
    moved = moved_share(given, decided)
    children = given.people(AGE_BANDS)[:, None] * moved
    labels, found = (given.areas, given.services), []
    for column, expected, unit in (("moved_share", moved, "share"), ("children_moved", children, "children")):
        stated = decided.tables["moves"].groupby(["area", "service"])[column].sum().unstack()
        stated = stated.reindex(index=given.areas, columns=given.services).fillna(0.0).to_numpy(float)
        found.append(Comparison(stated, expected, labels, unit, equal=True))
    return [*found, _indicator(decided, "children_whose_site_changes", given.services, children.sum(axis=0), "children")]


def _indicator(decided, name: str, services: list[str], expected: np.ndarray, unit: str) -> Comparison:
    """The county's rows of an indicator by service."""
    table = decided.tables["indicators"]
    county = table[(table["indicator"] == name) & (table["municipality"] == "") & (table["group"] == "")]
    stated = county.groupby("service")["plan"].first().reindex(services).fillna(0.0).to_numpy(float)
    return Comparison(stated, expected, ([f"{name} {service}".strip() for service in services],), unit, equal=True)


@rule
def children_moved_within_limit(given, decided):
    """In no service more children have another site than today than allowed."""
    most, over = _limit(given, "children_moved")
    children = (given.people(AGE_BANDS)[:, None] * moved_share(given, decided)).sum(axis=0)
    return Comparison(children, most, (given.services,), "children", over=over)


def _moved_fte(given, decided) -> np.ndarray:
    """(p, j) staff more or fewer than today."""
    change = decided.staff.sum(axis=0)
    for row in decided.tables["today_staff"].itertuples():
        if row.site and row.profession in given.professions and row.site in given.sites:
            change[given.professions.index(row.profession), given.sites.index(row.site)] -= row.staff_fte
    return np.abs(change)


@rule
def moved_staff_is_counted(given, decided):
    """The indicator of staff that moves is half of what sites gain and lose."""
    return _indicator(decided, "fte_moved", [""], np.array([_moved_fte(given, decided).sum() / 2]), "FTE")


@rule
def fte_moved_within_limit(given, decided):
    """No more staff moves than allowed."""
    most, over = _limit(given, "fte_moved")
    return Comparison(np.array([_moved_fte(given, decided).sum() / 2]), most, (["the county"],), "FTE", over=over)


@rule
def trips_grow_within_limit(given, decided):
    """No visit goes farther than today's nearest host and the growth allowed, unless no possible site is as near."""
    _, over = _limit(given, "trip_growth_minutes")
    used = (decided.assign > 1e-9) & ~given.is_school[None, None]
    nearest = np.where((given.hostable & ~given.is_school[None])[None], given.minutes[:, None, :], np.inf).min(axis=2, initial=np.inf)
    most = np.maximum(given.growth_limit, nearest)
    farthest = np.where(used, np.nan_to_num(given.minutes)[:, None, :], 0.0).max(axis=2, initial=0.0)
    return Comparison(farthest, most, (given.areas, given.services), "minutes one way", over=over & np.isfinite(most))
