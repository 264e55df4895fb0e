"""Indicators of two runs side by side, and which differences the search alone could have made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.compare.sides import Side
from model.results.indicators.rows import KEYS

SMALLEST = 1e-9


def indicators(first: Side, other: Side) -> pd.DataFrame:
    """indicator, service, municipality, group, unit, first, other, change, within_gap; rows in the order of the first run.

    A value is the run's own (`plan`; today's network where that is the run). Indicators of change are against today in both.
    """
    columns = [*KEYS, "unit", "plan"]
    both = first.tables["indicators"][columns].merge(other.tables["indicators"][columns], on=KEYS, how="outer",
                                                     suffixes=("_first", "_other"), sort=False)
    places = first.tables["indicators"][KEYS].assign(place=range(len(first.tables["indicators"])))
    both = both.merge(places, on=KEYS, how="left").sort_values("place", kind="stable", na_position="last").reset_index(drop=True)
    table = both[KEYS].assign(unit=both["unit_first"].fillna(both["unit_other"]), first=both["plan_first"], other=both["plan_other"])
    table["change"] = table["other"] - table["first"]
    return table.assign(within_gap=within_gap(table["first"], table["other"], larger_gap(first, other)))


def larger_gap(first: Side, other: Side) -> float | None:
    """The larger of two runs' gaps, relative; None if one is not known."""
    gaps = [first.gap, other.gap]
    return None if any(gap is None or not np.isfinite(gap) for gap in gaps) else max(gaps)


def within_gap(first: pd.Series, other: pd.Series, gap: float | None) -> np.ndarray:
    """`yes` where a difference is smaller than the gap, relative to the larger of both values; `no`; `unknown` without a gap.

    A gap is proven for the first level of the objective only. Among plans within it every other figure is free to vary, so a
    difference that is relatively no larger than the gap may come from the search rather than from what was asked.
    """
    change = (other - first).abs().to_numpy(float)
    size = np.fmax(first.abs(), other.abs()).to_numpy(float)
    if gap is None:
        return np.where(change > SMALLEST, "unknown", "no").astype(object)
    return np.where((change > SMALLEST) & (change < gap * size), "yes", "no").astype(object)
