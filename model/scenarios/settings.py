"""Settings a scenario changes: the leaves of its `settings`, put into the tree of case.yaml."""

from __future__ import annotations

import json

from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.scenarios.keys import is_blank, shape
from model.scenarios.record import SETTING, SETTINGS_TABLE, Entry, Trace
from model.schema.defaults import default_setting
from model.schema.dictionary import setting_groups, settings


def read_settings(node: Node, place: Place, findings: list[Finding], above: str = "") -> dict[str, Node]:
    """Dotted path -> value. A path the dictionary does not know is kept: the check of the changed case names it."""
    if not isinstance(node.value, dict) or not node.value:
        findings.append(shape(place, node, "a group of settings (name: value)"))
        return {}
    leaves: dict[str, Node] = {}
    for key, child in node.value.items():
        path = f"{above}.{key}" if above else key
        if path in setting_groups():
            leaves |= read_settings(child, Place(place.file, child.line, f"settings.{path}"), findings, path)
        else:
            leaves[path] = child
    return leaves


def change_settings(tree: Node, layer: str, file: str, leaves: dict[str, Node], trace: Trace) -> Node:
    """The tree of case.yaml with the leaves put in; what was changed before is a finding and stays."""
    for path, node in leaves.items():
        place = Place(file, node.line, f"settings.{path}")
        if path in trace.settings:
            first = trace.settings[path]
            trace.findings.append(Finding(place, path, "a setting changed once", "Keep one of the two.",
                                          f"{path} is already changed in {Place(first.file, first.line)}", "changed_twice"))
            continue
        before, after = _words(_given(tree, path), path), _words(node, path)
        trace.settings[path] = place
        if before == after:
            trace.findings.append(Finding(place, after, "another value than the case has", "Leave it out.",
                                          f"{path} is {after} already", "change_without_effect"))
        else:
            trace.entries.append(Entry(layer, file, node.line, SETTING, SETTINGS_TABLE, "", path, before, after))
        tree = _put(tree, path.split("."), node)
    return tree


def _given(tree: Node, path: str) -> Node | None:
    for name in path.split("."):
        if not isinstance(tree.value, dict) or name not in tree.value:
            return None
        tree = tree.value[name]
    return tree


def _put(tree: Node, path: list[str], node: Node) -> Node:
    """A copy of the tree with the node at the path; groups are made where case.yaml has none."""
    if not isinstance(tree.value, dict) and not tree.is_empty:
        return tree  # case.yaml is wrong here, and the check says so
    children = dict(tree.value) if isinstance(tree.value, dict) else {}
    name, *below = path
    children[name] = _put(children.get(name, Node({}, node.line)), below, node) if below else node
    return Node(children, tree.line)


def _words(node: Node | None, path: str) -> str:
    """A setting's value as text; what is not given says its default."""
    if node is None or is_blank(node):
        setting = settings().get(path)
        value = "" if setting is None else default_setting(setting)
        if value is True or value is False:
            return "yes" if value else "no"
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        return f"{value:g}" if isinstance(value, float) and value == value else str(value) if value == value else ""
    return node.value if isinstance(node.value, str) else json.dumps(_plain(node), ensure_ascii=False)


def _plain(node: Node):
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items()}
    return [_plain(child) for child in node.value] if isinstance(node.value, list) else node.value
