"""Use: the visits of each area to each service and whose they are, so that runs can be compared without their case.

Whose visits they are follows from the rows of demand:
- a row for age bands: each band's in proportion to its children;
- a row for families with children: the family's visits are shared out equally over the children of the area;
- a row for the whole population: nobody's in particular (others), because it says nothing of children's use; where no row of
  the service names children or families, each child's as much as anybody's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import AGE_BANDS, Case
from model.results.figures import Figures

FAMILIES, EVERYBODY = "families_with_children", "population"
SMALLEST = 1e-12  # a count for people there are none of is refused by the checks
BAND_COLUMNS = tuple(f"visits_{band}" for band in AGE_BANDS)


def visits(figures: Figures) -> pd.DataFrame:
    """Visits a year of each area to each service it visits: area, service, visits, visits_<age band> and visits_others."""
    case = figures.case
    of_bands = {service: np.zeros((len(case.areas), len(AGE_BANDS))) for service in case.services["service"]}
    for row in case.demand.itertuples():
        people = _people_of(case, row)
        rate = row.visits_per_person if np.isnan(row.visits_per_year) else row.visits_per_year / max(people.sum(), SMALLEST)
        of_bands[row.service] += rate * (people > 0)[:, None] * _children_of(case, row)
    frames = []
    for service, bands in of_bands.items():
        total = case.visits[service].to_numpy(float)
        others = np.round(total - bands.sum(axis=1), 9)
        frame = pd.DataFrame({"area": case.visits.index, "service": service, "visits": total, **dict(zip(BAND_COLUMNS, bands.T)),
                              "visits_others": others})
        frames.append(frame[total > 0])
    return pd.concat(frames, ignore_index=True)


def _people_of(case: Case, row) -> np.ndarray:
    """People (or families) of a row of demand, by area."""
    people = case.areas[list(row.groups)].sum(axis=1).to_numpy(float)
    return np.where(case.areas["municipality"] == row.municipality, people, 0.0) if row.municipality else people


def _children_of(case: Case, row) -> np.ndarray:
    """(area, age band) part of these people that is of the band; a family counts as shared out over its area's children."""
    bands = case.areas[list(AGE_BANDS)].to_numpy(float)
    counted = bands * [band in row.groups for band in AGE_BANDS]
    if FAMILIES in row.groups:
        children, families = bands.sum(axis=1), case.areas[FAMILIES].to_numpy(float)
        counted = counted + bands * np.divide(families, children, out=np.zeros(len(bands)), where=children > 0)[:, None]
    rows = case.demand[case.demand["service"] == row.service]
    if EVERYBODY in row.groups and all(set(groups) == {EVERYBODY} for groups in rows["groups"]):
        counted = counted + bands
    return counted
