"""The picture: everything the template needs to draw the map, its legends and what a pointer asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from markupsafe import Markup

from model.report.atlas import symbols
from model.report.atlas.borders import Borders
from model.report.atlas.cells import area_cells
from model.report.atlas.drawing import lines_path, path_of, placed, text
from model.report.atlas.labels import label_places
from model.report.atlas.projection import Canvas, to_metres
from model.report.atlas.states import DIFFERENCE, PLAN, Choice, Mark
from model.report.words import Words

SHOWN_PIXELS = 840
LEAST_FOR_DAYS, LEGEND_SIZE = 8, 7
BESIDE_SITE = 13


@dataclass(frozen=True)
class Picture:
    """The map's parts as SVG text (areas, borders, names, and by choice and view lines, marks and worst-hit areas)."""

    canvas: Canvas
    choices: list[Choice]
    areas: Markup
    borders: str
    names: Markup
    layers: Markup
    defs: Markup
    largest_fte: Mapping[bool, float]
    is_schematic: bool
    tiers: list[str]

    @property
    def unit(self) -> float:
        """Canvas units in a pixel where the map is SHOWN_PIXELS wide."""
        return self.canvas.width / SHOWN_PIXELS


def draw(areas: pd.DataFrame, sites: pd.DataFrame, choices: list[Choice], borders: Borders, titles: list[str],
         municipality_names: Mapping[str, str], words: Words) -> Picture:
    """areas, sites: the tables; titles: what a pointer reads over each area; municipality_names: as the labels write them."""
    points = to_metres(areas["lon"], areas["lat"])
    cells, municipalities = area_cells(points, list(areas["municipality"]), borders.polygons)
    whole = shapely.union_all(list(municipalities.values()), grid_size=1.0)
    canvas = Canvas.round_about(shapely.union(whole, shapely.MultiPoint(to_metres(sites["lon"], sites["lat"])).envelope))
    at_site = dict(zip(sites["site"], canvas.place(to_metres(sites["lon"], sites["lat"])).tolist()))
    at_area = canvas.place(points)
    largest = {over: _largest(choices, over) for over in (True, False)}
    pen = _Pen(canvas, at_site, at_area, largest, words)
    layers = Markup("").join(pen.layer(place, view, choice) for place, choice in enumerate(choices) for view in choice.views)
    return Picture(
        canvas, choices, _areas(cells, choices, titles, canvas),
        "".join(path_of(polygon, canvas) for polygon in municipalities.values()),
        _names(municipalities, municipality_names, np.array(list(at_site.values())), canvas), layers, pen.defs(), largest,
        not borders.polygons, [tier for tier in symbols.TIERS if tier in pen.tiers])


def _largest(choices: list[Choice], over: bool) -> float:
    """Largest staff a mark shows, over services or of one service."""
    return max((mark.fte for choice in choices if (choice.service == "") == over
                for view, shown in choice.views.items() if view != DIFFERENCE for mark in shown.marks), default=0.0)


def _areas(cells: list, choices: list[Choice], titles: list[str], canvas: Canvas) -> Markup:
    """One path for each area; its classes say the colour in each state: t3_2 = today, third choice, class 2."""
    tokens = [[f"{letter}{place}_{found}" for found in view.classes] for place, choice in enumerate(choices)
              for letter, view in choice.views.items()]
    shape = Markup('<path id="a{}" class="{}" d="{}"><title>{}</title></path>\n')
    return Markup("").join(shape.format(number, " ".join(states), path_of(cell, canvas), title)
                           for number, (cell, title, *states) in enumerate(zip(cells, titles, *tokens)))


def _names(municipalities: Mapping[str, object], shown: Mapping[str, str], sites: np.ndarray, canvas: Canvas) -> Markup:
    where = label_places(municipalities, shown, sites, canvas, canvas.width / SHOWN_PIXELS)
    return Markup("\n").join(placed(place, text(shown[name], "n")) for name, place in where.items())


class _Pen:
    """Draws layers, and remembers which symbols they use."""

    def __init__(self, canvas: Canvas, at_site: Mapping, at_area: np.ndarray, largest: Mapping[bool, float], words: Words):
        self.at_site, self.at_area, self.largest, self.words = at_site, at_area, largest, words
        self.unit = canvas.width / SHOWN_PIXELS
        self.sites = np.array(list(at_site.values())).reshape(-1, 2)
        self.used: dict[tuple[str, int], None] = {}
        self.tiers: set[str] = set()

    def layer(self, place: int, letter: str, choice: Choice) -> Markup:
        """One state's lines, marks and worst-hit areas, in a group that the style sheet shows or hides."""
        view = choice.views[letter]
        lines = "".join(lines_path(self.at_site[site], self.at_area[areas]) for site, areas in view.lines.items())
        marks = sorted(view.marks, key=lambda mark: (mark.kind == "same", -np.nan_to_num(mark.fte)))
        drawn = Markup("").join(self._mark(mark, letter, choice.service == "") for mark in marks)
        worst = Markup("").join(self._worst(number, worst.area) for number, worst in enumerate(choice.worst, start=1)
                                ) if letter in (PLAN, DIFFERENCE) else Markup("")
        return Markup('<g class="v {}{}"><path class="l" d="{}"/>{}{}</g>\n').format(letter, place, Markup(lines), drawn, worst)

    def _mark(self, mark: Mark, letter: str, over: bool) -> Markup:
        if letter == DIFFERENCE:
            return self._use(mark, symbols.CHANGE_SIZE[mark.kind], f"c-{mark.kind}")
        self.tiers.add(mark.kind)
        size = symbols.size_of(mark.fte, self.largest[over], mark.kind)
        if mark.is_permanent:
            return self._use(mark, size, f"k-{mark.kind}")
        return self._use(mark, max(size, LEAST_FOR_DAYS), f"k-{mark.kind} s", text(self.words.days(mark.days), "w"))

    def _use(self, mark: Mark, size: int, classes: str, *written: Markup) -> Markup:
        self.used[mark.kind, size] = None
        symbol = Markup('<use href="#{}-{}" class="{}"/>').format(mark.kind, size, classes)
        return placed(self.at_site[mark.site], Markup("").join([symbol, *written]))

    def _worst(self, number: int, area: int) -> Markup:
        """A numbered ring at an area's point, or beside it where a site stands there."""
        place, step = self.at_area[area], round(BESIDE_SITE * self.unit)
        if (np.abs(self.sites - place) < step).all(axis=1).any():
            place = place + np.array([step, -step])
        return placed(place, Markup('<circle r="{}" class="h"/>').format(round(8 * self.unit)) + text(str(number), "b"))

    def defs(self) -> Markup:
        """The symbols used: a white rim under the outline."""
        for tier in sorted(self.tiers):
            self.used[tier, LEGEND_SIZE] = None
        drawn = []
        for kind, size in sorted(self.used):
            path = symbols.change_path if kind in symbols.CHANGES else symbols.tier_path
            data = path(kind, size * self.unit)
            drawn.append(Markup('<g id="{0}-{1}"><path class="r" d="{2}"/><path d="{2}"/></g>\n').format(kind, size, data))
        return Markup("").join(drawn)
