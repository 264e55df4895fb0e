"""Projection: degrees (WGS84) to metres of ETRS-TM35FIN (EPSG:3067), and metres to the whole units of a drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

LONGER_SIDE = 2000
MARGIN = 24


@cache
def _transformer():
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:3067", always_xy=True)


def to_metres(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """(n, 2) metres east and north."""
    return np.column_stack(_transformer().transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)))


def geometry_to_metres(geometry):
    """A shapely geometry in degrees (lon, lat) as one in metres."""
    return shapely.transform(geometry, lambda points: to_metres(points[:, 0], points[:, 1]))


@dataclass(frozen=True)
class Canvas:
    """A drawing of `width` x `height` units whose y grows downwards; `units_per_metre` is its scale."""

    left: float
    top: float
    units_per_metre: float
    width: int
    height: int

    @classmethod
    def round_about(cls, geometry) -> Canvas:
        """The canvas that shows all of a geometry (metres), its longer side LONGER_SIDE units."""
        west, south, east, north = geometry.bounds
        scale = (LONGER_SIDE - 2 * MARGIN) / max(east - west, north - south, 1.0)
        width, height = (round((far - near) * scale) + 2 * MARGIN for near, far in ((west, east), (south, north)))
        return cls(west - MARGIN / scale, north + MARGIN / scale, scale, width, height)

    def place(self, metres: np.ndarray) -> np.ndarray:
        """(n, 2) whole units of points in metres."""
        metres = np.asarray(metres, dtype=float).reshape(-1, 2)
        units = np.column_stack([metres[:, 0] - self.left, self.top - metres[:, 1]]) * self.units_per_metre
        return np.rint(units).astype(int)
