"""Comparison: what one audit function returns, the register of these functions, and the tolerance.

Tolerance. The solver keeps rows within 1e-6 after scaling them, and a yes-or-no within 1e-6 of 0 or 1 shifts a row by 1e-6 of
its coefficient. A comparison therefore fails only beyond 1e-5 of the size of its row: the largest of 1, both sides, and the
row's coefficient where one is much larger than what it yields (`size`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.schema.dictionary import result_tables

TOLERANCE = 1e-5
REGISTER: dict[str, Callable] = {}


@dataclass(frozen=True)
class Comparison:
    """`left` is at most (or equal to) `right`, cell by cell, wherever `over` says so.

    labels: for each dimension of the arrays, the ids along it.
    """

    left: np.ndarray
    right: np.ndarray
    labels: tuple
    unit: str
    equal: bool = False
    over: np.ndarray | bool = True
    size: np.ndarray | float = 1.0

    def result(self) -> tuple[int, pd.DataFrame | None]:
        """(number of cells compared, failed ones: where, excess, unit, or None). A cell that is not a number fails."""
        left, right, over, size = np.broadcast_arrays(*(np.asarray(v) for v in (self.left, self.right, self.over, self.size)))
        left, right, over = left.astype(float), right.astype(float), over.astype(bool)
        with np.errstate(invalid="ignore"):
            excess = np.abs(left - right) if self.equal else left - right
            allowed = TOLERANCE * np.fmax(np.fmax(np.fmax(1.0, np.abs(left)), np.abs(right)), np.abs(size))
            same_infinity = left == right
        failed = over & ~same_infinity & ~(excess <= np.where(np.isfinite(allowed), allowed, TOLERANCE))
        if not failed.any():
            return int(np.count_nonzero(over)), None
        places = np.nonzero(failed)
        ids = [np.asarray(labels, dtype=object)[place] for labels, place in zip(self.labels, places)]
        where = [", ".join(str(part) for part in parts if part != "") for parts in zip(*ids)]
        return int(np.count_nonzero(over)), pd.DataFrame({"where": where, "excess": excess[failed].ravel(), "unit": self.unit})


def rule(function: Callable) -> Callable:
    """Enter an audit function under its own name. It takes (given, decided) and returns a Comparison, or a list of them."""
    REGISTER[function.__name__] = function
    return function


def same(table: str, frame: pd.DataFrame, column: str, expected, labels) -> Comparison:
    """A derived column agrees with what follows from the decisions; numbers within the tolerance, texts exactly."""
    found, unit = frame[column], result_tables()[table].columns[column].unit or "share"
    expected = np.asarray(expected)
    if pd.api.types.is_numeric_dtype(found) or pd.api.types.is_bool_dtype(found):
        left, right = found.to_numpy(float), expected.astype(float)
        both_empty = np.isnan(left) & np.isnan(right)
        left, right = np.where(both_empty, 0.0, left), np.where(both_empty, 0.0, right)
    else:
        left, right, unit = (found.astype(str).to_numpy() != expected.astype(str)).astype(float), np.zeros(len(found)), "texts"
    names = [f"{table}.{column} of {label}" for label in labels]
    return Comparison(left, right, (names,), unit, equal=True)
