"""Drawing: the picture's parts as SVG text. Everything is whole units of the canvas; names are escaped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from markupsafe import Markup

from model.report.atlas.projection import Canvas


def path_of(geometry, canvas: Canvas) -> str:
    """The outline of a polygon or multipolygon as path data, relative steps, holes included."""
    if geometry.is_empty:
        return ""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return "".join(_ring(canvas.place(shapely.get_coordinates(ring))) for part in parts for ring in (part.exterior, *part.interiors))


def _ring(points: np.ndarray) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[(steps != 0).any(axis=1)][:-1]
    if len(steps) < 2:
        return ""
    return f"M{points[0][0]} {points[0][1]}l{_pairs(steps)}z"


def _pairs(steps: Sequence) -> str:
    """`3 4-5 6`: pairs of whole numbers, no separator before a minus sign."""
    text = " ".join(f"{x} {y}" for x, y in steps)
    return text.replace(" -", "-")


def lines_path(site: tuple[int, int], areas: np.ndarray) -> str:
    """Straight lines from areas to a site."""
    return "".join(f"M{site[0]} {site[1]}l{_pairs([(x - site[0], y - site[1])])}" for x, y in areas)


def placed(place: tuple[int, int], parts: Markup) -> Markup:
    """Parts drawn round 0,0, set at a place; what is inside keeps its size on the screen while the map is zoomed (class z)."""
    return Markup('<g transform="translate({} {})"><g class="z">{}</g></g>').format(int(place[0]), int(place[1]), parts)


def text(words: str, classes: str) -> Markup:
    return Markup('<text class="{}">{}</text>').format(classes, words)
