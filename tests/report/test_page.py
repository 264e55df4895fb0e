"""The files: self-contained under a strict policy, in one language, with every input text shown as text; and refusals."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import cli
from model.report.make import make_report
from model.report.page import write_pages
from model.report.refusal import Refusal
from model.report.words import LANGUAGES, catalogue
from model.workbook import apart
from tests.report.conftest import NAMES, changed, write
from tests.results.hand import altered

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=1+1", "../x", "</style></title><b>", "{{ 7 * 7 }}", "&lt;i&gt;")
LABELS = ("aria-label", "title", "alt", "placeholder", "label")


class Reader(HTMLParser):
    """Collects elements, attributes and what a person reads."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.read, self._inside = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs
        self.read += [value for name, value in attrs if name in LABELS]
        if tag in ("script", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.read.append(data)


@pytest.fixture(scope="module")
def pages(runs, tmp_path_factory):
    """Language -> {file name: text} of the plan beside today."""
    made = {}
    for language in LANGUAGES:
        files = make_report([runs["plan"], runs["today"]], language, "all", tmp_path_factory.mktemp(language))
        made[language] = {file.name: file.read_text(encoding="utf-8") for file in files if file.suffix == ".html"}
    return made


def words_of(texts) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text.casefold())}


def texts_of(language: str) -> list[str]:
    return [form for text in catalogue(language).values() for form in (text.values() if isinstance(text, dict) else [text])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_speaks_one_language(language, pages):
    """No word of another language's catalogue or names stands in the page, unless this language or the data has it too."""
    place = LANGUAGES.index(language)
    own = words_of([*texts_of(language), *(named[place] for named in NAMES.values())])
    data = words_of(["Pikkulan hyvinvointialue Pikkula Alku Loppu Alkula Loppula Keskelä Ykköslä Kakkola Kolmola siirto nyt",
                     "perheverkko highspy Ctrl min max thousand maaliskuuta mars March kello"])
    others = words_of([*(text for other in LANGUAGES if other != language for text in texts_of(other)),
                       *(name for named in NAMES.values() for name in named)])
    for name, text in pages[language].items():
        foreign = words_of(Reader(text).read) & (others - own - data)
        assert not foreign, (name, foreign)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_closed(language, pages):
    for text in pages[language].values():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text).group(1).replace("&#39;", "'")
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "http" not in policy
        for element in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(element.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
        read = Reader(text)
        assert f'<html lang="{language}">' in text
        assert not {"link", "img", "iframe", "object", "embed", "form", "base"} & set(read.elements)
        assert not [name for name, _ in read.attributes if name in ("src", "style", "srcset", "action") or name.startswith("on")]
        assert all(value.startswith("#") for name, value in read.attributes if name in ("href", "xlink:href"))


@pytest.mark.parametrize("rows", [0, 10**9], ids=["in a process of its own", "in this process"])
def test_three_files_with_the_promised_names(runs, tmp_path, monkeypatch, rows):
    monkeypatch.setattr(apart, "WORTH_A_PROCESS", rows)
    files = make_report([runs["plan"], runs["today"]], "fi", "all", tmp_path / "new")
    assert [file.name for file in files] == ["report-fi.html", "municipalities-fi.html", "report.xlsx"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["municipalities-fi.html", "report-fi.html", "report.xlsx"]
    sheet = CalamineWorkbook.from_path(str(files[2])).get_sheet_by_name("Yhteenveto").to_python()
    assert sheet[0][0] == "Perhepalvelujen verkko: Pikkula" and sheet[1][1:3] == ["siirto", "nyt"]


def test_a_workbook_that_fails_elsewhere_is_told_and_leaves_nothing(runs, tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "WORTH_A_PROCESS", 0)
    long = changed(runs["plan"], {"sites": runs["plan"].tables["sites"].assign(name="x" * 40_000)})
    with pytest.raises(Refusal, match="a text of 40,000 characters does not fit a cell"):
        make_report([long], "fi", None, tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RuntimeError, match="stopped"), apart.workbook_apart([long], tmp_path / "report.xlsx", "fi"):
        raise RuntimeError("stopped")  # while the other process is at work
    assert list(tmp_path.iterdir()) == []


def hostile_run(county, moved_plan, folder):
    """The run with markup, formulas and paths for names, sources and reasons."""
    cells = {f"{row}/name_fi": HOSTILE[number % len(HOSTILE)] for number, row in enumerate(NAMES)}
    places = {"sites/S1/name": HOSTILE[0], "sites/S2/name": HOSTILE[1], "sites/S3/name": HOSTILE[4], "areas/A1/name": HOSTILE[5],
              "areas/A2/name": HOSTILE[6], "areas/A3/name": HOSTILE[2], "areas/A3/municipality": HOSTILE[3],
              "sites/S2/municipality": HOSTILE[3], "areas/A1/municipality": HOSTILE[0], "demand/*/source": HOSTILE[0]}
    case = altered(county, cells={**cells, **places}, settings={"county": HOSTILE[1], "name": HOSTILE[0]})
    return write(case, moved_plan, folder, scenario=HOSTILE[0], scenario_why=HOSTILE[4])


def test_hostile_texts_are_shown_as_text(county, moved_plan, tmp_path):
    run = hostile_run(county, moved_plan, tmp_path / "r")
    *files, book = make_report([run], "fi", "all", tmp_path / "out")
    with zipfile.ZipFile(book) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) or b"<f " in parts.read(name)]
    for file in files:
        text = file.read_text(encoding="utf-8")
        read = Reader(text)
        assert set(read.elements) & {"img", "b", "i"} <= {"i"} and read.elements.count("script") == 2 * ("report" in file.name)
        shown = " ".join(read.read)
        is_report = "report" in file.name
        assert not [hostile for hostile in (HOSTILE if is_report else HOSTILE[:2]) if hostile not in shown], file
        if is_report:
            data = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', text, re.DOTALL).group(1)
            assert json.loads(data)["sites"] == [HOSTILE[0], HOSTILE[1], HOSTILE[4]]


def test_an_unwritable_page_leaves_nothing_behind(tmp_path):
    (tmp_path / "two.html").mkdir()
    draft = tmp_path / ".report.xlsx.draft"
    draft.write_bytes(b"book")
    with pytest.raises(OSError):
        write_pages({tmp_path / "two.html": "2", tmp_path / "three.html": "3"}, {tmp_path / "report.xlsx": draft})
    assert [path.name for path in tmp_path.iterdir()] == ["two.html"]


def test_one_municipality_and_a_wrong_one(runs, tmp_path):
    _, file, _ = make_report([runs["plan"]], "sv", "Loppu", tmp_path)
    assert "<h2 id=\"hm1\">Loppu</h2>" in file.read_text(encoding="utf-8") and "Alku</h2>" not in file.read_text(encoding="utf-8")
    with pytest.raises(Refusal, match="choose all, or one of Alku, Loppu"):
        make_report([runs["plan"]], "fi", "Turku", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_runs_that_cannot_be_reported_are_refused(runs, tmp_path):
    other = changed(runs["today"], case="toinen")
    nothing = changed(runs["plan"], dict.fromkeys(runs["plan"].tables), status="infeasible")
    old = changed(runs["plan"], {"today_hosting": None})
    for found, words in (([runs["plan"], other], "another case"), ([nothing], "no plan"), ([old], "lacks the tables today_hosting"),
                         ([runs["plan"], runs["plan"]], "same name")):
        with pytest.raises(Refusal, match=words):
            make_report(found, "fi", None, tmp_path / "out")
    with pytest.raises(Refusal, match="choose one of fi, sv, en"):
        make_report([runs["plan"]], "de", None, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command(runs, tmp_path):
    folder = runs["plan"].folder
    result = CliRunner().invoke(cli.app, ["report", str(folder), "--lang", "en", "--out", str(tmp_path)])
    assert result.exit_code == 0 and "report-en.html" in result.output and (tmp_path / "report-en.html").is_file()
    for words, expected in ((["--lang", "de"], "no language"), (["--municipality", "Turku"], "no municipality")):
        result = CliRunner().invoke(cli.app, ["report", str(folder), "--out", str(tmp_path), *words])
        assert result.exit_code == 2 and expected in result.output
    assert CliRunner().invoke(cli.app, ["report", "no-such-run"]).exit_code == 2
