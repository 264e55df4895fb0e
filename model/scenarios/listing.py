"""Listing: the scenarios of a case as lines of text and as plain values."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from model.checking.problem import Problem
from model.scenarios.read import CheckedScenario, Scenario

COUNTED = {"cells_changed": ("cell changed", "cells changed"), "settings_changed": ("setting changed", "settings changed"),
           "rows_added": ("row added", "rows added"), "rows_removed": ("row removed", "rows removed")}
WIDTH = 118


def extent(scenario: Scenario) -> str:
    """How much a scenario changes, in words: "230 cells changed, 2 rows added"."""
    parts = [f"{number:,} {COUNTED[name][number != 1]}" for name, number in scenario.counts().items() if number]
    return ", ".join(parts) or "nothing changed"


def lines(listed: Sequence[CheckedScenario]) -> list[str]:
    """Name, verdict, extent and reason of each scenario, with the problems it brings; then those of the case itself; then the sum."""
    text = []
    for checked in listed:
        scenario, below = checked.scenario, [name for name, _, _ in checked.scenario.layers[:-1]]
        built = f"; builds on {', '.join(below)}" if below else ""
        text.append(f"{scenario.name}: {verdict(checked)}; {extent(scenario)}{built}")
        text += textwrap.wrap(scenario.why, WIDTH, initial_indent="    ", subsequent_indent="    ")
        text += [f"    {sentence}" for sentence in _alike(checked.own)]
    if not listed:
        return ["The case has no scenarios (scenarios/*.yaml)."]
    text += _alike(max((checked.of_the_base for checked in listed), key=len))
    errors = sum(checked.case is None for checked in listed)
    return [*text, f"{len(listed)} scenario{'' if len(listed) == 1 else 's'}, {errors or 'none'} of them with errors."]


def verdict(checked: CheckedScenario) -> str:
    """Whether a scenario checks."""
    if checked.case is None:
        return f"{len(checked.errors)} error{'' if len(checked.errors) == 1 else 's'}"
    return f"checks, {len(checked.own)} warning{'' if len(checked.own) == 1 else 's'}" if checked.own else "checks"


def _alike(problems: Sequence[Problem]) -> list[str]:
    """Every error, and one warning for all of its kind in a column."""
    warnings: dict[tuple, list[Problem]] = {}
    for problem in problems:
        if not problem.is_error:
            warnings.setdefault((problem.code, problem.file, problem.column), []).append(problem)
    text = [problem.sentence() for problem in problems if problem.is_error]
    for first, *more in warnings.values():
        text.append(f"warning: {first.sentence()}" + (f" ({len(more)} more like it: see --json)" if more else ""))
    return text


def plain(listed: Sequence[CheckedScenario]) -> list[dict]:
    """The same as plain values, for JSON."""
    return [{"name": checked.scenario.name, "why": checked.scenario.why, "file": checked.scenario.layers[-1][1],
             "builds_on": [name for name, _, _ in checked.scenario.layers[:-1]], **checked.scenario.counts(),
             "checks": checked.case is not None, "errors": len(checked.errors), "warnings": len(checked.warnings)}
            for checked in listed]
