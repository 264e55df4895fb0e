"""A case as a workbook for tests, written cell by cell with the values a spreadsheet program would store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

from model.schema.dictionary import input_tables
from tests.tiny import SETTINGS, tiny_rows


def write_book(file: Path, *, settings: Mapping | None = None, change: Callable[[dict[str, list[list]]], None] | None = None,
               draw: Callable | None = None, **tables: list[dict] | None) -> Path:
    """Write the tiny case (see tests/tiny.py) as a workbook and give its path.

    settings: dotted name -> value, over the tiny ones (None leaves one out); tables: rows of a table, None = no sheet.
    change: takes sheet name -> rows of cells, the heading first, and changes them; draw: takes (book, sheet name -> sheet) at the end.
    """
    rows = {**tiny_rows(), **tables}
    given = {**SETTINGS, **(settings or {})}
    sheets = {"case": [["setting", "value"], *([name, value] for name, value in given.items() if value is not None)]}
    for name, its_rows in rows.items():
        if its_rows is not None:
            used = [column for column in input_tables()[name].columns if any(column in row for row in its_rows)]
            sheets[name] = [used, *([row.get(column, "") for column in used] for row in its_rows)]
    if change:
        change(sheets)
    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False})
    dates = book.add_format({"num_format": "d.m.yyyy"})
    drawn = {}
    for name, cells in sheets.items():
        drawn[name] = book.add_worksheet(name)
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if hasattr(value, "year"):
                    drawn[name].write_datetime(row, column, value, dates)
                elif value != "":
                    drawn[name].write(row, column, value)
    if draw:
        draw(book, drawn)
    book.close()
    return file
