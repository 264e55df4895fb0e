"""Commands around workbooks and maps, as a planner types them."""

from __future__ import annotations

import pytest
import yaml
from typer.testing import CliRunner

import cli
from model.publish.run_folder import read_run
from tests.here import solver_here
from tests.reading.sheets import write_book
from tests.tiny import write_tiny


def call(*words) -> tuple[int, str]:
    """(exit code, everything printed)."""
    result = CliRunner().invoke(cli.app, [str(word) for word in words])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """The folder in which the workbook inputs/pikku.xlsx was solved by name."""
    home = tmp_path_factory.mktemp("home")
    (home / "inputs").mkdir()
    write_book(home / "inputs" / "pikku.xlsx")
    with pytest.MonkeyPatch.context() as here, solver_here():
        here.chdir(home)
        code, text = call("solve", "pikku", "--run", "plan")
    assert code == 0, text
    return home


def test_a_workbook_is_checked_and_solved_like_a_folder(solved):
    run = read_run(solved / "runs" / "plan").run  # beside inputs/
    assert (run["case"], run["status"], list(run["inputs"])) == ("pikku", "optimal", ["pikku.xlsx"])
    code, text = call("check", solved / "inputs" / "pikku.xlsx")
    assert code == 0 and "pikku: 3 areas, 2 services, 2 sites" in text


def test_problems_of_a_workbook_name_sheet_and_row(tmp_path):
    file = write_book(tmp_path / "bad.xlsx", change=lambda sheets: sheets["sites"][2].__setitem__(5, "statoin"))
    code, text = call("check", file)
    assert code == 2 and "bad.xlsx sheet sites row 3, column tier_today" in text and '"station"' in text


def test_other_spreadsheets_are_refused(tmp_path):
    (tmp_path / "case.ods").write_bytes(b"x")
    code, text = call("check", tmp_path / "case.ods")
    assert code == 2 and "saved as .xlsx" in text.replace("\n", " ")


def test_export_there_and_back(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny")
    code, text = call("export", folder, "--xlsx", tmp_path / "tiny.xlsx")
    assert code == 0 and "written to" in text and "not carried over" not in text
    assert call("export", folder, "--xlsx", tmp_path / "tiny.xlsx")[0] == 2  # taken
    assert call("export", folder, "--xlsx", tmp_path / "tiny.xlsx", "--force")[0] == 0
    assert call("export", tmp_path / "tiny.xlsx", "--csv", tmp_path / "back")[0] == 0
    assert (tmp_path / "back" / "sites.csv").read_bytes() == (folder / "sites.csv").read_bytes()
    assert yaml.safe_load((tmp_path / "back" / "case.yaml").read_text()) == yaml.safe_load((folder / "case.yaml").read_text())
    assert call("export", tmp_path / "tiny.xlsx", "--csv", tmp_path / "back")[0] == 2  # taken


def test_export_says_what_it_leaves_and_refuses_what_is_wrong(tmp_path):
    folder = write_tiny(tmp_path / "tiny")
    (folder / "scenarios").mkdir()
    assert "not carried over: scenarios" in call("export", folder, "--xlsx", tmp_path / "tiny.xlsx")[1]
    assert call("export", folder)[0] == 2
    assert call("export", folder, "--xlsx", tmp_path / "a.xlsx", "--csv", tmp_path / "a")[0] == 2
    bad = write_tiny(tmp_path / "bad", cells={"sites/S2/tier_today": "statoin"})
    code, text = call("export", bad, "--xlsx", tmp_path / "bad.xlsx")
    assert code == 2 and "sites.csv line 3" in text and not (tmp_path / "bad.xlsx").exists()


def test_workbook_of_a_run(solved, tmp_path):
    code, text = call("workbook", "plan", "--runs", solved / "runs", "--lang", "sv")
    assert code == 0 and (solved / "runs" / "plan" / "report.xlsx").exists()
    file = tmp_path / "two.xlsx"
    assert call("workbook", solved / "runs" / "plan", solved / "runs" / "plan", "--out", file)[0] == 0
    code, text = call("workbook", solved / "runs" / "plan", "--out", file)
    assert code == 2 and "--force" in text
    code, text = call("workbook", "plam", "--runs", solved / "runs")
    assert code == 2 and 'Did you mean "plan"?' in text
    code, text = call("workbook", "plan", "--runs", solved / "runs", "--lang", "de")
    assert code == 2 and "fi, sv, en" in text


def test_maps_of_a_run(solved, tmp_path):
    code, text = call("gis", "plan", "--runs", solved / "runs")
    assert code == 0 and text.count("written to") == 3 and (solved / "runs" / "plan" / "gis" / "sites.geojson").exists()
    assert call("gis", "plan", "--runs", solved / "runs", "--out", tmp_path / "maps")[0] == 0
    code, text = call("gis", "plan", "--runs", solved / "runs", "--format", "shp")
    assert code == 2 and "geojson, gpkg" in text
    assert read_run(solved / "runs" / "plan").run["case"] == "pikku"  # still a whole run


@pytest.mark.parametrize("command", ["workbook", "gis", "export"])
def test_help_has_an_example(command):
    code, text = call(command, "--help")
    assert code == 0 and f"Example: perheverkko {command}" in text
