"""A damage: the healthy tiny case harmed in one place, and the one problem that must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.tiny import write_tiny

# Rows of tables the tiny case has none of.
EXTRA = {
    "guarantees": {"municipality": "Loppu", "service": "clinic", "days_per_week": 1, "owner": "Board", "reason": "far",
                   "date": "2024-03-31"},
    "locks": {"service": "clinic", "site": "S2", "lock": "must_host", "reason": "promised"},
    "counts": {"tier": "station", "municipality": "", "minimum": 1, "maximum": 2, "reason": "strategy"},
}


@dataclass(frozen=True)
class Damage:
    """What is done to the tiny case, and where the problem `code` must then stand (line 0 = the whole file).

    mended: cells that, changed so on top, make the problem go away (for screens: just within the limit).
    """

    code: str
    file: str
    line: int
    column: str = ""
    changes: Mapping = field(default_factory=dict)
    edit: Callable[[Path], None] | None = None
    name: str = ""
    mended: Mapping = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        write_tiny(folder, **self.changes)
        if self.edit:
            self.edit(folder)
        return folder

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


def cell(code: str, path: str, value, line: int = 2, name: str = "", **changes) -> Damage:
    """One cell of the tiny case (on the first row unless said otherwise)."""
    table, column = path.split("/")[0], path.split("/")[-1]
    cells = {path: value, **changes.pop("cells", {})}
    return Damage(code, f"{table}.csv", line, column, {"cells": cells, **changes}, name=name)


def extra(code: str, table: str, column: str, value, **changes) -> Damage:
    """One cell of a table the tiny case has no rows of."""
    add = {**changes.pop("add", {}), table: [{**EXTRA[table], column: value}]}
    return Damage(code, f"{table}.csv", 2, column, {"add": add, **changes})


def setting(code: str, path: str, value, line: int = 6, **changes) -> Damage:
    return Damage(code, "case.yaml", line, path, {"settings": {path: value}, **changes})


def text(code: str, file: str, old: str, new: str, line: int, column: str = "", name: str = "") -> Damage:
    """A text in a file replaced once."""

    def edit(folder: Path) -> None:
        before = (folder / file).read_text(encoding="utf-8")
        assert old in before
        (folder / file).write_text(before.replace(old, new, 1), encoding="utf-8", newline="")

    return Damage(code, file, line, column, edit=edit, name=name)


def content(code: str, file: str, what: bytes | None, line: int = 0, name: str = "") -> Damage:
    """A file with other bytes, or none."""

    def edit(folder: Path) -> None:
        if what is None:
            (folder / file).unlink()
        else:
            (folder / file).write_bytes(what)

    return Damage(code, file, line, edit=edit, name=name)
