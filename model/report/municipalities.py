"""Municipalities: a page for residents of each: which service is where, on which days, how far, what changes, what other ways there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from model.report.figures import Network
from model.report.sections.services import kind_of
from model.report.story import Story
from model.report.tables import Head, Table, heads

WORTH_NAMING = 0.05
MOST_SITES = 4
AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")
ELSEWHERE = ("school", "mobile_stop")


@dataclass(frozen=True)
class Page:
    """A municipality's page: a few lines, the table of services, and the table of children by age."""

    name: str
    summary: Sequence[str]
    services: Table
    children: Table


def pages_of(story: Story, municipalities: Sequence[str]) -> list[Page]:
    """Pages in the order of names; services that are placeholders are left out."""
    of_area = dict(zip(story.tables["areas"]["area"], story.tables["areas"]["municipality"]))
    used = {which: _used(network, of_area) for which, network in (("today", story.today), ("plan", story.network))}
    return [_page(story, name, used) for name in story.words.sorted(municipalities, key=story.names.municipality)]


@dataclass(frozen=True)
class Use:
    """How a municipality's families use a service: the sites worth naming, most used first, and the share of each channel."""

    sites: Sequence[str]
    shares: dict[str, float]


def _used(network: Network, of_area: dict[str, str]) -> dict[tuple[str, str], Use]:
    """(municipality, service) -> use."""
    rows = network.assignments.assign(municipality=network.assignments["area"].map(of_area))
    by_channel = rows.groupby(["municipality", "service", "channel"], sort=False)["visits"].sum().unstack(fill_value=0.0)
    at_sites = rows[rows["channel"] == "site"].groupby(["municipality", "service", "site"], sort=False)["visits"].sum()
    sites: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for (municipality, service, site), visits in at_sites.items():
        sites.setdefault((municipality, service), []).append((visits, site))
    found = {}
    for key, channels in by_channel.iterrows():
        total, there = channels.sum(), sorted(sites.get(key, []), key=lambda pair: -pair[0])
        named = [site for visits, site in there if visits >= WORTH_NAMING * sum(v for v, _ in there)]
        found[key] = Use(named, {channel: float(value) / total for channel, value in channels.items() if total > 0})
    return found


def _page(story: Story, municipality: str, used: dict) -> Page:
    services = [service for service in story.headline_by_floor if (municipality, service) in used["plan"]]
    rows, changed = [], 0
    for service in services:
        changes = [] if story.is_today else _changes(story, municipality, service, used)
        changed += bool(changes)
        rows.append(_row(story, municipality, service, used, changes))
    return Page(story.names.municipality(municipality), _summary(story, municipality, changed), _table(story, rows),
                _children(story, municipality))


def _table(story: Story, rows: list) -> Table:
    say = story.words.say
    texts = ["service", "where_today"] if story.is_today else ["service", "where_today", "where_plan"]
    columns = [*(Head(say(f"residents.{name}"), False) for name in texts), Head(say("residents.far"))]
    columns += [Head(say(f"residents.{name}"), False) for name in (["other"] if story.is_today else ["what", "other"])]
    return Table(say("residents.caption"), columns, rows)


def _row(story: Story, municipality: str, service: str, used: dict, changes: list[str]) -> list[str]:
    write, minutes = story.words, story.indicator("mean_minutes", service, municipality)
    today = _places(story, story.today, service, used["today"].get((municipality, service)))
    other = "; ".join(_other(story, service, *(used[which].get((municipality, service)) for which in ("today", "plan"))))
    if story.is_today:
        return [story.names.service(service), today, write.number(minutes.today), other or write.say("residents.none")]
    plan = _places(story, story.plan, service, used["plan"].get((municipality, service)))
    plan = write.say("residents.same_place") if plan == today else plan
    return [story.names.service(service), today, plan, f"{write.number(minutes.today)} → {write.number(minutes.plan)}",
            "; ".join(changes) or write.say("residents.same"), other or write.say("residents.none")]


def _places(story: Story, network: Network, service: str, use: Use | None) -> str:
    """`Site (on two days a week), ...`."""
    if use is None or not use.sites:
        return story.words.say("residents.none")
    days = {site: _days(story, network.days.get((service, site), 0.0)) for site in use.sites}
    return story.words.listed([story.words.say("residents.place", site=story.names.site(site), days=days[site]) for site in use.sites],
                              MOST_SITES)


def _days(story: Story, days: float) -> str:
    say = story.words.say
    if days == 0.5:
        return say("residents.days_half")
    if days == 1:
        return say("residents.days_one")
    return say("residents.days_all") if days == 5 else say("residents.days_many", n=story.words.number(days, 0 if days == int(days) else 1))


def _changes(story: Story, municipality: str, service: str, used: dict) -> list[str]:
    """What changes for the municipality's families, in plain words; nothing where nothing does."""
    say, names = story.words.say, story.names
    before, after = (list(use.sites) if use else [] for use in (used[which].get((municipality, service)) for which in ("today", "plan")))
    lines = []
    moved = {"comes_site": [site for site in after if site not in before], "leaves_site": [site for site in before if site not in after]}
    for which, sites in moved.items():
        if sites:
            lines.append(say(f"residents.{which}", names=story.words.listed([names.site(site) for site in sites], MOST_SITES)))
    both = [site for site in after if site in before]
    for kind in ("more", "fewer"):
        sites = [site for site in both if kind_of(story.today.days.get((service, site)), story.plan.days.get((service, site))) == kind]
        if sites:
            lines.append(say(f"residents.{kind}_days", names=story.words.listed([names.site(site) for site in sites], MOST_SITES)))
    change = story.indicator("mean_minutes", service, municipality).change
    if abs(change) >= 1:
        lines.append(say(f"residents.trip_{'longer' if change > 0 else 'shorter'}", minutes=story.words.number(abs(change))))
    return lines


def _other(story: Story, service: str, before: Use | None, after: Use | None) -> list[str]:
    """Other ways to be served than at a sote site."""
    say, per_cent = story.words.say, story.words.per_cent
    if after is None:
        return []
    lines = []
    remote_today, remote = (use.shares.get("remote", 0.0) if use else 0.0 for use in (before, after))
    if abs(remote - remote_today) >= 0.005:
        lines.append(say("residents.remote_change", plan=per_cent(remote, 0), today=per_cent(remote_today, 0)))
    elif remote >= 0.005:
        lines.append(say("residents.remote", share=per_cent(remote, 0)))
    home = story.home_visit_share[service] * after.shares.get("site", 0.0)
    for which, share in (("purchased", after.shares.get("purchased", 0.0)), ("home", home), ("unmet", after.shares.get("unmet", 0.0))):
        if share >= 0.005:
            lines.append(say(f"residents.{which}", share=per_cent(share, 0)))
    tiers = {story.network.tiers.get(site) for site in after.sites}
    lines += [say(f"residents.{tier}") for tier in ELSEWHERE if tier in tiers]
    return lines + ([say("residents.evening")] if any((service, site) in story.evenings for site in after.sites) else [])


def _summary(story: Story, municipality: str, changed: int) -> list[str]:
    say, write, minutes = story.words.say, story.words, story.indicator("mean_minutes", municipality=municipality)
    mine = story.tables["sites"][story.tables["sites"]["municipality"] == municipality]
    tiers = story.network.tiers
    there = [story.names.site(site) for site in mine["site"] if site in tiers and tiers[site] not in ELSEWHERE]
    lines = [say("residents.sites", names=write.listed(there)) if there else say("residents.no_sites"), *_elsewhere(story, mine["site"])]
    if story.is_today:
        return [*lines, say("residents.trip_today", today=write.number(minutes.today, 1))]
    for which, kind in (("opens", "site_opens"), ("closes", "site_closes")):
        moved = story.changes(kind)
        names = moved.loc[moved["municipality"] == municipality, "name"].tolist()
        lines += [say(f"residents.{which}", names=write.listed(names))] if names else []
    lines.append(say("residents.changes", n=changed) if changed else say("residents.no_changes"))
    return [*lines, say("residents.trip", plan=write.number(minutes.plan, 1), today=write.number(minutes.today, 1))]


def _elsewhere(story: Story, sites) -> list[str]:
    """Schools where pupils get services, and stops of mobile units with their days, in plain words."""
    say, tiers = story.words.say, story.network.tiers
    schools = sum(tiers.get(site) == "school" for site in sites)
    longest = story.network.hosting.groupby("site", sort=False)["days_per_week"].max()
    stops = [say("residents.place", site=story.names.site(site), days=_days(story, longest.get(site, 0.0)))
             for site in sites if tiers.get(site) == "mobile_stop"]
    return [*([say("residents.schools", n=schools)] if schools else []),
            *([say("residents.stops", names=story.words.listed(stops))] if stops else [])]


def _children(story: Story, municipality: str) -> Table:
    """Effects on children by age: the tables of a child-impact assessment."""
    say, write = story.words.say, story.words
    areas: pd.DataFrame = story.tables["areas"][story.tables["areas"]["municipality"] == municipality]
    rows = []
    for group in ("", *AGE_BANDS):
        minutes, moved, longer = (story.indicator(name, municipality=municipality, group=group) for name in
                                  ("mean_minutes", "children_whose_site_changes", "children_trip_10_min_longer"))
        cells = [write.number(areas[group or "children"].sum())]
        if story.is_today:
            cells.append(write.number(minutes.today, 1))
        else:
            trips = f"{write.number(minutes.today, 1)} → {write.number(minutes.plan, 1)}"
            cells += [trips, write.number(moved.plan), write.number(longer.plan)]
        rows.append([say(f"age.{group}") if group else say("residents.age_all"), *cells])
    columns = ["children", "trip_column"] + ([] if story.is_today else ["moved", "longer"])
    return Table(say("residents.children_caption"), heads(say("residents.age"), *(say(f"residents.{name}") for name in columns)), rows)
