"""CSV as Finnish spreadsheets write it: text to cells, each row with the line it starts on. Everything stays text.

Comma or semicolon (seen from the header), quotes with line breaks inside, blanks around unquoted cells, empty rows: read.
Anything that could be read in two ways is a finding, and the row is marked as not to be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from model.reading.places import Finding, Place

LONGEST_CELL = 1000  # lines; a quoted cell longer than this is a quote that was never closed


@dataclass
class Cells:
    """The cells of a file. lines[r] is the line rows[r] starts on; `broken` holds the rows whose cells cannot be trusted."""

    header: list[str] = field(default_factory=list)
    header_line: int = 1
    delimiter: str = ","
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


class _Unread(Exception):
    """A quoted cell that makes no sense; says what is wrong with it."""


def read_cells(text: str, file: str, untrusted: frozenset[int] = frozenset()) -> Cells:
    """Cells of a CSV file's text; lines in `untrusted` hold characters that are already reported."""
    cells, lines = Cells(), text.split("\n")
    start = _header(cells, lines, file)
    if cells.header:
        _rows(cells, lines, start, file, untrusted)
    return cells


def _header(cells: Cells, lines: list[str], file: str) -> int:
    """Fill in the header and the delimiter; give the index of the line after it."""
    start = next((index for index, line in enumerate(lines) if line.strip(" \t\r;,")), len(lines))
    if start < len(lines) and lines[start].rstrip("\r").lower() in ("sep=;", "sep=,"):
        start += 1  # a spreadsheet's own first line
    if start >= len(lines) or not lines[start].strip():
        cells.findings.append(Finding(Place(file), "an empty file", "a line with the names of the columns",
                                      found="the file is empty", code="empty_file"))
        return start
    first = lines[start]
    cells.header_line = start + 1
    cells.delimiter = ";" if first.count(";") >= max(first.count(","), 1) else ","
    if "\t" in first.strip() and cells.delimiter not in first:
        cells.findings.append(Finding(Place(file, start + 1), "tabs between the cells",
                                      "commas or semicolons between the cells", "Save the file as CSV.",
                                      "the cells are separated by tabs", "tab_separated"))
        return start
    try:
        cells.header, after = _cells_of(lines, start, cells.delimiter)
    except _Unread as trouble:
        cells.findings.append(_quote_finding(file, start + 1, trouble))
        return start
    return after


def _rows(cells: Cells, lines: list[str], index: int, file: str, untrusted: frozenset[int]) -> None:
    width, delimiter = len(cells.header), cells.delimiter
    while index < len(lines):
        start, broken = index, False
        try:
            row, index = _cells_of(lines, start, delimiter)
        except _Unread as trouble:
            cells.findings.append(_quote_finding(file, start + 1, trouble))
            row, index, broken = lines[start].rstrip("\r").replace('"', "").split(delimiter), start + 1, True
        if not any(row):
            continue  # an empty row says nothing
        if not broken and len(row) != width:
            if any(row[width:]) or len(row) < width:
                cells.findings.append(_ragged(file, start + 1, row, cells))
                broken = True
            row = row[:width]
        if broken or not untrusted.isdisjoint(range(start + 1, index + 1)):
            cells.broken.add(len(cells.rows))
            row = (row + [""] * width)[:width]
        cells.rows.append(row)
        cells.lines.append(start + 1)


def _cells_of(lines: list[str], start: int, delimiter: str) -> tuple[list[str], int]:
    """(cells of the row that starts at lines[start], index of the line after it); raises _Unread."""
    line = lines[start]
    line = line.removesuffix("\r")
    if '"' in line:
        return _quoted_row(lines, start, delimiter)
    if "\r" in line:
        raise _Unread("the line ends with a carriage return alone")
    if " " in line:
        return [cell.strip(" ") for cell in line.split(delimiter)], start + 1
    return line.split(delimiter), start + 1


def _quoted_row(lines: list[str], start: int, delimiter: str) -> tuple[list[str], int]:
    cells, text, at, after = [], lines[start], 0, start + 1
    while True:
        quote = len(text) - len(text[at:].lstrip(" "))
        if text[quote : quote + 1] == '"':
            cell, text, at, after = _quoted_cell(lines, start, text, quote + 1, after)
            rest = text.find(delimiter, at)
            between = text[at : rest if rest >= 0 else len(text)]
            if between.removesuffix("\r" if rest < 0 else "").strip(" "):
                raise _Unread(f"text follows a closing quote ({between.strip()[:20]})")
        else:
            rest = text.find(delimiter, at)
            cell = text[at : rest if rest >= 0 else len(text)].removesuffix("\r" if rest < 0 else "").strip(" ")
            if '"' in cell or "\r" in cell:
                raise _Unread("a quote stands inside an unquoted cell")
        cells.append(cell)
        if rest < 0:
            return cells, after
        at = rest + 1


def _quoted_cell(lines: list[str], start: int, text: str, at: int, after: int) -> tuple[str, str, int, int]:
    """(cell, line it ends on, index after the closing quote, index of the line after); a doubled quote is a quote."""
    parts = []
    while True:
        quote = text.find('"', at)
        if quote < 0:
            if after >= len(lines) or after - start > LONGEST_CELL:
                raise _Unread("a quote is opened but never closed")
            parts.append(text[at:] + "\n")
            text, at, after = lines[after], 0, after + 1
        elif text[quote + 1 : quote + 2] == '"':
            parts.append(text[at : quote + 1])
            at = quote + 2
        else:
            parts.append(text[at:quote])
            return "".join(parts), text, quote + 1, after


def _quote_finding(file: str, line: int, trouble: _Unread) -> Finding:
    return Finding(Place(file, line), "a quote out of place", 'cells in quotes closed before the next separator',
                   'Put the whole cell in quotes and double the quotes inside it ("").', str(trouble), "quote_out_of_place")


def _ragged(file: str, line: int, row: list[str], cells: Cells) -> Finding:
    other = ";" if cells.delimiter == "," else ","
    if len(row) < len(cells.header) and any(other in cell for cell in row):
        repair = f"The header separates cells by {cells.delimiter}, this row perhaps by {other}."
    elif len(row) > len(cells.header) and cells.delimiter == ",":
        repair = 'A decimal comma, or a comma in a text, must stand in quotes ("1,5"), or write 1.5.'
    elif len(row) > len(cells.header):
        repair = "A semicolon in a text must stand in quotes."
    else:
        repair = "Write every cell, also the empty ones at the end."
    return Finding(Place(file, line), f"{len(row)} cells", f"{len(cells.header)} cells, as in the header", repair,
                   f"the row has {len(row)} cells, the header {len(cells.header)}", "ragged_row")
