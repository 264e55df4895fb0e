"""Rows of a table that is being changed: which of them a `where` means, what they are called, and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from model.reading.cells import Wrong, read_cell
from model.reading.folder import RawTable
from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.reading.words import did_you_mean, few
from model.scenarios.keys import cell
from model.schema.defaults import empty_value
from model.schema.dictionary import Column, Table


class Rows:
    """A copy of a raw table. A row is spoken of by its position; `lines` names it for good (see Trace)."""

    def __init__(self, raw: RawTable):
        self.raw = replace(raw, columns={name: list(cells) for name, cells in raw.columns.items()}, lines=list(raw.lines),
                           broken=set(raw.broken), untrusted=set(raw.untrusted))

    @property
    def table(self) -> Table:
        return self.raw.table

    @property
    def lines(self) -> list[int]:
        return self.raw.lines

    def can_be_read(self, columns: Iterable[str]) -> bool:
        """The file and these columns can be trusted; where not, the check of the case says why."""
        return self.raw.sound and self.raw.untrusted.isdisjoint(columns)

    def texts(self, column: str) -> list[str]:
        """The cells of a column (made, and empty, where the file has none)."""
        return self.raw.columns.setdefault(column, [""] * len(self.lines))

    def meanings(self, column: str) -> list:
        """The typed cells of a column: 3 and 3.0 are alike, and so are an empty cell and its default."""
        known: dict[str, object] = {}
        return [known[text] if text in known else known.setdefault(text, self.meaning(text, column)) for text in self.texts(column)]

    def meaning(self, text: str, column: str):
        """The typed value of a cell; a text that cannot be read means itself."""
        return _meaning(text, self.table.columns[column], self.raw.delimiter == ",")

    def key(self, row: int) -> str:
        """What a row is called: the filled cells of its key."""
        return self.key_words(self.texts(name)[row] for name in self.table.key)

    @staticmethod
    def key_words(texts: Iterable[str]) -> str:
        return ", ".join(text for text in texts if text)

    def keys(self, rows: Iterable[int]) -> str:
        """A few rows in words."""
        return few([self.key(row) for row in rows], 3)

    def matching(self, where: Mapping[str, list[Node]], place: Place, findings: list[Finding]) -> list[int]:
        """The rows that hold, in each column, one of its values; a value that no row holds is a finding."""
        fits = [True] * len(self.lines)
        before = len(findings)
        for column, nodes in where.items():
            meanings = self.meanings(column)
            known = set(meanings)
            for node in nodes:
                if self.meaning(cell(node), column) not in known:
                    findings.append(self._no_such_value(node, column, place))
            wanted = {self.meaning(cell(node), column) for node in nodes}
            fits = [fit and meaning in wanted for fit, meaning in zip(fits, meanings)]
        rows = [row for row, fit in enumerate(fits) if fit]
        if not rows and len(findings) == before:
            words = " and ".join(f"{name} {few([cell(node) or 'empty' for node in nodes], 3)}" for name, nodes in where.items())
            found = f"no row of {self.table.file} has {words} together" if where else f"{self.table.file} has no rows"
            findings.append(Finding(Place(place.file, place.line, "where"), words, f"what some row of {self.table.file} holds",
                                    "See the table for what stands side by side.", found, "where_matches_nothing"))
        return rows

    def _no_such_value(self, node: Node, column: str, place: Place) -> Finding:
        known = [text for text in dict.fromkeys(self.texts(column)) if text]
        repair = did_you_mean(node.value, known) or f"There are {few(sorted(known))}."
        words = f'{column} "{node.value}"' if cell(node) else f"an empty {column}"
        return Finding(Place(place.file, node.line, f"where.{column}"), node.value, f"what some row of {self.table.file} holds", repair,
                       f"no row of {self.table.file} has {words}", "where_matches_nothing")

    def remove(self, rows: list[int]) -> None:
        gone = set(rows)
        kept = [row for row in range(len(self.lines)) if row not in gone]
        self.raw.broken = {new for new, old in enumerate(kept) if old in self.raw.broken}
        self.raw.columns = {name: [cells[row] for row in kept] for name, cells in self.raw.columns.items()}
        self.raw.lines = [self.lines[row] for row in kept]

    def add(self, texts: Mapping[str, str], line: int) -> None:
        """A row at the end; a table that had no file has one now."""
        for column in texts:
            self.texts(column)
        for column, cells in self.raw.columns.items():
            cells.append(texts.get(column, ""))
        self.raw.lines.append(line)
        self.raw.given = True


def _meaning(text: str, column: Column, comma_separated: bool):
    if not text:
        value = empty_value(column)
        return "" if value != value else value
    try:
        value = read_cell(text, column, comma_separated)
    except Wrong:
        return text
    return tuple(sorted(value)) if column.is_list else value
