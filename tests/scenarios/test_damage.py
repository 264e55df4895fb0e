"""One healthy case, one scenario with one thing wrong: it is named where it stands, and nothing else speaks up."""

from __future__ import annotations

import re

import pytest

from model.checking.catalogue import CATALOGUE, ERROR
from model.checking.catalogue import SCENARIOS as CHECKS
from model.scenarios.read import check_scenario, list_scenarios
from tests.scenarios.damaged import SCENARIOS
from tests.scenarios.hand import sentences, tiny, write
from tests.tiny import write_tiny

SEVERITY = {check.code: check.severity for check in CATALOGUE}


@pytest.mark.parametrize("damage", SCENARIOS, ids=str)
def test_damage_is_named_and_nothing_else(tmp_path, damage):
    write_tiny(tmp_path)
    for name, text in damage.below.items():
        write(tmp_path, name, text)
    path = write(tmp_path, "one", damage.text)
    if damage.head:
        path.write_text(damage.head + "\n" + damage.text, encoding="utf-8")
    checked = check_scenario(tmp_path, "one")
    assert [problem.code for problem in checked.problems] == [damage.code], sentences(checked)
    problem = checked.problems[0]
    assert (problem.file, problem.line, problem.column) == (damage.file, damage.line, damage.column), sentences(checked)
    assert problem.severity == SEVERITY[damage.code]
    assert (checked.case is None) == (problem.severity == ERROR)
    assert re.match(r"\S+( line \d+)?(, setting \S+)?: .+\.", problem.sentence()), problem.sentence()
    assert problem.expected and (problem.repair or problem.code == "scenario_shape")
    assert "\n" not in problem.sentence()


def test_every_check_of_scenarios_has_a_damage():
    assert {damage.code for damage in SCENARIOS} == {check.code for check in CHECKS}


@pytest.mark.parametrize(("content", "code", "line"), [
    (b"name: one\nwhy: K\xe4ytt\xf6\nsettings: {budget_keur: 500}\n", "file_not_utf8", 2),
    (b"name: one\nwhy: x\x00\n", "stray_character", 2),
    (b"", "empty_file", 0),
    (b"name: one\nwhy: [x\n", "not_yaml", 3), (b"name: &a one\nwhy: *a\n", "yaml_feature", 1)])
def test_what_is_wrong_with_any_file_is_named_in_a_scenario_file_too(tmp_path, content, code, line):
    write_tiny(tmp_path)
    write(tmp_path, "one", "").write_bytes(content)
    checked = check_scenario(tmp_path, "one")
    assert {(problem.code, problem.file) for problem in checked.problems} == {(code, "scenarios/one.yaml")}
    assert checked.problems[0].line == line and checked.case is None


def test_a_key_given_twice_is_named(tmp_path):
    checked = tiny(tmp_path, "settings: {budget_keur: 500}\nsettings: {budget_keur: 600}\n")
    assert [(problem.code, problem.line, problem.column) for problem in checked.problems] == [("duplicate_setting", 4, "settings")]


@pytest.mark.parametrize(("file", "name"), [("two.yml", "two"), ("base.yaml", "base")])
def test_a_file_that_can_be_no_scenario_is_named_in_the_list(tmp_path, file, name):
    write_tiny(tmp_path)
    write(tmp_path, name, "settings: {budget_keur: 500}\n").rename(tmp_path / "scenarios" / file)
    (checked,) = list_scenarios(tmp_path)
    assert [(problem.code, problem.file) for problem in checked.problems] == [("scenario_name", f"scenarios/{file}")]
    assert checked.case is None


def test_all_problems_at_once_with_repairs(tmp_path):
    checked = tiny(tmp_path, """
        settings: {budgetkeur: 500}
        changes:
          - table: sits
            where: {site: S1}
            set: {rooms: 3}
          - table: sites
            where: {site: S11}
            set: {rooms: 3}
          - table: sites
            where: {site: S2}
            set: {rooms: two, opening_day: 5}
          - table: professions
            where: {profession: nurse}
            multiply: {name_fi: 0.9, fte_available: 90 %}
    """, cells={"areas/A1/lat": "x"})
    named = [(problem.code, problem.file.removeprefix("scenarios/"), problem.line, problem.column, problem.value)
             for problem in checked.problems]
    assert named == [
        ("not_a_number", "areas.csv", 2, "lat", "x"), ("unknown_setting", "one.yaml", 3, "settings.budgetkeur", "budgetkeur"),
        ("unknown_changed_table", "one.yaml", 5, "table", "sits"), ("where_matches_nothing", "one.yaml", 9, "where.site", "S11"),
        ("unknown_changed_column", "one.yaml", 13, "set.opening_day", "opening_day"), ("not_a_number", "one.yaml", 13, "set.rooms", "two"),
        ("cannot_be_multiplied", "one.yaml", 16, "multiply.fte_available", "90 %"),
        ("cannot_be_multiplied", "one.yaml", 16, "multiply.name_fi", "name_fi")]
    text = sentences(checked)
    for repair in ('"budget_keur"', '"sites"', '"S1"', '"opening_days"', "0.9"):
        assert repair in text
    assert "demand_beyond_rooms" in checked.waiting
