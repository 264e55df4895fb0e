"""Demand: use rates and given counts become yearly visits of each area to each service."""

from __future__ import annotations

import numpy as np
import pandas as pd


def yearly_visits(areas: pd.DataFrame, services: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """Visits a year, areas (rows) x services (columns).

    A row of demand adds rate x people of its groups, or shares its given count out over the areas by those people. A count
    for people there are none of is not shared out: the checks refuse such a row.
    """
    visits = pd.DataFrame(0.0, index=pd.Index(areas["area"], name="area"), columns=pd.Index(services["service"], name="service"))
    for row in demand.itertuples():
        visits[row.service] += visits_of_row(areas, row)[0]
    return visits


def visits_of_row(areas: pd.DataFrame, row) -> tuple[np.ndarray, np.ndarray]:
    """(visits a year, people who make them), by area, of one row of demand."""
    people = areas[list(row.groups)].sum(axis=1).to_numpy(dtype=float)
    if row.municipality:
        people = np.where(areas["municipality"] == row.municipality, people, 0.0)
    if not np.isnan(row.visits_per_person):
        return people * row.visits_per_person, people
    total = people.sum()
    return (people * (row.visits_per_year / total) if total > 0 else people), people
