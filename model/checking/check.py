"""Check a case folder: all problems at once, and the frozen Case when there is no error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from model.case import Case
from model.checking.catalogue import CATALOGUE
from model.checking.inputs import Inputs
from model.checking.problem import Problem
from model.reading.folder import RawCase, read_folder
from model.reading.words import few
from model.schema.dictionary import input_tables

MOST_ALIKE = 100  # of one code in one column; the rest is counted in one problem
MOST_RUNS = 20  # runs of lines that one problem names


@dataclass(frozen=True)
class Checked:
    """problems: all of them, sorted by file and line; case: None if one of them is an error.

    waiting: codes of the checks that could not be made until the errors are put right.
    """

    problems: tuple[Problem, ...]
    case: Case | None
    waiting: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_error)


def check_folder(folder: Path | str) -> Checked:
    """Read, type and check a case folder and, without errors, make its Case. Never raises on what the files hold."""
    return check_raw(read_folder(folder))


def check_raw(raw: RawCase) -> Checked:
    """The same from rows already read."""
    inputs = Inputs(raw)
    if uncatalogued := set(inputs.found) - {check.code for check in CATALOGUE}:
        raise LookupError(f"findings without a check in the catalogue: {sorted(uncatalogued)}")  # our mistake alone
    problems, waiting, found = [], [], set()
    for check in CATALOGUE:
        if not found.isdisjoint(check.after) or not inputs.is_whole(check.needs):
            waiting.append(check.code)
            continue
        findings = check.findings(inputs)
        if findings:
            found.add(check.code)
        problems += [Problem.of(finding, check.code, check.severity_in(inputs)) for finding in findings]
    problems = _by_their_names(problems, {table.file: raw.tables[name].table.file for name, table in input_tables().items()})
    problems = tuple(sorted(_not_too_many(problems), key=lambda problem: problem.order))
    broken = any(problem.is_error for problem in problems)
    return Checked(problems, None if broken else inputs.case, tuple(waiting) if broken else ())


def _by_their_names(problems: list[Problem], names: dict[str, str]) -> list[Problem]:
    """The problems with every table named as the planner has it: checks say pools.csv, which in a workbook is a sheet."""
    other = {file: name for file, name in names.items() if file != name}
    if not other:
        return problems
    named = re.compile("|".join(rf"(?<![\w.]){re.escape(file)}\b" for file in other))
    texts = ("file", "expected", "repair", "found")
    return [replace(problem, **{text: named.sub(lambda match: other[match[0]], getattr(problem, text)) for text in texts})
            for problem in problems]


def _not_too_many(problems: list[Problem]) -> Iterable[Problem]:
    """The problems; of very many alike, one stands for the rest and names their lines."""
    alike: dict[tuple, list[Problem]] = {}
    for problem in sorted(problems, key=lambda problem: problem.order):
        alike.setdefault((problem.code, problem.file, problem.column), []).append(problem)
    for same in alike.values():
        yield from same[:MOST_ALIKE]
        if rest := same[MOST_ALIKE:]:
            found = f"{len(rest)} more are wrong in the same way, on lines {_ranges([problem.line for problem in rest])}"
            yield replace(rest[0], found=found, repair="Mend the column in the spreadsheet.")


def _ranges(lines: list[int]) -> str:
    """Sorted line numbers in words: "3-7, 9" (the first runs of very many)."""
    numbered = enumerate(dict.fromkeys(lines))
    runs = [[line for _, line in run] for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0])]
    return few([f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs], MOST_RUNS)
