"""Raw text to typed values by the dictionary. A cell that does not fit becomes a finding and is marked wrong, never mended."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from model.reading.cells import Wrong, read_cell
from model.reading.folder import RawCase, RawTable
from model.reading.places import Finding, Place
from model.reading.typed_settings import TypedSettings, type_settings
from model.schema.defaults import empty_value, typed_series
from model.schema.dictionary import Column, Table


@dataclass
class TypedTable:
    """A typed table and where its cells come from.

    frame: the dictionary's columns, one row per row of the file; a wrong cell holds what an empty one would.
    lines: the line of each row; wrong[c]: which rows of column c cannot be trusted; texts[c]: the cells as written.
    given: the file exists; sound: it could be read (and is not missing although required).
    """

    table: Table
    frame: pd.DataFrame
    lines: np.ndarray
    wrong: dict[str, np.ndarray]
    texts: dict[str, list[str]]
    given: bool
    sound: bool

    def place(self, row: int, column: str = "") -> Place:
        """Where row number `row` (0 is the first) stands in its file."""
        return Place(self.table.file, int(self.lines[row]), column)

    def finding(self, row: int, column: str, expected: str, repair: str = "", found: str = "") -> Finding:
        """A finding about the cell of row number `row` in `column`; see Finding for the words."""
        return Finding(self.place(row, column), self.texts[column][row], expected, repair, found)

    def rows(self, *columns: str) -> pd.DataFrame:
        """The rows in which these columns (default: all) can be trusted; the index is the row number that place() takes."""
        bad = np.zeros(len(self.lines), dtype=bool)
        for column in columns or self.table.columns:
            bad |= self.wrong[column]
        return self.frame if not bad.any() else self.frame[~bad]

    def is_whole(self, *columns: str) -> bool:
        """Every row can be trusted in these columns (default: all)."""
        return self.sound and not any(self.wrong[column].any() for column in columns or self.table.columns)


@dataclass
class TypedCase:
    """All tables and settings of a case, typed, with what was found wrong in their cells."""

    tables: dict[str, TypedTable]
    settings: TypedSettings
    findings: list[Finding] = field(default_factory=list)


def type_case(raw: RawCase) -> TypedCase:
    """Type every cell and setting."""
    findings: list[Finding] = []
    settings = type_settings(raw.settings, findings, raw.settings_file)
    return TypedCase({name: type_table(table, findings) for name, table in raw.tables.items()}, settings, findings)


def type_table(raw: RawTable, findings: list[Finding]) -> TypedTable:
    """Type the cells of one table; findings are added to the list."""
    count = len(raw.lines)
    frame, wrong, texts = {}, {}, {}
    broken = np.zeros(count, dtype=bool)
    broken[list(raw.broken)] = True
    for name, column in raw.table.columns.items():
        texts[name] = raw.columns.get(name) or [""] * count
        bad = broken.copy()
        if name in raw.untrusted:
            bad[:] = True
        values = _column(texts[name], column, raw, bad, findings)
        frame[name] = typed_series(values, column)
        wrong[name] = bad
    return TypedTable(raw.table, pd.DataFrame(frame), np.array(raw.lines, dtype=int), wrong, texts, raw.given, raw.sound)


def _column(texts: list[str], column: Column, raw: RawTable, bad: np.ndarray, findings: list[Finding]) -> list:
    """Typed values of one column; cells that do not fit are marked in `bad`, and so are those of broken rows."""
    empty, comma = empty_value(column), raw.delimiter == ","
    known: dict[str, object] = {"": empty} if not column.required else {}  # what a text says, once it has been read
    values = []
    for row, text in enumerate(texts):
        if text in known:
            values.append(known[text])
            continue
        value = empty
        if not bad[row]:
            try:
                if not text:
                    raise Wrong("empty_required_cell", "filled in", column.meaning,
                                "the cell is empty but every row must fill it")
                value = known[text] = read_cell(text, column, comma)
            except Wrong as trouble:
                place = Place(raw.table.file, raw.lines[row], column.name)
                findings.append(Finding(place, text, trouble.expected, trouble.repair, trouble.found, trouble.code))
                bad[row] = True
        values.append(value)
    return values
