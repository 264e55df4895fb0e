"""Labels: where the name of each municipality stands: inside it, near its middle, and off the sites and the other names if it can."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely

from model.report.atlas.projection import Canvas

LETTER, HEIGHT, SITE = 7.4, 15.0, 9.0
STEPS = 13


def label_places(municipalities: Mapping[str, object], names: Mapping[str, str], sites: np.ndarray, canvas: Canvas,
                 unit: float) -> dict[str, np.ndarray]:
    """Municipality -> place of its name. sites: (n, 2) units; unit: canvas units in a pixel."""
    taken: list[np.ndarray] = []
    found = {}
    for name, polygon in municipalities.items():
        if polygon.is_empty:
            continue
        half = np.array([LETTER * len(names[name]), HEIGHT]) * unit / 2
        places = _inside(polygon, canvas)
        middle = canvas.place(shapely.get_coordinates(polygon.centroid))[0]
        cost = np.linalg.norm(places - middle, axis=1) / (60 * unit)
        cost += 4 * _overlaps(places, half + SITE * unit, sites)
        for x, y, wide, high in taken:
            cost += 8 * _overlaps(places, half + np.array([wide, high]), np.array([[x, y]]))
        best = places[int(cost.argmin())]
        taken.append(np.array([*best, *half]))
        found[name] = best
    return found


def _inside(polygon, canvas: Canvas) -> np.ndarray:
    """Candidates: a lattice of points inside the polygon, and one that surely is."""
    west, south, east, north = polygon.bounds
    x, y = np.meshgrid(np.linspace(west, east, STEPS), np.linspace(south, north, STEPS))
    lattice = np.column_stack([x.ravel(), y.ravel()])
    inside = lattice[shapely.contains_xy(polygon, lattice[:, 0], lattice[:, 1])]
    return canvas.place(np.vstack([shapely.get_coordinates(shapely.point_on_surface(polygon)), inside]))


def _overlaps(places: np.ndarray, reach: np.ndarray, obstacles: np.ndarray) -> np.ndarray:
    """How many obstacles each place is within reach of, both ways."""
    near = np.abs(places[:, None, :] - obstacles[None, :, :]) < reach
    return near.all(axis=2).sum(axis=1)
