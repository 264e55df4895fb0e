"""A case folder: the same Case from every way of writing it, hashes, and strangers among the files."""

import hashlib

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.checking.check import check_folder
from model.reading.folder import read_folder
from model.reading.text_file import decode
from model.schema.dictionary import input_tables
from tests.tiny import tiny_case, tiny_rows, write_tiny


def same(one, other):
    for name in one.tables:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])
    assert one.settings.as_dict().keys() == other.settings.as_dict().keys()


@pytest.mark.parametrize("bom", [False, True])
@pytest.mark.parametrize(("delimiter", "decimal"), [(",", "."), (";", "."), (";", ","), (",", ",")])
def test_every_way_of_writing_gives_the_same_case(tmp_path, bom, delimiter, decimal):
    plain = tiny_case(tmp_path / "tiny")
    other = tiny_case(tmp_path / "other", delimiter=delimiter, decimal=decimal, bom=bom)
    same(plain, other)
    assert (plain.figures, plain.assumptions) == (other.figures, other.assumptions)


def test_dos_line_ends_and_columns_in_another_order_give_the_same_case(tmp_path):
    plain = tiny_case(tmp_path / "tiny")
    folder = write_tiny(tmp_path / "other")
    for path in folder.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_bytes("\r\n".join(",".join(reversed(line.split(","))) for line in lines).encode())
    same(plain, check_folder(folder).case)


def test_types_of_the_case(tmp_path):
    case = tiny_case(tmp_path)
    for name, table in input_tables().items():
        frame = case.tables[name]
        assert list(frame) == list(table.columns)
        for column in table.columns.values():
            kind = frame[column.name].dtype.kind
            if column.is_number:
                assert kind in "fi", (name, column.name)
            elif column.type == "yes_no":
                assert kind == "b", (name, column.name)
            else:
                wanted = tuple if column.is_list else str
                assert all(isinstance(value, wanted) for value in frame[column.name]), (name, column.name)
    assert case.services["floor"].tolist() == [1, 2]
    assert case.sites["tier_today"].tolist() == ["campus", "station"]
    assert case.sites["tiers"].tolist() == [(), ()]
    assert case.sites["base_minutes"].isna().all()
    assert case.settings.year == 2024


def test_ids_stay_texts(tmp_path):
    areas = [{**row, "area": area} for row, area in zip(tiny_rows()["areas"], ("00100", "1e3", "NO"))]
    case = tiny_case(tmp_path / "b", areas=areas, travel=None)
    assert case.areas["area"].tolist() == ["00100", "1e3", "NO"]


def test_case_knows_its_files_figures_and_assumptions(tmp_path):
    case = tiny_case(tmp_path / "pikku")
    assert case.name == "pikku"
    assert set(case.input_hashes) == {"case.yaml", *(path.name for path in (tmp_path / "pikku").glob("*.csv"))}
    assert case.input_hashes["sites.csv"] == hashlib.sha256((tmp_path / "pikku" / "sites.csv").read_bytes()).hexdigest()
    # areas 3 x 9, services 2 x 3, demand 2, professions 2 x 3, staffing 2, sites 2 x 6, modes 2 x 2, staff_today 3, travel 6
    assert case.figures == 27 + 6 + 2 + 6 + 2 + 12 + 4 + 3 + 6
    assert case.assumptions == 1  # therapy's use rate


def test_files_that_may_lie_beside_the_tables(tmp_path):
    folder = write_tiny(tmp_path)
    for name in ("README.md", "NOTICE", "README.txt", "areas.geojson", ".DS_Store", "~$sites.xlsx", "LICENSE"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "scenarios").mkdir()
    assert check_folder(folder).problems == ()


@pytest.mark.parametrize(("name", "code", "repair"), [
    ("guarantee.csv", "unknown_table", 'Did you mean "guarantees.csv"?'),
    ("LOCKS.CSV", "unknown_table", 'Did you mean "locks.csv"?'),
    ("sites.xlsx", "unknown_table", "There is a sites.csv already; move this one out of the case folder."),
    ("case.yml", "unknown_table", "There is a case.yaml already; move this one out of the case folder."),
    ("budget.csv", "unknown_table", "Rename it, or move it out of the case folder."),
    ("old", "unknown_file", "Rename it, or move it out of the case folder."),
])
def test_strangers(tmp_path, name, code, repair):
    folder = write_tiny(tmp_path)
    (folder / name).mkdir() if name == "old" else (folder / name).write_text("x", encoding="utf-8")
    problem, = check_folder(folder).problems
    assert (problem.code, problem.file, problem.repair) == (code, name, repair)


def test_a_mistyped_required_file_is_one_problem(tmp_path):
    folder = write_tiny(tmp_path)
    (folder / "services.csv").rename(folder / "servces.csv")
    problem, = check_folder(folder).problems
    assert problem.sentence() == 'servces.csv: "servces.csv" is not a file of a case. Did you mean "services.csv"?'


def test_a_folder_that_is_a_table(tmp_path):
    folder = write_tiny(tmp_path, travel=None)
    (folder / "travel.csv").mkdir()
    assert [problem.code for problem in check_folder(folder).problems] == ["missing_file"]


def test_decode_names_the_byte_and_all_its_lines():
    text, _, (finding,) = decode("a,b\nä,1\nb,2\nö,3\n".encode("cp1252"), "sites.csv")
    assert text == "a,b\nä,1\nb,2\nö,3\n"  # read on, so that the other checks see the table
    assert finding.place.line == 2
    assert finding.found == "byte 0xE4 is not UTF-8 text (and on 1 more lines: 4)"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.data())
def test_no_bytes_make_reading_or_checking_fail(tmp_path, data):
    folder = write_tiny(tmp_path)
    path = data.draw(st.sampled_from(sorted(folder.iterdir())))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before)))
    new = before[:at] + data.draw(st.binary(max_size=6)) + before[at + data.draw(st.integers(0, 8)):]
    path.write_bytes(new)
    checked = check_folder(folder)
    assert (checked.case is None) == bool(checked.errors)
    assert all(problem.sentence() for problem in checked.problems)


def test_raw_rows_remember_their_lines(tmp_path):
    folder = write_tiny(tmp_path)
    path = folder / "sites.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "", lines[1].replace("One", '"One\nand\nonly"'), "", lines[2]]), encoding="utf-8")
    raw = read_folder(folder)
    assert raw.tables["sites"].lines == [3, 7]
    assert raw.tables["sites"].columns["name"] == ["One\nand\nonly", "Two"]
