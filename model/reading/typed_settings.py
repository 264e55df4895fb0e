"""case.yaml to typed settings: every scalar by the setting's declared type, never by YAML's guesses."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.reading.cells import Wrong, read_cell
from model.reading.folder import SETTINGS_FILE
from model.reading.levels import read_levels
from model.reading.numbers import NotANumber, read_number
from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.reading.words import did_you_mean, few, nearest
from model.schema.defaults import default_setting, put_setting
from model.schema.dictionary import Column, setting_groups, settings


@dataclass
class TypedSettings:
    """values: nested as in the file, defaults filled in; lines: dotted path -> line; wrong: paths that cannot be trusted."""

    values: dict = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    file: str = SETTINGS_FILE

    def place(self, path: str) -> Place:
        return Place(self.file, self.lines.get(path, 0), path)


def type_settings(tree: Node | None, findings: list[Finding], file: str = SETTINGS_FILE) -> TypedSettings:
    """Type the tree of case.yaml (None: it could not be read, and nothing more is said); findings are added to the list."""
    typed, given, meant = TypedSettings(file=file), {}, set()
    if tree is not None:
        _sort(tree, "", given, meant, findings, file)
    for path, setting in settings().items():
        node, value = given.get(path), default_setting(setting)
        if node is not None and not node.is_empty:
            typed.lines[path] = node.line
            value = _value(node, setting, typed, findings)
        elif path in meant or tree is None:
            typed.wrong.add(path)
        elif setting.required:
            typed.wrong.add(path)
            findings.append(Finding(Place(file, node.line if node else 0, path), "", "filled in", setting.meaning,
                                    "the setting is missing", "missing_setting"))
        put_setting(typed.values, path, value)
    return typed


def _sort(node: Node, above: str, given: dict[str, Node], meant: set[str], findings: list[Finding], file: str) -> None:
    """Sort nodes into the dictionary's settings; others are findings, and what was meant by them is not called missing."""
    if not isinstance(node.value, dict):
        if not node.is_empty:
            findings.append(Finding(Place(file, node.line, above), node.words(), "a group of settings (name: value)",
                                    code="wrong_shape"))
        return
    for key, child in node.value.items():
        path = f"{above}.{key}" if above else key
        if path in settings():
            given[path] = child
        elif path in setting_groups():
            _sort(child, path, given, meant, findings, file)
        else:
            known = _names_below(above)
            meant.add(f"{above}.{nearest(key, known)}" if above else nearest(key, known))
            repair = did_you_mean(key, known) or _other_place(key) or f"The settings here are {few(known, 20)}."
            findings.append(Finding(Place(file, child.line, path), key, "a setting", repair, code="unknown_setting"))


def _names_below(above: str) -> list[str]:
    start = f"{above}." if above else ""
    return list(dict.fromkeys(path.removeprefix(start).split(".")[0] for path in settings() if path.startswith(start)))


def _other_place(name: str) -> str:
    for path in settings():
        group, _, last = path.rpartition(".")
        if last == name:
            return f"It belongs under {group}." if group else "It belongs to the top level."
    return ""


def _value(node: Node, setting: Column, typed: TypedSettings, findings: list[Finding]):
    """The typed value; a setting that does not fit is marked wrong and holds its default."""
    place = typed.place(setting.name)
    if setting.type == "levels":
        before = len(findings)
        levels = read_levels(node, setting, place, findings)
        if len(findings) == before:
            return levels
    else:
        try:
            return _scalar(node, setting)
        except Wrong as trouble:
            findings.append(Finding(place, node.words(), trouble.expected, trouble.repair, trouble.found, trouble.code))
    typed.wrong.add(setting.name)
    return default_setting(setting)


def _scalar(node: Node, setting: Column):
    if not isinstance(node.value, str):
        raise Wrong("wrong_shape", "a single value", "", f"{node.words()} stands where a single value belongs")
    if not node.value.strip():
        raise Wrong("empty_required_cell", "filled in", setting.meaning, "the text is empty")
    if setting.is_number and ("," in node.value or node.quoted):
        raise _not_plain(node)
    if setting.type == "yes_no" and node.value in ("true", "false"):
        return node.value == "true"  # YAML's own words, which the JSON Schema knows too
    value = read_cell(node.value, setting)
    return int(value) if setting.type == "integer" else value


def _not_plain(node: Node) -> Wrong:
    """A number with a decimal comma or in quotes: in YAML both are texts."""
    try:
        read_number(node.value)
        repair = f"Write {node.value.replace(',', '.')} without quotes."
    except NotANumber as trouble:
        repair = f"Did you mean {trouble.suggestion}?" if trouble.suggestion else ""
    return Wrong("not_a_number", "a number with a decimal point, without quotes", repair)
