"""A run's tidy tables as columns that people read: names beside ids, municipality beside places, words in the reader's language."""

from __future__ import annotations

import pandas as pd

from model.publish.run_folder import Run
from model.results.indicators import registry
from model.schema.dictionary import Column as Entry
from model.schema.dictionary import result_tables
from model.workbook.formats import number_format
from model.workbook.grid import Column, number_column
from model.workbook.words import Words

WORDS_OF_THE_MODEL = {"tier", "tier_today", "channel", "kind", "norm_rule", "status", "group", "until"}
UNIT_OF_THE_ROW = {"value", "today", "plan", "change", "worst_excess", "excess"}
NAMED = ("site", "service", "area", "mode", "profession", "vehicle", "partner", "client_group")
ITEMS = {"premises": "site", "staff": "profession", "recruiting": "profession", "staff_bank": "profession", "modes": "mode",
         "purchased": "service", "vehicles": "vehicle", "evenings": "profession", "worker_travel": "profession", "tier_changes": "site"}


class Reader:
    """What ids are called in one language, from the runs' own tables."""

    def __init__(self, runs: list[Run], words: Words):
        self.words = words
        self.names: dict[str, dict[str, str]] = {kind: {} for kind in (*NAMED, "indicator")}
        self.municipality: dict[str, dict[str, str]] = {"area": {}, "site": {}}
        for run in reversed(runs):  # the first run's names win
            self._learn(run.tables)
        self.names["indicator"] = {name: words.indicator(name) for name in registry()}
        self.names["worst_service"] = self.names["service"]
        self.names["supervisor"] = self.names["supervised"] = self.names["profession"]
        self.names["companion"] = self.names["partner"] | self.names["service"]

    def _learn(self, tables: dict[str, pd.DataFrame]) -> None:
        for kind, table in (("site", "sites"), ("area", "areas")):
            if table in tables:
                self.names[kind] |= dict(zip(tables[table][kind], tables[table]["name"]))
                self.municipality[kind] |= dict(zip(tables[table][kind], tables[table]["municipality"]))
        if "names" in tables:
            for row in tables["names"].itertuples():
                self.names[row.kind][row.id] = getattr(row, f"name_{self.words.language}")

    def columns(self, name: str, table: pd.DataFrame) -> list[Column]:
        """The table's columns, readable: `run` first where the table has it (several runs below each other), ids last."""
        found = [Column("run", self.words.column("run"), list(table["run"]))] if "run" in table else []
        ids = []
        for entry in result_tables()[name].columns.values():
            (ids if entry.type == "id" else found).append(self._column(name, entry, table))
            found += self._beside(name, entry, table)
        return [*found, *ids]

    def _column(self, name: str, entry: Entry, table: pd.DataFrame) -> Column:
        heading, values, meaning = self.words.column(entry.name, name), table[entry.name], self.words.meaning(entry.meaning)
        if entry.type in ("number", "share"):
            unit = "share" if entry.type == "share" else entry.unit
            if entry.name in UNIT_OF_THE_ROW and "unit" in table:
                forms = [number_format(of_row, entry.name == "change") for of_row in table["unit"]]
                return Column(entry.name, heading, values.tolist(), "", meaning, forms)
            return number_column(entry.name, heading, values.tolist(), unit, self.words, meaning)
        return Column(entry.name, heading, self._texts(name, entry, table), "", meaning)

    def _texts(self, name: str, entry: Entry, table: pd.DataFrame) -> list[str]:
        values = table[entry.name].tolist()
        if entry.type == "yes_no":
            return [self.words.value("yes" if value else "no") for value in values]
        if entry.name == "unit" and entry.type == "text":
            return [self.words.unit(value) for value in values]
        if name == "deadlines" and entry.name == "services":
            return [", ".join(self.names["service"].get(service, service) for service in value.split("|")) for value in values]
        if name == "bundles" and entry.name == "missing":
            return [", ".join(self.names["companion"].get(part, part) for part in value.split("|")) for value in values]
        if name == "hosted_services" and entry.name == "staff":
            return [", ".join(map(self._team, value.split(", "))) for value in values]
        if name == "changes" and entry.name in ("today", "plan"):
            return [self._state(kind, value) for kind, value in zip(table["kind"], values)]
        if entry.name in WORDS_OF_THE_MODEL or (entry.name == "term" and name in ("costs", "terms")):
            return [self.words.value(value) for value in values]
        return values

    def _team(self, part: str) -> str:
        """`nurse 2.50` with the profession's name."""
        profession, _, fte = part.rpartition(" ")
        return f"{self.names['profession'].get(profession, profession)} {fte}"

    def _state(self, kind: str, value: str) -> str:
        """What is today or in the plan: a tier, a mode, or FTE."""
        if kind == "staff_moves":
            return f"{value} {self.words.unit('FTE')}"
        return self.names["mode"].get(value, value) if kind.startswith(("service", "mode")) else self.words.value(value)

    def _beside(self, name: str, entry: Entry, table: pd.DataFrame) -> list[Column]:
        """Name and municipality of an id, where the table does not say them itself."""
        columns, kind = result_tables()[name].columns, entry.name
        ids = table[kind].tolist()
        found = []
        if kind == "item":
            found.append(self._named("item", [self.names[ITEMS[term]].get(value, value) for term, value in zip(table["term"], ids)]))
        elif self.names.get(kind) and not (kind in ("site", "area") and "name" in columns):
            found.append(self._named(kind, [self.names[kind].get(value, "") for value in ids]))
        if kind in self.municipality and "municipality" not in columns and ("area" not in columns or kind == "area"):
            of_place = self.municipality[kind]
            found.append(Column("municipality", self.words.column("municipality"), [of_place.get(value, "") for value in ids]))
        return found

    def _named(self, kind: str, values: list[str]) -> Column:
        return Column(f"{kind}_name", self.words.column(f"{kind}_name"), values)
