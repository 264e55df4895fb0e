"""Origins: the file and line a figure of the Case stands in, found by reading the planner's files once more.

A Case has its rows but not their lines. A row is known by the cells of its table's key; where a scenario set the cell or added
the row, the scenario's own line is given. A file that has changed since the case was read gives no lines.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from model.case import Case
from model.explaining.figures import SETTINGS, file_of, shown
from model.reading.folder import SETTINGS_FILE, WORKBOOK_ENDING, RawCase, read_folder
from model.reading.places import Place
from model.reading.typed_settings import type_settings
from model.schema.dictionary import input_tables


class Origins:
    """Places of a case's figures. changes: the table scenario_changes of the scenario the case comes from, if it does."""

    def __init__(self, case: Case, changes: pd.DataFrame | None = None):
        self.case = case
        self._scenario = {} if changes is None else {
            (row.table, row.key, row.column if row.kind in ("cell", "setting") else ""): Place(row.file, int(row.line))
            for row in changes.itertuples() if row.kind != "row_removed"}

    def place(self, table: str, row: int, column: str) -> Place:
        """The place of a cell or setting; line 0 where it is not known."""
        key = "" if table == SETTINGS else self.key(table, row)
        scenario = self._scenario.get((table, key, column)) or (key and self._scenario.get((table, key, "")))
        if scenario:
            return scenario.at(column)
        if table == SETTINGS:
            return Place(self._settings_file, self._setting_lines.get(column, 0), column)
        return Place(*self._lines(table).get(key, (file_of(table), 0)), column)

    def key(self, table: str, row: int) -> str:
        """What a row is called: the filled cells of its key."""
        cells = self.case.tables[table].iloc[row]
        return ", ".join(filter(None, (shown(cells[name]) for name in input_tables()[table].key)))

    @cached_property
    def _raw(self) -> RawCase:
        """The files read once more; without tables where there are none."""
        workbook = Path(f"{self.case.folder}{WORKBOOK_ENDING}")
        return read_folder(workbook if workbook.name in self.case.input_hashes else self.case.folder)

    def _is_the_same(self, file: str) -> bool:
        hashes = self.case.input_hashes
        name = next((known for known in hashes if file == known or file.startswith(known.removesuffix(WORKBOOK_ENDING) + ".")), "")
        return bool(name) and self._raw.hashes.get(name) == hashes[name]

    def _lines(self, table: str) -> dict[str, tuple[str, int]]:
        """Key of a row -> (file, line)."""
        if not self.case.input_hashes:
            return {}
        raw = self._raw.tables[table]
        if not raw.given or not self._is_the_same(raw.table.file):
            return {}
        cells = [raw.columns.get(name) or [""] * len(raw.lines) for name in raw.table.key]
        return {", ".join(filter(None, texts)): (raw.table.file, line) for *texts, line in zip(*cells, raw.lines)}

    @property
    def _settings_file(self) -> str:
        return self._raw.settings_file if self.case.input_hashes else SETTINGS_FILE

    @cached_property
    def _setting_lines(self) -> dict[str, int]:
        if not self.case.input_hashes or not self._is_the_same(self._raw.settings_file):
            return {}
        return type_settings(self._raw.settings, [], self._raw.settings_file).lines
