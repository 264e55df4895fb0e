"""Cells of a sheet to texts. What a spreadsheet shows but the reader would call empty is found in the sheet itself: errors such
as #N/A, formulas whose value was never saved, merged cells."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from model.reading.csv_file import Cells
from model.reading.places import Finding, Place
from model.reading.text_file import STRAY
from model.schema.dictionary import Table

MAY_BE_FLAWED = re.compile(rb"""\bt=["']e["']|<(\w+:)?f[ />]""")  # most sheets need no second look
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Flawed:
    """A cell without a value of its own: row and column from 0; word: its error, "" for a formula that was never calculated."""

    row: int
    column: int
    word: str


def cells_of(rows: list[list], table: Table, flawed: list[Flawed], merged: list[Range]) -> Cells:
    """The cells of a sheet that holds a table; its first row with anything in it is the header. No decimal comma is doubtful."""
    texts = [[cell_text(value) for value in row] for row in rows]
    start = next((index for index, row in enumerate(texts) if any(row)), None)
    cells = Cells(delimiter=";")
    if start is None:
        cells.findings.append(Finding(Place(table.file), "an empty sheet", "a row with the names of the columns",
                                      found="the sheet is empty", code="empty_file"))
        return cells
    cells.header, cells.header_line = texts[start], start + 1
    untrusted = {cell.row for cell in flawed if cell.row > start} | {row for row in _merged_rows(merged) if row > start}
    for number, (row, values) in enumerate(zip(texts[start + 1:], rows[start + 1:]), start=start + 1):
        stray = [column for column, text in enumerate(row) if STRAY.search(text)]
        cells.findings += [_stray(_place(cells, table, number, column), row[column]) for column in stray]
        if not any(row) and number not in untrusted:
            continue
        if stray or number in untrusted:
            cells.broken.add(len(cells.rows))
        cells.rows.append([_yes_or_no(text, value, name, table) for text, value, name in zip(row, values, cells.header)])
        cells.lines.append(number + 1)
    cells.findings += [_flaw(_place(cells, table, cell.row, cell.column), cell.word) for cell in flawed]
    cells.findings += [_merge(_place(cells, table, first[0], first[1])) for first, _ in merged]
    return cells


def cell_text(value) -> str:
    """The text a planner sees in a cell: 100 for 100.0, 2026-01-31 for a date, TRUE or FALSE, texts without blanks around them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip(" ")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return str(value)


def number_text(value: float) -> str:
    """A number with at most the fifteen digits a spreadsheet keeps, without a point if it is whole."""
    text = f"{value + 0.0:.15g}"
    return str(int(float(text))) if "e+" in text and abs(value) < 1e21 else text


def _yes_or_no(text: str, value, name: str, table: Table) -> str:
    """A spreadsheet's own truth value says yes or no where the column asks for that."""
    column = table.columns.get(name)
    return ("yes" if value else "no") if isinstance(value, bool) and column and column.type == "yes_no" else text


def _place(cells: Cells, table: Table, row: int, column: int) -> Place:
    name = cells.header[column] if column < len(cells.header) else ""
    return Place(table.file, row + 1, name)


def _merged_rows(merged: list[Range]) -> set[int]:
    return {row for first, last in merged for row in range(first[0], last[0] + 1)}


def _stray(place: Place, text: str) -> Finding:
    name = f"the control character U+{ord(STRAY.search(text).group()):04X}"
    return Finding(place, name, "plain text", "Delete it, or type the cell anew.", f"the cell holds {name}", "stray_character")


def _merge(place: Place) -> Finding:
    return Finding(place, "merged cells", "a cell of its own for each value", "Split the merged cells and fill in each of them.",
                   "cells are merged", "ragged_row")


def _flaw(place: Place, word: str) -> Finding:
    if word:
        return Finding(place, word, "a value", "Mend the formula in the spreadsheet and save again.", code="spreadsheet_error")
    return Finding(place, "a formula", "a value", "Open the workbook in a spreadsheet program, let it calculate, and save.",
                   "the value of the formula was never calculated and saved", "spreadsheet_error")


def flawed_cells(content: bytes) -> dict[str, list[Flawed]]:
    """Sheet name -> cells that show an error or hold a formula without a value. Raises ValueError for a broken workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = {}
            for name, part in _sheet_parts(parts):
                sheet = parts.read(part)
                if MAY_BE_FLAWED.search(sheet):
                    found[name] = list(_flawed_in(sheet))
            return found
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, NotImplementedError) as error:
        raise ValueError(str(error)) from error


def _sheet_parts(parts: zipfile.ZipFile):
    """(sheet name, its part of the archive) of every sheet."""
    relations = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    workbook = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        target = targets[next(value for key, value in sheet.items() if key.endswith("}id"))]
        yield sheet.get("name"), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _flawed_in(sheet: bytes):
    for _, cell in ElementTree.iterparse(io.BytesIO(sheet)):
        kind = cell.tag.rpartition("}")[2]
        if kind == "c":
            value, formula = cell.findtext("{*}v"), cell.find("{*}f")
            if cell.get("t") == "e":
                yield Flawed(*_position(cell.get("r")), value or "#VALUE!")
            elif formula is not None and not value and cell.get("t") != "str":
                yield Flawed(*_position(cell.get("r")), "")
        if kind == "row":
            cell.clear()


def _position(reference: str) -> tuple[int, int]:
    """(row, column) from 0 of a reference such as AB12."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(reference[len(letters):]) - 1, column - 1
