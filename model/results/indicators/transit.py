"""Public transport: trips of families without a car. Without a table public_transport.csv there are no such rows: nothing is estimated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.indicators.rows import Rows, Scope
from model.results.indicators.trips import LIMITS, trips_of, weighed


def transit_indicators(scope: Scope) -> list[Rows]:
    """Shares of the trips of families without a car that public transport makes possible and within so many minutes, and their mean.
    Purchased visits are left out, as their place is not known; a pupil's own school is no trip."""
    minutes = scope.figures.case.transit_minutes
    no_car = scope.figures.case.areas["no_car_share"].to_numpy(float)
    if minutes is None or not no_car.any():
        return []
    trips = trips_of(scope, channel="site")
    where = minutes.columns.get_indexer(trips["site"])
    transit = np.where(np.isin(trips["site"], scope.figures.case.schools), 0.0, minutes.to_numpy(float)[trips["area"], where])
    share = no_car[trips["area"]]
    rows = weighed(scope, trips.assign(minutes=transit, visits=trips["visits"] * share, part=trips["part"] * share))
    possible = rows["minutes"].notna()
    figures = {"transit_share_possible": possible, **{f"transit_share_within_{limit}_min": rows["minutes"] <= limit for limit in LIMITS}}
    found = [_means(scope, name, rows, values.astype(float)) for name, values in figures.items()]
    return [*found, _means(scope, "transit_mean_minutes", rows[possible], rows.loc[possible, "minutes"])]


def _means(scope: Scope, indicator: str, rows: pd.DataFrame, values: pd.Series) -> Rows:
    """Weighted means by service, municipality and group."""
    keys = [rows[column] for column in ("service", "municipality", "group")]
    sums = rows.assign(value=values * rows["weight"]).groupby(keys)[["value", "weight"]].sum()
    service, municipality, group = (sums.index.get_level_values(level).to_numpy(int) for level in range(3))
    return Rows(indicator, np.append("", scope.services)[service], scope.municipalities[municipality], scope.groups[group],
                (sums["value"] / sums["weight"]).to_numpy(float))
