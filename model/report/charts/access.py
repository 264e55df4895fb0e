"""Access: the share of children within x minutes, today, in the plan and in the runs beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from model.report.charts.vega import PER_CENT, PLAN_COLOUR, TODAY_COLOUR, Chart, drawn, series
from model.report.figures import shares_within
from model.report.story import Story
from model.report.tables import Table, heads

LIMITS = (15, 30, 45, 60)
OTHER_COLOURS = ("#a63603", "#00695c", "#6a1b9a")
MOST_MINUTES, LEAST_MINUTES = 120, 20


class Curve(NamedTuple):
    """A network's curve: its label, trips, colour and dashes."""

    label: str
    trips: pd.DataFrame
    colour: str
    dashes: list[int]


def access(stories: Sequence[Story]) -> Chart:
    """The curves of today, of the first run and of the others, and the shares within the usual limits."""
    story = stories[0]
    say, per_cent = story.words.say, story.words.per_cent
    near = story.indicator("share_within_30_min")
    text = (say("chart.access.words_today", today=per_cent(near.today)) if story.is_today
            else say("chart.access.words", today=per_cent(near.today), plan=per_cent(near.plan)))
    table = Table(say("chart.access.title"),
                  heads(say("chart.access.network"), *(say("chart.access.within", n=limit) for limit in LIMITS)), _rows(stories))
    return Chart("access", say("chart.access.title"), text, drawn(_spec(story, _curves(stories)), story.words), table)


def _curves(stories: Sequence[Story]) -> list[Curve]:
    story = stories[0]
    curves = [Curve(story.words.say("column.today"), story.today.trips, TODAY_COLOUR, [4, 3])]
    if not story.is_today:
        curves.append(Curve(story.words.say("column.plan"), story.plan.trips, PLAN_COLOUR, [1, 0]))
    others = [other for other in stories[1:] if not other.is_today]
    return curves + [Curve(other.title, other.network.trips, colour, [6, 2]) for other, colour in zip(others, OTHER_COLOURS)]


def _spec(story: Story, curves: list[Curve]) -> dict:
    longest = max([LEAST_MINUTES, *(float(curve.trips["minutes"].max()) for curve in curves if len(curve.trips))])
    minutes = np.arange(0, 5 * math.ceil(min(longest, MOST_MINUTES) / 5) + 1)
    rows = [{"x": int(x), "y": float(y), "k": curve.label} for curve in curves
            for x, y in zip(minutes, shares_within(curve.trips, story.children, story.headline, minutes))]
    labels = [curve.label for curve in curves]
    return {
        "data": {"values": rows}, "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.2}, "height": 230,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "title": story.words.say("chart.access.x"),
                  "axis": {"grid": False, "tickMinStep": 10}},
            "y": {"field": "y", "type": "quantitative", "title": None, "axis": {"tickCount": 5, "labelExpr": PER_CENT},
                  "scale": {"domain": [0, 1]}},
            "color": series([(curve.label, curve.colour) for curve in curves]),
            "strokeDash": {"field": "k", "scale": {"domain": labels, "range": [curve.dashes for curve in curves]}, "legend": None}}}


def _rows(stories: Sequence[Story]) -> list[list[str]]:
    """The shares within the limits, as the indicators have them."""
    story = stories[0]
    say, per_cent = story.words.say, story.words.per_cent

    def row(label, of, column):
        return [label, *(per_cent(getattr(of.indicator(f"share_within_{limit}_min"), column)) for limit in LIMITS)]

    rows = [row(say("column.today"), story, "today")]
    if not story.is_today:
        rows.append(row(say("column.plan"), story, "plan"))
    return rows + [row(other.title, other, "plan") for other in stories[1:]]
