"""A case as a workbook that planners edit and `model/reading/workbook.py` reads back: a sheet a table, settings on the sheet
`case`, READMEs and NOTICEs as sheets of their own."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from model.reading.folder import FINE_NAMES, SETTINGS_FILE, RawCase, RawTable, read_folder
from model.reading.numbers import read_number
from model.reading.places import SETTINGS_SHEET
from model.reading.sheet_cells import number_text
from model.reading.sheet_settings import SETTINGS_TABLE
from model.reading.workbook import settings_notes, sheet_texts
from model.schema.dictionary import Column, input_tables, settings
from model.workbook.book import FORMULA_MARKS, fits, new_book, put_text
from model.workbook.settings_text import comments, flat

LONGEST_SHEET_NAME = 31
NO_SHEET_NAME = set("[]:*?/\\")
MORE_ROWS = 500  # that still offer the words of a column
LONGEST_CHOICE = 255  # characters of all words offered
WIDEST, NARROWEST = 48, 9


def case_to_workbook(place: Path, file: Path) -> list[str]:
    """Write the case at `place` (folder or workbook, without errors) to `file`; gives the names of what is not carried over.

    Raises OSError when the file cannot be written, DoesNotFit for a table or text a sheet cannot hold.
    """
    raw = read_folder(place)
    texts, left = beside(place)
    with new_book(file, raw.folder.name) as book:
        styles = {"head": book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1}),
                  "text": book.add_format({"num_format": "@"}), "number": book.add_format(),
                  "marked": book.add_format({"num_format": "@", "quote_prefix": True})}
        _settings_sheet(book, styles, raw, place)
        for name, table in raw.tables.items():
            if table.given:
                _table_sheet(book.add_worksheet(name), styles, table)
        for name, lines in texts.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, 120)
            for row, line in enumerate(lines):
                put_text(sheet, row, 0, line, styles["text"])
    return left


def beside(place: Path) -> tuple[dict[str, list[str]], list[str]]:
    """(README, NOTICE and LICENSE texts beside the tables, by name as lines; names of what else lies there)."""
    if place.is_file():
        folder, texts = place.with_suffix(""), dict(sheet_texts(place))
        left = [name for name in texts if not _may_name_a_sheet(name)]  # a crafted name could lead a file out of its folder
        left += sorted(f"{folder.name}/{path.name}" for path in folder.iterdir()) if folder.is_dir() else []
        return {name: lines for name, lines in texts.items() if name not in left}, left
    texts, left = {}, []
    known = {SETTINGS_FILE, *(table.file for table in input_tables().values())}
    for path in sorted(place.iterdir()):
        if path.is_file() and path.name.upper().startswith(FINE_NAMES) and _may_name_a_sheet(path.name):
            texts[path.name] = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        elif path.name not in known and not path.name.startswith((".", "~$")):
            left.append(path.name)
    return texts, left


def _may_name_a_sheet(name: str) -> bool:
    return len(name) <= LONGEST_SHEET_NAME and NO_SHEET_NAME.isdisjoint(name)


def _settings_sheet(book: Workbook, styles: dict, raw: RawCase, place: Path) -> None:
    """The sheet `case`; comments of case.yaml become notes."""
    values = flat(raw.settings)
    notes = notes_of(place)
    sheet = book.add_worksheet(SETTINGS_SHEET)
    _heading(sheet, styles, [*SETTINGS_TABLE.columns.values()])
    for row, (path, value) in enumerate(values.items(), start=1):
        put_text(sheet, row, 0, path, styles["text"])
        number = path not in settings() or settings()[path].is_number  # levels hold numbers only
        _value(sheet, styles, row, 1, value, number)
        put_text(sheet, row, 3, notes.get(path, ""), styles["text"])
    for column, width in enumerate((52, 32, 30, 80)):
        sheet.set_column(column, column, width)


def notes_of(place: Path) -> dict[str, str]:
    """Dotted name -> note of the settings of a case: the comments of case.yaml, or the notes of the sheet `case`."""
    return settings_notes(place) if place.is_file() else comments((place / SETTINGS_FILE).read_text(encoding="utf-8-sig"))


def _table_sheet(sheet: Worksheet, styles: dict, table: RawTable) -> None:
    columns = [table.table.columns[name] for name in table.columns]
    fits(len(table.lines), f"the table {table.table.name}")
    _heading(sheet, styles, columns)
    for place, column in enumerate(columns):
        texts = table.columns[column.name]
        for row, text in enumerate(texts, start=1):
            _value(sheet, styles, row, place, text, column.is_number)
        width = max((len(text) for text in (column.name, *texts)), default=0) + 2
        sheet.set_column(place, place, min(max(width, NARROWEST), WIDEST), styles["number" if column.is_number else "text"])
        _offer_words(sheet, place, column, len(texts) + MORE_ROWS)
    if columns:
        sheet.autofilter(0, 0, max(len(table.lines), 1), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(table.lines) + MORE_ROWS}"})


def _heading(sheet: Worksheet, styles: dict, columns: list[Column]) -> None:
    for place, column in enumerate(columns):
        put_text(sheet, 0, place, column.name, styles["head"])
        sheet.write_comment(0, place, f"{column.meaning}{f' ({column.unit})' if column.unit else ''}", {"x_scale": 2, "visible": False})
    sheet.freeze_panes(1, 1)


def _value(sheet: Worksheet, styles: dict, row: int, column: int, text: str, is_number: bool) -> None:
    """A number as a number if the sheet keeps all of its digits, everything else as text."""
    if text and is_number:
        value = read_number(text)
        if float(number_text(value)) == value:
            sheet.write_number(row, column, value, styles["number"])
            return
    put_text(sheet, row, column, text, styles["marked" if text.startswith(FORMULA_MARKS) else "text"])


def _offer_words(sheet: Worksheet, place: int, column: Column, last: int) -> None:
    """A list to choose from in columns that hold one of a few words."""
    words = ("yes", "no") if column.type == "yes_no" else column.choices if column.type == "choice" else ()
    if words and len(", ".join(words)) <= LONGEST_CHOICE:
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(words), "error_message": ", ".join(words)})
