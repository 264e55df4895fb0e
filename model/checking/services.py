"""Checks of services.csv, demand.csv and staffing.csv: shares, use rates, norms, teams, and what stands in no other table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.reading.places import Finding
from model.reading.words import did_you_mean


def remote_today_beyond_max(inputs) -> Iterator[Finding]:
    """The plan keeps today's remote share, so it cannot be above the most allowed."""
    table = inputs["services"]
    for row in table.rows("remote_share_today", "remote_share_max").itertuples():
        if row.remote_share_today > row.remote_share_max:
            yield table.finding(row.Index, "remote_share_today", f"at most {row.remote_share_max:g}",
                                "Raise remote_share_max or lower remote_share_today.",
                                f"{row.remote_share_today:g} is remote today, yet at most {row.remote_share_max:g} may be "
                                "(remote_share_max)")


def service_may_vanish(inputs) -> Iterator[Finding]:
    """Remote and purchased visits together leave something for the sites."""
    table = inputs["services"]
    for row in table.rows("remote_share_max", "purchase_share_max").itertuples():
        total = row.remote_share_max + row.purchase_share_max
        if total > 1:
            yield table.finding(row.Index, "purchase_share_max", "at most 1 together with remote_share_max",
                                "Lower one of the two.",
                                f"remote_share_max and purchase_share_max add up to {total:g}, so no site need host the "
                                "service")


def purchase_without_price(inputs) -> Iterator[Finding]:
    """A visit that may be purchased has a price, or the plan purchases all it may."""
    table = inputs["services"]
    for row in table.rows("purchase_share_max", "purchase_eur_per_visit").itertuples():
        if row.purchase_share_max > 0 and row.purchase_eur_per_visit == 0:
            yield table.finding(row.Index, "purchase_eur_per_visit", "a price above 0", "Fill in the price of a visit.",
                                "visits may be purchased but cost nothing")


def half_a_promise(inputs) -> Iterator[Finding]:
    """A travel promise has both its minutes and its share."""
    table = inputs["services"]
    for row in table.rows("promise_minutes", "promise_share").itertuples():
        if np.isnan(row.promise_minutes) != np.isnan(row.promise_share):
            empty = "promise_minutes" if np.isnan(row.promise_minutes) else "promise_share"
            yield table.finding(row.Index, empty, "filled in", "Fill in both or neither.",
                                f"the travel promise has no {empty}, so it is not shown")


def requires_itself(inputs) -> Iterator[Finding]:
    """A service requires other services beside it."""
    table = inputs["services"]
    for row in table.rows("service", "requires_services").itertuples():
        if row.service in row.requires_services:
            yield table.finding(row.Index, "requires_services", "another service", "Leave it out.",
                                "the service requires itself")


def home_visits_without_traveller(inputs) -> Iterator[Finding]:
    """Somebody travels to home visits."""
    table, staffing = inputs["services"], inputs["staffing"]
    travelling = set(staffing.frame.loc[staffing.frame["travellers_per_home_visit"] > 0, "service"])
    for row in table.rows("service", "home_visit_share").itertuples():
        if row.home_visit_share > 0 and row.service not in travelling:
            yield table.finding(row.Index, "home_visit_share", f"0, or a traveller in {staffing.table.file}",
                                f"Fill in travellers_per_home_visit in {staffing.table.file}.",
                                f"{row.service} makes home visits but no profession travels to them")


def service_without_demand(inputs) -> Iterator[Finding]:
    """Every service is used by somebody."""
    yield from _unmentioned(inputs, "services", "service", "demand", "so it gets no visits")


def service_without_staffing(inputs) -> Iterator[Finding]:
    """Every service is somebody's work."""
    yield from _unmentioned(inputs, "services", "service", "staffing", "so its visits take nobody's time")


def profession_without_staffing(inputs) -> Iterator[Finding]:
    """Every profession works in some service or supervises another."""
    leads = set(inputs["supervision"].frame["supervisor"])
    yield from _unmentioned(inputs, "professions", "profession", "staffing", "so it works nowhere", leads)


def _unmentioned(inputs, table_name: str, key: str, other: str, result: str, besides: set[str] = frozenset()) -> Iterator[Finding]:
    table, file = inputs[table_name], inputs[other].table.file
    mentioned = set(inputs[other].frame[key]) | besides
    for row in table.rows(key).itertuples():
        word = getattr(row, key)
        if word not in mentioned:
            yield table.finding(row.Index, key, f"an id of {file}", f"Add a row to {file}, or delete this one.",
                                f"{word} has no row in {file}, {result}")


def rate_or_count(inputs) -> Iterator[Finding]:
    """A row of demand gives a use rate or a count, not both, not neither."""
    table = inputs["demand"]
    for row in table.rows("visits_per_person", "visits_per_year").itertuples():
        given = [not np.isnan(value) for value in (row.visits_per_person, row.visits_per_year)]
        if sum(given) != 1:
            yield table.finding(row.Index, "visits_per_person", "visits_per_person or visits_per_year", "Fill in exactly one.",
                                f"{'both' if all(given) else 'neither'} visits_per_person {'and' if all(given) else 'nor'} "
                                f"visits_per_year {'are' if all(given) else 'is'} filled in")


def count_without_people(inputs) -> Iterator[Finding]:
    """A given count has people to be shared out over."""
    table, areas = inputs["demand"], inputs["areas"]
    for row in table.rows("groups", "municipality", "visits_per_year").itertuples():
        there = areas.frame if not row.municipality else areas.frame[areas.frame["municipality"] == row.municipality]
        if row.visits_per_year > 0 and len(there) and there[list(row.groups)].to_numpy().sum() <= 0:
            where = f" in {row.municipality}" if row.municipality else ""
            yield table.finding(row.Index, "visits_per_year", "0", "Choose other groups, or set the count to 0.",
                                f"the count cannot be shared out: there is nobody of {', '.join(row.groups)}{where}")


def half_a_norm(inputs) -> Iterator[Finding]:
    """A norm has its people and its number of people an FTE."""
    table = inputs["staffing"]
    for row in table.rows("norm_groups", "norm_people_per_fte").itertuples():
        if bool(row.norm_groups) == np.isnan(row.norm_people_per_fte):
            empty = "norm_people_per_fte" if row.norm_groups else "norm_groups"
            yield table.finding(row.Index, empty, "filled in", "Fill in both or neither.", f"the norm has no {empty}")


def rule_without_norm(inputs) -> Iterator[Finding]:
    """A hard or soft norm has figures."""
    table = inputs["staffing"]
    for row in table.rows("norm_groups", "norm_people_per_fte", "norm_rule").itertuples():
        if row.norm_rule != "report" and not row.norm_groups and np.isnan(row.norm_people_per_fte):
            yield table.finding(row.Index, "norm_rule", "empty", "Fill in norm_groups and norm_people_per_fte.",
                                f"the norm is {row.norm_rule} but has no figures")


def team_of_one(inputs) -> Iterator[Finding]:
    """A team joins the rows of at least two services for the same profession."""
    table = inputs["staffing"]
    rows = table.rows("profession", "team")
    sizes = rows.groupby(["profession", "team"]).size()
    for row in rows.itertuples():
        if row.team and sizes[row.profession, row.team] == 1:
            others = set(rows.loc[rows["profession"] == row.profession, "team"]) - {row.team, ""}
            yield table.finding(row.Index, "team", "a team of several services",
                          did_you_mean(row.team, others) or "Leave it empty, or name the same team in another service's row.",
                          f'no other service names the team "{row.team}" for {row.profession}, so nobody is shared')
