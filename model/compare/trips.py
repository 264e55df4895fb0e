"""Trips: what families of each area travel in two runs, service by service, with split visits followed share by share.

Definitions, the same in every output (`DEFINITION` is the text readers get):
- An area's trips to a service are its travelling visits: visits at a site, home visits left out, and purchased visits.
- A place that takes part of them in both runs keeps the smaller of the two parts; the rest of the first run's trips is matched
  with the rest of the other's, shortest to shortest.
- An area whose visits are split is split into groups of children by the same shares. Which children these are no table says; the
  ones whose trip to a service grows most are taken to be the same for every service.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.compare.sides import Side
from model.results.plan import SMALLEST_SHARE

DEFINITION = (
    "A trip is one way by car. Only headline services count, and only those the area travels for in both runs; remote and home visits "
    "are no trips. **The mean trip of a child** weighs the services by the visits a child of that age band in that area makes in a year "
    "(visits of families are shared out equally over the children of the area; visits of the whole population are nobody's in "
    "particular), less home visits; weights and children are those of the first run. **Some service**: the trip to at least one service "
    "that the age band uses; children are counted where they live, whether or not they are clients. Where an area's visits to a service "
    "are split between sites, its children are split by the same shares: what stays at a site stays, the rest is matched shortest to "
    "shortest, and those hit hardest are taken to be the same children for every service.")

PURCHASED = "purchased"
KEYS = ["area", "service"]
DECIMALS = 9


@dataclass(frozen=True)
class Trips:
    """Groups of children with the same trips in both runs.

    area: (group) the area; part: (group) its share of the area's children; services: (service) headline services;
    first, other: (group, service) minutes one way, NaN where the area does not travel for the service in both runs.
    """

    area: np.ndarray
    part: np.ndarray
    services: np.ndarray
    first: np.ndarray
    other: np.ndarray


def shares(side: Side) -> pd.DataFrame:
    """Where families go: area, service, place (a site, or purchased), part of the area's travelling visits, minutes one way."""
    rows = side.tables["assignments"]
    rows = rows[rows["channel"].isin(["site", PURCHASED])]
    home = side.tables["services"].set_index("service")["home_visit_share"].reindex(rows["service"]).to_numpy(float)
    visits = rows["visits"] * np.where(rows["channel"] == "site", 1 - home, 1.0)
    table = rows[KEYS].assign(place=rows["site"].where(rows["channel"] == "site", PURCHASED), visits=visits,
                              minutes=rows["travel_minutes"])
    table = table[(table["visits"] > 0) & table["minutes"].notna()].reset_index(drop=True)
    table["part"] = table["visits"] / table.groupby(KEYS)["visits"].transform("sum")
    return table[[*KEYS, "place", "part", "minutes"]]


def matched(first: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Parts of each area's trips to each service it travels for in both: area, service, part, first, other (minutes one way).

    first, other: as from `shares`.
    """
    both = first.merge(other, on=[*KEYS, "place"], how="outer", suffixes=("_first", "_other"), sort=False)
    both[["part_first", "part_other"]] = both[["part_first", "part_other"]].fillna(0.0)
    travelled = both.groupby(KEYS)[["part_first", "part_other"]].transform("max").min(axis=1) > 0
    both = both[travelled].reset_index(drop=True)
    stays = both[["part_first", "part_other"]].min(axis=1)
    kept = both[KEYS].assign(part=stays, first=both["minutes_first"], other=both["minutes_other"])[stays > SMALLEST_SHARE]
    rest = both.assign(part_first=both["part_first"] - stays, part_other=both["part_other"] - stays)
    rest = rest[rest[["part_first", "part_other"]].max(axis=1) > SMALLEST_SHARE]
    moved = [(*key, *row) for key, rows in rest.groupby(KEYS, sort=False) for row in _shortest_to_shortest(
        rows[["part_first", "minutes_first"]].to_numpy(float), rows[["part_other", "minutes_other"]].to_numpy(float))]
    numbers = dict.fromkeys(["part", "first", "other"], float)
    return pd.concat([kept, pd.DataFrame(moved, columns=[*KEYS, *numbers]).astype(numbers)], ignore_index=True)


def _shortest_to_shortest(first: np.ndarray, other: np.ndarray) -> list[tuple[float, float, float]]:
    """Rows (part, minutes) of two runs, matched in the order of their minutes: (part, first minutes, other minutes)."""
    sides = []
    for rows in (first, other):
        rows = rows[rows[:, 0] > SMALLEST_SHARE]
        rows = rows[rows[:, 1].argsort(kind="stable")]
        ends = np.cumsum(rows[:, 0])
        sides.append((ends / ends[-1] if len(ends) else ends, rows[:, 1], ends[-1] if len(ends) else 0.0))
    (ends, minutes, total), (other_ends, other_minutes, other_total) = sides
    if not total or not other_total:
        return []
    borders = np.unique(np.round(np.concatenate([[0.0], ends, other_ends]), DECIMALS))
    middles = (borders[1:] + borders[:-1]) / 2
    return list(zip(np.diff(borders) * total, minutes[np.searchsorted(ends, middles).clip(max=len(ends) - 1)],
                    other_minutes[np.searchsorted(other_ends, middles).clip(max=len(other_ends) - 1)]))


def trips(first: Side, other: Side) -> Trips:
    """The groups of children of every area that travels for a headline service in both runs, in the order of the first run's areas."""
    services = first.tables["services"]
    services = services.loc[services["headline"], "service"].to_numpy(object)
    parts = matched(shares(first), shares(other))
    parts = parts.assign(growth=parts["other"] - parts["first"], column=pd.Index(services).get_indexer(parts["service"]))
    parts = parts[parts["column"] >= 0].sort_values(["area", "column", "growth"], ascending=[True, True, False], kind="stable")
    by_area = dict(iter(parts.groupby("area", sort=False)))
    areas = [area for area in first.tables["areas"]["area"] if area in by_area]
    groups = [_groups(by_area[area], len(services)) for area in areas]
    if not groups:
        return Trips(np.array([], dtype=object), np.zeros(0), services, np.zeros((0, len(services))), np.zeros((0, len(services))))
    part, before, after = (np.concatenate(arrays) for arrays in zip(*groups))
    return Trips(np.repeat(np.array(areas, dtype=object), [len(group[0]) for group in groups]), part, services, before, after)


def _groups(rows: pd.DataFrame, services: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(part, first, other) of one area; rows by service, those that grow most first."""
    column, part, before, after = (rows[name].to_numpy() for name in ("column", "part", "first", "other"))
    ends = {k: np.cumsum(part[column == k]) for k in np.unique(column)}
    ends = {k: np.round(values / values[-1], DECIMALS) for k, values in ends.items()}
    borders = np.unique(np.concatenate([[0.0], *ends.values()]))
    middles = (borders[1:] + borders[:-1]) / 2
    first, other = (np.full((len(middles), services), np.nan) for _ in range(2))
    for k, values in ends.items():
        place = np.searchsorted(values, middles).clip(max=len(values) - 1)
        first[:, k], other[:, k] = before[column == k][place], after[column == k][place]
    return np.diff(borders), first, other
