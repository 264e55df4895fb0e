"""All problems at once, sorted, without follow-on problems; a healthy county is quick."""

import dataclasses
import time

import pytest

from model.case import AGE_BANDS
from model.checking.check import MOST_ALIKE, check_folder, check_raw
from model.checking.problem import Problem
from model.reading.folder import read_folder
from tests.tiny import tiny_rows, write_settings, write_table, write_tiny


def codes(checked) -> list[str]:
    return [problem.code for problem in checked.problems]


def test_all_problems_at_once_sorted_by_file_and_line(tmp_path):
    checked = check_folder(write_tiny(tmp_path, settings={"budgetkeur": 1}, cells={
        "sites/S2/rooms": "two", "sites/S1/status": "must_keep", "hosting/clinic/S2/mode": "weekli",
        "services/clinic/remote_share_today": 0.5, "areas/A3/population": 10, "demand/therapy/visits_per_person": ""}))
    assert [(problem.file, problem.line, problem.code) for problem in checked.problems] == [
        ("areas.csv", 4, "more_young_than_people"), ("case.yaml", 6, "unknown_setting"), ("demand.csv", 3, "rate_or_count"),
        ("hosting.csv", 3, "unknown_id"), ("services.csv", 2, "remote_today_beyond_max"),
        ("sites.csv", 2, "status_without_reason"), ("sites.csv", 3, "not_a_number")]
    assert checked.case is None
    assert [len(checked.errors), len(checked.warnings)] == [6, 1]


def test_screens_wait_for_wrong_cells_they_need_and_only_for_those(tmp_path):
    # 600 visits of an hour need 0.6 FTE: said although a site's rooms are wrong; what rooms allow is not.
    cells = {"professions/nurse/fte_available": 0.1, "sites/S1/cost_campus_keur": "x"}
    assert codes(check_folder(write_tiny(tmp_path, cells=cells))) == ["work_beyond_pool", "not_a_number"]
    checked = check_folder(write_tiny(tmp_path, cells={"services/clinic/visit_minutes": 480, "sites/S1/rooms": "x"}))
    assert codes(checked) == ["not_a_number"]
    assert "demand_beyond_rooms" in checked.waiting


@pytest.mark.parametrize(("cells", "code"), [
    ({"areas/A1/municipality": ""}, "empty_required_cell"), ({"sites/S1/tiers": "campus|x"}, "unknown_word"),
    ({"services/clinic/modes": "weekly|x"}, "unknown_id"), ({"staffing/clinic/nurse/norm_groups": "x"}, "unknown_word"),
    ({"travel/A1/S1/travel_minutes": "-1"}, "number_out_of_range"), ({"demand/clinic/groups": "x"}, "unknown_word"),
    ({"professions/nurse/productive_hours": 0}, "number_out_of_range"), ({"modes/daily/days_per_week": "x"}, "not_a_number"),
])
def test_a_wrong_cell_has_no_follow_on_problems(tmp_path, cells, code):
    assert codes(check_folder(write_tiny(tmp_path, cells=cells))) == [code]


@pytest.mark.parametrize(("table", "column"), [("sites", "site"), ("sites", "rooms"), ("services", "tiers"), ("areas", "lat"),
                                               ("modes", "mode"), ("staffing", "profession"), ("demand", "groups")])
def test_a_missing_column_has_no_follow_on_problems(tmp_path, table, column):
    rows = [{name: value for name, value in row.items() if name != column} for row in tiny_rows()[table]]
    checked = check_folder(write_tiny(tmp_path, **{table: rows}))
    assert [(problem.code, problem.column) for problem in checked.problems] == [("missing_column", column)]


@pytest.mark.parametrize("table", ["areas", "services", "demand", "professions", "staffing", "sites", "modes", "hosting"])
def test_a_missing_table_has_no_follow_on_problems(tmp_path, table):
    checked = check_folder(write_tiny(tmp_path, **{table: None}))
    assert [(problem.code, problem.file) for problem in checked.problems] == [("missing_file", f"{table}.csv")]


def test_allow_unmet_makes_screens_of_demand_warnings(tmp_path):
    cells = {"services/therapy/min_rooms": 3, "professions/nurse/fte_available": 0.1}
    checked = check_folder(write_tiny(tmp_path, cells=cells, settings={"allow_unmet": True}))
    assert codes(checked) == ["service_without_site"]
    assert checked.case is not None


def test_very_many_alike_are_counted_with_their_lines(tmp_path):
    first = tiny_rows()["areas"][0]
    areas = [{**first, "area": f"B{n}", "lat": 61.6 + n / 1000, "population": "1 000"} for n in range(MOST_ALIKE + 50)]
    checked = check_folder(write_tiny(tmp_path, add={"areas": areas}, travel=None))
    assert set(codes(checked)) == {"thousand_separator"} and len(checked.problems) == MOST_ALIKE + 1
    assert "50 more are wrong in the same way, on lines 105-154" in checked.problems[-1].sentence()


def test_scenarios_may_check_changed_rows(tmp_path):
    raw = read_folder(write_tiny(tmp_path))
    raw.tables["sites"].columns["rooms"][1] = "3"
    assert check_raw(raw).case.sites["rooms"].tolist() == [2, 3]


def test_problem_is_frozen_and_says_one_sentence():
    problem = Problem("unknown_word", "sites.csv", 14, "tier_today", "statoin", "one of campus, station, local_station",
                      'Did you mean "station"?', "error")
    assert problem.sentence() == (
        'sites.csv line 14, column tier_today: "statoin" is not one of campus, station, local_station. Did you mean "station"?')
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.line = 3


def county(folder, areas: int, sites: int, services: int):
    """A county of tiny rows repeated, with a travel table."""
    rows = tiny_rows()
    area, site, service, ids = rows["areas"][0], rows["sites"], rows["services"][0], [f"k{n}" for n in range(services)]
    rows["areas"] = [{**area, "area": f"{n:05d}", "lat": 61 + n / 10_000, "lon": 23 + n % 7 / 10} for n in range(areas)]
    rows["sites"] = [{**site[n % 2], "site": f"S{n}", "municipality": "Alku", "lat": 61 + n / 1000} for n in range(sites)]
    rows["services"] = [{**service, "service": k} for k in ids]
    rows["demand"] = [{"service": k, "groups": band, "visits_per_person": 0.001} for k in ids for band in AGE_BANDS]
    rows["staffing"] = [{"service": k, "profession": profession, "hours_per_visit": 1}
                        for k in ids for profession in ("nurse", "therapist")]
    rows["hosting"] = [{"service": k, "site": f"S{m}", "mode": "daily"} for k in ids for m in range(0, sites, 2)]
    rows["travel"] = [{"area": area["area"], "site": site["site"], "travel_minutes": 5 + (n * 7 + m * 13) % 40 + n % 97 / 100}
                      for n, area in enumerate(rows["areas"]) for m, site in enumerate(rows["sites"])]
    rows["staff_today"] = []
    for table, its_rows in rows.items():
        write_table(folder / f"{table}.csv", table, its_rows)
    write_settings(folder, {})
    return folder


@pytest.mark.parametrize(("areas", "sites", "services", "seconds"), [(230, 52, 20, 1.0), (1000, 100, 5, 3.0)])
def test_a_county_is_checked_quickly(tmp_path, areas, sites, services, seconds):
    folder = county(tmp_path, areas, sites, services)
    start = time.perf_counter()
    checked = check_folder(folder)
    taken = time.perf_counter() - start
    assert not checked.errors, [problem.sentence() for problem in checked.errors][:5]
    assert len(checked.case.travel) == areas * sites
    assert taken < seconds * 3, taken  # the machine may be busy; measured well below `seconds`
