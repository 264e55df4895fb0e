"""Figures: what stands in the planner's files and may be changed so that a plan fits, and changes of single cells."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from model.case import Case
from model.schema.defaults import put_setting
from model.schema.dictionary import input_tables, settings

PLANNER, LAW, NEED = "planner", "law", "need"
SETTINGS = "case"


@dataclass(frozen=True)
class Figure:
    """One limit of the case: a cell, a row or a setting.

    kind: its entry in the register; key: what the rules of the formulation know it by. table: name of the input table, or
    "case" for a setting; row: row number in that table of the Case (-1 for a setting); column: column, or dotted setting.
    now: the value as it is. most: the largest change that could be of use, in the column's unit (0: all or nothing).
    scale: the change that counts as one whole change when sets of changes are ranked: the value itself, or 1 where it is 0.
    role: planner (may be suggested), law (never suggested) or need (the visits families make: never suggested).
    """

    kind: str
    key: tuple
    table: str
    row: int
    column: str
    now: object
    most: float = 0.0
    scale: float = 1.0
    role: str = PLANNER


@dataclass(frozen=True)
class Cell:
    """A change of one cell; new None = the row is deleted."""

    table: str
    row: int
    column: str
    now: object
    new: object


def scale_of(value: float) -> float:
    """The change that counts as one whole change of a value."""
    return float(value) if value > 0 else 1.0


def unit_of(table: str, column: str) -> str:
    """The unit the dictionary gives a column or setting."""
    known = settings() if table == SETTINGS else input_tables()[table].columns
    return known[column].unit


def file_of(table: str) -> str:
    """The file a table or setting stands in."""
    return "case.yaml" if table == SETTINGS else input_tables()[table].file


def merged(cells: Iterable[Cell]) -> list[Cell]:
    """One change a cell: of several changes of a number or a list of values, each adds and removes its own."""
    places: dict[tuple, Cell] = {}
    for cell in cells:
        place = cell.table, cell.row, cell.column
        first = places.get(place)
        if first is not None and isinstance(cell.new, tuple) and isinstance(first.new, tuple):
            kept = tuple(word for word in first.new if word in cell.new or word not in cell.now)
            cell = replace(cell, new=(*kept, *(word for word in cell.new if word not in cell.now and word not in kept)))
        elif first is not None and isinstance(cell.new, float) and isinstance(first.new, float) and isinstance(cell.now, float):
            cell = replace(cell, new=round(first.new + cell.new - cell.now, 6))
        places[place] = cell
    return list(places.values())


def changed_case(case: Case, cells: Iterable[Cell]) -> Case:
    """The case with cells changed. Row numbers are those of `case`."""
    tables, deleted, values = {}, {}, case.settings.as_dict()
    for cell in merged(cells):
        if cell.table == SETTINGS:
            put_setting(values, cell.column, cell.new)
            continue
        frame = tables.setdefault(cell.table, case.tables[cell.table].copy())
        if cell.new is None:
            deleted.setdefault(cell.table, []).append(cell.row)
        else:
            frame[cell.column] = _replaced(frame[cell.column], cell.row, cell.new)
    for table, rows in deleted.items():
        tables[table] = tables[table].drop(index=tables[table].index[rows]).reset_index(drop=True)
    return case.changed(settings=case.settings.changed(**values), **tables)


def _replaced(series: pd.Series, row: int, value) -> pd.Series:
    """The column with one value replaced (a tuple is one value; a whole-number column may take a fraction)."""
    values = series.tolist()
    values[row] = value
    return pd.Series(values, index=series.index, dtype=None if isinstance(value, float) else series.dtype)


def shown(value) -> str:
    """A value as a planner would write it into the cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.10g}"
    return str(value)
