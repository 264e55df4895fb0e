"""People: who travels longer and who shorter, by municipality and age band, and the areas whose trips grow most.

What a trip is and how children are counted: trips.py. Minutes are one way.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import AGE_BANDS
from model.compare.sides import Side
from model.compare.trips import Trips
from model.results.changes import WORST_HIT

GROWTH = (10, 20, 30)
LIMITS = (30, 45, 60)
MEAN, SOME = "mean", "some service"
ROUNDING = 1e-9


class People:
    """Children of the first run's areas and their trips in both runs."""

    def __init__(self, first: Side, trips: Trips):
        self.areas, self.trips = first.tables["areas"].set_index("area", drop=False), trips
        self.children = self.areas.loc[trips.area, list(AGE_BANDS)].to_numpy(float) * trips.part[:, None]
        self.weights = _weights(first, trips) * ~np.isnan(trips.other - trips.first)[:, :, None]
        self.uses = self.weights > 0
        self.first, self.other = (self._mean(minutes) for minutes in (trips.first, trips.other))

    def _mean(self, minutes: np.ndarray) -> np.ndarray:
        """(group, age band) minutes over the services, weighed by visits; NaN where none is travelled for."""
        total = self.weights.sum(axis=1)
        sums = (self.weights * np.nan_to_num(minutes)[:, :, None]).sum(axis=1)
        return np.divide(sums, total, out=np.full(total.shape, np.nan), where=total > 0)

    def children_by_change(self) -> pd.DataFrame:
        """Children whose trip changes: trip (mean | some service | a service's id), municipality ("" = county), group (age band,
        "" = all), change (longer, shorter: by at least `minutes`; beyond, within: it comes to be over, or no longer over, `minutes`),
        minutes, children, of_children (those with a trip in both runs). A service's own rows are given for the county."""
        mean = (self.first[:, None, :], self.other[:, None, :], ~np.isnan(self.first)[:, None, :])
        shape = self.uses.shape
        every = (*(np.broadcast_to(minutes[:, :, None], shape) for minutes in (self.trips.first, self.trips.other)), self.uses)
        frames = [self._counted(MEAN, mean, True), self._counted(SOME, every, True)]
        for k, service in enumerate(self.trips.services):
            frames.append(self._counted(service, tuple(values[:, [k]] for values in every), False))
        return pd.concat(frames, ignore_index=True)

    def _counted(self, trip: str, trips: tuple, by_municipality: bool) -> pd.DataFrame:
        """Rows of one kind of trip; trips: (first, other, used) of (group, service, age band)."""
        first, other, used = trips
        there = self._sums(used.any(axis=1), by_municipality)
        frames = []
        for change, minutes, which in _changes(first, other):
            found = self._sums((which & used).any(axis=1), by_municipality)
            frames.append(found.assign(trip=trip, change=change, minutes=float(minutes), of_children=there["children"].to_numpy()))
        return pd.concat(frames, ignore_index=True)[["trip", "municipality", "group", "change", "minutes", "children", "of_children"]]

    def _sums(self, which: np.ndarray, by_municipality: bool) -> pd.DataFrame:
        """Children in the groups and age bands that are chosen: municipality, group, children; the county and all bands first."""
        chosen = self.children * which
        chosen = np.column_stack([chosen.sum(axis=1), chosen])
        own = self.areas.loc[self.trips.area, "municipality"].to_numpy(object)
        names = ["", *(dict.fromkeys(self.areas["municipality"]) if by_municipality else [])]
        sums = np.array([chosen[(own == name) | (name == "")].sum(axis=0) for name in names])
        bands = ["", *AGE_BANDS]
        return pd.DataFrame({"municipality": np.repeat(np.array(names, dtype=object), len(bands)), "group": bands * len(names),
                             "children": sums.ravel()})

    def trips_by_area(self) -> pd.DataFrame:
        """Every area and age band that travels in both runs: area, name, municipality, group, children, first_minutes, other_minutes,
        change_minutes (mean trip of a child), worst_service (whose trip grows most; "" = none grows), worst_first_minutes,
        worst_other_minutes, worst_change_minutes."""
        before, after = self._of_areas(self.trips.first), self._of_areas(self.trips.other)
        frames = []
        for band, name in enumerate(AGE_BANDS):
            mean = {side: self._of_areas(values[:, [band]])[:, 0] for side, values in (("first", self.first), ("other", self.other))}
            used = self.uses[self._starts()][:, :, band]
            frame = self._places().assign(group=name, children=self.areas.loc[self._names(), name].to_numpy(float),
                                          first_minutes=mean["first"], other_minutes=mean["other"],
                                          change_minutes=mean["other"] - mean["first"],
                                          **self._worst(np.where(used, before, np.nan), np.where(used, after, np.nan)))
            frames.append(frame[frame["first_minutes"].notna()])
        table = pd.concat(frames)
        return table.sort_index(kind="stable").reset_index(drop=True)

    def worst_hit_areas(self) -> pd.DataFrame:
        """The twenty areas whose trips grow most, as in a run's own table of that name: the mean over headline services, each counted
        equally. Columns as trips_by_area, without group; children of 0 to 17 years."""
        before, after = self._of_areas(self.trips.first), self._of_areas(self.trips.other)
        means = {side: np.nanmean(np.where(np.isnan(after - before), np.nan, values), axis=1) if len(values) else np.zeros(0)
                 for side, values in (("first", before), ("other", after))}
        table = self._places().assign(children=self.areas.loc[self._names(), "children"].to_numpy(float), first_minutes=means["first"],
                                      other_minutes=means["other"], change_minutes=means["other"] - means["first"],
                                      **self._worst(before, after))
        longer = table[table["change_minutes"] > ROUNDING]
        return longer.sort_values("change_minutes", ascending=False, kind="stable").head(WORST_HIT).reset_index(drop=True)

    def _worst(self, before: np.ndarray, after: np.ndarray) -> dict:
        """Of (area, service) minutes: the service whose trip grows most, with its minutes."""
        growth = after - before
        rows = np.arange(len(growth))
        place = np.where(np.isnan(growth), -np.inf, growth).argmax(axis=1) if growth.size else np.zeros(len(growth), int)
        grows = growth[rows, place] > ROUNDING if growth.size else np.zeros(len(growth), bool)
        service = np.where(grows, self.trips.services[place] if growth.size else "", "")
        minutes = {name: np.where(grows, values[rows, place] if growth.size else np.nan, np.nan)
                   for name, values in (("first", before), ("other", after), ("change", growth))}
        return {"worst_service": service, **{f"worst_{name}_minutes": values for name, values in minutes.items()}}

    def _starts(self) -> np.ndarray:
        """The first group of each area; groups of an area stand together."""
        area = self.trips.area
        return np.flatnonzero(np.append(True, area[1:] != area[:-1])) if len(area) else np.zeros(0, int)

    def _names(self) -> np.ndarray:
        return self.trips.area[self._starts()]

    def _places(self) -> pd.DataFrame:
        return self.areas.loc[self._names(), ["area", "name", "municipality"]].reset_index(drop=True)

    def _of_areas(self, values: np.ndarray) -> np.ndarray:
        """Means of the groups of each area, by their parts: (area, ...)."""
        return np.add.reduceat(values * self.trips.part[:, None], self._starts(), axis=0) if len(values) else values


def _weights(first: Side, trips: Trips) -> np.ndarray:
    """(group, service, age band) visits a year of the band in the group's area, less home visits."""
    visits = first.tables["visits"].set_index(["area", "service"])[[f"visits_{band}" for band in AGE_BANDS]]
    home = first.tables["services"].set_index("service")["home_visit_share"].reindex(trips.services).to_numpy(float)
    pairs = pd.MultiIndex.from_product([trips.area, trips.services])
    found = visits.reindex(pairs).fillna(0.0).to_numpy(float)
    return found.reshape(len(trips.area), len(trips.services), len(AGE_BANDS)) * (1 - home)[None, :, None]


def _changes(first: np.ndarray, other: np.ndarray):
    """(change, minutes, which) of every change children are counted for. A trip of just 30 minutes is within 30 minutes."""
    growth = other - first
    for minutes in GROWTH:
        yield "longer", minutes, growth >= minutes - ROUNDING
        yield "shorter", minutes, growth <= -minutes + ROUNDING
    for minutes in LIMITS:
        yield "beyond", minutes, (first <= minutes + ROUNDING) & (other > minutes + ROUNDING)
        yield "within", minutes, (first > minutes + ROUNDING) & (other <= minutes + ROUNDING)
