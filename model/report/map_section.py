"""The map's section: what the template prints round the picture, and what its script reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from model.report.atlas import classes, symbols
from model.report.atlas.borders import Borders
from model.report.atlas.picture import Picture, draw
from model.report.atlas.states import DIFFERENCE, PLAN, TODAY, choices
from model.report.atlas.style import map_style
from model.report.story import Story
from model.report.tables import Head, Table


def map_section(story: Story, borders: Borders) -> tuple[dict[str, Any], str, dict]:
    """(values of the template, style sheet, data of the script)."""
    say, tables = story.words.say, story.tables
    letters = {TODAY: say("map.today")}
    if not story.is_today:
        letters |= {PLAN: say("map.plan"), DIFFERENCE: say("map.difference")}
    order = tables["services"].set_index("service").loc[story.services].reset_index()
    found = choices(tables["areas"], order, story.today, None if story.is_today else story.plan)
    names = {name: story.names.municipality(name) for name in story.names.municipalities(story.run)}
    picture = draw(tables["areas"], tables["sites"], found, borders, _titles(story), names, story.words)
    first = TODAY if story.is_today else PLAN
    values = {
        "picture": picture, "views": list(letters.items()), "first_view": first, "service_groups": _groups(story),
        "over_note": _over_note(story), "captions": _captions(story, letters), "minute_labels": _minute_labels(story),
        "change_labels": _change_labels(story), "tier_name": story.names.tier, "legend_size": _legend_size(story, picture),
        "kinds": [(kind, say(f"map.{kind}")) for kind in symbols.CHANGES], "sizes": symbols.CHANGE_SIZE, "notes": _notes(story, picture),
        "worst": _worst(story, picture), "areas_table": _areas_table(story)}
    return values, map_style(picture, first, list(letters)), _data(story, picture, letters)


def _titles(story: Story) -> list[str]:
    """What a pointer reads over each area."""
    write, which = story.words, "map.area_title_today" if story.is_today else "map.area_title"
    return [write.say(which, area=row.name, municipality=story.names.municipality(row.municipality),
                      today=write.number(row.today_minutes, 1), plan=write.number(row.plan_minutes, 1))
            for row in story.tables["areas"].itertuples()]


def _groups(story: Story) -> list[dict]:
    """The services to choose from: all together, then by floor, each with its mean minutes."""
    floors = dict(zip(story.tables["services"]["service"], story.tables["services"]["floor"]))
    groups: dict[float, dict] = {0: {"title": "", "entries": [_entry(story, 0, "", story.words.say("map.over"))]}}
    for place, service in enumerate(story.services, start=1):
        floor = floors[service]
        groups.setdefault(floor, {"title": story.words.say(f"map.floor_{floor:.0f}"), "entries": []})
        groups[floor]["entries"].append(_entry(story, place, service, story.names.service(service)))
    return list(groups.values())


def _entry(story: Story, place: int, service: str, name: str) -> dict:
    write, value = story.words, story.indicator("mean_minutes", service)
    which = "map.minutes_today" if story.is_today else "map.minutes_short"
    return {"place": place, "name": name, "minutes": write.say(which, today=write.number(value.today, 1), plan=write.number(value.plan, 1))}


def _over_note(story: Story) -> str:
    say, names = story.words.say, [story.names.service(service) for service in story.placeholders]
    text = say("map.over_note", n=len(story.headline))
    return f"{text} {say('map.placeholders', names=story.words.listed(names))}" if names else text


def _captions(story: Story, letters: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """What is shown, in words: (choice, view, text)."""
    titles = [story.words.say("map.over"), *(story.names.service(service) for service in story.services)]
    return [(place, letter, story.words.say("map.shown", view=name, service=title)) for place, title in enumerate(titles)
            for letter, name in letters.items()]


def _minute_labels(story: Story) -> list[tuple[int, str]]:
    say, limits = story.words.say, classes.MINUTES
    between = [say("map.between", low=low, high=high) for low, high in pairwise(limits)]
    labels = [say("map.at_most", n=limits[0]), *between, say("map.over_minutes", n=limits[-1])]
    return [*enumerate(labels), (classes.NOBODY, say("map.nobody"))]


def _change_labels(story: Story) -> list[tuple[int, str]]:
    say = story.words.say
    least, middle, most = classes.CHANGES[3:]
    labels = [say("map.shorter_most", n=most), say("map.shorter", low=middle, high=most), say("map.shorter", low=least, high=middle),
              say("map.unchanged", n=least), say("map.longer", low=least, high=middle), say("map.longer", low=middle, high=most),
              say("map.longer_most", n=most)]
    return list(enumerate(labels))


def _legend_size(story: Story, picture: Picture) -> str:
    over, one = (story.words.number(picture.largest_fte[which], 1) for which in (True, False))
    return story.words.say("map.legend_size", over=over, one=one)


def _notes(story: Story, picture: Picture) -> list[str]:
    say = story.words.say
    notes = [say("map.schematic" if picture.is_schematic else "map.schematic_cells"), say("map.projection")]
    return [*notes, say("map.estimated")] if story.run.run["travel_estimated"] else notes


def _worst(story: Story, picture: Picture) -> list[dict]:
    """The areas whose trips grow most, for each choice."""
    areas, write = story.tables["areas"], story.words
    return [{"place": place, "rows": [write.say("map.worst_row", area=areas["name"].iloc[worst.area], change=write.signed(worst.change, 1),
                                                municipality=story.names.municipality(areas["municipality"].iloc[worst.area]))
                                      for worst in choice.worst]} for place, choice in enumerate(picture.choices)]


def _areas_table(story: Story) -> Table:
    """Trips of every area: the map in figures."""
    say, write, areas = story.words.say, story.words, story.tables["areas"]
    columns = [Head(say("map.table_area"), False), Head(say("map.table_municipality"), False), Head(say("map.table_children")),
               Head(say("column.today"))]
    if not story.is_today:
        columns += [Head(say("column.plan")), Head(say("column.change"))]
    rows = []
    for row in areas.sort_values(["municipality", "name"]).itertuples():
        figures = [write.number(row.children), write.number(row.today_minutes, 1)]
        if not story.is_today:
            figures += [write.number(row.plan_minutes, 1), write.signed(row.change_minutes, 1)]
        rows.append([row.name, story.names.municipality(row.municipality), *figures])
    return Table(say("map.table_caption"), columns, rows)


def _data(story: Story, picture: Picture, letters: Mapping[str, str]) -> dict:
    """What the script needs to answer for an area: its services' minutes (tenths) and sites, today and in the plan."""
    say, areas = story.words.say, story.tables["areas"]
    sites = list(story.tables["sites"]["site"])
    number = {site: place for place, site in enumerate(sites)}
    networks = [story.today] if story.is_today else [story.today, story.plan]
    rows = []
    for choice in picture.choices[1:]:
        rows.append([[[_tenths(value) for value in choice.minutes[letter]],
                      [number.get(network.main_site.get((area, choice.service), ""), -1) for area in areas["area"]]]
                     for letter, network in zip((TODAY, PLAN), networks)])
    return {
        "areas": [[row.name, story.names.municipality(row.municipality), round(row.children)] for row in areas.itertuples()],
        "sites": [story.names.site(site) for site in sites], "services": [story.names.service(service) for service in story.services],
        "trips": rows, "locale": story.words.language,
        "words": {"service": say("residents.service"), "today": say("column.today"), "plan": say("column.plan"),
                  "siteToday": say("map.site_today"), "sitePlan": say("map.site_plan"), "children": say("map.children_there")}}


def _tenths(value: float) -> int:
    return -1 if math.isnan(value) else round(10 * value)
