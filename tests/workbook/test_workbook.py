"""The workbook of runs: every table with names beside ids, figures as figures, texts as texts, colours and charts."""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from model.case import AGE_BANDS
from model.results.indicators import registry
from model.results.terms import UNITS
from model.schema.dictionary import result_tables
from model.workbook.formats import number_format, smallest_shown
from model.workbook.words import LANGUAGES, Words, headings, meanings
from model.workbook.write import BACKGROUND, write_workbook

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(1)", "http://example.org", "=HYPERLINK(\"http://x\")", "<b>", "007", "a\x0bb"]


def sheets_of(file) -> dict[str, list[list]]:
    """Sheet name -> rows."""
    book = CalamineWorkbook.from_path(str(file))
    charts = {"Kuvaajat", "Diagram", "Charts"}
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name not in charts}


def parts_of(file, pattern: str) -> str:
    """Text of the parts of the archive whose name matches."""
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist() if re.search(pattern, name))


def column(rows: list[list], name: str) -> list:
    """The cells of the column with the dictionary's name, which is the last line of its heading."""
    place = next(place for place, cell in enumerate(rows[0]) if cell.split("\n")[-1] == name)
    return [row[place] for row in rows[1:]]


@pytest.fixture(scope="module")
def english(plan_run, tmp_path_factory):
    return sheets_of(write_workbook([plan_run], tmp_path_factory.mktemp("books") / "report.xlsx", "en"))


def test_every_table_with_rows_is_a_sheet(plan_run, english):
    words = Words("en")
    shown = [name for name, table in plan_run.tables.items() if len(table) and name not in BACKGROUND]
    assert {words.sheet(name) for name in shown} <= set(english)
    assert list(english)[:3] == ["Summary", "Key figures", "Municipalities"] and list(english)[-1] == "Columns"
    for name in shown:
        rows, table = english[words.sheet(name)], plan_run.tables[name]
        assert len(rows) == len(table) + 1, name
        for entry in result_tables()[name].columns.values():
            cells = column(rows, entry.name)
            if entry.type in ("number", "share"):
                expected = ["" if math.isnan(value) else value for value in table[entry.name]]
                assert [cell if cell == "" else round(cell, 9) for cell in cells] == [v if v == "" else round(v, 9) for v in expected]


def test_the_first_sheet_says_what_the_run_is(english):
    facts = {row[0]: row[1] for row in english["Summary"] if len(row) > 1}
    assert english["Summary"][0][0] == "Network of family services: Pikku"
    assert facts["Outcome"] == Words("en").verdict("feasible")
    assert (facts["Gap to the best possible"], facts["The same, family hours a year"]) == (0.005, 10)
    assert facts["Separate audit"] == "worked out again without the model, and all agrees" and facts["Comparisons of the audit"] == 1234
    assert (facts["Figures of the case"], facts["Of them assumptions"], facts["Travel minutes"]) == (210, 34, "given in the case")
    assert facts["Option"] == Words("en").scenario("base") and facts["Input file: areas.csv"] == "sha256 ab12"
    assert facts["Services at sites"] == 4 and facts["Broken rules"] == "no rows"  # the list of contents


@pytest.mark.parametrize(("status", "audit", "words"), [
    ("audit_failed", False, Words("en").verdict("audit_failed")),
    ("infeasible", None, "There is no plan that keeps every rule.")])
def test_a_run_without_a_plan_that_holds_says_so(plan_run, tmp_path, status, audit, words):
    tables = plan_run.tables if status == "audit_failed" else {}
    run = replace(plan_run, run={**plan_run.run, "status": status, "audit": {"passed": audit, "checks": 0}}, tables=tables)
    facts = {row[0]: row[1] for row in sheets_of(write_workbook([run], tmp_path / "a.xlsx", "en"))["Summary"] if len(row) > 1}
    assert facts["Outcome"] == words
    assert facts["Separate audit"] == ("worked out again, and not all agrees" if audit is False else "not made")


def test_names_and_municipalities_stand_beside_ids(english):
    hosted = english["Services at sites"]
    assert column(hosted, "service_name") == ["Name"] * 4 and column(hosted, "site_name") == ["One", "Two", "One", "Two"]
    assert column(hosted, "municipality") == ["Alku", "Loppu", "Alku", "Loppu"] and column(hosted, "mode_name") == ["Name"] * 4
    assert column(hosted, "staff")[0] == "Name 2.00"
    assigned = english["Assignments"]
    assert column(assigned, "area_name")[0] == "Area A1" and column(assigned, "municipality")[0] == "Alku"
    assert set(column(assigned, "channel")) == {"site", "remote", "purchased", "unmet"}
    assert column(english["Costs"], "item_name") == ["One", "Two", *["Name"] * 7]
    assert column(english["Costs"], "term")[-3:] == ["staff bank", "modes", "purchased"]
    changes = english["Changes"]
    assert (column(changes, "kind")[0], column(changes, "plan")[0]) == ("service comes", "Name")
    assert column(changes, "today")[1:3] == ["1.00 FTE", "1.00 FTE"]


def test_key_figures_are_those_of_the_county(plan_run, english):
    key = english["Key figures"]
    found = dict(zip(column(key, "indicator"), zip(column(key, "today"), column(key, "plan"), column(key, "change"))))
    indicators = plan_run.tables["indicators"]
    county = indicators[(indicators["service"] == "") & (indicators["municipality"] == "") & (indicators["group"] == "")]
    assert set(found) == set(county["indicator"])
    for row in county.itertuples():
        assert [value or 0 for value in found[row.indicator]] == pytest.approx(
            [0 if math.isnan(value) else value for value in (row.today, row.plan, row.change)])


def test_municipalities_have_their_people_and_trips(plan_run, english):
    rows = english["Municipalities"]
    assert column(rows, "municipality") == ["Alku", "Loppu"]
    assert column(rows, "children") == [1500, 1500] and column(rows, "population") == [3000, 3000]  # A1 + A2; A3
    indicators = plan_run.tables["indicators"].set_index(["indicator", "service", "municipality", "group"])
    assert column(rows, "mean_minutes_plan") == pytest.approx(
        [indicators.at[("mean_minutes", "", place, ""), "plan"] for place in ("Alku", "Loppu")])


def test_several_runs_stand_below_and_beside_each_other(plan_run, today_run, tmp_path):
    sheets = sheets_of(write_workbook([today_run, plan_run, plan_run], tmp_path / "a.xlsx", "en"))
    assert [row[1:4] for row in sheets["Summary"][1:2]] == [["today", "plan", "plan (2)"]]
    assert column(sheets["Services at sites"], "run") == ["today"] * 3 + ["plan"] * 4 + ["plan (2)"] * 4
    sides, heads = {"today": "Today", "plan": "Proposal", "change": "Change"}, [cell.split("\n") for cell in sheets["Key figures"][0]]
    assert [head for head in heads if head[-1] in sides] == [
        ["Today", "today", "today"], *([word, run, name] for run in ("plan", "plan (2)") for name, word in sides.items())]
    assert "staff" not in sheets["Summary"][2][2]


def test_text_is_never_a_formula_or_a_link(plan_run, tmp_path):
    areas = plan_run.tables["areas"].assign(name=DANGEROUS[:3], municipality=DANGEROUS[3:6])
    tables = {**plan_run.tables, "areas": areas,
              "sites": plan_run.tables["sites"].assign(name=DANGEROUS[6:9]),
              "open_sites": plan_run.tables["open_sites"].assign(name=DANGEROUS[:2], municipality=DANGEROUS[5:7]),
              "assignments": plan_run.tables["assignments"].replace({"area": {"A1": "=2+2"}})}
    settings = {**plan_run.run["settings"], "name": "=cmd|' /C calc'!A0", "county": "+1"}
    file = write_workbook([replace(plan_run, run={**plan_run.run, "settings": settings}, tables=tables)], tmp_path / "a.xlsx", "fi")
    sheets = parts_of(file, r"worksheets/sheet\d+\.xml$")
    assert "<f>" not in sheets and "<f " not in sheets
    assert "example.org" not in parts_of(file, r"\.rels$") and "http://x" not in parts_of(file, r"\.rels$")
    found = sheets_of(file)
    assert column(found["Alueet"], "name") == DANGEROUS[:3] and column(found["Alueet"], "municipality") == DANGEROUS[3:6]
    assert found["Yhteenveto"][0][0] == "Perhepalvelujen verkko: =cmd|' /C calc'!A0"


def test_headings_are_frozen_filtered_and_explained(plan_run, tmp_path):
    file = write_workbook([plan_run], tmp_path / "a.xlsx", "sv")
    tables = [sheet for sheet in re.findall(r"<worksheet.*?</worksheet>", parts_of(file, r"worksheets/sheet\d+\.xml$"), re.DOTALL)
              if "<autoFilter" in sheet]
    assert len(tables) > 15 and all('state="frozen"' in sheet and "<pane" in sheet for sheet in tables)
    assert all('paperSize="9"' in sheet for sheet in tables)
    notes = parts_of(file, r"comments\d+\.xml$")
    words = Words("sv")
    assert all(words.meaning(entry.meaning)[:30] in notes for entry in result_tables()["norms"].columns.values())
    listed = sheets_of(file)["Kolumner"]
    assert {"staff_fte", "travel_minutes", "shortfall_fte"} <= set(column(listed, "column"))
    assert "Personal i dag, distansarbete medräknat." in column(listed, "meaning")


def test_colours_and_charts(plan_run, tmp_path):
    file = write_workbook([plan_run], tmp_path / "a.xlsx", "fi")
    sheets = parts_of(file, r"worksheets/sheet\d+\.xml$")
    assert sheets.count("<colorScale>") >= 2 and 'type="cellIs"' in sheets and 'type="expression"' in sheets
    charts = parts_of(file, r"charts/chart\d+\.xml$")
    assert charts.count("<c:chartSpace") == 3
    for title in ("Matka-ajan piirissä olevat käynnit", "Henkilöstö ja mitoitus", "Keskimatkan muutos kunnittain"):
        assert title in charts and title in parts_of(file, r"drawings/drawing\d+\.xml$")  # also the text for those who cannot see it


@pytest.mark.parametrize(("unit", "signed", "form", "smallest"), [
    ("share", False, "0.0 %", 0.0005), ("FTE", False, "#,##0.00", 0.005), ("people", False, "#,##0", 0.5),
    ("minutes one way", True, "+#,##0.0;-#,##0.0;#,##0.0", 0.05), ("thousand euros a year", False, "#,##0", 0.5)])
def test_formats_follow_the_unit(unit, signed, form, smallest):
    assert number_format(unit, signed) == form and smallest_shown(form) == smallest


def test_every_heading_has_words_in_three_languages():
    for section, entries in headings().items():
        for key, of_languages in entries.items():
            assert set(of_languages) == set(LANGUAGES) and all(of_languages.values()), (section, key)
    for language in LANGUAGES:
        titles = [entry[language] for entry in headings()["sheets"].values()]
        assert len({title.lower() for title in titles}) == len(titles) and max(map(len, titles)) <= 31


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_nothing_of_the_dictionary_lacks_its_word(language):
    words = Words(language)
    tables = {name: table for name, table in result_tables().items() if name not in BACKGROUND}
    columns = {name: entry for table in tables.values() for name, entry in table.columns.items()}
    assert [name for name in tables if words.sheet(name) == name] == []
    assert [name for name in columns if words.column(name) == name] == []
    assert [entry.meaning for table in tables.values() for entry in table.columns.values() if language not in meanings().get(
        entry.meaning, {})] == []
    assert set(meanings()) <= {entry.meaning for table in tables.values() for entry in table.columns.values()}  # none left over
    units = {entry.unit for entry in columns.values()} | {entry["unit"] for entry in registry().values()} | set(UNITS.values())
    assert [unit for unit in units if unit and words.unit(unit) == unit] == []
    parts = [(name, part) for name in registry() for part in ("name", "of", "meaning")]
    assert [(name, part) for name, part in parts if words.indicator(name, part) == name] == []
    topics = [entry["topic"] for entry in registry().values()]
    values = ["campus", "station", "local_station", "school", "mobile_stop", "hard", "soft", "report", *UNITS, *AGE_BANDS, *topics]
    assert [value for value in values if words.value(value) == value] == []
    assert all(words.verdict(status) for status in ("optimal", "feasible", "interrupted", "audit_failed"))


def test_a_heading_may_be_a_tables_own():
    words = Words("en")
    assert (words.column("spare_fte", "professions"), words.column("spare_fte", "pools")) == ("Not used", "Not needed at the area's sites")


def test_a_language_or_a_run_must_be_there(plan_run, tmp_path):
    with pytest.raises(ValueError, match='"de" is not one of the languages fi, sv, en'):
        write_workbook([plan_run], tmp_path / "a.xlsx", "de")
    with pytest.raises(ValueError, match="no run"):
        write_workbook([], tmp_path / "a.xlsx", "fi")
    with pytest.raises(FileNotFoundError, match="no folder"):
        write_workbook([plan_run], tmp_path / "nowhere" / "a.xlsx", "fi")
    assert not list(tmp_path.iterdir())
