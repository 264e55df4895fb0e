"""The sheet `case` of a workbook to the tree that case.yaml would be: dotted names become groups, numbered ones lists."""

from __future__ import annotations

from types import MappingProxyType

from model.reading.folder import RawTable
from model.reading.places import SETTINGS_SHEET, Finding, Place
from model.reading.strict_yaml import Node
from model.schema.dictionary import Column, Table, input_tables

_COLUMNS = (Column("setting", "text", "The setting's dotted name.", required=True), Column("value", "text", "Its value.", required=True),
            *(column for column in input_tables()["areas"].columns.values() if column.name in ("source", "note")))
SETTINGS_TABLE = Table(SETTINGS_SHEET, "a setting", MappingProxyType({column.name: column for column in _COLUMNS}), required=True,
                       key=("setting",))


def settings_tree(sheet: RawTable, findings: list[Finding]) -> Node:
    """The tree of the sheet's settings; rows that cannot be placed in it are added to the findings."""
    values: dict[str, Node] = {}
    for row, (path, value) in enumerate(zip(sheet.columns["setting"], sheet.columns["value"])):
        place = Place(sheet.table.file, sheet.lines[row], path)
        if row in sheet.broken:
            continue
        if path in values:
            findings.append(Finding(place, path, "a setting given once", "Keep one of the two.",
                                    f"{path} is given twice (first in row {values[path].line})", "duplicate_setting"))
        elif not path:
            findings.append(Finding(place, value, "beside the name of a setting", "Name the setting, or delete the row.",
                                    f'"{value}" stands without the name of a setting', "wrong_shape"))
        else:
            values[path] = Node(_truth(value), place.line)
    _without_groups_that_are_values(values, sheet.table.file, findings)
    return _node(values, sheet.table.file, "", findings)


def _truth(value: str) -> str:
    """A spreadsheet's own truth value as case.yaml would have it."""
    return {"TRUE": "yes", "FALSE": "no"}.get(value, value)


def _without_groups_that_are_values(values: dict[str, Node], file: str, findings: list[Finding]) -> None:
    for path in list(values):
        if any(other.startswith(f"{path}.") for other in values):
            node = values.pop(path)
            if not node.is_empty:
                findings.append(Finding(Place(file, node.line, path), node.words(), "a group of settings",
                                        "Delete the row: the settings of the group stand in rows of their own.", code="wrong_shape"))


def _node(values: dict[str, Node], file: str, above: str, findings: list[Finding]) -> Node:
    """The group or list of these settings (dotted path below `above` -> value)."""
    below: dict[str, dict[str, Node]] = {}
    for path, node in values.items():
        name, _, rest = path.partition(".")
        below.setdefault(name, {})[rest] = node
    children = {name: part[""] if "" in part else _node(part, file, f"{above}{name}.", findings) for name, part in below.items()}
    line = min((node.line for node in values.values()), default=1)
    if not children or not all(name.isdecimal() for name in children):
        return Node(children, line)
    if sorted(map(int, children)) != list(range(1, len(children) + 1)):
        findings.append(Finding(Place(file, line, above.rstrip(".")), ", ".join(children), "numbers 1, 2, 3 ... without gaps",
                                "Number the parts from 1 without gaps.", code="wrong_shape"))
    return Node([children[name] for name in sorted(children, key=int)], line)
