"""The dictionary: every table, column and setting, loaded once from the YAML files of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

FOLDER = Path(__file__).parent
NUMBERS = ("number", "integer", "share")
LISTS = ("choices", "references")
TYPES = ("id", "text", *NUMBERS, "choice", "yes_no", "date", "reference", *LISTS, "levels")


class DictionaryError(ValueError):
    """The dictionary itself is wrong: a mistake of ours, never of the planner."""


@dataclass(frozen=True)
class Column:
    """A column of a table, or a setting (then `name` is its dotted path, and `terms` what a list of levels may weigh)."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    required: bool = False
    default: object = None
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()
    of: str = ""
    decided: bool = False
    terms: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.type in NUMBERS

    @property
    def is_list(self) -> bool:
        return self.type in LISTS


@dataclass(frozen=True)
class Table:
    """A table of inputs or results; `columns` holds the common columns (source, note) of inputs too, last."""

    name: str
    row: str
    columns: Mapping[str, Column]
    file: str = ""
    required: bool = False
    key: tuple[str, ...] = ()


@cache
def input_tables() -> Mapping[str, Table]:
    """Table name -> Table, of everything a case folder may hold."""
    page = _page("tables.yaml", {"common", "tables"})
    tables = {name: _table(name, entry, page["common"]) for name, entry in page["tables"].items()}
    for table in tables.values():
        for column in table.columns.values():
            if column.type in ("reference", "references") and column.of not in tables:
                raise DictionaryError(f"{table.name}.{column.name} refers to the unknown table {column.of!r}")
    return MappingProxyType(tables)


@cache
def result_tables() -> Mapping[str, Table]:
    """Table name -> Table, of everything a run writes."""
    tables = _page("results.yaml", {"tables"})["tables"]
    return MappingProxyType({name: _table(name, entry, {}) for name, entry in tables.items()})


@cache
def settings() -> Mapping[str, Column]:
    """Dotted path -> setting, of everything case.yaml may hold."""
    return MappingProxyType(dict(_settings_below("", _page("settings.yaml", {"settings"})["settings"])))


def setting_groups() -> tuple[str, ...]:
    """Dotted paths of the mappings that settings stand in."""
    return tuple(dict.fromkeys(path.rpartition(".")[0] for path in settings() if "." in path))


def _settings_below(above: str, entries: Mapping):
    for name, entry in entries.items():
        path = f"{above}.{name}" if above else name
        if "type" in entry:
            yield path, _column(path, entry)
        else:
            yield from _settings_below(path, entry)


def _page(file: str, allowed: set) -> dict:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    page = yaml.load((FOLDER / file).read_text(encoding="utf-8"), Loader=loader)
    if set(page) != allowed:
        raise DictionaryError(f"{file} holds {sorted(page)} instead of {sorted(allowed)}")
    return page


def _table(name: str, entry: Mapping, common: Mapping) -> Table:
    _only_known(name, entry, Table)
    columns = {column: _column(column, words) for column, words in {**entry["columns"], **common}.items()}
    key = tuple(entry.get("key", ()))
    if not set(key) <= set(columns):
        raise DictionaryError(f"the key of {name} is not among its columns")
    return Table(name, entry["row"], MappingProxyType(columns), entry.get("file", ""), bool(entry.get("required", False)), key)


def _column(name: str, entry: Mapping) -> Column:
    _only_known(name, entry, Column)
    if entry.get("type") not in TYPES:
        raise DictionaryError(f"{name} has the unknown type {entry.get('type')!r}")
    words = {key: tuple(value) if key in ("choices", "terms") else value for key, value in entry.items()}
    if words["type"] == "share":
        words = {"min": 0, "max": 1, **words}
    column = Column(name=name, **words)
    if column.type in ("choice", "choices") and not column.choices:
        raise DictionaryError(f"{name} has no choices")
    if column.type == "choice" and column.default is not None and column.default not in column.choices:
        raise DictionaryError(f"the default of {name} is not one of its choices")
    return column


def _only_known(name: str, entry: Mapping, kind: type) -> None:
    unknown = set(entry) - {field.name for field in fields(kind)} | ({"name"} & set(entry))
    if unknown:
        raise DictionaryError(f"{name} has unknown keys in the dictionary: {sorted(unknown)}")
