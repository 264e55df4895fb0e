"""A sheet with one heading and rows: frozen heading, filter, widths, number formats; texts as texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from model.workbook.book import fits, put_text
from model.workbook.formats import Styles, number_format
from model.workbook.words import Words

WIDEST, NARROWEST, HEAD_HEIGHT, SAMPLED_ROWS = 46, 9, 62, 2000


@dataclass(frozen=True)
class Column:
    """A column: the dictionary's name, heading, unit in words, meaning, and values (texts, or numbers with NaN for none).

    form: the format of its numbers, or one for each row; run: the run it belongs to, where several stand side by side.
    """

    name: str
    heading: str
    values: Sequence
    unit: str = ""
    meaning: str = ""
    form: str | Sequence[str] = ""
    run: str = ""

    @property
    def is_number(self) -> bool:
        return bool(self.form)


@dataclass
class Grid:
    """A sheet that has been written: its columns by name with their places, for colours and charts."""

    sheet: Worksheet
    title: str
    rows: int
    columns: list[Column] = field(default_factory=list)

    def place(self, name: str) -> int | None:
        return next((place for place, column in enumerate(self.columns) if column.name == name), None)

    def letter(self, name: str) -> str:
        """The column's letter."""
        return xl_col_to_name(self.place(name))

    def cells(self, place: int) -> str:
        """The cells of a column without the heading, such as C2:C40."""
        return xl_range(1, place, max(self.rows, 1), place)


def number_column(name: str, heading: str, values, unit: str, words: Words, meaning: str = "", run: str = "") -> Column:
    """A column of figures in one unit; changes show their sign."""
    signed = name.startswith("change") or name.endswith(("_change", "_change_minutes"))
    return Column(name, heading, values, words.unit(unit), meaning, number_format(unit, signed), run)


def write_grid(book: Workbook, styles: Styles, title: str, columns: list[Column], rows: int) -> Grid:
    """A new sheet with these columns; frozen are the heading and the columns before the first figure, at most two."""
    fits(rows, title)
    sheet = book.add_worksheet(title)
    for place, column in enumerate(columns):
        _heading(sheet, styles, place, column)
        _values(sheet, styles, place, column)
        sheet.set_column(place, place, _width(column))
    sheet.set_row(0, HEAD_HEIGHT)
    figures = [place for place, column in enumerate(columns) if column.is_number]
    sheet.freeze_panes(1, min(figures[0] if figures else 1, 2))
    if columns:
        sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, max(rows, 1), len(columns) - 1)})
    for_paper(sheet)
    sheet.repeat_rows(0)
    return Grid(sheet, title, rows, columns)


def for_paper(sheet: Worksheet) -> None:
    """A4, lying, as wide as the page, sheet name and page number below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _heading(sheet: Worksheet, styles: Styles, place: int, column: Column) -> None:
    """The heading in words, below it the unit and the dictionary's name; its meaning as a note."""
    below = "\n".join(text for text in (column.run, column.unit, "" if column.name == column.heading else column.name) if text)
    if below:
        sheet.write_rich_string(0, place, styles.head_name, column.heading, styles.head_unit, f"\n{below}", styles.head)
    else:
        put_text(sheet, 0, place, column.heading, styles.head)
    if column.meaning:
        sheet.write_comment(0, place, column.meaning, {"x_scale": 2})


def _values(sheet: Worksheet, styles: Styles, place: int, column: Column) -> None:
    if not column.is_number:
        for row, text in enumerate(column.values, start=1):
            put_text(sheet, row, place, text)
        return
    forms = [column.form] * len(column.values) if isinstance(column.form, str) else column.form
    for row, (value, form) in enumerate(zip(column.values, forms), start=1):
        if not math.isnan(value):
            sheet.write_number(row, place, value + 0.0, styles.number(form))


def _width(column: Column) -> float:
    """Characters: the longest of the first values, and the heading on three lines."""
    if column.is_number:
        longest = max((len(f"{value:,.0f}") for value in column.values[:SAMPLED_ROWS] if not math.isnan(value)), default=0) + 4
    else:
        longest = max(map(len, column.values[:SAMPLED_ROWS]), default=0) + 2
    words = max(map(len, f"{column.heading} {column.run} {column.unit} {column.name}".split())) + 3
    return min(max(longest, words, NARROWEST), WIDEST)
