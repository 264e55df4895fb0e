"""Naming: problems of the changed case named where the planner can mend them: in the scenario file, where it made the cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from model.checking.problem import Problem
from model.reading.folder import RawCase
from model.reading.places import Place
from model.scenarios.record import FIRST_ADDED, Trace
from model.schema.dictionary import Table

ADDED = re.compile(r"(?:line )?(\d{10,})")  # the number of an added row, in a sentence


def named(problems: Iterable[Problem], raw: RawCase, trace: Trace, of_the_base: Collection[Problem]) -> tuple[Problem, ...]:
    """The problems, sorted by file and line. of_the_base: those of the case without the scenario, which stay where they are."""
    files = {table.table.file: table.table for table in raw.tables.values()}
    rows, told = trace.rows(), []
    alike: dict[tuple, list[Problem]] = {}
    for problem in problems:
        is_setting = problem.file == raw.settings_file
        place = _of_setting(problem, trace) if is_setting else _of_cell(problem, trace, rows, problem in of_the_base)
        problem = _without_numbers(_with_removed(problem, trace, files), trace)
        if place is None:
            told.append(problem)
        else:
            alike.setdefault((problem.code, place, problem.column), []).append(_moved(problem, place, is_setting))
    for first, *more in alike.values():
        told.append(replace(first, found=f"{first.found}, and in {len(more)} more rows") if more else first)
    return tuple(sorted(told, key=lambda problem: problem.order))


def _of_setting(problem: Problem, trace: Trace) -> Place | None:
    """Where in a scenario file the setting was changed; a list of levels has lines of its own."""
    place = trace.settings.get(problem.column)
    return place and Place(place.file, problem.line or place.line, place.column)


def _of_cell(problem: Problem, trace: Trace, rows: dict, is_of_the_base: bool) -> Place | None:
    """Where in a scenario file the cell, or else the row, was changed; None where no scenario had a hand in it."""
    place = trace.who_changed(problem.file, problem.line, problem.column)
    return place or (None if is_of_the_base else rows.get((problem.file, problem.line)))


def _moved(problem: Problem, place: Place, is_setting: bool) -> Problem:
    """The same problem at the scenario's place; the sentence keeps which cell it is about."""
    cell = Place(problem.file, problem.line if problem.line < FIRST_ADDED else 0, problem.column)
    found = _trouble(problem) if is_setting else f"{_trouble(problem)} ({cell})"
    return replace(problem, file=place.file, line=place.line, column=place.column, found=found)


def _trouble(problem: Problem) -> str:
    """The problem's sentence without place and repair."""
    here = f"{Place(problem.file, problem.line, problem.column)}: "
    return replace(problem, repair="").sentence().removeprefix(here).removesuffix(".")


def _with_removed(problem: Problem, trace: Trace, files: dict[str, Table]) -> Problem:
    """An id that is unknown because the scenario removed its row says so."""
    column = files[problem.file].columns.get(problem.column) if problem.file in files else None
    place = trace.removed.get((column.of, problem.value)) if problem.code == "unknown_id" and column else None
    if place is None:
        return problem
    return replace(problem, repair=f"{place} takes that row away: remove this one too.")


def _without_numbers(problem: Problem, trace: Trace) -> Problem:
    """The numbers of added rows in the words of a problem become lines of scenario files."""
    lines = {number: f"{place.file} line {place.line}" for (_, number), place in trace.added.items()}
    if not lines:
        return problem

    def line(match: re.Match) -> str:
        return lines.get(int(match.group(1)), match.group())

    return replace(problem, found=ADDED.sub(line, problem.found), repair=ADDED.sub(line, problem.repair))
