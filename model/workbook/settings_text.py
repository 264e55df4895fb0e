"""Settings between case.yaml and a sheet: dotted names and values, comments as notes, and case.yaml written from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from model.reading.numbers import read_number
from model.reading.strict_yaml import Node
from model.schema.dictionary import settings


def flat(tree: Node, above: str = "") -> dict[str, str]:
    """Dotted name -> text of every value in the tree; parts of lists are numbered from 1. What is empty is left out."""
    if isinstance(tree.value, str):
        return {} if tree.is_empty else {above: tree.value}
    parts = enumerate(tree.value, start=1) if isinstance(tree.value, list) else tree.value.items()
    found: dict[str, str] = {}
    for name, part in parts:
        found |= flat(part, f"{above}.{name}" if above else str(name))
    return found


def comments(text: str) -> dict[str, str]:
    """Dotted name -> the comment lines above it and the comment behind it, of the text of case.yaml."""
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    return dict(_comments_below(tree, "", text.splitlines(), [], set())) if tree is not None else {}


def _comments_below(node: yaml.Node, path: str, lines: list[str], before: list[str], seen: set[int]) -> Iterator[tuple[str, str]]:
    """before: comments of the groups that begin here, which go to their first value; seen: lines whose comments are placed."""
    if isinstance(node, yaml.ScalarNode):
        behind = lines[node.end_mark.line][node.end_mark.column:].lstrip(" ,}]") if node.end_mark.line < len(lines) else ""
        words = [*before, behind.removeprefix("#").strip()] if behind.startswith("#") else before
        if words:
            yield path, "\n".join(words)
        return
    if isinstance(node, yaml.SequenceNode):
        parts = [(str(number), part, part) for number, part in enumerate(node.value, start=1)]
    else:
        parts = [(key.value, key, part) for key, part in node.value]
    for name, begin, part in parts:
        line = begin.start_mark.line
        above = [] if line in seen else _comment_above(line, lines)
        seen.add(line)
        yield from _comments_below(part, f"{path}.{name}" if path else name, lines, [*before, *above], seen)
        before = []


def _comment_above(line: int, lines: list[str]) -> list[str]:
    first = line
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return [text.lstrip().removeprefix("#").strip() for text in lines[first:line]]


def case_yaml(values: Mapping[str, str], notes: Mapping[str, str]) -> str:
    """The text of case.yaml with these settings (dotted name -> text) and notes as comments above them."""
    return "\n".join([*_lines(values, notes, "", ""), ""])


def _lines(values: Mapping[str, str], notes: Mapping[str, str], above: str, indent: str) -> Iterator[str]:
    names = list(dict.fromkeys(path.partition(".")[0] for path in values))
    for name in names:
        path = f"{above}{name}"
        below = {rest.partition(".")[2]: value for rest, value in values.items() if rest.partition(".")[0] == name}
        if "" in below:
            yield from _as_comments(notes.get(path, ""), indent)
            yield f"{indent}{name}: {_scalar(path, below[''])}"
        elif all(part.partition(".")[0].isdecimal() for part in below):
            yield f"{indent}{name}:"
            yield from _list(below, notes, path, f"{indent}  ")
        else:
            yield f"{indent}{name}:"
            yield from _lines(below, notes, f"{path}.", f"{indent}  ")


def _list(values: Mapping[str, str], notes: Mapping[str, str], above: str, indent: str) -> Iterator[str]:
    """The parts of a list, each on one line, in the order of their numbers."""
    numbers = sorted({int(path.partition(".")[0]) for path in values})
    for number in numbers:
        part: dict = {}
        for path, text in values.items():
            first, *names, last = path.split(".")
            if int(first) == number:
                yield from _as_comments(notes.get(f"{above}.{path}", ""), indent)
                place = part
                for name in names:
                    place = place.setdefault(name, {})
                place[last] = _number(text)
        yield f"{indent}- {yaml.safe_dump(part, default_flow_style=True, sort_keys=False, width=10_000).strip()}"


def _as_comments(note: str, indent: str) -> Iterator[str]:
    yield from (f"{indent}# {line}".rstrip() for line in note.splitlines())


def _scalar(path: str, text: str) -> str:
    """Numbers and words plain, texts in quotes where YAML asks for them."""
    setting = settings()[path]
    value = _number(text) if setting.is_number else text
    if setting.type == "yes_no":
        return text
    style = '"' if isinstance(value, str) and "\n" in value else None
    return yaml.safe_dump(value, allow_unicode=True, width=10_000, default_style=style).removesuffix("\n").removesuffix("\n...")


def _number(text: str) -> float | int:
    value = read_number(text)
    return int(value) if value == int(value) else value
