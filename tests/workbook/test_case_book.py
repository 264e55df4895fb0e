"""A case through a workbook and back: the same tables and settings, texts that stay texts, and files beside the tables."""

from __future__ import annotations

import csv
import zipfile

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from model.checking.check import check_folder
from model.workbook.book import LONGEST_TEXT, DoesNotFit, fits, new_book
from model.workbook.case_book import case_to_workbook
from model.workbook.case_folder import case_to_folder
from model.workbook.settings_text import comments
from tests.reading.sheets import write_book
from tests.tiny import tiny_rows, write_tiny

FORMULAS = ["=1+1", "+358 40 123", "-5 %", "@name", "=HYPERLINK(\"http://x\")", "http://example.org", "1,5", "007", "<b>bold</b>"]
TRICKY = {
    "case": """# Where this comes from
name: "2024"  # the name
county: 'NO'
year: 2024
weeks_per_year: 46.5
# Twice
#   indented
allow_unmet: yes
travel_estimate:
  # Of the curve
  exponent: 0.79
objective:
  levels:
    # First the trips
    - {terms: {travel_burden_hours: 1, norm_shortfall_fte: 1000.25}, tolerance: 0.001}  # a thousandth
    - {terms: {changes: 1}, tolerance: 0}
lone_worker_rule: report
"""}


def same_case(one, other):
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])
    assert one.settings.as_dict() == other.settings.as_dict()
    assert (one.figures, one.assumptions) == (other.figures, other.assumptions)


@pytest.fixture
def tricky(tmp_path):
    """A case folder with texts and figures that a spreadsheet would like to turn into something else."""
    areas = [{**row, "area": area, "lat": lat, "note": note, "source": source} for row, area, lat, note, source in zip(
        tiny_rows()["areas"], ("00100", "1e3", "NO"), (61.49876543210988, 61.1, 61.25), FORMULAS, (" two  blanks ", "a;b,c", 'q"uo"te'))]
    sites = [{**row, "note": note} for row, note in zip(tiny_rows(True)["sites"], ("line\nbreak", "=SUM(A1:A9)", "TRUE"))]
    professions = [{**row, "name_fi": name} for row, name in zip(tiny_rows()["professions"], FORMULAS[3:])]
    guarantee = {"municipality": "Alku", "service": "clinic", "days_per_week": 0.5, "owner": FORMULAS[0], "reason": FORMULAS[7],
                 "date": "2026-03-31"}
    counts = [{"tier": "any", "maximum": 2, "reason": reason} for reason in FORMULAS[:1]]
    travel = [{**row, "area": {"A1": "00100", "A2": "1e3", "A3": "NO"}[row["area"]]} for row in tiny_rows(True)["travel"]]
    folder = write_tiny(tmp_path / "tricky", areas=areas, sites=sites, professions=professions, guarantees=[guarantee], counts=counts,
                        travel=travel, delimiter=";", decimal=",")
    (folder / "case.yaml").write_text(TRICKY["case"], encoding="utf-8")
    (folder / "NOTICE.md").write_text("# Sources\n\n=1+1, CC BY 4.0\n", encoding="utf-8")
    (folder / "scenarios").mkdir()
    return folder


def test_the_same_case_through_a_workbook_and_back(tricky, tmp_path):
    case = check_folder(tricky).case
    assert case_to_workbook(tricky, tmp_path / "tricky.xlsx") == ["scenarios"]
    through = check_folder(tmp_path / "tricky.xlsx")
    assert through.errors == ()
    same_case(case, through.case)
    assert case_to_folder(tmp_path / "tricky.xlsx", tmp_path / "back" / "tricky") == ["tricky/" + name for name in sorted(
        path.name for path in tricky.iterdir())]  # the folder of the workbook's name is the folder we came from
    back = check_folder(tmp_path / "back" / "tricky")
    same_case(case, back.case)
    assert (tmp_path / "back" / "tricky" / "NOTICE.md").read_text(encoding="utf-8") == "# Sources\n\n=1+1, CC BY 4.0\n"
    case_to_workbook(tmp_path / "tricky.xlsx", tmp_path / "again.xlsx")
    same_case(case, check_folder(tmp_path / "again.xlsx").case)


def test_the_name_of_a_sheet_never_leads_out_of_the_folder(tmp_path):
    book = write_book(tmp_path / "a.xlsx", change=lambda sheets: sheets.update({"README1": [["out"], [1.0]], "READMEX": [["in", "side"]]}))
    with zipfile.ZipFile(book) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(book, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part.replace(b'"README1"', b'"README/../../out"'))
    assert case_to_folder(book, tmp_path / "b" / "a") == ["README/../../out"]
    assert (tmp_path / "b" / "a" / "READMEX").read_text() == "in side\n"
    assert not (tmp_path / "b" / "out").exists() and not (tmp_path / "out").exists()


def test_comments_of_settings_travel_as_notes(tricky, tmp_path):
    notes = {"name": "Where this comes from\nthe name", "allow_unmet": "Twice\nindented", "travel_estimate.exponent": "Of the curve",
             "objective.levels.1.terms.travel_burden_hours": "First the trips", "objective.levels.1.tolerance": "a thousandth"}
    assert comments(TRICKY["case"]) == notes
    case_to_workbook(tricky, tmp_path / "tricky.xlsx")
    case_to_folder(tmp_path / "tricky.xlsx", tmp_path / "back")
    again = comments((tmp_path / "back" / "case.yaml").read_text(encoding="utf-8"))
    assert again.pop("objective.levels.1.terms.travel_burden_hours") == "First the trips\na thousandth"  # a level is one line
    assert again == {name: note for name, note in notes.items() if not name.startswith("objective")}


def test_texts_stay_texts_and_numbers_numbers(tricky, tmp_path):
    case_to_workbook(tricky, tmp_path / "tricky.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "tricky.xlsx"))
    areas = book.get_sheet_by_name("areas").to_python()
    columns = dict(zip(areas[0], zip(*areas[1:])))
    assert columns["area"] == ("00100", "1e3", "NO") and columns["note"] == tuple(FORMULAS[:3])
    assert columns["lat"] == ("61,49876543210988", 61.1, 61.25)  # more digits than a spreadsheet keeps: as text
    assert columns["population"] == (1000.0, 2000.0, 3000.0)


def test_a_plain_folder_comes_back_byte_for_byte(tmp_path):
    folder = write_tiny(tmp_path / "tiny", settings={"travel_estimate.exponent": 0.8})
    case_to_folder(folder, tmp_path / "copy")
    for path in folder.iterdir():
        assert (tmp_path / "copy" / path.name).read_bytes() == path.read_bytes(), path.name
    with (tmp_path / "copy" / "sites.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file))[:3] == ["site", "name", "municipality"]


def test_something_in_the_way_is_not_replaced(tmp_path):
    folder = write_tiny(tmp_path / "tiny")
    with pytest.raises(FileExistsError, match="already something"):
        case_to_folder(folder, folder)
    with pytest.raises(FileNotFoundError, match="no folder"):
        case_to_workbook(folder, tmp_path / "nowhere" / "tiny.xlsx")


def test_what_a_sheet_cannot_hold_is_refused_and_nothing_is_left_behind(tmp_path):
    folder = write_tiny(tmp_path / "tiny", cells={"sites/S1/note": "x" * (LONGEST_TEXT + 1)})
    with pytest.raises(DoesNotFit, match=r"sheet sites row 2: a text of 32,768 characters"):
        case_to_workbook(folder, tmp_path / "tiny.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]
    fits(1_048_575, "travel")
    with pytest.raises(DoesNotFit, match="travel has 1,048,576 rows"):
        fits(1_048_576, "travel")


def test_an_old_file_stays_until_the_new_one_is_whole(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError), new_book(file, "title"):
        raise ZeroDivisionError
    assert file.read_text() == "old" and [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_problems_name_the_sheets_of_other_tables(tmp_path):
    """A service that makes home visits and a row of demand for it, but nobody who travels; a profession that works nowhere."""
    cells = {"services/clinic/home_visit_share": 0.2, "staffing/therapy/therapist/profession": "nurse"}
    folder = write_tiny(tmp_path / "tiny", cells=cells)
    case_to_workbook(folder, tmp_path / "tiny.xlsx")
    said = {problem.code: problem.sentence() for problem in check_folder(tmp_path / "tiny.xlsx").problems}
    assert "in tiny.xlsx sheet staffing" in said["home_visits_without_traveller"]
    assert "therapist has no row in tiny.xlsx sheet staffing" in said["profession_without_staffing"]
    assert not [sentence for sentence in said.values() if ".csv" in sentence]
