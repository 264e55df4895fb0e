"""Changes of a scenario file as written: table, rows, and one of set, multiply, add, remove. Nothing is looked up in the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.reading.numbers import NotANumber, read_number
from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.reading.words import did_you_mean, few
from model.scenarios.keys import cell, group, is_blank, meant, shape, text, texts
from model.schema.dictionary import Table, input_tables

ACTIONS = ("set", "multiply", "add", "remove")
KEYS = ("table", "where", *ACTIONS)
EVERY_ROW = "all"


@dataclass(frozen=True)
class Change:
    """One change of a layer; place is where it begins.

    where: column -> the values of which a row holds one; empty: every row.
    cells: of set and multiply, column -> value or factor; rows: of add, (place, column -> value).
    """

    layer: str
    place: Place
    table: Table
    action: str
    where: Mapping[str, list[Node]] = field(default_factory=dict)
    cells: Mapping[str, Node] = field(default_factory=dict)
    rows: tuple[tuple[Place, Mapping[str, Node]], ...] = ()


def read_changes(node: Node, layer: str, place: Place, findings: list[Finding]) -> tuple[Change, ...]:
    """The changes of a layer that can be made; everything wrong in the way they are written is added to the findings."""
    if not isinstance(node.value, list) or not node.value:
        findings.append(shape(place, node, "a list of changes (- table: ...)"))
        return ()
    read = [_change(item, layer, Place(place.file, item.line, "changes"), findings) for item in node.value]
    return tuple(change for change in read if change)


def _change(node: Node, layer: str, place: Place, findings: list[Finding]) -> Change | None:
    parts = group(node, place, KEYS, findings)
    if parts is None:
        return None
    mistyped = meant(node, KEYS)
    table = None if "table" in mistyped else _table(parts, place, findings)
    action = "" if not mistyped.isdisjoint(ACTIONS) else _action(parts, place, findings)
    if not table or not action or ("where" in mistyped and action != "add"):
        return None
    there = Place(place.file, parts[action].line, action)
    if action == "add":
        if "where" in parts:
            findings.append(Finding(Place(place.file, parts["where"].line, "where"), "where", "left out of an added row",
                                    "Leave it out: added rows go to the end of the table.",
                                    "where has no meaning beside add", "scenario_shape"))
        return Change(layer, place, table, action, rows=_rows(parts[action], table, there, findings))
    where = _where(parts.get("where"), table, Place(place.file, place.line, "where"), findings)
    cells = {} if action == "remove" else _cells(parts[action], table, there, findings)
    if action == "remove" and parts[action].value not in ("yes", "true"):
        findings.append(shape(there, parts[action], "yes", "Write remove: yes, or leave the change out."))
        return None
    if action == "multiply":
        cells = {column: factor for column, factor in cells.items() if _may_multiply(column, factor, table, there, findings)}
    return None if where is None else Change(layer, place, table, action, where, cells)


def _table(parts: Mapping[str, Node], place: Place, findings: list[Finding]) -> Table | None:
    node = parts.get("table")
    there = Place(place.file, node.line if node else place.line, "table")
    name = text(node, there, "Say which table the change is made in.", findings)
    if name and name not in input_tables():
        repair = did_you_mean(name.removesuffix(".csv"), input_tables()) or f"The tables are {few(input_tables(), 40)}."
        findings.append(Finding(there, name, "a table of the case", repair, code="unknown_changed_table"))
    return input_tables().get(name)


def _action(parts: Mapping[str, Node], place: Place, findings: list[Finding]) -> str:
    given = [action for action in ACTIONS if action in parts]
    if len(given) == 1:
        return given[0]
    wanted = "exactly one of set, multiply, add and remove"
    if given:
        findings.append(Finding(place, " and ".join(given), wanted, "Make a change of its own (- table: ...) of each.",
                                f"the change says {' and '.join(given)}, not {wanted}", "scenario_shape"))
    else:
        findings.append(Finding(place, "", wanted, "Say what the change does: set, multiply, add or remove.",
                                "the change does nothing", "missing_scenario_key"))
    return ""


def _where(node: Node | None, table: Table, place: Place, findings: list[Finding]) -> dict[str, list[Node]] | None:
    """None where it cannot be said which rows are meant."""
    if node is None or is_blank(node):
        findings.append(Finding(place, "", "filled in", "Say which rows, as in where: {site: kihnio}; where: all means every row.",
                                "where is missing", "missing_scenario_key"))
        return None
    if node.value == EVERY_ROW:
        return {}
    place = Place(place.file, node.line, "where")
    before = len(findings)
    columns = _columns(node, table, place, findings)
    where = {name: texts(values, Place(place.file, values.line, f"where.{name}"), findings) for name, values in columns.items()}
    for name in [name for name, values in columns.items() if values.value == []]:
        findings.append(shape(place.at(f"where.{name}"), columns[name], "a value, or a list of values [a, b]"))
    return where if where and len(findings) == before else None


def _cells(node: Node, table: Table, place: Place, findings: list[Finding]) -> dict[str, Node]:
    """The columns that can be read, with their single values."""
    cells = _columns(node, table, place, findings)
    for name, value in list(cells.items()):
        if not isinstance(value.value, str):
            several = isinstance(value.value, list) and all(isinstance(part.value, str) for part in value.value)
            repair = f"Write {'|'.join(map(cell, value.value))}." if several and table.columns[name].is_list else ""
            findings.append(shape(Place(place.file, value.line, f"{place.column}.{name}"), cells.pop(name), "a single value", repair))
    return cells


def _columns(node: Node, table: Table, place: Place, findings: list[Finding]) -> dict[str, Node]:
    """The columns of the table that a group names; others are findings."""
    if not isinstance(node.value, dict) or not node.value:
        findings.append(shape(place, node, "a group (column: value)"))
        return {}
    for name, child in node.value.items():
        if name not in table.columns:
            repair = did_you_mean(name, table.columns) or f"The columns are {few(table.columns, 40)}."
            findings.append(Finding(Place(place.file, child.line, f"{place.column}.{name}"), name, f"a column of {table.file}", repair,
                                    code="unknown_changed_column"))
    return {name: child for name, child in node.value.items() if name in table.columns}


def _rows(node: Node, table: Table, place: Place, findings: list[Finding]) -> tuple[tuple[Place, Mapping[str, Node]], ...]:
    if not isinstance(node.value, list) or not node.value:
        findings.append(shape(place, node, "a list of rows (- {column: value, ...})"))
        return ()
    rows = []
    for row in node.value:
        there = Place(place.file, row.line, "add")
        if cells := _cells(row, table, there, findings):
            rows.append((there, cells))
    return tuple(rows)


def _may_multiply(column: str, factor: Node, table: Table, place: Place, findings: list[Finding]) -> bool:
    there = Place(place.file, factor.line, f"multiply.{column}")
    if not table.columns[column].is_number:
        findings.append(Finding(there, column, f"a column of numbers of {table.file}", "Use set for words.",
                                f"{column} holds no numbers, so it cannot be multiplied", "cannot_be_multiplied"))
        return False
    try:
        if factor.quoted:
            raise NotANumber("not_a_number", factor.value)
        read_number(factor.value, comma=False)
    except NotANumber as trouble:
        repair = f"Did you mean {trouble.suggestion}?" if trouble.suggestion else "0.85 takes 15 % off, 1.1 adds 10 %."
        findings.append(Finding(there, factor.value, "a factor: a number with a decimal point, without quotes", repair,
                                code="cannot_be_multiplied"))
        return False
    return True
