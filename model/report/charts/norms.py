"""Norms: staff as a share of what each staffing norm asks for, today and in the plan."""

from __future__ import annotations

import pandas as pd

from model.report.charts.vega import PER_CENT, PLAN_COLOUR, TODAY_COLOUR, Chart, drawn, series
from model.report.story import Story
from model.report.tables import Table, heads

NEARLY = 0.05  # FTE: what a table of one decimal cannot show


def norms(story: Story) -> Chart | None:
    """A mark for each norm today and in the plan, beside the line of the norm; None in a case without norms."""
    table = story.tables["norms"]
    if table.empty:
        return None
    say = story.words.say
    labels = [_label(story, row) for row in table.itertuples()]
    staff = table["today_fte"] if story.is_today else table["staff_fte"]
    met = int((staff >= table["needed_fte"] - NEARLY).sum())
    text = say("chart.norms.words_today" if story.is_today else "chart.norms.words", met=met, all=len(table))
    return Chart("norms", say("chart.norms.title"), text, drawn(_spec(story, table, labels), story.words), _table(story, table, labels))


def _label(story: Story, row) -> str:
    """`Service: profession`, with the staff area where the norm holds in one."""
    label = f"{story.names.service(row.service)}: {story.names.profession(row.profession)}"
    return f"{label}, {row.staff_area}" if row.staff_area else label


def _spec(story: Story, table: pd.DataFrame, labels: list[str]) -> dict:
    say = story.words.say
    shown = [("today", table["today_fte"], TODAY_COLOUR, "circle")]
    if not story.is_today:
        shown.append(("plan", table["staff_fte"], PLAN_COLOUR, "diamond"))
    rows = [{"s": label, "f": float(value / needed), "k": say(f"chart.norms.{key}")} for key, values, _, _ in shown
            for label, value, needed in zip(labels, values, table["needed_fte"]) if needed > 0]
    names = [say(f"chart.norms.{key}") for key, *_ in shown]
    # A label of two lines: the service above its profession.
    y = {"field": "s", "type": "nominal", "sort": None, "title": None,
         "axis": {"labelLimit": 0, "grid": True, "domain": False, "ticks": False, "labelExpr": "split(datum.label, ': ')"}}
    x = {"field": "f", "type": "quantitative", "title": say("chart.norms.x"), "scale": {"zero": False, "nice": True},
         "axis": {"grid": False, "labelExpr": PER_CENT, "tickCount": 5}}
    return {
        "height": {"step": 32},
        "layer": [
            {"data": {"values": [{"f": 1}]}, "mark": {"type": "rule", "strokeWidth": 2, "color": "#1a1a1a"}, "encoding": {"x": x}},
            {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
             "encoding": {"y": y, "x": x, "color": series([(name, colour) for name, (_, _, colour, _) in zip(names, shown)]),
                          "shape": {"field": "k", "title": None, "scale": {"domain": names, "range": [shape for *_, shape in shown]}}}}]}


def _table(story: Story, table: pd.DataFrame, labels: list[str]) -> Table:
    say, write = story.words.say, story.words
    columns = ["rule", "needed", "today"] + ([] if story.is_today else ["plan", "missing"])
    rows = []
    for label, row in zip(labels, table.itertuples()):
        cells = {"rule": say(f"norm_rule.{row.norm_rule}"), "needed": write.number(row.needed_fte, 1),
                 "today": write.number(row.today_fte, 1), "plan": write.number(row.staff_fte, 1),
                 "missing": write.number(max(0.0, row.needed_fte - row.staff_fte), 1)}
        rows.append([label, *(cells[name] for name in columns)])
    return Table(say("chart.norms.title"), heads(say("chart.norms.norm_column"), *(say(f"chart.norms.{name}_column") for name in columns)),
                 rows)
