"""Problem: one thing wrong in the planner's files, with where, what, what was expected and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from model.reading.places import Finding, Place

LONGEST_VALUE = 60


@dataclass(frozen=True)
class Problem:
    """severity: error (no Case is made) or warning. line 0 = the file as a whole; column also holds a setting's dotted path.

    found: the trouble in words; when empty, the sentence says that the value is not what was expected.
    """

    code: str
    file: str
    line: int
    column: str
    value: str
    expected: str
    repair: str
    severity: str
    found: str = ""

    @classmethod
    def of(cls, finding: Finding, code: str, severity: str) -> Problem:
        """The problem a finding of a check is."""
        place = finding.place
        return cls(code, place.file, place.line, place.column, finding.value, finding.expected, finding.repair, severity,
                   finding.found)

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    @property
    def order(self) -> tuple:
        """Sorts problems by file and line."""
        return self.file, self.line, self.column, self.code, self.value

    def sentence(self) -> str:
        """One readable line: place, trouble, repair."""
        found = self.found or f"{_quoted(self.value)} is not {self.expected}"
        return " ".join(f"{Place(self.file, self.line, self.column)}: {found}. {self.repair}".split())


def _quoted(value: str) -> str:
    shown = value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
    return f'"{shown}"'
