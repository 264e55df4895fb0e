"""Every column and every setting of the dictionary: a wrong value is named with its file, line and column."""

import pytest

from model.checking.check import check_folder
from model.reading.cells import Wrong, read_cell
from model.schema.dictionary import Column, input_tables, settings
from tests.checking.damage import AROUND, EXTRA
from tests.tiny import write_tiny

COLUMNS = [(table.name, column) for table in input_tables().values() for column in table.columns]
# Types whose wrong value is a text of the wrong kind; free texts can only be a spreadsheet's error.
WRONG = {"number": "many", "integer": "1.5", "share": "1.5", "choice": "perhaps", "choices": "perhaps", "yes_no": "perhaps",
         "date": "2024-02-30", "reference": "nobody", "references": "nobody", "id": "#N/A", "text": "#N/A"}
CODES = {"number": "not_a_number", "integer": "not_an_integer", "share": "number_out_of_range", "choice": "unknown_word",
         "choices": "unknown_word", "yes_no": "not_yes_or_no", "date": "not_a_date", "reference": "unknown_id",
         "references": "unknown_id", "id": "spreadsheet_error", "text": "spreadsheet_error"}


def damaged(folder, table: str, column: Column, value):
    """The tiny case with a wrong value in the first row of a table."""
    around = AROUND.get(table, {})
    beside = around.get("add", {})
    add = {table: [EXTRA[table], *beside.get(table, [])]} if table in EXTRA else {}
    write_tiny(folder, **{**around, "add": {**beside, **add}})
    path = folder / input_tables()[table].file
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    names, cells = header.split(","), first.split(",")
    if column.name not in names:
        names, cells, rest = [*names, column.name], [*cells, ""], [f"{row}," for row in rest]
    cells[names.index(column.name)] = value
    path.write_text("\n".join([",".join(names), ",".join(cells), *rest]), encoding="utf-8")
    return check_folder(folder)


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_wrong_value_of_every_column_is_named(tmp_path, table, name):
    column = input_tables()[table].columns[name]
    checked = damaged(tmp_path, table, column, WRONG[column.type])
    named = {(problem.code, problem.file, problem.line, problem.column) for problem in checked.errors}
    assert (CODES[column.type], f"{table}.csv", 2, name) in named
    if column.type != "id":  # a row without id is missed wherever it is referred to
        assert len(checked.problems) == 1, [problem.sentence() for problem in checked.problems]


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_empty_cell_of_every_column(tmp_path, table, name):
    column = input_tables()[table].columns[name]
    checked = damaged(tmp_path, table, column, "")
    named = ("empty_required_cell", f"{table}.csv", 2, name)
    assert (named in {(p.code, p.file, p.line, p.column) for p in checked.problems}) == column.required


NUMBERS = [(table, name) for table, name in COLUMNS if input_tables()[table].columns[name].is_number]


@pytest.mark.parametrize(("table", "name"), NUMBERS)
def test_range_of_every_number_column(table, name):
    column = input_tables()[table].columns[name]
    for limit, step in ((column.min, -1), (column.max, 1)):
        if limit is not None:
            assert read_cell(f"{limit}", column) == limit
            with pytest.raises(Wrong) as refused:
                read_cell(f"{limit + step}", column)
            assert refused.value.code == "number_out_of_range"


@pytest.mark.parametrize("path", settings())
def test_wrong_value_of_every_setting_is_named(tmp_path, path):
    setting = settings()[path]
    wrong = {"text": ["a", "list"], "levels": "none"}.get(setting.type, WRONG.get(setting.type))
    checked = check_folder(write_tiny(tmp_path, settings={path: wrong}))
    assert [(problem.file, problem.column) for problem in checked.problems] == [("case.yaml", path)]
    assert checked.problems[0].line > 0


@pytest.mark.parametrize("path", [path for path, setting in settings().items() if setting.is_number])
def test_range_of_every_setting(tmp_path, path):
    setting = settings()[path]
    for limit, step in ((setting.min, -1), (setting.max, 1)):
        if limit is not None:
            checked = check_folder(write_tiny(tmp_path, settings={path: limit + step}))
            assert [(problem.code, problem.column) for problem in checked.problems] == [("number_out_of_range", path)]


@pytest.mark.parametrize("path", [path for path, setting in settings().items() if setting.required])
def test_every_required_setting_is_missed(tmp_path, path):
    checked = check_folder(write_tiny(tmp_path, settings={path: None}))
    assert [(problem.code, problem.column) for problem in checked.problems] == [("missing_setting", path)]
