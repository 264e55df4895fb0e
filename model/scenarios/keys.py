"""Keys of a scenario file: groups whose keys are known, single values, and the findings where they are something else."""

from __future__ import annotations

from collections.abc import Collection

from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.reading.words import did_you_mean, few, nearest


def group(node: Node, place: Place, known: Collection[str], findings: list[Finding], kind: str = "a key") -> dict[str, Node] | None:
    """The known keys of a group (name: value); other keys are findings. None, and a finding, where the node is no group."""
    if not isinstance(node.value, dict):
        findings.append(shape(place, node, "a group (name: value)"))
        return None
    for key, child in node.value.items():
        if key not in known:
            there = Place(place.file, child.line, f"{place.column}.{key}" if place.column else key)
            repair = did_you_mean(key, known) or f"Known are {few(known, 40)}."
            findings.append(Finding(there, key, f"{kind} of a scenario file", repair, code="unknown_scenario_key"))
    return {key: child for key, child in node.value.items() if key in known}


def meant(node: Node, known: Collection[str]) -> set[str]:
    """The known keys that mistyped keys of a group probably mean: these are not called missing a second time."""
    keys = node.value if isinstance(node.value, dict) else ()
    return {nearest(key, known) for key in keys if key not in known} - {""}


def text(node: Node | None, place: Place, meaning: str, findings: list[Finding]) -> str:
    """The text of a key that must be filled in; "" and a finding where it is missing, empty or no single value."""
    if node is None or is_blank(node):
        findings.append(Finding(place, "", "filled in", meaning, f"{place.column} is {'empty' if node else 'missing'}",
                                "missing_scenario_key"))
        return ""
    if not isinstance(node.value, str):
        findings.append(shape(place, node, "a single value"))
        return ""
    return " ".join(node.value.split())


def texts(node: Node, place: Place, findings: list[Finding]) -> list[Node]:
    """The single values of a key that holds one or a list of them."""
    nodes = node.value if isinstance(node.value, list) else [node]
    for part in nodes:
        if not isinstance(part.value, str):
            findings.append(shape(Place(place.file, part.line, place.column), part, "a value, or a list of values [a, b]"))
    return [part for part in nodes if isinstance(part.value, str)]


def is_blank(node: Node) -> bool:
    return node.is_empty or (isinstance(node.value, str) and not node.value.strip())


def cell(node: Node) -> str:
    """A single value as the text of a cell; YAML's words for nothing empty it."""
    return "" if node.is_empty else node.value


def shape(place: Place, node: Node, expected: str, repair: str = "See the column guide for an example.") -> Finding:
    words = f'"{node.words()}"' if isinstance(node.value, str) else node.words()
    return Finding(place, node.words(), expected, repair, f"{words} stands where {expected} belongs", "scenario_shape")
