"""The levels of the objective in case.yaml: a list of {terms: {term: weight, ...}, tolerance: share}."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from model.reading.numbers import NotANumber, read_number
from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.reading.words import did_you_mean
from model.schema.dictionary import Column

SHAPE = "a list of levels, each {terms: {term: weight, ...}, tolerance: share}"


def read_levels(node: Node, setting: Column, place: Place, findings: list[Finding]) -> list[dict]:
    """The levels as plain values; everything wrong in them is added to the findings."""
    if not isinstance(node.value, list) or not node.value:
        findings.append(_shape(place, "the levels of the objective are not such a list"))
        return []
    levels = []
    for number, level in enumerate(node.value, start=1):
        troubles = list(_troubles(level, number, setting, place))
        findings += troubles
        if not troubles:
            levels.append({"terms": {term: _number(weight) for term, weight in level.value["terms"].value.items()},
                           "tolerance": _number(level.value["tolerance"]) if "tolerance" in level.value else 0.0})
    return levels


def _troubles(level: Node, number: int, setting: Column, place: Place) -> Iterator[Finding]:
    parts = level.value if isinstance(level.value, dict) else {}
    terms = parts["terms"].value if "terms" in parts else None
    place = replace(place, line=level.line)
    if not isinstance(terms, dict) or not terms or not set(parts) <= {"terms", "tolerance"}:
        yield _shape(place, f"level {number} of the objective is not {SHAPE.removeprefix('a list of levels, each ')}")
        return
    for term, weight in terms.items():
        there = replace(place, line=weight.line)
        if term not in setting.terms:
            words = f"one of {', '.join(setting.terms)}"
            yield Finding(there, term, words, did_you_mean(term, setting.terms),
                          f'level {number}: "{term}" is not {words}', "unknown_word")
        yield from _number_troubles(weight, f"level {number}: the weight of {term}", math.inf, there)
    if "tolerance" in parts:
        node = parts["tolerance"]
        yield from _number_troubles(node, f"level {number}: the tolerance", 1, replace(place, line=node.line))


def _number_troubles(node: Node, what: str, most: float, place: Place) -> Iterator[Finding]:
    wanted = "a number of at least 0" if most == math.inf else f"a number between 0 and {most:g}"
    value = _number(node)
    if math.isnan(value):
        yield Finding(place, node.words(), wanted, "", f'{what} is "{node.words()}", not {wanted}', "not_a_number")
    elif not 0 <= value <= most or math.isinf(value):
        yield Finding(place, node.words(), wanted, "", f"{what} is {node.words()}, not {wanted}", "number_out_of_range")


def _number(node: Node) -> float:
    try:
        return math.nan if not isinstance(node.value, str) or node.quoted else read_number(node.value, comma=False)
    except NotANumber:
        return math.nan


def _shape(place: Place, found: str) -> Finding:
    return Finding(place, "", SHAPE, "See the column guide for an example.", found, "wrong_shape")
