"""Cells: the part of a municipality that is nearer to an area's point than to any other of its areas (Voronoi cells)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from scipy.spatial import cKDTree

LEAST_REACH_METRES = 4_000
APART_METRES = 30.0


def area_cells(points: np.ndarray, municipalities: Sequence[str], borders: Mapping[str, object]) -> tuple[list, dict[str, object]]:
    """(a polygon for each area, municipality -> polygon), in metres.

    points: (n, 2) metres. With borders, each municipality is shared out among its own areas. Without, the county is what lies
    within reach of a point; it is shared out among all areas, and a municipality is the union of its areas' cells.
    """
    points = _apart(points)
    of_municipality = np.asarray(municipalities, dtype=object)
    if borders:
        cells = np.empty(len(points), dtype=object)
        for name in dict.fromkeys(municipalities):
            mine = np.flatnonzero(of_municipality == name)
            cells[mine] = _shared_out(points[mine], borders[name])
        return list(cells), {name: borders[name] for name in dict.fromkeys(municipalities)}
    cells = _shared_out(points, _county(points))
    unions = {name: shapely.union_all(cells[of_municipality == name], grid_size=1.0) for name in dict.fromkeys(municipalities)}
    return list(cells), unions


def _apart(points: np.ndarray) -> np.ndarray:
    """The points, those at the very same place moved a few steps apart, so that each has a cell."""
    _, inverse = np.unique(np.round(points, 1), axis=0, return_inverse=True)
    seen: dict[int, int] = {}
    moved = points.copy()
    for place, where in enumerate(np.ravel(inverse)):
        step = seen.get(where, 0)
        moved[place] += APART_METRES * step * np.array([np.cos(2.4 * step), np.sin(2.4 * step)])
        seen[where] = step + 1
    return moved


def _shared_out(points: np.ndarray, whole) -> np.ndarray:
    """The cells of the points within a polygon, in the points' order."""
    if len(points) == 1:
        return np.array([whole], dtype=object)
    multipoint = shapely.MultiPoint(points)
    cells = np.array(shapely.voronoi_polygons(multipoint, extend_to=whole.envelope.buffer(1.0)).geoms, dtype=object)
    tree = shapely.STRtree(cells)
    pairs = tree.query(shapely.points(points), predicate="intersects")
    of_point = np.full(len(points), -1)
    of_point[pairs[0]] = pairs[1]
    return shapely.intersection(cells[of_point], whole)


def _county(points: np.ndarray):
    """What lies within reach of the points: half as far again as their usual distance from each other, without holes."""
    if len(points) > 1:
        nearest = cKDTree(points).query(points, k=2)[0][:, 1]
        reach = max(LEAST_REACH_METRES, 1.5 * float(np.quantile(nearest, 0.9)))
    else:
        reach = LEAST_REACH_METRES
    outline = shapely.concave_hull(shapely.MultiPoint(points), ratio=0.25).buffer(reach)
    return shapely.polygons(shapely.get_exterior_ring(outline)).simplify(reach / 20)
