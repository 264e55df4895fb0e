"""The grid: what is written, and what its factors make of a case, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.schema.dictionary import input_tables, settings
from model.sweeping.ask import run_name
from model.sweeping.grid import AXES, WrongGrid, combinations, read_grid
from model.sweeping.layer import NothingToMultiply, check_run
from tests.scenarios.hand import write
from tests.tiny import write_tiny


def test_a_grid_is_read_and_crossed():
    grid = read_grid(["demand=0.9,1.0,1.1", "budget = 0.95, 1"])
    assert grid == {"demand": (0.9, 1.0, 1.1), "budget": (0.95, 1.0)}
    names = [run_name("base", factors) for factors in combinations(grid)]
    assert names == ["base_demand=0.9_budget=0.95", "base_demand=0.9", "base_budget=0.95", "base", "base_demand=1.1_budget=0.95",
                     "base_demand=1.1"]
    assert combinations({}) == [{}]


@pytest.mark.parametrize("text, words", [
    ("demand", "AXIS=FACTOR"), ("demnad=0.9", 'Did you mean "demand"?'), ("weather=1", "There are demand, budget, staff"),
    ("demand=0,9", '"0" is no factor'), ("demand=-1", "no factor"), ("demand=nan", "no factor"), ("demand=1e9", "no factor"),
    ("demand=", "no factor"), ("demand=0.9,abc", '"abc" is no factor'), ("demand=0.9,0.90", "twice")])
def test_a_grid_that_cannot_be_meant(text, words):
    with pytest.raises(WrongGrid) as error:
        read_grid([text, "staff=2", "staff=3"])
    assert len(error.value.reasons) == 2 and words in error.value.reasons[0] and "given twice" in error.value.reasons[1]


def changed(folder, scenario="base", **factors):
    """The changed case, and its record as (table, key, column, before, after)."""
    checked = check_run(folder, scenario, factors, "name")
    assert checked.case is not None, [problem.sentence() for problem in checked.problems]
    assert checked.case.scenario == "name"
    record = checked.scenario.changes
    return checked.case, list(record[["table", "key", "column", "before", "after"]].itertuples(index=False, name=None))


def test_demand_multiplies_rates_and_counts(tmp_path):
    """Clinic 100, 200 and 300 visits at one a child, a tenth more: 110, 220, 330; 1,000 therapy visits a year: 1,100."""
    folder = write_tiny(tmp_path, demand=[{"service": "clinic", "groups": "age_0_2", "visits_per_person": 1, "source": "test"},
                                          {"service": "therapy", "groups": "age_3_6", "visits_per_year": 1000, "source": "test"}])
    case, record = changed(folder, demand=1.1)
    assert np.allclose(case.visits["clinic"], [110, 220, 330]) and case.visits["therapy"].sum() == pytest.approx(1100)
    assert [row[2:] for row in record] == [("visits_per_person", "1", "1.1"), ("visits_per_year", "1000", "1100")]


def test_staff_multiplies_what_the_scenario_has_left(tmp_path):
    """Five nurses; a tenth away: 4.5; a tenth of those: 4.05. Five therapists: 4.5. Both steps are in the record."""
    folder = write_tiny(tmp_path)
    write(folder, "few", "changes: [{table: professions, where: {profession: nurse}, multiply: {fte_available: 0.9}}]\n")
    case, record = changed(folder, "few", staff=0.9)
    assert list(case.professions["fte_available"]) == pytest.approx([4.05, 4.5])
    assert [row[-2:] for row in record] == [("5", "4.5"), ("4.5", "4.05"), ("5", "4.5")]


def test_budget_multiplies_the_setting(tmp_path):
    folder = write_tiny(tmp_path, settings={"budget_keur": 600})
    case, record = changed(folder, budget=0.95)
    assert case.settings.budget_keur == 570 and record == [("case", "", "budget_keur", "600", "570")]


def test_a_budget_of_the_scenario_is_multiplied(tmp_path):
    folder = write_tiny(tmp_path)
    write(folder, "poor", "settings: {budget_keur: 800}\n")
    case, _ = changed(folder, "poor", budget=0.5)
    assert case.settings.budget_keur == 400


def test_a_budget_that_is_not_there(tmp_path):
    with pytest.raises(NothingToMultiply, match=r"nothing to multiply: case\.yaml setting budget_keur is empty"):
        changed(write_tiny(tmp_path), budget=0.95)


def test_rooms_premises_and_several_at_once(tmp_path):
    """Two rooms doubled; premises of 100, 60 and 40 keur a quarter dearer: 125, 75, 50."""
    case, record = changed(write_tiny(tmp_path), rooms=2.0, premises=1.25)
    assert list(case.sites["rooms"]) == [4, 4]
    assert case.sites[["cost_campus_keur", "cost_station_keur", "cost_local_station_keur"]].to_numpy().tolist() == [[125, 75, 50]] * 2
    assert len(record) == 2 + 6


def test_people_by_staff_area_and_rooms_by_type_follow(tmp_path):
    """Five nurses are three in the north, one in the south and one of the bank; a tenth fewer: 4.5 = 2.7 + 0.9 + 0.9."""
    pools = [{"staff_area": area, "profession": "nurse", "fte_available": people} for area, people in (("north", 3), ("south", 1))]
    folder = write_tiny(tmp_path, pools=pools, staff_bank=[{"profession": "nurse", "fte": 1}],
                        room_types=[{"site": "S1", "room_type": "group", "rooms": 1}],
                        cells={"sites/S1/staff_area": "north", "sites/S2/staff_area": "south"})
    case, _ = changed(folder, staff=0.9, rooms=1.5)
    assert list(case.pools["fte_available"]) == pytest.approx([2.7, 0.9]) and list(case.staff_bank["fte"]) == pytest.approx([0.9])
    assert list(case.room_types["rooms"]) == [1.5]


def test_every_axis_names_columns_that_there_are():
    """And a cost of premises that is added to the dictionary is not forgotten."""
    for axis in AXES.values():
        assert all(input_tables()[table].columns[column].is_number for table, column in axis.cells)
        assert all(path in settings() for path in axis.settings)
    costs = {name for name in input_tables()["sites"].columns if name.startswith("cost_")}
    assert {column for _, column in AXES["premises"].cells} == costs


def test_travel_multiplies_the_table_and_the_estimates(tmp_path):
    """A drive of 10 minutes becomes 12; an estimate a + b * km^c becomes 1.2 a + 1.2 b * km^c, so 1.2 times as long."""
    given, _ = changed(write_tiny(tmp_path / "given"), travel=1.2)
    assert given.minutes.loc["A1", "S1"] == pytest.approx(12)
    folder = write_tiny(tmp_path / "estimated", travel=None)
    before, _ = changed(folder, rooms=2.0)
    after, _ = changed(folder, travel=1.2)
    assert np.allclose(after.minutes, 1.2 * before.minutes, atol=0.011)  # both are rounded to 0.01


def test_the_same_factors_are_the_same_question_and_others_are_not(tmp_path):
    folder = write_tiny(tmp_path)
    hashes = [changed(folder, **factors)[0].input_hashes for factors in ({"staff": 0.9}, {"staff": 0.9}, {"staff": 0.8})]
    assert hashes[0] == hashes[1] and hashes[0] != hashes[2]


def test_a_scenario_with_errors_is_named_where_it_errs(tmp_path):
    folder = write_tiny(tmp_path)
    write(folder, "bad", "changes: [{table: sites, where: {site: S9}, set: {rooms: 3}}]\n")
    checked = check_run(folder, "bad", {"staff": 0.9}, "name")
    assert checked.case is None and checked.errors[0].file == "scenarios/bad.yaml"


def test_factors_that_break_the_case_are_named(tmp_path):
    """Rooms may be 500 at most: 2 rooms times 300 are 600."""
    checked = check_run(write_tiny(tmp_path, cells={"sites/S1/rooms": 20}), "base", {"rooms": 30.0}, "name")
    assert checked.case is None and "grid rooms=30" in checked.errors[0].sentence()
