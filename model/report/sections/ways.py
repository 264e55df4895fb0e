"""Ways: pathways of client groups, sets of services in one place, deadlines of teams, stops of mobile units and residential care by
year; each table only where the case has such rows."""

from __future__ import annotations

from model.report.story import Story
from model.report.tables import Head, Table, heads


def ways_tables(story: Story) -> list[Table]:
    """The tables that have rows."""
    found = (_pathways(story), _bundles(story), _deadlines(story), _stops(story), _residential(story))
    return [table for table in found if table is not None]


def _rows(story: Story, table: str):
    frame = story.tables.get(table)
    return None if frame is None or frame.empty else frame


def _pathways(story: Story) -> Table | None:
    """Client groups of the county: who can do their whole pathway in one visit, and the travel that joint trips save."""
    frame = _rows(story, "pathways")
    if frame is None:
        return None
    say, write = story.words.say, story.words
    rows = []
    for group in frame[frame["municipality"] == ""].itertuples():
        shares = _beside(story, write.per_cent(group.today_one_visit_share), write.per_cent(group.one_visit_share))
        hours = _beside(story, write.number(group.today_saved_hours), write.number(group.saved_hours))
        rows.append([story.names.client_group(group.client_group), write.number(group.clients), shares, hours])
    return Table(say("ways.pathways"), heads(say("ways.group"), *(say(f"ways.{name}") for name in ("clients", "one_visit", "saved"))), rows)


def _bundles(story: Story) -> Table | None:
    """Sets of services that belong together: the sites that have the whole set, and how many have a part of it."""
    frame = _rows(story, "bundles")
    if frame is None:
        return None
    say, write, names = story.words.say, story.words, story.names
    rows = []
    for name, sites in frame.groupby("name", sort=False):
        whole = write.sorted(map(names.site, sites.loc[sites["complete"], "site"]))
        rows.append([name, write.number(len(whole)), write.listed(whole), write.number(len(sites) - len(whole))])
    columns = [Head(say("ways.bundle"), False), Head(say("ways.whole_count")), Head(say("ways.whole"), False), Head(say("ways.part_count"))]
    return Table(say("ways.bundles"), columns, rows)


def _beside(story: Story, today: str, plan: str) -> str:
    return today if story.is_today else f"{today} → {plan}"


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
