"""Audit of the tables themselves: ids that exist, one row for each thing, numbers that are numbers and not negative."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule
from model.results.typed import NUMERIC
from model.schema.dictionary import result_tables

KEYS = {
    "open_sites": ("site", "tier"), "hosted_services": ("service", "site", "mode"), "bypasses": ("area", "service"),
    "assignments": ("area", "service", "channel", "site"), "staff": ("service", "site", "profession"),
    "professions": ("profession",), "pools": ("staff_area", "profession"),
    "deadlines": ("services", "profession", "staff_area"),
    "evening_work": ("service", "site", "profession"), "residential_care": ("year", "unit"), "residential_years": ("year",),
    "vehicles": ("vehicle",), "stop_days": ("vehicle", "site"),
    "norms": ("service", "profession", "staff_area"),
    "supervision": ("supervisor", "supervised"), "rooms": ("site",), "costs": ("term", "item"),
    "terms": ("term",), "worst_hit_areas": ("area",), "moves": ("area", "service"), "changes": ("kind", "site", "service"),
    "indicators": ("indicator", "service", "municipality", "group"), "areas": ("area",), "sites": ("site",),
    "names": ("kind", "id"), "services": ("service",), "today_hosting": ("service", "site"),
    "today_staff": ("service", "site", "profession"), "today_assignments": ("area", "service", "channel", "site"),
    "sources": ("table", "source"), "visits": ("area", "service"),
    "joint_visits": ("area", "client_group", "site"), "pathways": ("client_group", "municipality"), "bundles": ("together", "site"),
    "companions": ("together", "service", "companion"),
}
CHANNELS = ("site", "remote", "purchased", "unmet")


def _known(given) -> dict[str, set[str]]:
    return {"area": set(given.areas), "service": {*given.services, ""}, "mode": set(given.modes), "tier": set(given.tiers),
            "profession": set(given.professions), "channel": set(CHANNELS), "staff_area": {*given.staff_areas, ""},
            "vehicle": set(given.vehicles), "client_group": set(given.client_groups),
            "site": {*given.sites, ""}}


@rule
def ids_exist(given, decided):
    """Every id in the tables of decisions is one of the case's; a site is named wherever one is needed."""
    known, found = _known(given), []
    for table in ("open_sites", "hosted_services", "assignments", "bypasses", "staff", "professions", "pools", "norms", "rooms", "vehicles",
                  "stop_days", "evening_work", "joint_visits"):
        frame = decided.tables[table]
        for column in [c for c in KEYS[table] if c in known]:
            found.append(_count(f"{table}.{column}", frame[column], ~frame[column].isin(known[column])))
    for table, needed in (("open_sites", True), ("hosted_services", True), ("rooms", True), ("joint_visits", True),
                          ("assignments", decided.tables["assignments"]["channel"] == "site")):
        sites = decided.tables[table]["site"]
        found.append(_count(f"{table}.site", sites, (sites == "") & needed))
    sites = decided.tables["assignments"]["site"]
    found.append(_count("assignments.site", sites, (sites != "") & (decided.tables["assignments"]["channel"] != "site")))
    return found


@rule
def rows_are_unique(given, decided):
    """No table has two rows for one thing."""
    found = []
    for table, keys in KEYS.items():
        frame = decided.tables[table]
        names = [" ".join(map(str, row)) for row in zip(*(frame[key] for key in keys))]
        found.append(_count(table, names, frame.duplicated(list(keys))))
    return found


def _count(what: str, values, wrong) -> Comparison:
    names = [f"{what} {value}" for value in values]
    return Comparison(np.asarray(wrong, dtype=float), 0.0, (names,), "rows")


@rule
def decisions_are_not_negative(given, decided):
    """Every decided number is given, finite and not negative."""
    found = []
    numbers = [(table, column) for table, entry in result_tables().items() for column in entry.columns.values()
               if column.decided and column.type in NUMERIC]
    for table, column in numbers:
        values = decided.tables[table][column.name].to_numpy(float)
        names = [f"{table}.{column.name} in row {row}" for row in range(1, len(values) + 1)]
        found.append(Comparison(np.where(np.isfinite(values), -values, np.nan), 0.0, (names,), column.unit or "share"))
    return found


@rule
def norms_are_all_there(given, decided):
    """The tables of norms and professions have a row for each of the case's."""
    staffing = given.tables["staffing"]
    norms = staffing[staffing["norm_people_per_fte"].notna()]
    there = set(decided.tables["norms"][["service", "profession", "staff_area"]].itertuples(index=False, name=None))
    norms = [(row.service, row.profession, area) for row in norms.itertuples()
             for area in ([""] if row.norm_scope == "county" else given.areas_of_staff_areas)]
    missing = np.array([norm not in there for norm in norms], dtype=float)
    people = np.array([p not in set(decided.tables["professions"]["profession"]) for p in given.professions], dtype=float)
    names = [f"norms {', '.join(part for part in norm if part)}" for norm in norms]
    return [Comparison(missing, 0.0, (names,), "rows"), Comparison(people, 0.0, (given.professions,), "rows")]
