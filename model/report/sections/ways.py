"""Ways: deadlines of teams, stops of mobile units and residential care by year; each table only where the case has such rows."""

from __future__ import annotations

from model.report.story import Story
from model.report.tables import Head, Table, heads


def ways_tables(story: Story) -> list[Table]:
    """The tables that have rows."""
    return [table for table in (_deadlines(story), _stops(story), _residential(story)) if table is not None]


def _rows(story: Story, table: str):
    frame = story.tables.get(table)
    return None if frame is None or frame.empty else frame


def _deadlines(story: Story) -> Table | None:
    """Each team with a deadline: its cases, its people, and the share of cases within the deadline."""
    frame = _rows(story, "deadlines")
    if frame is None:
        return None
    say, write, names = story.words.say, story.words, story.names
    rows = []
    for team in frame.itertuples():
        services = write.listed([names.service(service) for service in team.services.split("|")])
        who = f"{services}: {names.profession(team.profession)}{f', {team.staff_area}' if team.staff_area else ''}"
        rows.append([who, write.number(team.deadline_days), say(f"ways.{team.until}"), write.number(team.cases),
                     write.number(team.staff_fte, 1), write.number(team.needed_fte, 1), write.per_cent(team.share_within),
                     write.per_cent(team.target_share, 0)])
    columns = [Head(say("ways.team"), False), Head(say("ways.deadline")), Head(say("ways.until"), False),
               *(Head(say(f"ways.{name}")) for name in ("cases", "staff", "needed", "within", "target"))]
    return Table(say("ways.deadlines"), columns, rows)


def _stops(story: Story) -> Table | None:
    """Where the mobile units stop, and on how many days."""
    frame = _rows(story, "stop_days")
    if frame is None:
        return None
    say, write, names = story.words.say, story.words, story.names
    rows = [[names.vehicle(row.vehicle), names.site(row.site), write.days(row.stop_days), write.number(row.drive_minutes)]
            for row in frame.itertuples()]
    return Table(say("ways.stops"), [Head(say("ways.vehicle"), False), Head(say("ways.stop"), False), Head(say("ways.days")),
                                     Head(say("ways.drive"))], rows)


def _residential(story: Story) -> Table | None:
    """Places of residential care by year, own and purchased, as the inputs have them."""
    frame = _rows(story, "residential_years")
    if frame is None:
        return None
    say, write = story.words.say, story.words
    rows = [[f"{row.year:.0f}", write.number(row.own_units), write.number(row.own_places), write.number(row.purchased_places),
             write.per_cent(row.own_share, 0), write.number(row.cost_keur)] for row in frame.itertuples()]
    return Table(say("ways.residential"), heads(say("ways.year"), *(say(f"ways.{name}") for name in (
        "own_units", "own_places", "purchased_places", "own_share", "cost"))), rows)
