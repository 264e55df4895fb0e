"""Municipalities: whose mean trip becomes shorter or longer, and by how much."""

from __future__ import annotations

import math

from model.report.charts.vega import Chart, drawn, series
from model.report.figures import Value
from model.report.story import Story
from model.report.tables import Table, heads

GAIN, LOSS = "#2166ac", "#c4570b"


def municipalities(story: Story) -> Chart:
    """Bars from the largest gain to the largest loss."""
    say, write = story.words.say, story.words
    found = [(story.names.municipality(name), story.indicator("mean_minutes", municipality=name))
             for name in story.names.municipalities(story.run)]
    found = sorted((pair for pair in found if not math.isnan(pair[1].change)), key=lambda pair: pair[1].change)
    table = Table(say("chart.municipalities.title"),
                  heads(say("municipality.name"), say("column.today"), say("column.plan"), say("column.change")),
                  [[name, write.number(value.today, 1), write.number(value.plan, 1), write.signed(value.change, 1)]
                   for name, value in found])
    shorter, longer = (sum(sign * round(value.change, 1) > 0 for _, value in found) for sign in (-1, 1))
    return Chart("municipalities", say("chart.municipalities.title"), say("chart.municipalities.words", shorter=shorter, longer=longer),
                 drawn(_spec(story, found), story.words), table)


def _spec(story: Story, found: list[tuple[str, Value]]) -> dict:
    say = story.words.say
    rows = [{"m": name, "c": round(value.change, 4), "k": say(f"chart.municipalities.{'longer' if value.change > 0 else 'shorter'}"),
             "t": story.words.signed(value.change, 1)} for name, value in found]
    left, right = (find([0.0, *(row["c"] for row in rows)]) for find in (min, max))
    room = 0.24 * max(right - left, 0.5)
    y = {"field": "m", "type": "nominal", "sort": [name for name, _ in found], "title": None, "axis": {"ticks": False, "domain": False}}
    x = {"field": "c", "type": "quantitative", "title": say("chart.municipalities.x"), "axis": {"tickCount": 5},
         "scale": {"domain": [left - room, right + room], "nice": False}}
    colours = series([(say("chart.municipalities.shorter"), GAIN), (say("chart.municipalities.longer"), LOSS)])
    return {
        "data": {"values": rows}, "height": {"step": 19}, "encoding": {"y": y, "x": x},
        "layer": [{"mark": {"type": "bar", "height": {"band": 0.72}}, "encoding": {"color": colours}},
                  _figures("<=", "right", -3), _figures(">", "left", 3)]}


def _figures(sign: str, align: str, dx: int) -> dict:
    """The change written at the end of each bar of one direction."""
    return {"transform": [{"filter": f"datum.c {sign} 0"}], "encoding": {"text": {"field": "t"}},
            "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 11}}
