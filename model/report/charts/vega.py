"""Vega: a chart's specification to SVG, in the report's type and colours and the language's numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from model.report.tables import Table
from model.report.words import Words

WIDTH = 400
TODAY_COLOUR, PLAN_COLOUR = "#6b6b6b", "#0b4f8a"
PER_CENT = "format(100 * datum.value, '.0f') + ' %'"
NUMBERS = {"fi": "fi-FI", "sv": "sv-SE", "en": "en-GB"}
INK, FAINT, GRID = "#1c2733", "#8a97a5", "#e3e8ee"
CONFIG = {
    "aria": False, "font": "DejaVu Sans, Arial, sans-serif", "background": "transparent", "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": INK, "titleColor": INK,
             "gridColor": GRID, "domainColor": FAINT, "tickColor": FAINT},
    "legend": {"labelFontSize": 12, "labelColor": INK, "symbolStrokeWidth": 2.5}, "text": {"color": INK}}


@dataclass(frozen=True)
class Chart:
    """A chart as SVG with its title, what it tells in words (also its text alternative), and its table."""

    key: str
    title: str
    words: str
    svg: Markup
    table: Table


def series(pairs: Sequence[tuple[str, str]]) -> dict:
    """Colour of the series `k`, named (label, colour) in a legend above the chart."""
    return {"field": "k", "type": "nominal", "title": None, "legend": {"orient": "top", "direction": "horizontal", "labelLimit": 0},
            "scale": {"domain": [label for label, _ in pairs], "range": [colour for _, colour in pairs]}}


def drawn(spec: dict, words: Words) -> Markup:
    """The chart as SVG, sized by its view box alone; its own roles and labels are left out, for the page labels the figure."""
    import vl_convert

    chart = {"width": WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}, **spec, "config": CONFIG}
    svg = vl_convert.vegalite_to_svg(chart, format_locale=NUMBERS[words.language])
    svg = re.sub(r' (?:role|aria-[\w-]+|class|version|xmlns(?::\w+)?|pointer-events)="[^"]*"', "", svg)
    return Markup(re.sub(r'^<svg width="[\d.]+" height="[\d.]+"', "<svg", svg))
