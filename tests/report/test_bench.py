"""The benchmark of reports: a seeded run is whole, and the figures are those of the files."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from model.bench import report as bench
from model.publish.run_folder import read_run


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    return bench.seeded_run(60, 3, tmp_path_factory.mktemp("seeded") / "run")


def test_a_seeded_run_has_a_network_beside_todays(seeded):
    tables = read_run(seeded).tables
    assert len(tables["areas"]) == 60 and (tables["changes"]["kind"] == "service_closes").any()
    assert set(tables["hosted_services"]["mode"]) > {"permanent"} == set(tables["today_hosting"]["mode"])


def test_figures_of_a_report(seeded, tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "BROWSERS", ())
    said = []
    table = bench.report_figures(seeded, tmp_path / "out", said.append).set_index("figure")
    assert said[-1].startswith("no Chromium") and "page opened" not in table.index
    assert table.at["areas", "value"] == 60 and table.at["whole command", "limit"] == 5 and table.at["whole command", "value"] > 0
    size = (tmp_path / "out" / "report-fi.html").stat().st_size
    assert table.at["report-fi.html", "value"] == pytest.approx(size / 1e6) and table.at["report-fi.html", "limit"] == 2
    assert {"municipalities-fi.html", "report.xlsx"} <= set(table.index)


@pytest.mark.skipif(not any(map(shutil.which, bench.BROWSERS)), reason="no Chromium is installed (apt-get install chromium)")
def test_the_page_is_timed_in_a_browser(tmp_path):
    pytest.importorskip("playwright")
    page = tmp_path / "page.html"
    page.write_text("""<input type=radio name=view id=a><input type=radio name=view id=b onclick="const till = performance.now() + 300;
        while (performance.now() < till);"><input type=radio name=service id=c><button id=zoom-in>+</button>
        <script>document.getElementById("zoom-in").onclick = () => { throw Error("broken") }</script>""")
    table = pd.DataFrame(bench._in_browser(page, print), columns=["figure", "value", "limit", "unit"]).set_index("figure")["value"]
    assert table["slowest change of view"] >= 0.3 and table["requests beside the page"] == 0 and table["errors"] == 3
