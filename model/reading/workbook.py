"""A case as a workbook (.xlsx) to the same raw rows as a folder: one sheet a table, settings on the sheet `case`.

The sheet `case` has the columns setting and value, with dotted names: travel_estimate.detour_factor, and for lists their numbers:
objective.levels.1.tolerance. Every cell becomes the text a planner sees: 100 and not 100.0, 2026-01-31 for a date. Sheets that no
one reads are named as problems; sheets called README, NOTICE or LICENSE, and empty ones, are fine.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from model.reading.csv_file import Cells
from model.reading.folder import FINE_NAMES, RawCase, RawTable, table_of
from model.reading.places import SETTINGS_SHEET, Finding, Place, sheet_of
from model.reading.sheet_cells import Flawed, cell_text, cells_of, flawed_cells
from model.reading.sheet_settings import SETTINGS_TABLE, settings_tree
from model.reading.words import nearest
from model.schema.dictionary import Table, input_tables


@dataclass(frozen=True)
class Book:
    """An open workbook: its file name, its sheets by name, and the cells of each that hold no value to be trusted."""

    file: str
    sheets: dict
    flawed: dict[str, list[Flawed]]

    def place(self, sheet: str, row: int = 0, column: str = "") -> Place:
        return Place(sheet_of(self.file, sheet), row, column)


def read_workbook(path: Path) -> RawCase:
    """Read every table and the settings of a workbook. Problems become findings; nothing is raised."""
    tables = {name: RawTable(_on_sheet(path.name, table)) for name, table in input_tables().items()}
    file = sheet_of(path.name, SETTINGS_SHEET)
    raw = RawCase(path.resolve().with_suffix(""), None, tables, {}, [], file)
    book = _open(raw, path)
    if book is None:
        for table in raw.tables.values():
            table.sound = not table.table.required
        return raw
    meant = _look_for_strangers(raw, book)
    settings = _sheet(raw, book, replace(SETTINGS_TABLE, file=file), SETTINGS_SHEET not in meant)
    if settings is not None and settings.sound and not settings.untrusted:
        raw.settings = settings_tree(settings, raw.findings)
    for name, table in raw.tables.items():
        read = _sheet(raw, book, table.table, table.table.required and name not in meant)
        if read is not None:
            raw.tables[name] = read
        elif table.table.required:
            table.sound = False
    return raw


def sheet_texts(path: Path) -> Iterator[tuple[str, list[str]]]:
    """(name, lines) of the sheets that are texts to read beside the case (README, NOTICE, LICENSE): one line a row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        if name.upper().startswith(FINE_NAMES):
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [" ".join(filter(None, map(cell_text, row))) for row in rows]


def settings_notes(path: Path) -> dict[str, str]:
    """Dotted name -> note of the settings on the sheet `case` of a workbook."""
    raw = RawCase(path, None, {}, {}, [])
    book = _open(raw, path)
    sheet = book and _sheet(raw, book, SETTINGS_TABLE, required=True)
    return dict(zip(sheet.columns["setting"], sheet.columns["note"])) if sheet and "note" in sheet.columns else {}


def _on_sheet(workbook: str, table: Table) -> Table:
    """The table with the sheet as its file, so that every problem names it."""
    return replace(table, file=sheet_of(workbook, table.name))


def _open(raw: RawCase, path: Path) -> Book | None:
    try:
        content = path.read_bytes()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        sheets = {name: book.get_sheet_by_name(name) for name in names}
        raw.hashes[path.name] = hashlib.sha256(content).hexdigest()
        return Book(path.name, sheets, flawed_cells(content))
    except (OSError, CalamineError, ValueError) as error:
        repair = "Save it as an Excel workbook (.xlsx) without a password."
        raw.findings.append(Finding(Place(path.name), str(error), "a workbook that can be read", repair,
                                    f"the workbook cannot be read ({error})", "missing_file"))
        return None


def _look_for_strangers(raw: RawCase, book: Book) -> set[str]:
    """Findings of sheets that no one will read; gives the missing ones that were probably meant by them."""
    known, meant = [SETTINGS_SHEET, *raw.tables], set()
    for name, sheet in book.sheets.items():
        if name in known or name.upper().startswith(FINE_NAMES) or sheet.start is None:
            continue
        likely = nearest(name.strip(), known)
        repair = "Rename it, let its name begin with README, or take it out of the workbook."
        if likely in book.sheets:
            repair = f"There is a sheet {likely} already; take this one out of the workbook."
        elif likely:
            repair = f'Did you mean "{likely}"?'
            meant.add(likely)
        code = "unknown_table" if likely else "unknown_file"
        raw.findings.append(Finding(book.place(name), name, "a sheet of a case", repair, code=code))
    return meant


def _sheet(raw: RawCase, book: Book, table: Table, required: bool) -> RawTable | None:
    """The sheet of a table sorted into its columns; None when it is missing."""
    if table.name not in book.sheets:
        if required:
            raw.findings.append(Finding(Place(table.file), "no sheet", "a sheet of the workbook", code="missing_file",
                                        found="the sheet is missing", repair="See the column guide for what it holds."))
        return None
    sheet = book.sheets[table.name]
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    cells = cells_of(rows, table, book.flawed.get(table.name, []), sheet.merged_cell_ranges or [])
    return table_of(raw, table, cells) if cells.header else _empty(raw, table, cells)


def _empty(raw: RawCase, table: Table, cells: Cells) -> RawTable:
    raw.findings += cells.findings
    return RawTable(table, given=True, sound=False)
