"""Strict YAML: texts with lines, no guesses; what could mean two things is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reading.strict_yaml import read_yaml
from model.reading.typed_settings import type_settings
from model.schema.dictionary import settings

HEAD = "name: Tiny\ncounty: Tiny county\nyear: 2024\n"


def typed(text):
    tree, findings = read_yaml(text, "case.yaml")
    assert findings == []
    found = []
    return type_settings(tree, found), found


def test_lines_and_texts():
    tree, findings = read_yaml("a: 1\nb:\n  - x\n  - c: 'NO'\n", "case.yaml")
    assert findings == []
    assert (tree.value["a"].value, tree.value["a"].line) == ("1", 1)
    assert (tree.value["b"].line, tree.value["b"].value[0].line) == (2, 3)
    assert tree.value["b"].value[1].value["c"].quoted


WORDS = ["NO", "no", "off", "00100", "1e3", "2024-01-01", "1:30", "0x1F", "0o17", "1_000", "true", "=", "<<"]


@pytest.mark.parametrize("word", WORDS)
def test_texts_stay_as_written(word):
    case, found = typed(HEAD.replace("Tiny county", word))
    assert (case.values["county"], found) == (word, [])


@pytest.mark.parametrize(("text", "value"), [("1e1", 10.0), ("010", 10.0), ("46", 46.0), ("46.5", 46.5)])
def test_numbers_are_read_by_the_type_of_the_setting(text, value):
    case, found = typed(HEAD + f"weeks_per_year: {text}\n")
    assert (case.values["weeks_per_year"], found) == (value, [])


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("no", False), ("true", True), ("false", False)])
def test_yes_and_no(text, value):
    case, found = typed(HEAD + f"allow_unmet: {text}\n")
    assert (case.values["allow_unmet"], found) == (value, [])


@pytest.mark.parametrize("text", ["1:30", "0x1F", "1_0", "'46'", "46,5", ".inf", ".nan", "x"])
def test_no_number_for_the_setting(text):
    case, found = typed(HEAD + f"weeks_per_year: {text}\n")
    assert [(finding.code, finding.place.line) for finding in found] == [("not_a_number", 4)]
    assert case.wrong == {"weeks_per_year"}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_means_the_default(text):
    case, found = typed(HEAD + f"weeks_per_year: {text}\n")
    assert (case.values["weeks_per_year"], found) == (46.0, [])


@pytest.mark.parametrize(("text", "code", "line"), [
    ("a: 1\nb: 2\na: 3\n", "duplicate_setting", 3), ("a:\n  b: 1\n  b: 2\n", "duplicate_setting", 3),
    ("a: &x 1\nb: *x\n", "yaml_feature", 1), ("a: 1\nb: !!python/name:os.system x\n", "yaml_feature", 2),
    ("a: !count 3\n", "yaml_feature", 1), ("a: 1\n---\nb: 2\n", "yaml_feature", 2), ("? [a, b]\n: 1\n", "yaml_feature", 1),
    ("a:\n\tb: 1\n", "not_yaml", 2), ("a: 1\nb: {c: 1\nd: 2\n", "not_yaml", 3), ("a: 'x\nb: 2\n", "not_yaml", 3),
    ("a: b: c\n", "not_yaml", 1), ("a: \x07\n", "not_yaml", 0), ("", "empty_file", 0), ("# only a note\n", "empty_file", 0),
])
def test_refused_with_the_line(text, code, line):
    _, findings = read_yaml(text, "case.yaml")
    assert (findings[0].code, findings[0].place.line) == (code, line)


@given(st.text(max_size=60) | st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,?\n\t ", max_size=40))
def test_no_text_makes_the_reader_fail(text):
    tree, findings = read_yaml(text, "case.yaml")
    assert tree is not None or findings
    if tree is not None:
        type_settings(tree, [])


def test_every_fault_of_the_levels_is_named():
    _, found = typed(HEAD + "objective:\n  levels:\n    - terms: {cost: 1, changes: x}\n      tolerance: 2\n    - 5\n")
    assert [(finding.code, finding.place.line) for finding in found] == [
        ("unknown_word", 6), ("not_a_number", 6), ("number_out_of_range", 7), ("wrong_shape", 8)]


def test_settings_not_given_have_their_defaults():
    case, _ = typed(HEAD)
    assert case.values["travel_estimate"]["detour_factor"] == 1.27
    assert [level["tolerance"] for level in case.values["objective"]["levels"]] == [0.001, 0.0, 0.0]
    assert set(case.lines) == {"name", "county", "year"}
    assert len(settings()) == len({*settings()})


def test_a_setting_in_the_wrong_group_is_told_where_it_belongs():
    _, found = typed(HEAD + "detour_factor: 1.3\n")
    assert found[0].repair == "It belongs under travel_estimate."
