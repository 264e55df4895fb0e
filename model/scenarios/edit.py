"""Edit: one change of a layer made in the rows of its table, with before and after of every cell in the trace."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context

from model.reading.cells import Wrong, read_cell
from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node
from model.scenarios.changes import Change
from model.scenarios.keys import cell
from model.scenarios.record import CELL, FIRST_ADDED, ROW_ADDED, ROW_REMOVED, Entry, Trace
from model.scenarios.rows import Rows

DIGITS = Context(prec=12)


def make_change(change: Change, rows: Rows, trace: Trace) -> None:
    """Make the change as far as it can be made; what is in its way becomes findings of the trace."""
    if not rows.can_be_read([*change.where, *change.cells]):
        return
    if change.action == "add":
        for place, cells in change.rows:
            _add(change, rows, place, cells, trace)
        return
    findings, entries = len(trace.findings), len(trace.entries)
    found = rows.matching(change.where, change.place, trace.findings)
    if change.action == "remove":
        _remove(change, rows, found, trace)
        return
    for column, node in change.cells.items():
        new = _products(change, rows, found, column, node, trace) if change.action == "multiply" else dict.fromkeys(found, cell(node))
        _put(change, rows, column, node, new, trace)
    if change.cells and len(trace.findings) == findings and len(trace.entries) == entries:
        trace.findings.append(Finding(change.place, change.action, "a change that changes something", "Leave it out.",
                                      f"the change leaves every cell of {rows.table.file} as it is", "change_without_effect"))


def _put(change: Change, rows: Rows, column: str, node: Node, new: Mapping[int, str], trace: Trace) -> None:
    """Write the new texts (row -> text) of a column; cells that something else changed before are left and reported."""
    place = Place(change.place.file, node.line, f"{change.action}.{column}")
    texts, taken = rows.texts(column), {}
    for row, after in new.items():
        line, before = rows.lines[row], texts[row]
        if first := trace.who_changed(rows.table.file, line, column):
            taken.setdefault(first, []).append(row)
            continue
        trace.cells[rows.table.file, line, column] = place
        if rows.meaning(before, column) != rows.meaning(after, column):
            trace.entries.append(_entry(change, place, CELL, rows, row, column, before, after))
            texts[row] = after
    for first, at in taken.items():
        trace.findings.append(_taken(place, rows, at, column, first))


def _products(change: Change, rows: Rows, found: list[int], column: str, factor: Node, trace: Trace) -> dict[int, str]:
    """Row -> the cell times the factor. Cells that hold no number although filled in are left to the check of the case."""
    texts, empty, products = rows.texts(column), [], {}
    for row in found:
        try:
            read_cell(texts[row], rows.table.columns[column], rows.raw.delimiter == ",")
        except Wrong:
            if not texts[row]:
                empty.append(row)
            continue
        product = DIGITS.multiply(DIGITS.create_decimal(texts[row].replace(",", ".")), DIGITS.create_decimal(factor.value))
        products[row] = f"{(product + 0).normalize():f}"  # minus nothing is nothing
    if empty:
        place = Place(change.place.file, factor.line, f"multiply.{column}")
        trace.findings.append(Finding(place, "", "a number to multiply", "Leave these rows out with where, or set a number.",
                                      f"{column} is empty in {rows.table.file} ({rows.keys(empty)})", "cannot_be_multiplied"))
    return products


def _remove(change: Change, rows: Rows, found: list[int], trace: Trace) -> None:
    place = Place(change.place.file, change.place.line, "remove")
    changed, table = trace.rows(), rows.table
    gone, taken = [], {}
    for row in found:
        if first := changed.get((table.file, rows.lines[row])):
            taken.setdefault(first, []).append(row)
            continue
        gone.append(row)
        trace.entries += [_entry(change, place, ROW_REMOVED, rows, row, column, texts[row], "")
                          for column, texts in rows.raw.columns.items() if texts[row]]
        if len(table.key) == 1:
            trace.removed[table.name, rows.key(row)] = place
    trace.findings += [_taken(place, rows, at, "", first) for first, at in taken.items()]
    rows.remove(gone)


def _add(change: Change, rows: Rows, place: Place, cells: Mapping[str, Node], trace: Trace) -> None:
    texts, table = {column: cell(node) for column, node in cells.items()}, rows.table
    if (there := _row_with_key(rows, texts)) is not None:
        line = rows.lines[there]
        first = trace.added.get((table.file, line)) or Place(table.file, line)
        words = rows.key(there)
        trace.findings.append(Finding(place, words, "a row that is not there yet", "Change the row there is, with where and set.",
                                      f"{words} is already a row of {table.file} ({Place(first.file, first.line)})",
                                      "added_row_exists"))
        return
    line = FIRST_ADDED + len(trace.added)
    rows.add(texts, line)
    trace.added[table.file, line] = place
    for column, node in cells.items():
        trace.cells[table.file, line, column] = Place(place.file, node.line, f"add.{column}")
        if texts[column]:
            trace.entries.append(_entry(change, place, ROW_ADDED, rows, len(rows.lines) - 1, column, "", texts[column]))


def _row_with_key(rows: Rows, texts: Mapping[str, str]) -> int | None:
    """The row that has the key of a new row; None where there is none, or where the new key is not whole."""
    key = rows.table.key
    if any(rows.table.columns[name].required and not texts.get(name) for name in key):
        return None
    wanted = tuple(rows.meaning(texts.get(name, ""), name) for name in key)
    return next((row for row, found in enumerate(zip(*map(rows.meanings, key))) if found == wanted), None)


def _taken(place: Place, rows: Rows, at: list[int], column: str, first: Place) -> Finding:
    what = f"{column} of {rows.keys(at)}" if column else rows.keys(at)
    return Finding(place, rows.keys(at), "a cell changed once, by one layer", "Keep one of the two.",
                   f"{what} in {rows.table.file} is already changed in {Place(first.file, first.line)}", "changed_twice")


def _entry(change: Change, place: Place, kind: str, rows: Rows, row: int, column: str, before: str, after: str) -> Entry:
    return Entry(change.layer, place.file, place.line, kind, rows.table.name, rows.key(row), column, before, after)
