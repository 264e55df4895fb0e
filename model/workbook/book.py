"""A workbook on disk, written whole or not at all, in which a text stays a text whatever it looks like."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, the heading included
LONGEST_TEXT = 32_767  # characters of a cell
FORMULA_MARKS = ("=", "+", "-", "@")
TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class DoesNotFit(ValueError):
    """More than a sheet or a cell can hold; the message says what."""


@contextmanager
def new_book(file: Path, title: str, created: datetime | None = None) -> Iterator[xlsxwriter.Workbook]:
    """An empty workbook that takes its name when all is written. Raises OSError when the file cannot be written."""
    if not file.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {file.parent} to write {file.name} into")
    draft = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}.draft")
    book = xlsxwriter.Workbook(str(draft), TEXTS_STAY_TEXTS)
    book.set_properties({"title": title, **({"created": created} if created else {})})
    try:
        yield book
        book.close()
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def put_text(sheet: Worksheet, row: int, column: int, text: str, cell_format=None) -> None:
    """A text cell. Raises DoesNotFit when it is longer than a cell can be."""
    if len(text) > LONGEST_TEXT:
        raise DoesNotFit(f"sheet {sheet.get_name()} row {row + 1}: a text of {len(text):,} characters does not fit a cell, which "
                         f"holds {LONGEST_TEXT:,} at most")
    if text:
        sheet.write_string(row, column, text, cell_format)
    elif cell_format:
        sheet.write_blank(row, column, None, cell_format)


def fits(rows: int, what: str) -> None:
    """Raises DoesNotFit when a sheet cannot hold a heading and so many rows."""
    if rows + 1 > MOST_ROWS:
        raise DoesNotFit(f"{what} has {rows:,} rows; a sheet holds {MOST_ROWS - 1:,} at most")
