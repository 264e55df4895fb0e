"""What the checks look at: typed tables that know which cells to trust, and the Case and network drawn from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from model.case import Case, Settings
from model.checking.network import Network
from model.checking.references import mark_repeated_keys, mark_unknown_ids
from model.reading.folder import RawCase
from model.reading.places import Finding
from model.reading.typed import TypedTable, type_case


class Inputs:
    """A case on the way to becoming a Case.

    found: everything that reading, typing and linking found, by code. Cells with a finding are marked wrong in `tables`, so
    that no other check speaks of them again.
    """

    def __init__(self, raw: RawCase):
        typed = type_case(raw)
        self.raw, self.tables, self.typed_settings = raw, typed.tables, typed.settings
        self.settings = Settings(typed.settings.values)
        linked = [*mark_unknown_ids(typed.tables), *mark_repeated_keys(typed.tables)]
        self.found: dict[str, list[Finding]] = {}
        for finding in (*raw.findings, *typed.findings, *linked):
            self.found.setdefault(finding.code, []).append(finding)

    def __getitem__(self, table: str) -> TypedTable:
        return self.tables[table]

    def is_whole(self, needs: Mapping[str, str]) -> bool:
        """Every cell of these columns (table -> column names) and of these settings ("case" -> dotted paths) can be trusted."""
        return all(
            self.typed_settings.wrong.isdisjoint(names.split()) if table == "case" else self[table].is_whole(*names.split())
            for table, names in needs.items()
        )

    @cached_property
    def case(self) -> Case:
        """The tables as a Case; where a cell is wrong it holds what an empty cell means, so use it after is_whole only."""
        return Case(self.raw.folder.name, self.raw.folder, self.settings,
                    {name: table.frame for name, table in self.tables.items()}, *self._figures, dict(self.raw.hashes))

    @cached_property
    def network(self) -> Network:
        """Who could host what; use it after is_whole only."""
        return Network(self.case)

    @property
    def _figures(self) -> tuple[int, int]:
        """(figures in the tables, those of them whose row's source says assumption, for the whole row or for their column)."""
        figures = assumptions = 0
        for table in self.tables.values():
            assumed = [_assumed(text) for text in table.texts["source"]]
            for name, column in table.table.columns.items():
                if column.is_number:
                    figures += sum(map(bool, table.texts[name]))
                    assumptions += sum(1 for text, which in zip(table.texts[name], assumed) if text and (which is ALL or name in which))
        return figures, assumptions


ALL = frozenset({"every column"})


def _assumed(source: str) -> frozenset[str]:
    """Columns that a source calls assumptions: those after `assumption for`, else ALL where it says assumption at all."""
    source = source.lower()
    if "assumption" not in source.replace("assumption for ", ""):
        named = re.findall(r"assumption for ([a-z0-9_]+(?:, [a-z0-9_]+)*)", source)
        return frozenset(column for names in named for column in names.split(", "))
    return ALL
