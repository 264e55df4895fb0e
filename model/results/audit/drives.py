"""Drives: minutes from areas to sites and from bases to sites, worked out apart from model/travel.py."""

from __future__ import annotations

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0


def minutes(given) -> np.ndarray:
    """(i, j) minutes by car one way: the travel table (schools it misses are estimated), or the estimate of the settings."""
    travel = given.tables["travel"]
    if travel.empty:
        return _estimate(given, _kilometres(_points(given, "areas"), _points(given, "sites")))
    found = np.full((len(given.areas), len(given.sites)), np.nan)
    rows, columns = pd.Index(given.areas).get_indexer(travel["area"]), pd.Index(given.sites).get_indexer(travel["site"])
    found[rows, columns] = travel["travel_minutes"]
    if given.is_school.any():
        estimate = _estimate(given, _kilometres(_points(given, "areas"), _points(given, "sites")))
        found = np.where(np.isnan(found) & given.is_school[None], estimate, found)
    return found


def base_minutes(given) -> np.ndarray:
    """(j) drive of a visiting team: as stated, else estimated from the stated base or the nearest other campus or station."""
    stated, base = given.number("sites", "base_minutes"), given.column("sites", "base_site")
    points = _points(given, "sites")
    kilometres = _kilometres(points, points)
    estimate = _estimate(given, kilometres)
    is_base = np.isin(given.column("sites", "tier_today"), ("campus", "station"))
    garages = np.isin(given.sites, list(given.column("vehicles", "base_site")))
    drive = np.zeros(len(given.sites))
    for j in range(len(given.sites)):
        others = [other for other in np.flatnonzero(garages if given.setting[j] == "mobile" else is_base) if other != j]
        nearest = min(others, key=lambda other, j=j: kilometres[j, other], default=j)
        chosen = given.sites.index(base[j]) if base[j] else nearest
        drive[j] = stated[j] if not np.isnan(stated[j]) else (estimate[j, chosen] if chosen != j else 0.0)
    return drive


def vehicle_minutes(given) -> np.ndarray:
    """(vehicle, j) drive of a mobile unit: as stated for a site with the same base, else estimated; 0 at its base."""
    stated, base = given.number("sites", "base_minutes"), given.column("sites", "base_site")
    points = _points(given, "sites")
    bases = [given.sites.index(site) for site in given.column("vehicles", "base_site")]
    estimate = _estimate(given, _kilometres(points, points))
    found = np.zeros((len(bases), len(given.sites)))
    for v, home in enumerate(bases):
        same_base = (base == given.sites[home]) & ~np.isnan(stated)
        found[v] = np.where(same_base, stated, estimate[home])
        found[v, home] = 0.0
    return found


def _points(given, table: str) -> np.ndarray:
    """Places as points on the unit sphere."""
    lat, lon = np.radians(given.number(table, "lat")), np.radians(given.number(table, "lon"))
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _kilometres(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Great-circle distances from the chord between points on the unit sphere: 2 R asin(chord / 2)."""
    chord = np.linalg.norm(rows[:, None] - columns[None], axis=-1)
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1))


def _estimate(given, kilometres: np.ndarray) -> np.ndarray:
    """Minutes = a + b (detour km)^c, rounded to 0.01."""
    by = given.settings["travel_estimate"]
    return np.round(by["start_minutes"] + by["minutes_per_km"] * (by["detour_factor"] * kilometres) ** by["exponent"], 2)
