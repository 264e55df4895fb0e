"""Runs as one workbook: facts, key figures, municipalities, charts, then every table of the runs and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd
from xlsxwriter import Workbook

from model.publish.run_folder import Run
from model.schema.dictionary import result_tables
from model.workbook.book import new_book
from model.workbook.charts import write_charts
from model.workbook.colours import colour, colour_changes
from model.workbook.county import key_figures, municipalities
from model.workbook.facts import write_facts
from model.workbook.formats import Styles
from model.workbook.grid import Column, Grid, write_grid
from model.workbook.readable import Reader
from model.workbook.words import Words, headings

BACKGROUND = ("names", "visits")  # what other rooms of the model join runs with; the names stand beside the ids here


def write_workbook(runs: Sequence[Run], file: Path | str, language: str) -> Path:
    """Write the runs (as read_run gives them; several stand below or beside each other) to an .xlsx file, whole or not at all.

    language: fi, sv or en. Raises ValueError for another language or no run, DoesNotFit for more rows than a sheet holds, OSError
    when the file cannot be written.
    """
    words, named = Words(language), _named(runs)
    if not named:
        raise ValueError("no run to write")
    file = Path(file)
    with new_book(file, f"{words.fact('title')}: {named[0][1].run['case']}", _started(named[0][1])) as book:
        styles = Styles(book)
        book.add_worksheet(words.sheet("facts"))
        grids, contents = _overview(book, styles, named, words)
        reader = Reader([run for _, run in named], words)
        for name in _tables_in_order():
            table = _below_each_other(name, named)
            if table is not None and len(table):
                grids[name] = write_grid(book, styles, words.sheet(name), reader.columns(name, table), len(table))
                colour(grids[name], styles, words)
            if table is not None:
                contents.append((words.sheet(name), len(table)))
        contents.append((words.sheet("columns"), _write_columns(book, styles, grids, words)))
        if words.sheet("charts") in book.sheetnames:
            write_charts(book, grids, words)
        write_facts(book, styles, named, words, contents)
    return file


def _named(runs: Sequence[Run]) -> list[tuple[str, Run]]:
    """(name, run): the folders' names, numbered where two are the same."""
    found: list[tuple[str, Run]] = []
    for run in runs:
        same = sum(other.folder.name == run.folder.name for _, other in found)
        found.append((f"{run.folder.name} ({same + 1})" if same else run.folder.name, run))
    return found


def _started(run: Run) -> datetime | None:
    return datetime.fromisoformat(str(run.run["started"])) if "started" in run.run else None


def _tables_in_order() -> list[str]:
    """Tables of the dictionary in the order of the catalogue, then any it does not know."""
    every = dict.fromkeys([*headings()["sheets"], *result_tables()])
    return [name for name in every if name in result_tables() and name not in BACKGROUND]


def _overview(book: Workbook, styles: Styles, runs: list[tuple[str, Run]], words: Words) -> tuple[dict[str, Grid], list[tuple[str, int]]]:
    """Key figures, municipalities and an empty sheet for the charts, of the runs that have a plan; the grids, and (title, rows)."""
    planned = [(name, run) for name, run in runs if "indicators" in run.tables and len(run.tables["indicators"])]
    grids: dict[str, Grid] = {}
    if not planned:
        return grids, []
    for name, columns in (("key_figures", key_figures(planned, words)), ("municipalities", municipalities(planned, words))):
        grids[name] = write_grid(book, styles, words.sheet(name), columns, len(columns[0].values))
    colour_changes(grids["key_figures"], styles, words)
    colour(grids["municipalities"], styles, words)
    book.add_worksheet(words.sheet("charts"))
    return grids, [(grid.title, grid.rows) for grid in grids.values()]


def _below_each_other(name: str, runs: list[tuple[str, Run]]) -> pd.DataFrame | None:
    """The runs' tables of this name; of several runs with the column `run` first. None when no run has the table."""
    found = [(run_name, run.tables[name]) for run_name, run in runs if name in run.tables]
    if not found:
        return None
    if len(runs) == 1:
        return found[0][1]
    frames = [table.assign(run=run_name) for run_name, table in found if len(table)]
    return pd.concat(frames, ignore_index=True) if frames else found[0][1]


def _write_columns(book: Workbook, styles: Styles, grids: dict[str, Grid], words: Words) -> int:
    """The sheet that says what every column means; gives its rows."""
    rows = [(grid.title, column.heading, column.name, column.unit, column.meaning) for grid in grids.values() for column in grid.columns
            if column.meaning]
    names = ("sheet", "heading", "column", "unit", "meaning")
    columns = [Column(name, words.column(name), values) for name, values in zip(names, zip(*rows))] if rows else []
    write_grid(book, styles, words.sheet("columns"), columns, len(rows))
    return len(rows)
