"""A case back to a folder of CSV files and case.yaml, from a workbook or another folder."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from model.reading.folder import SETTINGS_FILE, RawTable, read_folder
from model.schema.dictionary import input_tables
from model.workbook.case_book import beside, notes_of
from model.workbook.settings_text import case_yaml, flat


def case_to_folder(place: Path, folder: Path) -> list[str]:
    """Write the case at `place` (folder or workbook, without errors) to a new folder, whole or not at all; gives the names of
    what is not carried over. Raises FileExistsError when there is something in the folder already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"there is already something at {folder}. Choose a name that is not taken")
    raw = read_folder(place)
    texts, left = beside(place)
    files = {SETTINGS_FILE: case_yaml(flat(raw.settings), notes_of(place))}
    files |= {input_tables()[name].file: _csv(table) for name, table in raw.tables.items() if table.given}
    files |= {name: "".join(f"{line}\n" for line in lines) for name, lines in texts.items()}
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{uuid.uuid4().hex[:8]}.draft"
    try:
        draft.mkdir()
        for name, text in files.items():
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return left


def _csv(table: RawTable) -> str:
    """The table's cells separated by commas, numbers with a decimal point."""
    columns = [[_point(text) if table.table.columns[name].is_number else text for text in texts] for name, texts in table.columns.items()]
    rows = [list(table.columns), *zip(*columns)]
    return "".join(",".join(map(_cell, row)) + "\n" for row in rows)


def _point(text: str) -> str:
    return text.replace(",", ".")


def _cell(text: str) -> str:
    """In quotes where the reader would take a part of the text for something else, blanks at its ends among them."""
    plain = text == text.strip() and not any(mark in text for mark in ',"\n')
    return text if plain else '"' + text.replace('"', '""') + '"'
