"""Strict YAML: a tree of plain texts with their lines. Nothing is guessed: NO stays "NO", 00100 stays "00100".

Typing is left to whoever knows what a key should hold. Refused, with the line: duplicate keys, anchors and aliases, tags,
several documents, keys that are not plain words, tabs for indentation and anything else that is not YAML.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from model.reading.places import Finding, Place


@dataclass(frozen=True)
class Node:
    """value: str for a scalar, dict of Nodes or list of Nodes; quoted: the scalar stands in quotes, so "" is not empty."""

    value: str | dict[str, Node] | list[Node]
    line: int
    quoted: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was written (or YAML's words for nothing)."""
        return isinstance(self.value, str) and not self.quoted and self.value in ("", "~", "null")

    def words(self) -> str:
        """The value for a sentence."""
        if isinstance(self.value, str):
            return self.value
        return "a list" if isinstance(self.value, list) else "a group of settings"


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Finding]]:
    """The tree of a YAML text (None when it cannot be read or is empty) and what is wrong with it."""
    try:
        findings = _refused_features(text, file)
        if findings:
            return None, findings
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        return None, [_not_yaml(error, file)]
    if tree is None:
        return None, [Finding(Place(file), "an empty file", "settings, one a line (name: value)",
                              found="the file is empty", code="empty_file")]
    return _node(tree, file, findings), findings


def _refused_features(text: str, file: str) -> list[Finding]:
    """Findings of what YAML offers but a settings file should not use."""
    findings, documents = [], 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        documents += isinstance(event, yaml.DocumentStartEvent)
        word = ""
        if isinstance(event, yaml.AliasEvent):
            word = f"*{event.anchor}"
        elif getattr(event, "anchor", None):
            word = f"&{event.anchor}"
        elif isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            word = event.tag
        elif isinstance(event, yaml.DocumentStartEvent) and documents > 1:
            word = "---"
        if word:
            place = Place(file, event.start_mark.line + 1)
            findings.append(Finding(place, word, "plain settings (no anchors, aliases, tags or second document)",
                                    "Write the value out where it is needed.", code="yaml_feature"))
    return findings


def _node(tree: yaml.Node, file: str, findings: list[Finding]) -> Node:
    line = tree.start_mark.line + 1
    if isinstance(tree, yaml.ScalarNode):
        return Node(tree.value, line, quoted=tree.style is not None)
    if isinstance(tree, yaml.SequenceNode):
        return Node([_node(part, file, findings) for part in tree.value], line)
    children: dict[str, Node] = {}
    for key, value in tree.value:
        place = Place(file, key.start_mark.line + 1)
        if not isinstance(key, yaml.ScalarNode):
            findings.append(Finding(place, "a key of several parts", "a plain word as key", code="yaml_feature"))
        elif key.value in children:
            first = children[key.value].line
            findings.append(Finding(place.at(key.value), key.value, "a setting given once", "Keep one of the two.",
                                    f"{key.value} is given twice (first near line {first})", "duplicate_setting"))
        else:
            node = _node(value, file, findings)
            children[key.value] = Node(node.value, place.line, node.quoted)
    return Node(children, line)


def _not_yaml(error: yaml.YAMLError, file: str) -> Finding:
    mark, begin = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    mark = mark or begin
    trouble = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    repair = "Indent with spaces; put texts with : or # in quotes."
    if "\\t" in str(trouble):
        trouble, repair = "a tab stands where YAML wants spaces", "Replace tabs by spaces."
    where = f" (in what begins on line {begin.line + 1})" if begin and begin.line != mark.line else ""
    place = Place(file, mark.line + 1 if mark else 0)
    return Finding(place, str(trouble), "YAML", repair, f"this is not YAML: {trouble}{where}", "not_yaml")
