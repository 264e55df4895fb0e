"""The workbooks open in LibreOffice, which reads the same cells out of them as we wrote."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess

import pytest

from model.checking.check import check_folder
from model.workbook.case_book import case_to_workbook
from model.workbook.write import write_workbook
from tests.tiny import write_tiny

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-calc-nogui)")


def converted(file, form: str, folder):
    """The file converted by LibreOffice, in a profile of its own."""
    command = [OFFICE, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", form, "--outdir", str(folder),
               str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert "error" not in (done.stdout + done.stderr).lower(), done.stderr
    return folder


def test_reports_open(plan_run, tmp_path):
    """Sheets of a report as LibreOffice shows them: one CSV each (the last option asks for all sheets)."""
    file = write_workbook([plan_run], tmp_path / "report.xlsx", "en")
    out = converted(file, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", tmp_path)
    with (out / "report-Staffing norms.csv").open(encoding="utf-8", newline="") as text:
        heads, row = list(csv.reader(text))
    cells = dict(zip((head.split("\n")[-1] for head in heads), row))
    assert (cells["service_name"], cells["norm_rule"], cells["shortfall_fte"].strip()) == ("Name", "target", "1.44")
    assert (out / "report-Charts.csv").exists()


def test_a_case_saved_by_libreoffice_is_still_the_same_case(tmp_path):
    folder = write_tiny(tmp_path / "tiny")
    case_to_workbook(folder, tmp_path / "tiny.xlsx")
    (tmp_path / "saved").mkdir()
    saved = check_folder(converted(tmp_path / "tiny.xlsx", "xlsx", tmp_path / "saved") / "tiny.xlsx")
    assert saved.problems == ()
    for name, frame in check_folder(folder).case.tables.items():
        assert frame.equals(saved.case.tables[name]), name
