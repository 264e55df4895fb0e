"""Audit of the tables of areas, sites and names: what maps show. Trips are worked out again from arrays, today's from hosting.csv."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.audit.comparison import Comparison, rule, same

AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")


@rule
def areas_agree(given, decided):
    """The table of areas has every area with its place and people, and its trips are what the plan and today give."""
    frame, after, before = decided.tables["areas"], _plan_minutes(given, decided), _todays_minutes(given)
    compared = given.column("services", "headline").astype(bool)[None] & ~np.isnan(after - before)
    count = np.where(compared.any(axis=1), compared.sum(axis=1), np.nan)
    plan, today = (np.where(compared, minutes, 0).sum(axis=1) / count for minutes in (after, before))
    columns = ("name", "municipality", "lat", "lon", "population", *AGE_BANDS)
    expected = {**{column: given.column("areas", column) for column in columns}, "children": given.people(AGE_BANDS),
                "today_minutes": today, "plan_minutes": plan, "change_minutes": plan - today}
    return _whole("areas", "area", frame, given.areas, expected)


@rule
def sites_agree(given, decided):
    """The table of sites has every site with its place, its tier today and its tier in the plan."""
    columns = ("name", "municipality", "lat", "lon", "status", "tier_today")
    tier = [next((tier for tier, count in zip(given.tiers, counts) if count), "") for counts in decided.tier]
    expected = {**{column: given.column("sites", column) for column in columns}, "tier": np.array(tier, dtype=object)}
    return _whole("sites", "site", decided.tables["sites"], given.sites, expected)


@rule
def names_agree(given, decided):
    """The table of names calls every service, mode, profession and mobile unit as the case does."""
    found = []
    for kind, table in (("service", "services"), ("mode", "modes"), ("profession", "professions"), ("vehicle", "vehicles")):
        frame = decided.tables["names"]
        columns = {column: given.column(table, column) for column in ("name_fi", "name_sv", "name_en")}
        found += _whole("names", "id", frame[frame["kind"] == kind], list(given.tables[table][kind]), columns)
    return found


def _whole(table: str, key: str, frame: pd.DataFrame, ids: list[str], expected: dict) -> list[Comparison]:
    """The frame has exactly the rows of these ids, and its columns hold what is expected of each."""
    every = sorted({*ids, *frame[key]})
    there = Comparison([name in set(ids) for name in every], [name in set(frame[key]) for name in every], (every,), "rows", equal=True)
    known = frame[frame[key].isin(ids)]
    places = pd.Index(ids).get_indexer(known[key])
    return [there, *(same(table, known, column, values[places], known[key]) for column, values in expected.items())]


def _plan_minutes(given, decided) -> np.ndarray:
    """(i, k) mean minutes of families' trips in the plan, NaN where none travels."""
    travelling = decided.assign * (1 - given.number("services", "home_visit_share"))[None, :, None] * (given.visits > 0)[:, :, None]
    purchased = decided.purchased * (given.visits > 0)
    trips = travelling.sum(axis=2) + purchased
    minutes = np.einsum("ikj,ij->ik", travelling, np.nan_to_num(given.minutes))
    minutes += purchased * given.number("services", "purchase_minutes")[None]
    return np.divide(minutes, trips, out=np.full(trips.shape, np.nan), where=trips > 0)


def _todays_minutes(given) -> np.ndarray:
    """(i, k) mean minutes of families' trips today: none to an own school, others to the nearest host or as purchased."""
    minutes = np.full(given.visits.shape, np.nan)
    hosting = given.tables["hosting"]
    for k, row in enumerate(given.records("services")):
        hosts = np.isin(given.sites, list(hosting.loc[hosting["service"] == row["service"], "site"]))
        others, share = hosts & ~given.is_school, 1 - row["remote_share_today"]
        at_school = given.most_share[:, k, hosts & given.is_school].sum(axis=1) * share
        left, travelling = share - at_school, 1 - row["home_visit_share"]
        if others.any():
            trips, burden = share * travelling * np.ones(len(left)), left * travelling * given.minutes[:, others].min(axis=1)
        else:
            bought = np.minimum(left, row["purchase_share_max"])
            trips, burden = at_school * travelling + bought, bought * row["purchase_minutes"]
        minutes[:, k] = np.divide(burden, trips, out=np.full(len(left), np.nan), where=trips > 1e-12)
    return np.where(given.visits > 0, minutes, np.nan)
