"""The county by municipality, its staff, and runs side by side."""

from __future__ import annotations

from collections.abc import Sequence

from model.report.story import Story
from model.report.tables import Head, Table, heads

BESIDE = ("sites_open", "mean_minutes", "p90_minutes", "worst_tenth_minutes", "share_within_30_min", "travel_hours",
          "open_days_within_30_min", "children_whose_site_changes", "children_trip_10_min_longer", "staff_fte", "missing_norm_fte",
          "cost_keur")


def municipality_table(story: Story) -> Table:
    """Each municipality's families and sites, today and in the plan."""
    say, names = story.words.say, story.names
    columns = ["children", "minutes", "within", "moved", "longer", "sites"]
    if story.is_today:
        columns = [name for name in columns if name not in ("moved", "longer")]
    rows = [[names.municipality(name), *(_of_municipality(story, name, column) for column in columns)]
            for name in names.municipalities(story.run)]
    rows.append([say("municipality.county"), *(_of_municipality(story, "", column) for column in columns)])
    return Table(say("municipality.caption"), heads(say("municipality.name"), *(say(f"municipality.{name}") for name in columns)),
                 rows, frozenset([len(rows) - 1]))


def _of_municipality(story: Story, name: str, column: str) -> str:
    """One cell; `12,3 → 11,8` where today and the plan stand side by side."""
    write, indicator = story.words, story.indicator
    areas = story.tables["areas"]
    if column == "children":
        return write.number(float(areas.loc[(areas["municipality"] == name) | (name == ""), "children"].sum()))
    if column in ("moved", "longer"):
        which = "children_whose_site_changes" if column == "moved" else "children_trip_10_min_longer"
        return write.number(indicator(which, municipality=name).plan)
    which, shown = {"minutes": ("mean_minutes", lambda value: write.number(value, 1)),
                    "within": ("share_within_30_min", lambda value: write.per_cent(value, 1)),
                    "sites": ("sites_open", write.number)}[column]
    return _beside(story, indicator(which, municipality=name), shown)


def _beside(story: Story, value, shown) -> str:
    return shown(value.today) if story.is_today else f"{shown(value.today)} → {shown(value.plan)}"


def staff_table(story: Story) -> Table:
    """Professions: people there are, used today and by the plan, recruited and left over."""
    say, write, names = story.words.say, story.words, story.names
    today = story.tables["today_staff"].groupby("profession")["staff_fte"].sum()
    columns = ["available", "today"] if story.is_today else ["available", "today", "plan", "change", "recruited", "spare"]
    if not story.is_today and (story.tables["professions"]["supervisor_fte"] > 0).any():
        columns.insert(4, "supervisors")
    rows = []
    for row in story.tables["professions"].itertuples():
        before = today.get(row.profession, 0.0)
        cells = {"available": write.number(row.fte_available, 1), "today": write.number(before, 1), "plan": write.number(row.staff_fte, 1),
                 "change": write.signed(row.staff_fte - before, 1), "supervisors": write.number(row.supervisor_fte, 1),
                 "recruited": write.number(row.recruit_fte, 1), "spare": write.number(row.spare_fte, 1)}
        rows.append([names.profession(row.profession), *(cells[name] for name in columns)])
    return Table(say("staff.caption"), heads(say("staff.profession"), *(say(f"staff.{name}") for name in columns)), rows)


def staff_by_service(story: Story) -> Table:
    """Services: staff, trips and the sites that host them."""
    say, write, names, indicator = story.words.say, story.words, story.names, story.indicator
    rows = []
    for service in story.services:
        fte, sites, minutes = (indicator(name, service) for name in ("staff_fte", "sites_hosting", "mean_minutes"))
        rows.append([names.service(service), _beside(story, fte, lambda value: write.number(value, 1)),
                     _beside(story, sites, write.number), _beside(story, minutes, lambda value: write.number(value, 1))])
    columns = (say(f"staff.{name}") for name in ("fte", "sites", "minutes"))
    return Table(say("staff.service_caption"), heads(say("staff.service"), *columns), rows)


def runs_table(stories: Sequence[Story], indicator_words) -> Table:
    """Key figures of today and of each run; indicator_words: (indicator, value) -> (name with unit, text)."""
    first = stories[0]
    say = first.words.say
    columns = [Head(say("beside.figure"), False), Head(say("column.today")),
               Head(f"{say('column.plan')}: {first.title}"), *(Head(story.title) for story in stories[1:])]
    rows = []
    for name in BESIDE:
        label, today = indicator_words(name, first.indicator(name).today)
        rows.append([label, today, *(indicator_words(name, story.indicator(name).plan)[1] for story in stories)])
    gaps = [story.words.per_cent(story.run.run.get("gap")) for story in stories]
    rows.append([say("beside.gap"), "", *gaps])
    rows.append([say("beside.scenario"), "", *(scenario_name(story) for story in stories)])
    return Table(say("beside.caption"), columns, rows)


def scenario_name(story: Story) -> str:
    """The scenario as its planner named it; the case itself where there is none."""
    scenario = story.run.run.get("scenario") or "base"
    return story.words.say("scenario.base") if scenario == "base" else scenario
