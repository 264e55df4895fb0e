"""Read: a case with a scenario laid over it, checked like any other case; and all scenarios of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd

from model.checking.catalogue import CATALOGUE
from model.checking.check import Checked, check_raw
from model.checking.problem import Problem
from model.reading.folder import RawCase, read_folder
from model.reading.places import Place
from model.scenarios.apply import apply_layers
from model.scenarios.layers import BASE, FOLDER, Layer, Shelf
from model.scenarios.naming import named
from model.scenarios.record import Trace

FOUND_IN_CELLS = frozenset(check.code for check in CATALOGUE if check.function is None)


@dataclass(frozen=True)
class Scenario:
    """A scenario with all it builds on. layers: (name, file, why), first to last, itself the last; changes: the table
    scenario_changes of results.yaml."""

    name: str
    why: str
    layers: tuple[tuple[str, str, str], ...]
    changes: pd.DataFrame

    def counts(self) -> dict[str, int]:
        """How many cells and settings it changes, and how many rows it adds and removes."""
        kinds = Counter(self.changes["kind"])
        rows = self.changes.drop_duplicates(["kind", "table", "key", "layer", "line"])
        of_rows = Counter(rows["kind"])
        return {"cells_changed": kinds["cell"], "settings_changed": kinds["setting"], "rows_added": of_rows["row_added"],
                "rows_removed": of_rows["row_removed"]}


@dataclass(frozen=True)
class CheckedScenario(Checked):
    """What Checked says, of the changed case. scenario: None where none was asked for, or it could not be found; of_the_base:
    the problems of the case without it (empty where all problems are in its own files)."""

    scenario: Scenario | None = None
    of_the_base: tuple[Problem, ...] = ()

    @property
    def own(self) -> tuple[Problem, ...]:
        """The problems that the scenario brings."""
        return tuple(problem for problem in self.problems if problem not in self.of_the_base)


def check_scenario(folder: Path | str, scenario: str | Path | None = None) -> CheckedScenario:
    """Read a case folder, lay a scenario over it (a name, or the path of a YAML file; None or "base": the case as it is) and
    check it. All problems at once, of the case and of every layer; what rows say together is checked when the scenario has no
    errors of its own. The Case has the scenario's name and its files' hashes."""
    raw = read_folder(folder)
    shelf = Shelf(raw.folder)
    path = None if scenario in (None, BASE) else shelf.find(scenario)
    if path is not None and path.is_file():
        return _checked(raw, cache(lambda: check_raw(raw)), shelf, shelf.layer(path))
    base = check_raw(raw)
    if path is None:
        return CheckedScenario(base.problems, base.case, base.waiting, None, base.problems)
    missing = Problem.of(shelf.no_such(str(scenario), Place(FOLDER)), "unknown_scenario", "error")
    return CheckedScenario((missing, *base.problems), None, base.waiting, None, base.problems)


def list_scenarios(folder: Path | str) -> list[CheckedScenario]:
    """Every scenario of a case, checked, in the order of their file names."""
    raw = read_folder(folder)
    base, shelf = cache(lambda: check_raw(raw)), Shelf(raw.folder)
    return [_checked(raw, base, shelf, shelf.layer(path)) for path in shelf.files()]


def _checked(raw: RawCase, base: Callable[[], Checked], shelf: Shelf, top: Layer) -> CheckedScenario:
    """base: the check of the case without scenarios, which is made only if there are problems to compare with it."""
    layers, findings = shelf.in_order(top)
    trace = Trace(findings=findings)
    checked = check_raw(apply_layers(raw, layers, trace))
    problems, waiting = checked.problems, checked.waiting
    if _has_errors(trace):
        # The case is half changed: what reading its cells says holds, what they say together does not.
        problems = [problem for problem in problems if problem.code in FOUND_IN_CELLS]
        waiting = tuple(check.code for check in CATALOGUE if check.function)
    case = checked.case and replace(checked.case, scenario=top.name)
    record = Scenario(top.name, top.why, tuple((layer.name, layer.file, layer.why) for layer in layers), trace.table())
    files = {layer.file for layer in layers}
    of_the_base = base().problems if any(problem.file not in files for problem in problems) else ()
    return CheckedScenario(named(problems, raw, trace, set(of_the_base)), case, waiting, record, of_the_base)


def _has_errors(trace: Trace) -> bool:
    severity = {check.code: check.severity for check in CATALOGUE}
    return any(severity[finding.code] == "error" for finding in trace.findings)
