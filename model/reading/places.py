"""Places in the planner's files, and what reading finds wrong there."""

from __future__ import annotations

from dataclasses import dataclass

SETTINGS_SHEET = "case"
ON_SHEET = ".xlsx sheet "


def sheet_of(workbook: str, sheet: str) -> str:
    """The `file` of a place on a sheet of a workbook: "my-case.xlsx sheet sites"."""
    return f"{workbook.removesuffix('.xlsx')}{ON_SHEET}{sheet}"


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: file name, line (1 is the first; 0 = the file as a whole), column or dotted setting.

    On a sheet of a workbook (see sheet_of) the line is the row.
    """

    file: str
    line: int = 0
    column: str = ""

    def at(self, column: str) -> Place:
        """Another column of the same line."""
        return Place(self.file, self.line, column)

    def __str__(self) -> str:
        word = "setting" if self.file.endswith((".yaml", ".yml", ON_SHEET + SETTINGS_SHEET)) else "column"
        parts = [f"{self.file} {'row' if ON_SHEET in self.file else 'line'} {self.line}" if self.line else self.file]
        return ", ".join([*parts, f"{word} {self.column}"] if self.column else parts)


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place. `code` names the check of the catalogue; checks leave it to the catalogue.

    value: what stands there; expected: a noun phrase; repair: a whole sentence that says what to do.
    found: the trouble in words, where "value is not expected" does not say it.
    """

    place: Place
    value: str
    expected: str
    repair: str = ""
    found: str = ""
    code: str = ""
