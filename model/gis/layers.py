"""Layers of a run for maps: sites, areas and the assignments between them, each a frame of attributes with its coordinates.

Coordinates are degrees (WGS84), as in the run's tables. The lines of assignments are as the crow flies, from where the area's people
live on average to the site; the minutes are those of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from model.publish.run_folder import Run

NEEDED = ("areas", "sites", "assignments", "hosted_services", "open_sites")
OF_OPEN_SITES = ("services", "longest_presence_days", "staff_fte", "room_days_used", "room_days_available", "cost_keur")


class NoPlaces(ValueError):
    """The run has no tables to draw a map from; the message says which."""


@dataclass(frozen=True)
class Layer:
    """One topic. geometry: Point or LineString; attributes: a row a feature; coordinates: (lon, lat) of each, two for a line."""

    name: str
    geometry: str
    attributes: pd.DataFrame
    coordinates: list[list[tuple[float, float]]]


def layers(run: Run) -> list[Layer]:
    """The layers sites, areas and assignments. Raises NoPlaces for a run without a plan, or of an earlier version."""
    missing = [name for name in NEEDED if name not in run.tables]
    if missing:
        raise NoPlaces(f"the run {Path(run.folder).name} has no table {', '.join(missing)}: there is nothing to draw. It has no plan, "
                       "or an earlier version wrote it; solve or evaluate the case again")
    return [_sites(run), _areas(run), _assignments(run)]


def _points(frame: pd.DataFrame) -> list[list[tuple[float, float]]]:
    return [[point] for point in zip(frame["lon"].tolist(), frame["lat"].tolist())]


def _sites(run: Run) -> Layer:
    """Every site of the case with what the plan has there; change: opens, closes, changes tier, stays or not in use."""
    sites, hosted = run.tables["sites"], run.tables["hosted_services"]
    hosts = (hosted["service"] + " (" + hosted["mode"] + ")").groupby(hosted["site"]).agg(", ".join)
    of_site = run.tables["open_sites"].set_index("site")[list(OF_OPEN_SITES)].reindex(sites["site"]).reset_index(drop=True)
    before, after = sites["tier_today"] != "", sites["tier"] != ""
    change = np.select([before & ~after, after & ~before, before & (sites["tier_today"] != sites["tier"]), before],
                       ["closes", "opens", "changes tier", "stays"], "not in use")
    attributes = pd.concat([sites.drop(columns=["lat", "lon"]), of_site], axis=1)
    attributes = attributes.assign(change=change, hosts=hosts.reindex(sites["site"]).fillna("").to_numpy())
    return Layer("sites", "Point", attributes, _points(sites))


def _areas(run: Run) -> Layer:
    """Every area with its people and its mean trip today and in the plan."""
    areas = run.tables["areas"]
    return Layer("areas", "Point", areas.drop(columns=["lat", "lon"]), _points(areas))


def _assignments(run: Run) -> Layer:
    """A line from an area to a site for each part of its visits to a service that goes there."""
    table = run.tables["assignments"]
    table = table[table["channel"] == "site"].reset_index(drop=True)
    ends = []
    for key, places in (("area", run.tables["areas"]), ("site", run.tables["sites"])):
        places = places.set_index(key)
        table[f"{key}_name"] = places["name"].reindex(table[key]).to_numpy()
        ends.append(list(zip(places["lon"].reindex(table[key]), places["lat"].reindex(table[key]))))
    attributes = table[["area", "area_name", "service", "site", "site_name", "share", "visits", "travel_minutes", "beyond_limit"]]
    return Layer("assignments", "LineString", attributes, [[start, end] for start, end in zip(*ends)])
