"""One healthy case, one damage: each check of the catalogue names its damage, and nothing else speaks up."""

import re

import pytest

from model.checking.catalogue import CATALOGUE, ERROR
from model.checking.check import check_folder
from tests.checking.damaged_change import CHANGE
from tests.checking.damaged_files import CELLS, READING
from tests.checking.damaged_screens import SCREENS
from tests.checking.damaged_tables import CONSISTENCY, REFERENCES
from tests.checking.damaged_together import SCREENED_TOGETHER, TOGETHER
from tests.checking.damaged_ways import SCREENED_WAYS, WAYS
from tests.scenarios.damaged import SCENARIOS
from tests.tiny import write_tiny

DAMAGES = [*READING, *CELLS, *REFERENCES, *CONSISTENCY, *CHANGE, *WAYS, *TOGETHER, *SCREENS, *SCREENED_WAYS,
           *SCREENED_TOGETHER]
CHECKS = {check.code: check for check in CATALOGUE}


def sentences(checked) -> str:
    return "\n".join(f"{problem.code}: {problem.sentence()}" for problem in checked.problems)


@pytest.mark.parametrize("three_sites", [False, True])
def test_healthy_case_has_no_problem(tmp_path, three_sites):
    checked = check_folder(write_tiny(tmp_path, three_sites=three_sites))
    assert checked.problems == (), sentences(checked)
    assert checked.case is not None


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_damage_is_named_and_nothing_else(tmp_path, damage):
    folder = tmp_path / "tiny"
    damage.write(folder)
    checked = check_folder(folder if damage.code != "no_case_folder" else tmp_path / "nowhere")
    assert [problem.code for problem in checked.problems] == [damage.code], sentences(checked)
    problem = checked.problems[0]
    assert (problem.file, problem.line, problem.column) == (damage.file, damage.line, damage.column), sentences(checked)
    assert problem.severity == CHECKS[damage.code].severity
    assert (checked.case is None) == (problem.severity == ERROR)
    assert re.match(r"\S+( line \d+)?(, (column|setting) \S+)?: .+\.", problem.sentence()), problem.sentence()
    assert problem.expected
    assert "\n" not in problem.sentence()


@pytest.mark.parametrize("damage", [*SCREENS, *SCREENED_WAYS, *SCREENED_TOGETHER], ids=str)
def test_screen_is_silent_at_the_limit(tmp_path, damage):
    cells = {**damage.changes["cells"], **damage.mended}
    checked = check_folder(write_tiny(tmp_path, **{**damage.changes, "cells": cells}))
    assert not checked.problems, sentences(checked)


def test_every_check_has_a_damage():
    assert {damage.code for damage in (*DAMAGES, *SCENARIOS)} == set(CHECKS)


def test_codes_are_unique_and_checks_are_described():
    assert len(CHECKS) == len(CATALOGUE)
    for check in CATALOGUE:
        assert check.severity in ("error", "warning")
        assert check.meaning.endswith(".") and re.fullmatch(r"[a-z0-9_]+", check.code)
        assert set(check.after) <= set(CHECKS)
