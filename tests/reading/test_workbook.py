"""A case as a workbook: the same Case as from a folder, problems that name sheet, row and column, and nothing lost silently."""

from __future__ import annotations

import datetime
import hashlib
import zipfile

import pandas as pd
import pytest

from model.checking.check import check_folder
from model.reading.folder import read_folder
from model.reading.sheet_cells import cell_text, number_text
from model.reading.workbook import read_workbook, sheet_texts
from tests.reading.sheets import write_book
from tests.tiny import tiny_case, tiny_rows


def problems(file) -> list[tuple[str, str]]:
    """(code, sentence) of every problem."""
    return [(problem.code, problem.sentence()) for problem in check_folder(file).problems]


def only(file, code: str) -> str:
    """The sentence of the only problem, which is of this kind."""
    (found, sentence), = problems(file)
    assert found == code, sentence
    return sentence


def test_a_workbook_gives_the_same_case_as_a_folder(tmp_path):
    promise = {"municipality": "Alku", "service": "clinic", "days_per_week": 0.5, "owner": "Board", "reason": "near"}
    services = [{**row, "headline": False} for row in tiny_rows()["services"]]
    folder = tiny_case(tmp_path / "pikku", services=services, guarantees=[{**promise, "date": "2026-03-31"}],
                       settings={"allow_unmet": True, "travel_estimate.exponent": 0.8})
    book = write_book(tmp_path / "pikku.xlsx", services=services, guarantees=[{**promise, "date": datetime.date(2026, 3, 31)}],
                      settings={"allow_unmet": True, "travel_estimate.exponent": 0.8})
    checked = check_folder(book)
    assert checked.problems == ()
    for name, frame in folder.tables.items():
        pd.testing.assert_frame_equal(frame, checked.case.tables[name])
    assert checked.case.settings.as_dict() == folder.settings.as_dict()
    assert (checked.case.figures, checked.case.assumptions) == (folder.figures, folder.assumptions)
    assert (checked.case.name, checked.case.folder) == ("pikku", tmp_path / "pikku")
    assert checked.case.input_hashes == {"pikku.xlsx": hashlib.sha256(book.read_bytes()).hexdigest()}


@pytest.mark.parametrize(("value", "text"), [
    (100.0, "100"), (0.5, "0.5"), (0.1 + 0.2, "0.3"), (1e-5, "1e-05"), (14960.0, "14960"), (123456789012.0, "123456789012"),
    (1e16, "10000000000000000"), (-0.0, "0"), (61.48501, "61.48501")])
def test_numbers_are_the_text_a_planner_sees(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(("value", "text"), [
    (" S1 ", "S1"), ("a\r\nb", "a\nb"), (True, "TRUE"), (False, "FALSE"), (datetime.date(2026, 1, 31), "2026-01-31"),
    (datetime.datetime(2026, 1, 31), "2026-01-31"), (datetime.datetime(2026, 1, 31, 12, 30), "2026-01-31 12:30:00"), (3, "3")])
def test_cells_are_texts(value, text):
    assert cell_text(value) == text


def test_ids_keep_their_zeros_as_text_and_lose_them_as_numbers(tmp_path):
    areas = [{**row, "area": area} for row, area in zip(tiny_rows()["areas"], ("00100", 33100.0, "NO"))]
    file = write_book(tmp_path / "a.xlsx", areas=areas, travel=None, demand=tiny_rows()["demand"])
    assert check_folder(file).case.areas["area"].tolist() == ["00100", "33100", "NO"]
    areas[0]["area"] = 100.0  # a spreadsheet has eaten the zeros; the travel table still has them
    travel = [{**row, "area": {"A1": "00100", "A2": "33100", "A3": "NO"}[row["area"]]} for row in tiny_rows()["travel"]]
    found = problems(write_book(tmp_path / "b.xlsx", areas=areas, travel=travel))
    assert found[0] == ("unknown_id", 'b.xlsx sheet travel row 2, column area: "00100" is not an id of b.xlsx sheet areas. '
                                      'Did you mean "100"?')


def test_problems_name_sheet_row_and_column(tmp_path):
    def damage(sheets):
        sheets["sites"][2][sheets["sites"][0].index("tier_today")] = "statoin"
        sheets["case"][3][1] = 20244.0

    file = write_book(tmp_path / "my case.xlsx", change=damage)
    assert problems(file) == [
        ("number_out_of_range", 'my case.xlsx sheet case row 4, setting year: "20244" is not a whole number between 2000 and 2100.'),
        ("unknown_word", 'my case.xlsx sheet sites row 3, column tier_today: "statoin" is not one of campus, station, local_station, '
                         'school, mobile_stop. Did you mean "station"?')]


SITES, AREAS = tiny_rows()["sites"], tiny_rows()["areas"]
# tables, code, the whole sentence: of a table elsewhere, of none there yet, and of one that the problem is in
TOLD_OF_TABLES = {
    "a partner that is listed nowhere": (
        {"sites": [{**SITES[0], "partners": "reception"}, SITES[1]]}, "unlisted_partner",
        "a.xlsx sheet sites row 2, column partners: reception is named, but there is no list of partners. "
        "Add the table a.xlsx sheet partners."),
    "a team nobody is in": (
        {"separate_teams": [{"municipality": "Loppu", "team": "mates", "reason": "far"}]}, "unknown_team",
        'a.xlsx sheet separate_teams row 2, column team: "mates" is not a team of a.xlsx sheet staffing. Known are none.'),
    "a service nobody uses": (
        {"demand": tiny_rows()["demand"][1:]}, "service_without_demand",
        "a.xlsx sheet services row 2, column service: clinic has no row in a.xlsx sheet demand, so it gets no visits. "
        "Add a row to a.xlsx sheet demand, or delete this one."),
    "a staff area without its people": (
        {"sites": [{**SITES[0], "staff_area": "north"}, {**SITES[1], "staff_area": "south"}],
         "areas": [{**row, "staff_area": "north"} for row in AREAS],
         "pools": [{"staff_area": "north", "profession": "nurse", "fte_available": 5.0}]}, "pool_missing",
        "a.xlsx sheet pools, column staff_area: nurse has people by staff area but no row for south. "
        "Add the rows (fte_available 0 if there is nobody)."),
}


@pytest.mark.parametrize(("tables", "code", "sentence"), TOLD_OF_TABLES.values(), ids=TOLD_OF_TABLES)
def test_every_table_a_problem_tells_of_is_a_sheet(tmp_path, tables, code, sentence):
    problem, = check_folder(write_book(tmp_path / "a.xlsx", **tables)).problems
    assert (problem.code, problem.sentence()) == (code, sentence)
    assert not [text for text in (problem.file, problem.expected, problem.repair, problem.found) if ".csv" in text]


def test_empty_rows_and_columns_before_the_table_do_no_harm(tmp_path):
    def move(sheets):
        sheets["sites"] = [[], [], *([["", *row] for row in sheets["sites"][:2]]), [], ["", *sheets["sites"][2]]]

    raw = read_workbook(write_book(tmp_path / "a.xlsx", change=move))
    assert raw.tables["sites"].lines == [4, 6]
    assert raw.tables["sites"].columns["site"] == ["S1", "S2"]
    assert raw.findings == []


def test_levels_of_the_objective_are_numbered(tmp_path):
    levels = {"objective.levels.1.terms.travel_burden_hours": 1.0, "objective.levels.1.tolerance": 0.01,
              "objective.levels.2.terms.changes": 1.0, "objective.levels.2.terms.cost_keur": 0.5}
    assert check_folder(write_book(tmp_path / "a.xlsx", settings=levels)).case.settings.objective.levels == [
        {"terms": {"travel_burden_hours": 1.0}, "tolerance": 0.01}, {"terms": {"changes": 1.0, "cost_keur": 0.5}, "tolerance": 0.0}]
    gap = {name.replace(".2.", ".3."): value for name, value in levels.items()}
    assert only(write_book(tmp_path / "b.xlsx", settings=gap), "wrong_shape") == (
        'b.xlsx sheet case row 7, setting objective.levels: "1, 3" is not numbers 1, 2, 3 ... without gaps. '
        "Number the parts from 1 without gaps.")
    word = {**levels, "objective.levels.2.terms.changes": "much"}
    assert only(write_book(tmp_path / "c.xlsx", settings=word), "not_a_number").startswith(
        "c.xlsx sheet case row 9, setting objective.levels: level 2: the weight of changes")


@pytest.mark.parametrize(("settings", "code", "words"), [
    ({"name": None}, "missing_setting", "sheet case, setting name: the setting is missing"),
    ({"budget": 5}, "unknown_setting", 'row 7, setting budget: "budget" is not a setting. Did you mean "budget_keur"?'),
    ({"allow_unmet": "perhaps"}, "not_yes_or_no", "row 7, setting allow_unmet"),
    ({"travel_estimate": 5, "travel_estimate.exponent": 0.8}, "wrong_shape", 'row 7, setting travel_estimate: "5" is not a group'),
    ({"": 5}, "wrong_shape", 'row 7: "5" stands without the name of a setting'),
])
def test_settings_that_are_wrong(tmp_path, settings, code, words):
    assert words in only(write_book(tmp_path / "a.xlsx", settings=settings), code)


def test_settings_may_be_empty_but_not_given_twice(tmp_path):
    empty = write_book(tmp_path / "a.xlsx", change=lambda sheets: sheets["case"].append(["budget_keur", ""]))
    assert problems(empty) == []
    twice = write_book(tmp_path / "b.xlsx", change=lambda sheets: sheets["case"].append(["year", 2025]))
    assert "b.xlsx sheet case row 7, setting year: year is given twice (first in row 4)" in only(twice, "duplicate_setting")


def column_of(sheets, table, column, row=1):
    """(row, column) of a cell, from 0."""
    return row, sheets[table][0].index(column)


def drop(sheet):
    return lambda sheets: sheets.pop(sheet)


@pytest.mark.parametrize(("change", "code", "words"), [
    (drop("sites"), "missing_file", "a.xlsx sheet sites: the sheet is missing"),
    (drop("case"), "missing_file", "a.xlsx sheet case: the sheet is missing"),
    (lambda s: s.update(sites=[]), "empty_file", "a.xlsx sheet sites: the sheet is empty"),
    (lambda s: s.update(sites=s["sites"][:1]), "empty_table", "a.xlsx sheet sites: the table has no rows"),
    (lambda s: s.update(Sites=s.pop("sites")), "unknown_table", 'a.xlsx sheet Sites: "Sites" is not a sheet of a case. '
                                                                'Did you mean "sites"?'),
    (lambda s: s.update(locsk=[["service"]]), "unknown_table", 'Did you mean "locks"?'),
    (lambda s: s.update(scratch=[[1.0]]), "unknown_file", "let its name begin with README"),
    (lambda s: s["sites"][0].append("rooms"), "duplicate_column",
     "a.xlsx sheet sites row 1, column rooms: the column rooms is there twice"),
    (lambda s: s["case"][0].__setitem__(1, "vlaue"), "unknown_column", 'a.xlsx sheet case row 1, setting vlaue: "vlaue" is not a column'),
    (lambda s: s["sites"][1].__setitem__(1, "O\x0bne"), "stray_character", "a.xlsx sheet sites row 2, column name: the cell holds"),
    (lambda s: s["modes"][1].__setitem__(4, datetime.date(2026, 5, 1)), "not_a_number",
     'a.xlsx sheet modes row 2, column days_per_week: "2026-05-01" is not a number'),
])
def test_sheets_and_cells_that_are_wrong(tmp_path, change, code, words):
    assert words in only(write_book(tmp_path / "a.xlsx", change=change), code)


def test_sheets_to_read_and_empty_ones_are_fine(tmp_path):
    file = write_book(tmp_path / "a.xlsx", change=lambda s: s.update({"Taul1": [], "README.md": [["# Tiny"], [], ["words"]]}))
    assert problems(file) == []
    assert dict(sheet_texts(file)) == {"README.md": ["# Tiny", "", "words"]}


def test_errors_formulas_without_a_value_and_merged_cells_are_not_empty_cells(tmp_path):
    """The reader itself calls them empty: an optional cell would silently take its default."""

    def draw(book, sheets):
        row, column = column_of(rows, "services", "within_minutes")
        sheets["services"].write_formula(row, column, "=1/0", None, "#DIV/0!")
        row, column = column_of(rows, "sites", "opening_days", 2)
        sheets["sites"].write_formula(row, column, "=A1", None, "")
        sheets["hosting"].merge_range(1, 2, 2, 2, "daily")

    rows = {"services": [[]], "sites": [[]]}

    def change(sheets):
        for table, column in (("services", "within_minutes"), ("sites", "opening_days")):
            sheets[table] = [[*row, column if number == 0 else ""] for number, row in enumerate(sheets[table])]
            rows[table] = sheets[table]

    file = write_book(tmp_path / "a.xlsx", change=change, draw=draw)
    assert [(problem.code, problem.file, problem.line, problem.column) for problem in check_folder(file).errors] == [
        ("ragged_row", "a.xlsx sheet hosting", 2, "mode"), ("spreadsheet_error", "a.xlsx sheet services", 2, "within_minutes"),
        ("spreadsheet_error", "a.xlsx sheet sites", 3, "opening_days")]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path):
    file = write_book(tmp_path / "a.xlsx", draw=lambda book, sheets: sheets["sites"].write_formula(1, 30, "=A1", None, ""))
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(file, "w") as new:  # as spreadsheet programs save such a formula
        for name, part in parts.items():
            new.writestr(name, part.replace(b'<c r="AE2"><f>', b'<c r="AE2" t="str"><f>'))
    assert any(b'<c r="AE2"><f>A1</f>' in part for part in parts.values())
    assert problems(file) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04nothing"])
def test_what_is_no_workbook_is_one_problem(tmp_path, content):
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    sentence = only(file, "missing_file")
    assert sentence.startswith("a.xlsx: the workbook cannot be read") and "without a password" in sentence


def test_broken_bytes_never_make_reading_fail(tmp_path):
    """Each byte near the parts of the archive in turn; a workbook that can still be read is read."""
    file = write_book(tmp_path / "a.xlsx")
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 25):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1:])
        checked = check_folder(file)
        assert (checked.case is None) == bool(checked.errors)


def test_a_folder_named_like_a_workbook_is_a_folder(tmp_path):
    (tmp_path / "a.xlsx").mkdir()
    assert {finding.code for finding in read_folder(tmp_path / "a.xlsx").findings} == {"missing_file"}
