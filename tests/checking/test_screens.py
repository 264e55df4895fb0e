"""Screens are honest: what they call impossible has no plan, and cases that have a plan are not called impossible."""

import pytest
from pyomo.contrib.appsi.solvers import Highs

from model.bench.seeded import seeded_county
from model.checking.catalogue import CATALOGUE, ERROR
from model.checking.check import check_folder
from model.checking.inputs import Inputs
from model.formulation.build import build
from model.reading.folder import read_folder
from model.schema.dictionary import input_tables
from tests.checking.damaged_screens import SCREENS
from tests.tiny import write_settings, write_table, write_tiny

ERRORS = {check.code for check in CATALOGUE if check.severity == ERROR}
# A lock on a pair that is not HOSTABLE cannot even be built.
SOLVABLE = [damage for damage in SCREENS if damage.code in ERRORS - {"lock_impossible"}]


@pytest.mark.parametrize("damage", SOLVABLE, ids=str)
def test_what_a_screen_calls_impossible_has_no_plan(tmp_path, damage):
    m = build(Inputs(read_folder(write_tiny(tmp_path, **damage.changes))).case)
    solver = Highs()
    solver.config.load_solution = False
    assert solver.solve(m).termination_condition.name == "infeasible"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("slack", [0.01, 0.05])
def test_feasible_counties_are_not_called_impossible(tmp_path, seed, slack):
    case = seeded_county(seed, areas=40, sites=8, services=6, professions=4, slack=slack)
    for name, table in input_tables().items():
        rows = [{column: cell(value) for column, value in row.items()} for row in case.tables[name].to_dict("records")]
        if rows:
            write_table(tmp_path / table.file, name, rows)
    settings = case.settings
    write_settings(tmp_path, {"weeks_per_year": float(settings.weeks_per_year), "budget_keur": float(settings.budget_keur),
                              "lone_worker_rule": settings.lone_worker_rule})
    checked = check_folder(tmp_path)
    assert [problem.sentence() for problem in checked.errors] == []
    assert checked.waiting == ()


def cell(value):
    """A typed value as a cell's text."""
    if isinstance(value, tuple):
        return "|".join(value)
    return "" if value != value else value
