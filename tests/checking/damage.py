"""A damage: the healthy tiny case harmed in one place, and the one problem that must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.closeness import NAMED, PATHWAY, SIDE
from tests.tiny import write_tiny
from tests.ways import CARE, MOBILE, PUPILS, ROOM_TYPES, SCHOOL, V1

# Rows of tables the tiny case has none of.
EXTRA = {
    "guarantees": {"municipality": "Loppu", "service": "clinic", "days_per_week": 1, "owner": "Board", "reason": "far",
                   "date": "2024-03-31"},
    "locks": {"service": "clinic", "site": "S2", "lock": "must_host", "reason": "promised"},
    "counts": {"tier": "station", "municipality": "", "minimum": 1, "maximum": 2, "reason": "strategy"},
    "pools": {"staff_area": "north", "profession": "nurse", "fte_available": 4},
    "supervision": {"supervisor": "therapist", "supervised": "nurse", "span": 10},
    "separate_teams": {"municipality": "Loppu", "team": "mates", "reason": "a team of its own"},
    "deadlines": {"services": "clinic", "profession": "nurse", "staff_area": "north", "deadline_days": 5, "target_share": 0.9,
                  "hours_per_case": 2},
    "staff_bank": {"profession": "nurse", "fte": 1, "travel_share": 0.2},
    "pupils": PUPILS[0],
    "public_transport": {"area": "A1", "site": "S1", "transit_minutes": 25},
    "vehicles": V1,
    "room_types": ROOM_TYPES["add"]["room_types"][0],
    "residential_care": CARE["add"]["residential_care"][0],
    "partners": {"partner": "reception", "kind": "county", **NAMED},
    "together": SIDE["add"]["together"][0],
    "pathways": PATHWAY["add"]["pathways"][0],
    "pathway_services": PATHWAY["add"]["pathway_services"][0],
}
# What a row of EXTRA needs around it to be healthy.
NORTH = {"sites/*/staff_area": "north"}
MATES = {"staffing": [{"service": "therapy", "profession": "nurse", "hours_per_visit": 0.1, "team": "mates"}]}
TEAMED = {"staffing/clinic/nurse/team": "mates"}
AROUND = {
    "separate_teams": {"cells": TEAMED, "add": MATES},
    "deadlines": {"cells": NORTH},
    "pools": {"cells": NORTH, "add": {"staff_bank": [EXTRA["staff_bank"]]}},
    "staff_bank": {"cells": NORTH, "add": {"pools": [EXTRA["pools"]]}},
    "pupils": {**SCHOOL, "add": {table: rows for table, rows in SCHOOL["add"].items() if table != "pupils"}},
    "vehicles": {**MOBILE, "add": {table: rows for table, rows in MOBILE["add"].items() if table != "vehicles"}},
    "room_types": {"cells": ROOM_TYPES["cells"]},
    "sites": {"add": {"partners": [EXTRA["partners"]]}},
    "together": {"add": {"partners": [EXTRA["partners"]]}},
    "pathways": {"add": {"pathway_services": PATHWAY["add"]["pathway_services"]}},
    "pathway_services": {"add": {"pathways": PATHWAY["add"]["pathways"],
                                 "pathway_services": PATHWAY["add"]["pathway_services"][1:]}},
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
