"""States of the map: what is shown of a service (or over services) today, in the plan, and of their difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.report.atlas.classes import classes_of_changes, classes_of_minutes
from model.report.figures import PERMANENT_DAYS, Network

WORST = 5
LEAST_GROWTH = 1.0
TODAY, PLAN, DIFFERENCE = "t", "p", "d"


@dataclass(frozen=True)
class Mark:
    """A site on the map. kind: its tier, or in the difference comes, leaves, more, fewer, other_tier or same; fte: its staff (NaN in the
    difference); days: open days a week (of the service that is there most often)."""

    site: str
    kind: str
    fte: float
    days: float

    @property
    def is_permanent(self) -> bool:
        return self.days >= PERMANENT_DAYS


@dataclass(frozen=True)
class View:
    """One picture: a class for each area, the areas of each site, and the sites' marks."""

    classes: np.ndarray
    lines: Mapping[str, list[int]]
    marks: list[Mark]


@dataclass(frozen=True)
class Worst:
    """An area whose trip grows: its place in the table of areas, and the minutes."""

    area: int
    change: float


@dataclass(frozen=True)
class Choice:
    """What the map shows of a service ("" = over services): its views by letter, its mean minutes by area, the worst-hit areas."""

    service: str
    views: Mapping[str, View]
    minutes: Mapping[str, np.ndarray]
    worst: list[Worst]


def choices(areas: pd.DataFrame, services: pd.DataFrame, today: Network, plan: Network | None) -> list[Choice]:
    """Over services first, then each service in the order of the table; plan is None where only today is shown."""
    return [_choice(areas, service, today, plan) for service in ("", *services["service"])]


def _choice(areas: pd.DataFrame, service: str, today: Network, plan: Network | None) -> Choice:
    ids = list(areas["area"])
    minutes = {TODAY: _minutes(areas, service, today, "today_minutes")}
    views = {TODAY: View(classes_of_minutes(minutes[TODAY]), _lines(ids, service, today), _marks(service, today))}
    if plan is None:
        return Choice(service, views, minutes, [])
    minutes[PLAN] = _minutes(areas, service, plan, "plan_minutes")
    change = minutes[PLAN] - minutes[TODAY]
    views[PLAN] = View(classes_of_minutes(minutes[PLAN]), _lines(ids, service, plan), _marks(service, plan))
    views[DIFFERENCE] = View(classes_of_changes(change), _moved_lines(ids, service, today, plan), _differences(service, today, plan))
    return Choice(service, views, minutes, _worst(change))


def _minutes(areas: pd.DataFrame, service: str, network: Network, column: str) -> np.ndarray:
    """Mean trip by area: of one service, or over headline services as the table of areas has it."""
    if not service:
        return areas[column].to_numpy(float)
    known = network.minutes
    return known[service].reindex(areas["area"]).to_numpy(float) if service in known else np.full(len(areas), np.nan)


def _lines(ids: list[str], service: str, network: Network) -> dict[str, list[int]]:
    """Site -> places of the areas that mostly use it."""
    found: dict[str, list[int]] = {}
    for place, area in enumerate(ids):
        site = network.main_site.get((area, service))
        if site:
            found.setdefault(site, []).append(place)
    return found


def _moved_lines(ids: list[str], service: str, today: Network, plan: Network) -> dict[str, list[int]]:
    """The plan's lines of the areas that mostly use another site than today."""
    moved = {place for place, area in enumerate(ids)
             if today.main_site.get((area, service)) != plan.main_site.get((area, service))}
    lines = {site: [place for place in places if place in moved] for site, places in _lines(ids, service, plan).items()}
    return {site: places for site, places in lines.items() if places}


def _days(service: str, network: Network) -> dict[str, float]:
    """Site -> open days of the service there, or of the service that is there most often."""
    if service:
        return {site: days for (which, site), days in network.days.items() if which == service}
    return network.hosting.groupby("site", sort=False)["days_per_week"].max().to_dict()


def _marks(service: str, network: Network) -> list[Mark]:
    days = _days(service, network)
    sites = list(days) if service else list(network.tiers)
    staff = {site: network.fte.get((service, site), 0.0) for site in sites} if service else network.staff_of_site
    return [Mark(site, network.tiers.get(site, ""), staff.get(site, 0.0), days.get(site, 0.0)) for site in sites]


def _differences(service: str, today: Network, plan: Network) -> list[Mark]:
    """What happens at each site: to the service, or to the site itself."""
    before, after = _days(service, today), _days(service, plan)
    if not service:
        there_before, there_after = dict.fromkeys(today.tiers, True), dict.fromkeys(plan.tiers, True)
    else:
        there_before, there_after = before, after
    marks = []
    for site in dict.fromkeys((*there_before, *there_after)):
        days = after.get(site, before.get(site, 0.0))
        marks.append(Mark(site, _kind(site, service, there_before, there_after, today, plan), float("nan"), days))
    return marks


def _kind(site: str, service: str, before: Mapping, after: Mapping, today: Network, plan: Network) -> str:
    if site not in before:
        return "comes"
    if site not in after:
        return "leaves"
    if not service:
        return "same" if today.tiers[site] == plan.tiers[site] else "other_tier"
    return "same" if before[site] == after[site] else "more" if after[site] > before[site] else "fewer"


def _worst(change: np.ndarray) -> list[Worst]:
    """The areas whose mean trip grows most, by at least a minute."""
    order = np.argsort(-np.nan_to_num(change, nan=-np.inf), kind="stable")[:WORST]
    return [Worst(int(area), float(change[area])) for area in order if change[area] >= LEAST_GROWTH]
