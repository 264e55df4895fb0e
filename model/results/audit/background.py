"""Audit of the tables beside the plan: the services' standing, today's network and the sources of rows, each worked out again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.audit.comparison import Comparison, rule, same
from model.schema.dictionary import input_tables


@rule
def services_agree(given, decided):
    """The table of services says of each what the case says."""
    return _as_expected("services", decided, given.tables["services"], ["service"])


@rule
def sources_agree(given, decided):
    """The table of sources counts every row of the inputs once, under its source."""
    counted = [(name, source) for name in input_tables() for source in given.tables[name]["source"]]
    expected = pd.DataFrame(counted, columns=["table", "source"]).value_counts(sort=False).rename("rows").reset_index()
    return _as_expected("sources", decided, expected, ["table", "source"])


@rule
def todays_hosting_agrees(given, decided):
    """The table of today's hosting is hosting.csv with the days of its modes."""
    days = dict(zip(given.modes, given.number("modes", "days_per_week")))
    hosting = given.tables["hosting"]
    expected = hosting[["service", "site", "mode"]].assign(days_per_week=[days[mode] for mode in hosting["mode"]])
    return _as_expected("today_hosting", decided, expected, ["service", "site", "mode"])


@rule
def todays_assignments_agree(given, decided):
    """Today's visits go to the nearest host, remote as they are today, and purchased or unmet where no site hosts the service."""
    rows = [row for k, service in enumerate(given.records("services")) for row in _todays_parts(given, k, service)]
    columns = ["area", "service", "channel", "site", "share", "visits", "travel_minutes"]
    expected = pd.DataFrame(rows, columns=columns)
    return _as_expected("today_assignments", decided, expected[expected["share"] > 1e-9], columns[:4])


def _todays_parts(given, k: int, service: dict):
    """Rows of today's demand of one service."""
    hosting = given.tables["hosting"]
    hosts = np.flatnonzero(np.isin(given.sites, list(hosting.loc[hosting["service"] == service["service"], "site"])))
    remote = service["remote_share_today"]
    schools, others = hosts[given.is_school[hosts]], hosts[~given.is_school[hosts]]
    for i in np.flatnonzero(given.visits[:, k] > 0):
        visits, left = given.visits[i, k], 1 - remote
        yield given.areas[i], service["service"], "remote", "", remote, visits * remote, np.nan
        for j in schools:  # of what is not remote, pupils' visits are at their school
            share = given.most_share[i, k, j] * (1 - remote)
            left -= share
            yield given.areas[i], service["service"], "site", given.sites[j], share, visits * share, given.minutes[i, j]
        if len(others):
            nearest = others[given.minutes[i, others].argmin()]
            yield given.areas[i], service["service"], "site", given.sites[nearest], left, visits * left, given.minutes[i, nearest]
        else:
            bought = min(left, service["purchase_share_max"])
            yield (given.areas[i], service["service"], "purchased", "", bought, visits * bought, service["purchase_minutes"])
            yield given.areas[i], service["service"], "unmet", "", left - bought, visits * (left - bought), np.nan


@rule
def todays_staff_agrees(given, decided):
    """Today's staff is that of staff_today.csv (where there is one) and the people whom today's remote visits take."""
    frame = decided.tables["today_staff"]
    keys = ["service", "site", "profession"]
    remote = _todays_remote(given)
    at_sites = given.tables["staff_today"][[*keys, "staff_fte"]]
    if at_sites.empty:
        at_sites = frame.loc[frame["site"] != "", [*keys, "staff_fte"]]
    expected = pd.concat([at_sites[at_sites["staff_fte"] > 0], remote])
    norms = decided.tables["norms"]
    return [*_as_expected("today_staff", decided, expected, keys, may_be_left_out=frame["staff_fte"] == 0),
            same("norms", norms, "today_fte", _todays_norm_fte(given, frame, norms), norms["service"] + ", " + norms["profession"])]


def _todays_norm_fte(given, staff: pd.DataFrame, norms: pd.DataFrame) -> np.ndarray:
    """Today's FTE that each norm counts: the county's, or those at the staff area's sites with the remote work for its families."""
    area_of, living = (given.tables[name].set_index(key)["staff_area"] for name, key in (("sites", "site"), ("areas", "area")))
    part = {area: np.divide(given.visits[(living == area).to_numpy()].sum(axis=0), given.visits.sum(axis=0),
                            out=np.zeros(len(given.services)), where=given.visits.sum(axis=0) > 0) for area in norms["staff_area"].unique()}
    place, found = {service: k for k, service in enumerate(given.services)}, []
    for norm in norms.itertuples():
        mine = staff[(staff["service"] == norm.service) & (staff["profession"] == norm.profession)]
        if norm.staff_area:
            remote = mine.loc[mine["site"] == "", "staff_fte"].sum() * part[norm.staff_area][place[norm.service]]
            found.append(mine.loc[mine["site"].map(area_of) == norm.staff_area, "staff_fte"].sum() + remote)
        else:
            found.append(mine["staff_fte"].sum())
    return np.array(found, dtype=float)


def _todays_remote(given) -> pd.DataFrame:
    """service, site "", profession, staff_fte of today's remote visits."""
    hours = given.work("hours_per_visit") * (given.visits.sum(axis=0) * given.number("services", "remote_share_today"))[:, None]
    fte = hours / given.number("professions", "productive_hours")[None, :]
    rows = [(given.services[k], "", given.professions[p], fte[k, p]) for k, p in zip(*np.nonzero(fte > 1e-9))]
    return pd.DataFrame(rows, columns=["service", "site", "profession", "staff_fte"])


def _as_expected(table: str, decided, expected: pd.DataFrame, keys: list[str], may_be_left_out=False) -> list[Comparison]:
    """The table has a row for each expected one (same keys), no other, and the same in its further columns.

    may_be_left_out: rows of the table that need not be expected (they say nothing).
    """
    frame = decided.tables[table]
    names, wanted = _labels(frame, keys), _labels(expected, keys)
    there, asked = set(names), set(wanted)
    every = sorted({*names[~np.broadcast_to(may_be_left_out, len(names))], *wanted})
    rows = Comparison([name in asked for name in every], [name in there for name in every], (every,), "rows", equal=True)
    known = names.isin(asked).to_numpy()
    places = pd.Index(wanted).drop_duplicates().get_indexer(names[known])
    matched = expected[~wanted.duplicated().to_numpy()].iloc[places]
    columns = [column for column in frame if column not in keys and column in expected]
    return [rows, *(same(table, frame[known], column, matched[column].to_numpy(), names[known]) for column in columns)]


def _labels(frame: pd.DataFrame, keys: list[str]) -> pd.Series:
    """The keys of each row as one text."""
    return pd.Series([", ".join(map(str, row)) for row in frame[keys].itertuples(index=False, name=None)], dtype=object)
