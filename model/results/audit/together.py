"""Audit of services that share sites, of bundles, wishes and pathways, and of the tables about them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from model.results.audit import closeness
from model.results.audit.comparison import Comparison, rule, same


def _rules(given, kind: str) -> list[dict]:
    return [row for row in given.records("together") if row["rule"] == kind]


def _host(given, decided, service: str) -> np.ndarray:
    return decided.host[given.services.index(service)]


@rule
def sharing_services_stand_together(given, decided):
    """Services that must share a site are there together or not at all."""
    return [Comparison(_host(given, decided, one), _host(given, decided, other),
                       ([f"{one} without {other} at {site}" for site in given.sites],), "services", over=closeness.here(given, row))
            for row in _rules(given, "must_share") for one in row["services"] for other in row["services"] if one != other]


@rule
def apart_services_do_not_share(given, decided):
    """Services that must not share a site do not."""
    return [Comparison(sum(_host(given, decided, service) for service in row["services"]), 1.0,
                       ([f"{row['together']} at {site}" for site in given.sites],), "services", over=closeness.here(given, row))
            for row in _rules(given, "must_not_share")]


@rule
def bundle_is_whole(given, decided):
    """A bundle is said to be whole only where all its services and partners are."""
    frame, found = decided.tables["bundles"], []
    for row in _rules(given, "bundle"):
        mine = frame[frame["together"] == row["together"]]
        whole = pd.Series(closeness.whole(given, decided, row), index=given.sites).reindex(mine["site"]).fillna(False)
        found.append(Comparison(mine["complete"].to_numpy(float), whole.to_numpy(float), (list(mine["together"] + " at " + mine["site"]),),
                                "services"))
    return found


@rule
def bundle_is_at_enough_sites(given, decided):
    """A bundle is whole at as many sites as was asked."""
    rows = _rules(given, "bundle")
    asked = np.nan_to_num(np.array([row["minimum"] for row in rows], dtype=float))
    there = np.array([closeness.whole(given, decided, row).sum() for row in rows], dtype=float)
    return Comparison(asked, there, ([row["together"] for row in rows],), "sites")


@rule
def service_is_only_in_bundle(given, decided):
    """A service kept for whole bundles is nowhere else."""
    return [Comparison(_host(given, decided, service), closeness.whole(given, decided, row),
                       ([f"{service} at {site}" for site in given.sites],), "services", over=closeness.here(given, row))
            for row in _rules(given, "bundle") for service in row["only_in_bundle"]]


def _beside(given, decided) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """(visits stated to be beside each companion, those received where it is, all received, names)."""
    frame, wishes = decided.tables["companions"], closeness.wishes(given, decided)
    keys = list(frame[["together", "service", "companion"]].itertuples(index=False, name=None))
    stated = {key: all_of_them - apart for key, all_of_them, apart in zip(keys, frame["visits"], frame["apart_visits"]) if key in wishes}
    received, apart = (np.array([wishes[key][place] for key in stated], dtype=float) for place in (0, 1))
    return np.array(list(stated.values()), dtype=float), received - apart, received, [", ".join(key) for key in stated]


@rule
def visits_beside_need_companion(given, decided):
    """No visit is beside a service or partner that is not there."""
    stated, there, _, names = _beside(given, decided)
    return Comparison(stated, there, (names,), "visits a year")


@rule
def visits_beside_are_visits(given, decided):
    """No more visits are beside a companion than are received."""
    stated, _, received, names = _beside(given, decided)
    return Comparison(stated, received, (names,), "visits a year")


@rule
def visits_with_companion_are_beside(given, decided):
    """Where the companion is, all visits are beside it."""
    stated, there, _, names = _beside(given, decided)
    return Comparison(there, stated, (names,), "visits a year")


@rule
def joined_visits_have_a_trip(given, decided):
    """No more visits are joined to another trip than are made to the other services at the site."""
    labels = (given.areas, given.client_groups, given.sites)
    return Comparison(decided.joined, closeness.most_joined(given, decided), labels, "visits a joint visit")


@rule
def bundles_agree(given, decided):
    """The table of bundles has every site with some service of a bundle, and says what is missing there."""
    expected = {}
    for row in _rules(given, "bundle"):
        for j in np.flatnonzero(closeness.here(given, row)):
            there = [service for service in row["services"] if _host(given, decided, service)[j] > 0]
            gone = [service for service in row["services"] if service not in there]
            gone += [partner for partner in row["partners"] if not closeness.has(given, partner)[j]]
            if there:
                expected[row["together"], given.sites[j]] = (row["name"], float(len(there)), "|".join(gone), not gone)
    return _as_expected("bundles", decided, ["together", "site"], ["name", "services_there", "missing", "complete"], expected)


@rule
def companions_agree(given, decided):
    """The table of companions has every wish and counts the visits apart."""
    return _as_expected("companions", decided, ["together", "service", "companion"], ["visits", "apart_visits", "weight"],
                        closeness.wishes(given, decided))


@rule
def joint_visits_agree(given, decided):
    """The table of joint visits agrees with the client groups and the minutes."""
    frame = decided.tables["joint_visits"]
    i, g, j = (np.maximum(pd.Index(ids).get_indexer(frame[column]), 0) for ids, column in (
        (given.areas, "area"), (given.client_groups, "client_group"), (given.sites, "site")))
    labels = frame["area"] + ", " + frame["client_group"] + ", " + frame["site"]
    expected = {"visits_joined": closeness.visits_joined(given, decided), "saved_hours": closeness.hours_saved(given, decided)}
    return [same("joint_visits", frame, column, values[i, g, j], labels) for column, values in expected.items()] if len(frame) else []


@rule
def pathways_agree(given, decided):
    """The table of pathways has every client group in the county and in each municipality with clients, and agrees with the visits."""
    columns = ["clients", "one_visit_share", "saved_hours"], ["clients", "today_one_visit_share", "today_saved_hours"]
    return [*_indicators(given, decided), *(
        comparison for names, network in zip(columns, (decided, _today(given, decided)))
        for comparison in _as_expected("pathways", decided, ["client_group", "municipality"], names, _pathways(given, network)))]


def _pathways(given, network) -> dict[tuple[str, str], tuple[float, float, float]]:
    """(client group, municipality) -> (clients, share in one visit, hours saved); of a plan or of today."""
    towns, found = given.column("areas", "municipality"), {}
    for g, group in enumerate(given.client_groups):
        people, saved = closeness.clients(given)[:, g], closeness.hours_saved(given, network)[:, g].sum(axis=1)
        top, base = closeness.one_visit(given, network, group)
        for town in ("", *dict.fromkeys(towns)):
            in_town = (towns == town) | (town == "")
            if people[in_town].sum() > 0 or town == "":
                share = top[in_town].sum() / base[in_town].sum() if base[in_town].sum() > 0 else np.nan
                found[group, town] = (people[in_town].sum(), share, saved[in_town].sum())
    return found


def _today(given, decided) -> SimpleNamespace:
    """Today's assignments, and all visits joined that can be."""
    assign, table = np.zeros_like(decided.assign), decided.tables["today_assignments"]
    table = table[table["channel"] == "site"]
    places = [pd.Index(ids).get_indexer(table[column]) for ids, column in (
        (given.areas, "area"), (given.services, "service"), (given.sites, "site"))]
    known = np.all([place >= 0 for place in places], axis=0)
    np.add.at(assign, tuple(place[known] for place in places), table["share"].to_numpy(float)[known])
    return SimpleNamespace(assign=assign, joined=closeness.most_joined(given, SimpleNamespace(assign=assign)))


def _indicators(given, decided) -> list[Comparison]:
    """The county's rows of the indicators of pathways and partners."""
    table = decided.tables["indicators"]
    county = table[(table["service"] == "") & (table["municipality"] == "") & (table["group"] == "")]
    stated, expected = county.groupby("indicator")["plan"].first(), {}
    if given.client_groups:
        top, base = (sum(part.sum() for part in parts) for parts in
                     zip(*(closeness.one_visit(given, decided, group) for group in given.client_groups)))
        expected |= {"joint_trip_hours": closeness.hours_saved(given, decided).sum(),
                     "share_of_pathways_in_one_visit": top / base if base > 0 else np.nan}
    if len(given.tables["partners"]):
        visits = closeness.received(given, decided).sum(axis=0)
        beside = visits[[len(partners) > 0 for partners in given.column("sites", "partners")]].sum()
        expected["share_with_partners"] = beside / visits.sum() if visits.sum() > 0 else np.nan
    expected = {name: value for name, value in expected.items() if not np.isnan(value)}
    left = stated.reindex(list(expected)).to_numpy(float)
    return [Comparison(left, np.array(list(expected.values()), dtype=float), (list(expected),), "the indicator's unit", equal=True)]


def _as_expected(table: str, decided, keys: list[str], columns: list[str], expected: dict) -> list[Comparison]:
    """The table has exactly the expected rows (by keys), with the expected columns."""
    frame = decided.tables[table]
    stated = list(frame[keys].itertuples(index=False, name=None))
    every = sorted({*stated, *expected})
    names = [", ".join(part for part in key if part) for key in every]
    rows = Comparison([key in stated for key in every], [key in expected for key in every], (names,), "rows", equal=True)
    known = [key in expected for key in stated]
    frame, wanted = frame[known], [expected[key] for key in stated if key in expected]
    labels = [", ".join(part for part in key if part) for key in stated if key in expected]
    return [rows, *(same(table, frame, column, np.array([values[place] for values in wanted], dtype=object if isinstance(
        wanted[0][place], str) else float), labels) for place, column in enumerate(columns) if wanted)]
