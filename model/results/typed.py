"""Frames brought into the form the dictionary gives a result table."""

from __future__ import annotations

import pandas as pd

from model.schema.dictionary import result_tables

NUMERIC = frozenset({"number", "share"})
DTYPES = {"number": "float64", "share": "float64", "yes_no": "bool"}
EMPTY = {"number": float("nan"), "share": float("nan"), "yes_no": False}


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with exactly the table's columns, in order and typed: ids and texts str, numbers float, yes_no bool.

    A column the frame lacks is empty. Raises KeyError for a table, ValueError for a column the dictionary does not know.
    """
    columns = result_tables()[table].columns
    unknown = [column for column in frame if column not in columns]
    if unknown:
        raise ValueError(f"the table {table} has no column {', '.join(unknown)}")
    return pd.DataFrame({name: _column(frame, name, column.type) for name, column in columns.items()})


def _column(frame: pd.DataFrame, name: str, kind: str) -> pd.Series:
    if name not in frame:
        return pd.Series([EMPTY.get(kind, "")] * len(frame), dtype=DTYPES.get(kind, object))
    values = frame[name].reset_index(drop=True)
    if kind in DTYPES:
        return values.astype(DTYPES[kind])
    return pd.Series(["" if missing else str(value) for value, missing in zip(values, values.isna())], dtype=object)
