"""Comparison: runs of one case beside the first of them, as tidy tables. From here to a page: page.py; to files: files.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd
import yaml

from model.compare.basis import notes, runs_table, verdict
from model.compare.indicators import indicators
from model.compare.network import network, premises, staff
from model.compare.people import People
from model.compare.sides import Side, read_sides
from model.compare.trips import trips

LONGEST_WORD = 16


@dataclass(frozen=True)
class Comparison:
    """sides: the first run and those compared with it; notes: sentences on what makes them less comparable; tables: as in
    tables.yaml, where `run` says which run stands beside the first."""

    sides: list[Side]
    notes: list[str]
    tables: dict[str, pd.DataFrame]

    @property
    def first(self) -> Side:
        return self.sides[0]

    @property
    def others(self) -> list[Side]:
        return self.sides[1:]

    @cached_property
    def words(self) -> dict[str, str]:
        """Label -> what tables call the run: its own name, or a letter where a name is too long for the head of a column."""
        labels = [side.label for side in self.sides]
        if all(len(label) <= LONGEST_WORD for label in labels):
            return dict(zip(labels, labels))
        return {label: chr(ord("A") + number) if number < 26 else f"run {number + 1}" for number, label in enumerate(labels)}

    def pair(self, other: Side) -> tuple[str, str]:
        """What tables call the first run and another one."""
        return self.words[self.first.label], self.words[other.label]

    def as_dict(self) -> dict:
        """Notes and tables as records for scripts; indicators and children of the county only, and no trips of areas."""
        county = {name: rows[rows["municipality"] == ""] for name, rows in self.tables.items() if name in ("indicators", "children")}
        tables = {name: rows for name, rows in {**self.tables, **county}.items() if name != "trips"}
        return {"first": self.first.label, "notes": self.notes, **{name: rows.to_dict("records") for name, rows in tables.items()}}

    def of(self, table: str, run: Side) -> pd.DataFrame:
        """A table's rows of one run beside the first."""
        rows = self.tables[table]
        return rows[rows["run"] == run.label].reset_index(drop=True)


@cache
def columns() -> dict[str, dict]:
    """Table -> row and columns (type, unit, meaning): the dictionary of what a comparison writes."""
    return yaml.safe_load((Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8"))


def compare(names: Sequence[str], runs: Path | None = None) -> Comparison:
    """Compare the runs named (folders, names under `runs` or runs/, or today) with the first. Raises sides.Refused."""
    return compare_sides(read_sides(names, runs))


def compare_sides(sides: Sequence[Side]) -> Comparison:
    """The same of runs already read."""
    first, parts = sides[0], {table: [] for table in columns()}
    parts["runs"].append(runs_table(sides))
    for other in sides[1:]:
        for table, frame in _pair(first, other).items():
            parts[table].append(frame.assign(run=other.label))
    tables = {name: pd.concat(frames, ignore_index=True)[list(columns()[name]["columns"])] for name, frames in parts.items()}
    return Comparison(list(sides), notes(sides), tables)


def _pair(first: Side, other: Side) -> dict[str, pd.DataFrame]:
    """Every table of two runs."""
    people = People(first, trips(first, other))
    return {"verdicts": pd.DataFrame([verdict(first, other)]), "indicators": indicators(first, other), "network": network(first, other),
            "staff": staff(first, other), "premises": premises(first, other), "children": people.children_by_change(),
            "trips": people.trips_by_area(), "worst_hit_areas": people.worst_hit_areas()}
