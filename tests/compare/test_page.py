"""The page, the tables and the folder of a comparison."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest

from model.compare import comparison as module
from model.compare import files
from model.compare.comparison import columns, compare_sides
from model.compare.page import page
from model.publish.run_folder import plain
from model.reading.strict_yaml import read_yaml
from tests.compare.hand import again, run_of


@pytest.fixture(scope="module")
def pair(today_side, plan_side):
    return compare_sides([today_side, plan_side])


@pytest.fixture(scope="module")
def text(pair):
    return page(pair)


def row_of(text, first):
    lines = [line for line in text.splitlines() if line.startswith(f"| {first}")]
    assert len(lines) == 1, first
    return [cell.strip() for cell in lines[0].strip("|").split("|")][1:]


def test_tables_have_the_columns_of_the_dictionary(pair):
    assert list(pair.tables) == list(columns())
    for name, frame in pair.tables.items():
        assert list(frame) == list(columns()[name]["columns"]), name
        assert all(words["meaning"] and words["type"] for words in columns()[name]["columns"].values())
    path = module.Path(module.__file__).parent / "tables.yaml"
    assert read_yaml(path.read_text(encoding="utf-8"), "tables.yaml")[1] == []


def test_the_page_says_what_leaders_ask(text):
    assert text.startswith("# Tiny: plan compared with today\n")
    assert row_of(text, "plan ")[-2:] == ["1.00 % = 5 h a year", "passed"] and row_of(text, "today |")[-2] == "none: no search"
    assert "- Opens: Three (Alku, local station)." in text and "- Closes: Two (Loppu, station)." in text
    assert "- Changes tier: One (campus to station)." in text and "- Name leaves Two." in text
    # clinic comes to S3, leaves S2, weekly instead of daily at S1
    assert row_of(text.partition("### Staff")[0], "Name  ")[:4] == ["1", "1", "", "1"]
    # nurses 2 to 2.2: 1.7 more at S3, 1.5 fewer at S1 and S2
    assert row_of(text, "All professions") == ["3.0", "3.2", "+0.2", "+1.7", "-1.5", "0.0"]
    assert row_of(text, "by at least 10") == ["500", "0", "500", "0"] and row_of(text, "by at least 20") == ["100", "0", "100", "0"]
    # toddlers today all 10 minutes; in the plan (100 * 10 + 200 * 25 + 300 * 20) / 600 = 20
    assert row_of(text, "0 to 2 years")[:6] == ["600", "10.0", "20.0", "+10.0", "500", "0"]
    assert row_of(text, "Loppu") == ["600", "300", "0", "300", "0"]  # 300 toddlers and 300 of 3 to 6 use a service
    assert row_of(text, "Area A2 (Alku)") == ["1,000", "15.0", "22.5", "+7.5", "Name", "10.0 to 25.0"]
    assert row_of(text, "Two") == ["Loppu", "station", "2", "1.0", "60"]
    assert "Taken into use: Three; 2 rooms, 40 thousand euros a year." in text
    assert "**The mean trip of a child** weighs" in text and "- `trips.csv`: " in text
    assert "nan" not in text and "\n\n\n" not in text and text.endswith("\n")


def test_cost_and_trips_stand_side_by_side(text):
    assert row_of(text, "Cost, thousand euros") == ["310", "260", "-50", ""]
    # clinic by children 10 and 20, therapy 23.3 in both
    assert row_of(text, "Mean trip, minutes") == ["16.7", "21.7", "+5.0", ""]


def test_a_difference_within_the_gap_is_marked(today_side, plan_side):
    # 310 to 260 is 16.1 % of 310
    for gap, mark in ((0.17, "within the gap"), (0.16, "")):
        text = page(compare_sides([today_side, again(plan_side, "plan", gap=gap)]))
        assert row_of(text, "Cost, thousand euros")[-1] == mark
    unknown = page(compare_sides([today_side, again(plan_side, "plan", gap=None, gap_hours=None)]))
    assert row_of(unknown, "Cost, thousand euros")[-1] == "gap not known" and "not known" in row_of(unknown, "plan ")[-2]


@pytest.mark.parametrize("gap_hours, words", [
    # travel today 433.3, in the plan clinic (100*10 + 100*20 + 100*30 + 300*20)/30 = 400 and therapy 233.3: 200 more
    (199.0, "**today is ahead of plan by 200 family hours a year.** By the objective's first priority (family travel +200). That is more "
            "than the 199 which a better plan could still save on plan: the order is sure."),
    (201.0, "**plan and today cannot be told apart: the difference is within the gap.** today is ahead of plan by 200 family hours a year, "
            "but a better plan could still save 201 on plan."),
    (None, "what a better plan could save on plan is not known")])
def test_the_verdict_is_in_words(today_side, plan_side, gap_hours, words):
    assert words in page(compare_sides([today_side, again(plan_side, "plan", gap_hours=gap_hours)]))


def test_the_short_page_leaves_out_what_is_the_same(pair, text):
    short = page(pair, short=True)
    assert len(short.splitlines()) < len(text.splitlines())
    assert "Room days a week in excess" in text and "Room days a week in excess" not in short
    assert row_of(short, "Cost, thousand euros") == ["310", "260", "-50", ""] and "How the figures are made" not in short


def test_nothing_differs(today_side):
    text = page(compare_sides([today_side, again(today_side, "again")]))
    assert "**again and today are equal**" in text and "- Opens: no sites." in text
    assert "Every service is at the same sites" in text and "same people at every site" in text
    assert "No site of today is emptied." in text and "Trips grow in no area" in text and "In no municipality" in text


def test_three_runs_and_long_names(today_side, plan_side):
    long = "tiny_base_2025-01-31_080000"
    found = compare_sides([again(today_side, long, "today"), plan_side, again(today_side, "again", "today")])
    assert found.words == {long: "A", "plan": "B", "again": "C"}
    text = page(found)
    assert "| A = tiny_base_2025-01-31_080000 |" in text and "## B against A" in text and "## C against A" in text
    assert row_of(text, "Cost, thousand euros") == ["310", "260", "-50", "", "310", "0", ""]
    assert found.of("premises", found.sides[1])["site"].tolist() == ["S2", "S3"] and found.of("premises", found.sides[2]).empty


def test_notes_come_before_the_figures(today_side, plan_side):
    text = page(compare_sides([today_side, again(plan_side, "plan", "audit_failed", audit={"passed": False})]))
    assert text.index("must not be used") < text.index("## Indicators") and row_of(text, "plan ")[-1] == "FAILED"


def test_json_is_plain(pair):
    found = json.loads(json.dumps(plain(pair.as_dict()), allow_nan=False))
    assert found["first"] == "today" and found["premises"][0]["site"] == "S2" and "trips" not in found
    assert {row["municipality"] for row in found["indicators"]} == {""}


def test_the_folder_is_whole(pair, text, tmp_path):
    folder = files.write(pair, text, tmp_path / "out")
    assert sorted(file.name for file in folder.iterdir()) == sorted([files.PAGE, *(f"{name}.csv" for name in columns())])
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    staff = pd.read_csv(folder / "staff.csv", dtype=str, keep_default_na=False)
    assert staff.loc[staff["site"] == "S3", ["profession", "first_fte", "other_fte"]].to_numpy().tolist() == [["nurse", "0", "1.7"]]
    runs = pd.read_csv(folder / "runs.csv", dtype=str, keep_default_na=False)
    assert runs[["gap", "audit_passed"]].to_numpy().tolist() == [["", "yes"], ["0.01", "yes"]]


def test_a_taken_name_is_refused_without_force(pair, tmp_path):
    files.write(pair, "first", tmp_path / "out")
    with pytest.raises(FileExistsError, match="--force"):
        files.write(pair, "second", tmp_path / "out")
    files.write(pair, "second", tmp_path / "out", force=True)
    assert (tmp_path / "out" / files.PAGE).read_text() == "second" and [file.name for file in tmp_path.iterdir()] == ["out"]
    (tmp_path / "inputs").mkdir()
    with pytest.raises(FileExistsError, match="not a comparison"):
        files.write(pair, "", tmp_path / "inputs", force=True)


def test_an_error_in_the_middle_leaves_the_old_one(pair, tmp_path, monkeypatch):
    files.write(pair, "first", tmp_path / "out")
    monkeypatch.setattr(files, "_cell", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        files.write(pair, "second", tmp_path / "out", force=True)
    assert (tmp_path / "out" / files.PAGE).read_text() == "first" and [file.name for file in tmp_path.iterdir()] == ["out"]


def test_the_default_folder_is_beside_the_first_run(pair, tmp_path):
    with_folder = dataclasses.replace(pair.sides[1], folder=tmp_path / "runs" / "plan")
    found = files.default_folder(dataclasses.replace(pair, sides=[pair.sides[0], with_folder]))
    assert found.parent == tmp_path / "runs" and found.name.startswith("compare_today_20")


def test_a_run_without_options_is_fine(today_side):
    bare = {name: value for name, value in run_of().items() if name not in ("options", "versions", "started")}
    text = page(compare_sides([dataclasses.replace(again(today_side, label), run=bare) for label in ("a", "b")]))
    assert "**b and a are equal**" in text
