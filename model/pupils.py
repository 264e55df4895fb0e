"""Pupils: which part of an area's visits belongs to the pupils of a school. They do not travel there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.demand import visits_of_row

COLUMNS = ["area", "service", "site", "pupil_share"]


def pupil_shares(areas: pd.DataFrame, services: pd.DataFrame, demand: pd.DataFrame, pupils: pd.DataFrame) -> pd.DataFrame:
    """Columns area, service, site, pupil_share (share of all visits of the area to the service, above 0).

    The visits of a row of demand are split among its age bands by their people; a school has its share of the visits of the age
    bands of its row in pupils. Visits by people of other ages are never visits at school.
    """
    if pupils.empty:
        return pd.DataFrame(columns=COLUMNS).astype({"pupil_share": float})
    bands = list(dict.fromkeys(band for groups in pupils["groups"] for band in groups))
    place = {area: row for row, area in enumerate(areas["area"])}
    made, total = _visits_by_band(areas, services, demand, bands)
    found: dict[tuple, float] = {}
    for row in pupils.itertuples():
        at_school = sum(made[band][place[row.area]] for band in row.groups) * row.share
        for k, service in enumerate(services["service"]):
            if at_school[k] > 0:
                key = (row.area, service, row.site)
                found[key] = found.get(key, 0.0) + at_school[k] / total[place[row.area], k]
    return pd.DataFrame([(*key, min(share, 1.0)) for key, share in found.items()], columns=COLUMNS)


def _visits_by_band(areas: pd.DataFrame, services: pd.DataFrame, demand: pd.DataFrame, bands: list[str]):
    """({band: visits a year, areas x services}, all visits a year)."""
    number = {service: column for column, service in enumerate(services["service"])}
    total = np.zeros((len(areas), len(number)))
    made = {band: np.zeros_like(total) for band in bands}
    for row in demand.itertuples():
        visits, people = visits_of_row(areas, row)
        total[:, number[row.service]] += visits
        each = np.divide(visits, people, out=np.zeros_like(visits), where=people > 0)
        for band in set(bands) & set(row.groups):
            made[band][:, number[row.service]] += each * areas[band].to_numpy(dtype=float)
    return made, total


def with_pupils(drives: pd.DataFrame, schools: list[str], pupils: pd.DataFrame) -> pd.DataFrame:
    """Minutes of families' trips: drives, but to schools 0 from areas with pupils there and NaN from all others."""
    if not schools:
        return drives
    minutes = drives.copy()
    minutes[schools] = np.nan
    for row in pupils[pupils["site"].isin(schools) & (pupils["share"] > 0)].itertuples():
        minutes.at[row.area, row.site] = 0.0
    return minutes
