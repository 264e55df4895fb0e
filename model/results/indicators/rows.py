"""Rows of indicators: how values of areas and services become rows of services, municipalities and age bands."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from model.case import AGE_BANDS
from model.results.figures import Figures

KEYS = ["indicator", "service", "municipality", "group"]


class Rows(NamedTuple):
    """Some rows of one indicator: arrays of equal length."""

    indicator: str
    service: np.ndarray
    municipality: np.ndarray
    group: np.ndarray
    value: np.ndarray


def frame_of(parts: list[Rows]) -> pd.DataFrame:
    """All rows that have a value, as one frame."""
    names = np.repeat(np.array([part.indicator for part in parts], dtype=object), [len(part.value) for part in parts])
    columns = {key: np.concatenate([getattr(part, key) for part in parts]) for key in [*KEYS[1:], "value"]}
    frame = pd.DataFrame({"indicator": names, **columns})
    return frame[frame["value"].notna()]


class Scope:
    """The scopes an indicator is given for. Row 0 of the municipalities is the county, group 0 is all children.

    A service's own rows weigh areas by visits; rows over services weigh areas by people of the group and count each headline
    service equally.
    """

    def __init__(self, figures: Figures):
        areas = figures.case.areas
        self.figures = figures
        self.services = _names(figures.services.index)
        self.headline = figures.services["headline"].to_numpy(bool)
        self.municipalities = _names(["", *dict.fromkeys([*areas["municipality"], *figures.sites["municipality"]])])
        self.groups = _names(["", *AGE_BANDS])
        self.people = np.column_stack([figures.case.children.to_numpy(float), areas[list(AGE_BANDS)].to_numpy(float)])
        self.area_rows = self._membership(areas["municipality"])
        self.site_rows = self._membership(figures.sites["municipality"])

    def _membership(self, municipality: pd.Series) -> np.ndarray:
        """(municipality row, place): 1 where the place is in the municipality; row 0 has every place."""
        rows = municipality.to_numpy(object)[None, :] == self.municipalities[:, None]
        rows[0] = True
        return rows.astype(float)

    def places(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the frame's areas and services."""
        areas, services = self.figures.case.visits.index, self.figures.services.index
        return areas.get_indexer(frame["area"]), services.get_indexer(frame["service"])

    @cached_property
    def visits(self) -> np.ndarray:
        """(area, service) visits a year."""
        return self.figures.case.visits.to_numpy(float)

    def by_service(self, indicator: str, values: np.ndarray, shown: np.ndarray | bool = True) -> Rows:
        """Rows of an array (municipality, service), of the services shown."""
        count, services = values.shape
        values = np.where(shown, values, np.nan)
        return Rows(indicator, np.tile(self.services[:services], count), np.repeat(self.municipalities[:count], services),
                    _names([""] * values.size), values.ravel())

    def by_group(self, indicator: str, values: np.ndarray) -> Rows:
        """Rows of an array (municipality, group)."""
        count, groups = values.shape
        return Rows(indicator, _names([""] * values.size), np.repeat(self.municipalities[:count], groups),
                    np.tile(self.groups[:groups], count), values.ravel())

    def by_site_municipality(self, indicator: str, of_site: np.ndarray) -> Rows:
        """Rows of the sum over sites."""
        return self.by_group(indicator, (self.site_rows @ of_site)[:, None])

    def means(self, indicator: str, values: np.ndarray) -> list[Rows]:
        """Weighted means of (area, service) values over the areas with visits."""
        own = ratio(self.area_rows @ (self.visits * values), self.area_rows @ self.visits)
        needs = (self.visits > 0)[:, self.headline]
        over = []
        for group in range(len(self.groups)):
            weights = self.people[:, [group]] * needs
            sums = self.area_rows @ (weights * values[:, self.headline])
            over.append(_mean_of_services(ratio(sums, self.area_rows @ weights)))
        return [self.by_service(indicator, own), self.by_group(indicator, np.column_stack(over))]

    def counts(self, indicator: str, values: np.ndarray) -> list[Rows]:
        """Children with a property, from the (area, service) share of them who have it; over services the headline mean."""
        own = self.area_rows @ (self.people[:, [0]] * values)
        shown = values[:, self.headline] if self.headline.any() else np.zeros((len(values), 1))
        over = [(self.area_rows @ (self.people[:, [group]] * shown)).mean(axis=1) for group in range(len(self.groups))]
        return [self.by_service(indicator, own), self.by_group(indicator, np.column_stack(over))]


def _names(names) -> np.ndarray:
    return np.array(list(names), dtype=object)


def ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """top / bottom, NaN where there is nothing to divide by."""
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=np.asarray(bottom) > 0)


def _mean_of_services(values: np.ndarray) -> np.ndarray:
    """Mean over services (columns) that have a value; NaN where none has."""
    there = ~np.isnan(values)
    return ratio(np.where(there, values, 0.0).sum(axis=1), there.sum(axis=1))
