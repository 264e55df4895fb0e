"""Places in the planner's files, and what reading finds wrong there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: file name, line (1 is the first; 0 = the file as a whole), column or dotted setting."""

    file: str
    line: int = 0
    column: str = ""

    def at(self, column: str) -> Place:
        """Another column of the same line."""
        return Place(self.file, self.line, column)

    def __str__(self) -> str:
        word = "setting" if self.file.endswith((".yaml", ".yml")) else "column"
        parts = [f"{self.file} line {self.line}" if self.line else self.file]
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
