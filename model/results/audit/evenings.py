"""Audit of evening work, and of the tables about it and about residential care."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.audit.comparison import Comparison, rule, same


def _evening_part(given) -> np.ndarray:
    """(m) part of a mode's open hours that is in the evening."""
    return given.number("modes", "evening_hours_per_day") / given.number("modes", "hours_per_day")


@rule
def evening_presence_is_counted(given, decided):
    """Evening work is at least the evening part of the presence on open days."""
    hours = (decided.mode @ (given.yearly_hours * _evening_part(given)))[:, None, :]
    needed = given.work("present_per_open_day")[:, :, None] * hours / given.number("professions", "productive_hours")[None, :, None]
    return Comparison(needed, decided.evening, (given.services, given.professions, given.sites), "FTE")


@rule
def evening_visits_are_counted(given, decided):
    """Evening work is at least the evening part of the work of visits received at the site."""
    visits = (decided.volume @ _evening_part(given))[:, None, :]
    needed = given.work("hours_per_visit")[:, :, None] * visits / given.number("professions", "productive_hours")[None, :, None]
    return Comparison(needed, decided.evening, (given.services, given.professions, given.sites), "FTE")


@rule
def evening_work_has_volunteers(given, decided):
    """Evening work of a profession is at most what the willing part of its people gives, recruited people included."""
    people = given.number("professions", "fte_available") + decided.recruit
    return Comparison(decided.evening.sum(axis=(0, 2)), given.number("professions", "volunteer_share") * people,
                      (given.professions,), "FTE")


@rule
def evening_work_agrees(given, decided):
    """The table of evening work has its supplements."""
    frame = decided.tables["evening_work"]
    price = dict(zip(given.professions, given.number("professions", "evening_keur_per_fte")))
    expected = [fte * price.get(p, np.nan) for p, fte in zip(frame["profession"], frame["evening_fte"])]
    return same("evening_work", frame, "cost_keur", np.array(expected, dtype=float), frame["service"] + " at " + frame["site"])


@rule
def residential_care_agrees(given, decided):
    """The tables of residential care hold the case's places, their cost, and its sums by year."""
    table, years = decided.tables["residential_care"], decided.tables["residential_years"]
    care = given.tables["residential_care"].reset_index(drop=True)
    keys = [f"{int(row.year)} {row.unit}" for row in care.itertuples()]
    found = table.set_index(pd.Index([f"{year:g} {unit}" for year, unit in zip(table["year"], table["unit"])], dtype=object))
    found = found[~found.index.duplicated()].reindex(keys)
    rows = [Comparison(np.array([len(table)]), len(care), (["residential_care"],), "rows", equal=True)]
    expected = {"units": care["units"], "places": care["places"], "cost_keur_per_place": care["cost_keur_per_place"],
                "cost_keur": care["places"] * care["cost_keur_per_place"]}
    rows += [same("residential_care", found, column, values, keys) for column, values in expected.items()]
    rows += [same("residential_care", found, column, care[column], keys) for column in ("name", "kind")]
    return [*rows, *_years(care, years)]


def _years(care: pd.DataFrame, years: pd.DataFrame) -> list[Comparison]:
    every = sorted(set(care["year"].astype(int)))
    sums = {"own_units": [], "own_places": [], "purchased_places": [], "own_share": [], "cost_keur": []}
    for year in every:
        of_year = care[care["year"] == year]
        own, bought = (of_year[of_year["kind"] == kind] for kind in ("own", "purchased"))
        places = of_year["places"].sum()
        for column, value in zip(sums, (own["units"].sum(), own["places"].sum(), bought["places"].sum(),
                                        own["places"].sum() / places if places else np.nan,
                                        (of_year["places"] * of_year["cost_keur_per_place"]).sum())):
            sums[column].append(value)
    found = years.drop_duplicates("year").set_index("year").reindex(every)
    change = [np.nan, *np.diff(sums["cost_keur"])][: len(every)]
    count = Comparison(np.array([len(years)]), len(every), (["residential_years"],), "rows", equal=True)
    return [count, *(same("residential_years", found, column, np.array(values, dtype=float), list(map(str, every)))
                     for column, values in {**sums, "cost_change_keur": change}.items())]
