"""A case folder (or workbook, see workbook.py) to raw rows: every cell as text with its line, every file with its sha256.

Nothing is typed or repaired.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from model.reading.csv_file import Cells, read_cells
from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node, read_yaml
from model.reading.text_file import decode
from model.reading.words import few, nearest
from model.schema.dictionary import Table, input_tables

SETTINGS_FILE = "case.yaml"
WORKBOOK_ENDING = ".xlsx"
TABLE_ENDINGS = (".csv", ".tsv", ".yaml", ".yml", ".xlsx", ".xls", ".ods")
FINE_ENDINGS = (".md", ".geojson")
FINE_NAMES = ("README", "NOTICE", "LICENSE", "LICENCE")
FINE_FOLDERS = ("scenarios",)


@dataclass
class RawTable:
    """A table as text. columns[c][r] is a cell, lines[r] the line its row starts on.

    given: the file exists; sound: its header could be read.
    broken: rows whose cells cannot be trusted; untrusted: columns that cannot be (missing though required, or there twice).
    """

    table: Table
    columns: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    delimiter: str = ","
    header_line: int = 1
    broken: set[int] = field(default_factory=set)
    untrusted: set[str] = field(default_factory=set)
    given: bool = False
    sound: bool = True


@dataclass
class RawCase:
    """A case as text, with what is wrong in reading it. settings is None when they cannot be read.

    folder: of a workbook inputs/my-case.xlsx it is inputs/my-case, whether there is such a folder or not.
    """

    folder: Path
    settings: Node | None
    tables: dict[str, RawTable]
    hashes: dict[str, str]
    findings: list[Finding]
    settings_file: str = SETTINGS_FILE


def read_folder(folder: Path | str) -> RawCase:
    """Read every table and the settings of a case folder or workbook. Problems become findings; nothing is raised."""
    if Path(folder).suffix.lower() == WORKBOOK_ENDING and Path(folder).is_file():
        from model.reading.workbook import read_workbook

        return read_workbook(Path(folder))
    raw = RawCase(Path(folder).resolve(), None, {name: RawTable(table) for name, table in input_tables().items()}, {}, [])
    if not (raw.folder.is_dir() and os.access(raw.folder, os.R_OK | os.X_OK)):
        place = Place(raw.folder.name)
        raw.findings.append(Finding(place, str(folder), "a case folder that can be read", code="no_case_folder"))
        return raw
    meant = _look_for_strangers(raw)
    content = _content(raw, SETTINGS_FILE, required=SETTINGS_FILE not in meant)
    if content is not None:
        text, _, findings = decode(content, SETTINGS_FILE)
        raw.findings += findings
        if text or not findings:
            raw.settings, findings = read_yaml(text, SETTINGS_FILE)
            raw.findings += findings
    for name, table in input_tables().items():
        content = _content(raw, table.file, table.required and table.file not in meant)
        if content is not None:
            raw.tables[name] = _csv_table(raw, table, content)
        elif table.required:
            raw.tables[name].sound = False
    return raw


def _content(raw: RawCase, file: str, required: bool) -> bytes | None:
    path = raw.folder / file
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if required:
            raw.findings.append(Finding(Place(file), "no file", "a file in the case folder", code="missing_file",
                                        found="the file is missing", repair="See the column guide for what it holds."))
        return None
    except OSError as error:
        raw.findings.append(Finding(Place(file), error.strerror or "unreadable", "a file that can be read", code="missing_file",
                                    found=f"the file cannot be read ({error.strerror})"))
        return None
    raw.hashes[file] = hashlib.sha256(content).hexdigest()
    return content


def _known_files() -> dict[str, str]:
    """Stem -> file name of everything a case may hold."""
    return {Path(file).stem: file for file in (SETTINGS_FILE, *(table.file for table in input_tables().values()))}


def _look_for_strangers(raw: RawCase) -> set[str]:
    """Findings of files that no one will read: a table with a mistyped name would else be ignored silently.

    Gives the missing files that were probably meant by them: these are not called missing a second time.
    """
    known, all_meant = _known_files(), set()
    for path in sorted(raw.folder.iterdir()):
        name = path.name
        if name in known.values() or name.startswith((".", "~$")) or name in FINE_FOLDERS:
            continue
        looks_like_input = path.is_file() and path.suffix.lower() in TABLE_ENDINGS
        if path.suffix.lower() in FINE_ENDINGS or (name.upper().startswith(FINE_NAMES) and not looks_like_input):
            continue
        meant = known.get(nearest(path.stem, known), "") if looks_like_input else ""
        repair = "Rename it, or move it out of the case folder."
        if meant and (raw.folder / meant).exists():
            repair = f"There is a {meant} already; move this one out of the case folder."
        elif meant:
            repair = f'Did you mean "{meant}"?'
            all_meant.add(meant)
        raw.findings.append(Finding(Place(name), name, "a file of a case", repair,
                                    code="unknown_table" if looks_like_input else "unknown_file"))
    return all_meant


def _csv_table(raw: RawCase, table: Table, content: bytes) -> RawTable:
    text, untrusted, findings = decode(content, table.file)
    raw.findings += findings
    if findings and not text:
        return RawTable(table, given=True, sound=False)
    return table_of(raw, table, read_cells(text, table.file, untrusted))


def table_of(raw: RawCase, table: Table, cells: Cells) -> RawTable:
    """The cells sorted into the table's columns; what is wrong with header and columns is added to the findings of raw."""
    raw.findings += cells.findings
    if not cells.header:
        return RawTable(table, given=True, sound=False)
    read = RawTable(table, {}, cells.lines, cells.delimiter, cells.header_line, cells.broken, given=True)
    _columns(raw, read, cells)
    if table.required and not cells.rows:
        raw.findings.append(Finding(Place(table.file), "no rows", "at least one row", code="empty_table",
                                    found="the table has no rows"))
        read.sound = False
    return read


def _columns(raw: RawCase, read: RawTable, cells: Cells) -> None:
    """Sort the cells into the dictionary's columns; a required column that is missing is marked untrusted."""
    table, place = read.table, Place(read.table.file, cells.header_line)
    by_column = list(map(list, zip(*cells.rows))) if cells.rows else [[] for _ in cells.header]
    meant = set()
    for name, values in zip(cells.header, by_column):
        if name not in table.columns:
            if name or any(values):
                word = nearest(name, [column for column in table.columns if column not in cells.header])
                meant.add(word)
                raw.findings.append(_unknown_column(place, name, word, table))
        elif name in read.columns:
            read.untrusted.add(name)
            raw.findings.append(Finding(place.at(name), name, "a column given once", "Keep one of the two.",
                                        f"the column {name} is there twice", "duplicate_column"))
        else:
            read.columns[name] = values
    absent = [column for column in table.columns.values() if column.name not in read.columns]
    read.untrusted |= {column.name for column in absent if column.required or column.name in meant}
    for column in absent:
        if column.required and column.name not in meant:
            raw.findings.append(Finding(place.at(column.name), "no column", f"a column {column.name}", code="missing_column",
                                        found="the column is missing", repair=f"Add it: {column.meaning}"))


def _unknown_column(place: Place, name: str, word: str, table: Table) -> Finding:
    if not name:
        return Finding(place, "", "a column with a name", "Name the column or empty its cells.",
                       "a column with figures has no name", "unknown_column")
    repair = f'Did you mean "{word}"?' if word else f"The columns are {few(table.columns, 40)}."
    return Finding(place.at(name), name, "a column of this table", repair, code="unknown_column")
