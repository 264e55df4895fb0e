"""Travel: minutes by car from the case's table, or a documented estimate from the map."""

from __future__ import annotations

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0


def great_circle_km(lat1, lon1, lat2, lon2) -> np.ndarray:
    """Great-circle distance in kilometres between points in degrees (haversine formula); arrays broadcast."""
    lat1, lon1, lat2, lon2 = (np.radians(np.asarray(value, dtype=float)) for value in (lat1, lon1, lat2, lon2))
    chord = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))


def estimated_minutes(km, estimate) -> np.ndarray:
    """Minutes one way over great-circle `km`: start + b * (detour * km) ** c, with the settings of travel_estimate."""
    road_km = np.asarray(km, dtype=float) * estimate.detour_factor
    return estimate.start_minutes + estimate.minutes_per_km * road_km ** estimate.exponent


def travel_minutes(areas: pd.DataFrame, sites: pd.DataFrame, travel: pd.DataFrame, estimate, schools=()) -> pd.DataFrame:
    """Minutes one way, areas (rows) x sites (columns), rounded to 0.01; NaN where a given table misses a pair, but for
    `schools`, whose missing pairs are estimated."""
    if travel.empty:
        return _from_the_map(areas, sites, estimate)
    given = travel.pivot(index="area", columns="site", values="travel_minutes")
    given = given.reindex(index=pd.Index(areas["area"], name="area"), columns=pd.Index(sites["site"], name="site"))
    if len(schools):
        given = given.fillna(_from_the_map(areas, sites[sites["site"].isin(schools)], estimate))
    return given


def _from_the_map(areas: pd.DataFrame, sites: pd.DataFrame, estimate) -> pd.DataFrame:
    """Estimated minutes one way, areas (rows) x sites (columns)."""
    rows, columns = pd.Index(areas["area"], name="area"), pd.Index(sites["site"], name="site")
    km = great_circle_km(*(areas[[c]].to_numpy() for c in ("lat", "lon")), *(sites[c].to_numpy() for c in ("lat", "lon")))
    return pd.DataFrame(np.round(estimated_minutes(km, estimate), 2), index=rows, columns=columns)


def base_trips(sites: pd.DataFrame, estimate, other_bases: dict[str, frozenset[str]] | None = None) -> pd.DataFrame:
    """Base site of visiting teams and the drive from it: index site; columns base_site ("" if none), base_minutes one way.

    A site without a stated base takes the nearest other site that is a campus or station today, or the nearest of its
    `other_bases` (site -> bases); its drive is estimated from the map unless the table states it.
    """
    other_bases = other_bases or {}
    km = great_circle_km(*(sites[[c]].to_numpy() for c in ("lat", "lon")), *(sites[c].to_numpy() for c in ("lat", "lon")))
    ids = sites["site"].to_numpy()
    is_base = sites["tier_today"].isin(["campus", "station"]).to_numpy()
    bases, minutes = [], []
    for place, row in enumerate(sites.itertuples()):
        may_be = np.isin(ids, list(other_bases[row.site])) if row.site in other_bases else is_base
        candidates = np.where(may_be & (ids != row.site), km[place], np.inf)
        base = row.base_site or (ids[candidates.argmin()] if np.isfinite(candidates).any() else "")
        if not np.isnan(row.base_minutes):
            drive = float(row.base_minutes)
        elif base in ("", row.site):
            drive = 0.0
        else:
            drive = float(np.round(estimated_minutes(km[place, ids == base][0], estimate), 2))
        bases.append(base)
        minutes.append(drive)
    return pd.DataFrame({"base_site": bases, "base_minutes": minutes}, index=pd.Index(ids, name="site"))


def vehicle_minutes(vehicles: pd.DataFrame, sites: pd.DataFrame, stops: list[str], estimate) -> pd.DataFrame:
    """Columns vehicle, site, drive_minutes (one way from the vehicle's base to the stop): as stated for the stop where the bases
    agree, else estimated from the map; 0 at the base itself."""
    of_site, found = sites.set_index("site"), []
    for vehicle in vehicles.itertuples():
        for stop in stops:
            row, base = of_site.loc[stop], of_site.loc[vehicle.base_site]
            if stop == vehicle.base_site:
                drive = 0.0
            elif row["base_site"] == vehicle.base_site and not np.isnan(row["base_minutes"]):
                drive = float(row["base_minutes"])
            else:
                km = great_circle_km(row["lat"], row["lon"], base["lat"], base["lon"])
                drive = float(np.round(estimated_minutes(km, estimate), 2))
            found.append((vehicle.vehicle, stop, drive))
    frame = pd.DataFrame(found, columns=["vehicle", "site", "drive_minutes"])
    return frame.astype({"drive_minutes": float})
