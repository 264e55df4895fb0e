"""The cases shipped under inputs/: no error in them or in their scenarios, and today's network keeps every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.checking.check import check_folder
from model.results.today import evaluate
from model.scenarios.read import list_scenarios

CASES = sorted(path.parent for path in (Path(__file__).parents[2] / "inputs").glob("*/case.yaml"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_shipped_case_is_sound(folder):
    checked = check_folder(folder)
    assert checked.case is not None, [problem.sentence() for problem in checked.errors]
    assert not checked.warnings, [problem.sentence() for problem in checked.warnings]
    report = evaluate(checked.case).audit
    assert report.passed, report.violations.to_string()


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_its_scenarios_check(folder):
    wrong = {scenario.own or scenario.problems for scenario in list_scenarios(folder) if scenario.case is None}
    assert not wrong
