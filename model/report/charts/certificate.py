"""Certificate: the proven bound, the plan and the gap between them, in the unit of the first priority."""

from __future__ import annotations

from model.report.charts.vega import Chart, drawn, series
from model.report.story import Story
from model.report.tables import Table, heads

PROVEN, OPEN = "#9db8cf", "#f2a65a"


def certificate(story: Story) -> Chart | None:
    """What is proven impossible, what is not ruled out, and where the plan stands; None without a bound."""
    run, say, write = story.run.run, story.words.say, story.words
    if run.get("bound") is None or run.get("objective") is None:
        return None
    text = say("chart.certificate.words", gap=write.per_cent(run["gap"]), hours=write.number(run["gap_hours"]))
    return Chart("certificate", say("chart.certificate.title"), text,
                 drawn(_spec(story, float(run["bound"]), float(run["objective"])), story.words), _table(story))


def _spec(story: Story, bound: float, plan: float) -> dict:
    say = story.words.say
    kinds = [("proven", 0.0, bound, PROVEN), ("open", bound, max(bound, plan), OPEN)]
    rows = [{"k": say(f"chart.certificate.{key}"), "a": low, "b": high, "y": ""} for key, low, high, _ in kinds]
    low = max(0.0, bound - 4 * max(plan - bound, 0.01 * abs(plan)))
    scale = {"domain": [low, plan + 0.25 * max(plan - low, 1.0)], "nice": False, "zero": False}
    x = {"field": "a", "type": "quantitative", "scale": scale, "title": say("chart.certificate.x"), "axis": {"tickCount": 4}}
    here = {"data": {"values": [{"p": plan, "y": "", "t": say("chart.certificate.here")}]}}
    at_plan = {"field": "p", "type": "quantitative", "scale": scale}
    colours = series([(say(f"chart.certificate.{key}"), colour) for key, _, _, colour in kinds])
    return {
        "data": {"values": rows}, "height": 64, "encoding": {"y": {"field": "y", "type": "nominal", "title": None, "axis": None}},
        "layer": [
            {"mark": {"type": "bar", "clip": True, "height": {"band": 0.55}}, "encoding": {"x": x, "x2": {"field": "b"}, "color": colours}},
            {**here, "mark": {"type": "tick", "thickness": 3, "color": "#1a1a1a", "size": 60}, "encoding": {"x": at_plan}},
            {**here, "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12},
             "encoding": {"x": at_plan, "text": {"field": "t"}}}]}


def _table(story: Story) -> Table:
    run, say, write = story.run.run, story.words.say, story.words
    audit = "agrees" if run["audit"]["passed"] else "disagrees"
    values = {"bound": write.number(run["bound"]), "plan": write.number(run["objective"]),
              "gap": f"{write.per_cent(run['gap'], 2)} = {write.number(run['gap_hours'])}",
              "asked": write.per_cent(run["options"]["gap"], 2), "audit": say(f"chart.certificate.{audit}", checks=run["audit"]["checks"])}
    return Table(say("chart.certificate.title"), heads(say("chart.certificate.what"), say("chart.certificate.value")),
                 [[say(f"chart.certificate.{name}"), value] for name, value in values.items()])
