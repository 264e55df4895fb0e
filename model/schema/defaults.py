"""What an empty cell or a setting that is not given means, and columns in the types the Case promises."""

from __future__ import annotations

import math

import pandas as pd

from model.schema.dictionary import Column, input_tables, settings


def empty_value(column: Column):
    """What an empty cell of a column means: its default, else NaN, "", False or no values."""
    if column.default is not None:
        return float(column.default) if column.is_number else column.default
    if column.is_number:
        return math.nan
    return False if column.type == "yes_no" else () if column.is_list else ""


def typed_series(values, column: Column) -> pd.Series:
    """Values as a column of the Case: numbers float (whole ones int if none is missing), texts, bools, tuples."""
    if column.is_number:
        series = pd.Series(values, dtype=float)
        return series.astype(int) if column.type == "integer" and len(series) and not series.isna().any() else series
    if column.type == "yes_no":
        return pd.Series(values, dtype=bool)
    return pd.Series(values, dtype=object if column.is_list else "str")


def empty_table(name: str, rows: int = 0) -> pd.DataFrame:
    """A table of the dictionary with its columns, typed; each of `rows` rows as if every cell were empty."""
    columns = input_tables()[name].columns
    return pd.DataFrame({column.name: typed_series([empty_value(column)] * rows, column) for column in columns.values()})


def default_settings() -> dict:
    """Every setting, nested as in case.yaml, as if case.yaml were empty (required ones "" or NaN)."""
    values: dict = {}
    for path, setting in settings().items():
        put_setting(values, path, default_setting(setting))
    return values


def default_setting(setting: Column):
    """What a setting that is not given means."""
    if setting.type == "levels":
        return [{"terms": {term: float(weight) for term, weight in level["terms"].items()},
                 "tolerance": float(level["tolerance"])} for level in setting.default]
    if setting.type == "integer" and setting.default is not None:
        return int(setting.default)
    return empty_value(setting)


def put_setting(values: dict, path: str, value) -> None:
    """Put a value at a dotted path into nested settings."""
    *groups, name = path.split(".")
    for group in groups:
        values = values.setdefault(group, {})
    values[name] = value
