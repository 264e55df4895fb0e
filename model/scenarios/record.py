"""Record: what a scenario changed, cell by cell with before and after, and where in its files each change is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from model.reading.places import Finding, Place

CELL, ROW_ADDED, ROW_REMOVED, SETTING = "cell", "row_added", "row_removed", "setting"
SETTINGS_TABLE = "case"
FIRST_ADDED = 10**9  # an added row has no line in its CSV file: it is numbered from here, beyond every real line


@dataclass(frozen=True)
class Entry:
    """One cell or setting before and after; of a row added or removed, one entry for each of its filled cells."""

    layer: str
    file: str
    line: int
    kind: str
    table: str
    key: str
    column: str
    before: str
    after: str


@dataclass
class Trace:
    """What is changed so far, and by which place of a scenario file.

    cells: (CSV file, row, column) -> place; added: (CSV file, row) -> place; a row is named by its line, or its number if added.
    settings: dotted path -> place; removed: (table, id) -> place, of rows with an id of their own.
    """

    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cells: dict[tuple[str, int, str], Place] = field(default_factory=dict)
    added: dict[tuple[str, int], Place] = field(default_factory=dict)
    settings: dict[str, Place] = field(default_factory=dict)
    removed: dict[tuple[str, str], Place] = field(default_factory=dict)

    def who_changed(self, file: str, row: int, column: str) -> Place | None:
        """The place that changed this cell, or added its row."""
        return self.cells.get((file, row, column)) or self.added.get((file, row))

    def rows(self) -> dict[tuple[str, int], Place]:
        """(CSV file, row) -> the first place that changed or added the row."""
        first: dict[tuple[str, int], Place] = dict(self.added)
        for (file, row, _), place in self.cells.items():
            first.setdefault((file, row), place)
        return first

    def table(self) -> pd.DataFrame:
        """The entries as the table scenario_changes of results.yaml."""
        columns = list(Entry.__dataclass_fields__)
        return pd.DataFrame([[getattr(entry, name) for name in columns] for entry in self.entries], columns=columns)
