"""Audit of the table of visits: whose visits are whose, worked out again child by child from the rows of demand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.audit.comparison import Comparison, rule, same

AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")


@rule
def visits_agree(given, decided):
    """The table of visits has every area's visits to a service, and gives each age band its part."""
    frame = decided.tables["visits"]
    i, k = (np.maximum(pd.Index(ids).get_indexer(frame[column]), 0) for ids, column in ((given.areas, "area"), (given.services, "service")))
    there = np.zeros(given.visits.shape)
    np.add.at(there, (i, k), 1)
    rows = Comparison(there > 0, given.visits > 0, (given.areas, given.services), "rows", equal=True)
    bands, labels = _visits_of_children(given), frame["area"] + ", " + frame["service"]
    expected = {"visits": given.visits[i, k], "visits_others": (given.visits - bands.sum(axis=0))[i, k],
                **{f"visits_{band}": of_band[i, k] for band, of_band in zip(AGE_BANDS, bands)}}
    return [rows, *(same("visits", frame, column, values, labels) for column, values in expected.items())]


def _visits_of_children(given) -> np.ndarray:
    """(age band, i, k) visits a year: children x visits a child, row by row of demand."""
    found = np.zeros((len(AGE_BANDS), *given.visits.shape))
    for row in given.records("demand"):
        here = np.array([row["municipality"] in ("", municipality) for municipality in given.column("areas", "municipality")])
        counted = (given.people(row["groups"]) * here).sum()
        rate = row["visits_per_person"] if pd.isna(row["visits_per_year"]) else row["visits_per_year"] / counted if counted else 0.0
        for number, band in enumerate(AGE_BANDS):
            of_a_child = here * rate * _counted_as(given, row, band)
            found[number, :, given.services.index(row["service"])] += of_a_child * given.people([band])
    return found


def _counted_as(given, row, band: str) -> np.ndarray:
    """How many of the row's people (or families) one child of the band stands for, by area."""
    groups, children = row["groups"], given.people(AGE_BANDS)
    times = np.full(len(given.areas), float(band in groups))
    if "families_with_children" in groups:
        times += np.where(children > 0, given.people(["families_with_children"]) / np.where(children > 0, children, 1.0), 0.0)
    if "population" in groups and not any(set(other["groups"]) - {"population"} for other in given.records("demand")
                                          if other["service"] == row["service"]):
        times += 1.0
    return times
