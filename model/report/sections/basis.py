"""Basis: what the figures rest on: rows and sources of the inputs, how the plan was found, what was checked."""

from __future__ import annotations

import re
from datetime import datetime

from model.report.sections.county import scenario_name
from model.report.story import Story
from model.report.tables import Head, Table, heads
from model.schema.dictionary import input_tables

ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:fi|org|com|net|eu|gov|info|int)\b(?:/[\w./%#=?&-]*[\w/])?")
MOST_ADDRESSES = 12


def sources_table(story: Story) -> Table:
    """Input tables: rows, rows with an assumption of the case, and the web addresses their sources name."""
    say, write, table = story.words.say, story.words, story.tables["sources"]
    rows = []
    for name in [name for name in input_tables() if name in set(table["table"])]:
        mine = table[table["table"] == name]
        assumed = mine.loc[mine["source"].str.contains("assumption", case=False), "rows"].sum()
        rows.append([input_name(story, name), write.number(mine["rows"].sum()), write.number(assumed), addresses(mine["source"])])
    return Table(say("basis.caption"), [*heads(say("basis.table"), say("basis.rows"), say("basis.assumed")),
                                        Head(say("basis.addresses"), False)], rows)


def input_name(story: Story, table: str) -> str:
    return story.words.say(f"input.{table}") if f"input.{table}" in story.words else table


def addresses(sources) -> str:
    """Web addresses named in texts of sources, each once, in order."""
    found = list(dict.fromkeys(hit for source in sources for hit in ADDRESS.findall(source)))
    return ", ".join(found[:MOST_ADDRESSES]) + (" …" if len(found) > MOST_ADDRESSES else "")


def facts(story: Story) -> list[tuple[str, str]]:
    """(what, value) of the run: when, how, with what."""
    run, say, write = story.run.run, story.words.say, story.words
    settings = run["settings"]
    found = [
        ("case", settings["name"]), ("county", settings["county"]), ("year", str(settings["year"])),
        ("scenario", scenario_name(story)), ("run", story.title), ("started", _moment(story)),
        ("weeks", write.number(settings["weeks_per_year"])),
        ("policy", say(f"policy.{settings['assignment_policy']}")),
        ("alone", say(f"alone.{settings['lone_worker_rule']}")),
        ("figures", say("basis.figures_value", figures=run["figures"], assumptions=run["assumptions"],
                        share=write.per_cent(story.assumed_share, 0))),
        ("travel", say("basis.travel_estimated" if run["travel_estimated"] else "basis.travel_given")),
        ("transit", say("basis.transit_given" if run.get("public_transport_given") else "basis.transit_absent")),
        ("audit", say("basis.audit_value", checks=run["audit"]["checks"])),
    ]
    if settings.get("budget_keur") is not None:
        found.insert(7, ("budget", story.money(settings["budget_keur"])))
    if run.get("scenario_why"):
        found.insert(4, ("why", run["scenario_why"]))
    if not story.is_today:
        found += [("asked", write.per_cent(run["options"]["gap"], 2)), ("seconds", write.number(run["seconds"]))]
    versions = run["versions"]
    found.append(("versions", ", ".join(f"{name} {versions[name]}" for name in ("perheverkko", "pyomo", "highspy") if name in versions)))
    return [(say(f"basis.{name}"), value) for name, value in found]


def _moment(story: Story) -> str:
    started = datetime.fromisoformat(story.run.run["started"])
    return story.words.say("basis.moment", date=story.words.date(started.date()), time=f"{started:%H.%M}")


def priorities(story: Story) -> list[str]:
    """The levels of the objective in words, first to last."""
    say, write = story.words.say, story.words
    lines = []
    for level in story.run.run["settings"]["objective"]["levels"]:
        terms = [say("basis.term", term=say(f"term.{term}"), weight=write.number(weight, 3).rstrip("0").rstrip(",."))
                 for term, weight in level["terms"].items()]
        lines.append(write.listed(terms))
    return lines
