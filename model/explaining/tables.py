"""Tables: an explanation as the tables suggestions and conflicts of model/schema/results.yaml, with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from model.checking.problem import Problem
from model.explaining.answer import Explanation
from model.explaining.figures import LAW, PLANNER, SETTINGS, shown, unit_of
from model.explaining.origins import Origins
from model.results.typed import typed

DELETED = "(delete the row)"
LIMITS = {PLANNER: "figure", LAW: "law"}


def explanation_tables(explanation: Explanation, origins: Origins, screens: Sequence[Problem] = ()) -> dict[str, pd.DataFrame]:
    """suggestions and conflicts; screens: what arithmetic alone found, first among the conflicts."""
    return {"suggestions": typed("suggestions", pd.DataFrame(list(_suggestions(explanation, origins)))),
            "conflicts": typed("conflicts", pd.DataFrame([*_screened(screens), *_conflicts(explanation, origins, len(screens))]))}


def _suggestions(explanation: Explanation, origins: Origins) -> Iterator[dict]:
    for number, suggestion in enumerate(explanation.suggestions, start=1):
        for change in suggestion.changes:
            cell = change.cell
            yield {"alternative": number, "changes": suggestion.changed, **_where(origins, cell.table, cell.row, cell.column),
                   "value_now": shown(cell.now), "suggested_value": DELETED if cell.new is None else shown(cell.new),
                   "unit": unit_of(cell.table, cell.column), "relative_change": change.relative, "in_words": change.words,
                   "sufficient": suggestion.sufficient, "fewest": suggestion.fewest}


def _conflicts(explanation: Explanation, origins: Origins, before: int) -> Iterator[dict]:
    for number, limits in enumerate(explanation.conflicts, start=before + 1):
        for figure, words in zip(limits.figures, limits.words):
            yield {"conflict": number, "found_by": limits.found_by, "limit": LIMITS.get(figure.role, "visits"),
                   **_where(origins, figure.table, figure.row, figure.column), "value_now": shown(figure.now),
                   "unit": unit_of(figure.table, figure.column), "in_words": words, "irreducible": limits.irreducible}


def _screened(screens: Sequence[Problem]) -> Iterator[dict]:
    for number, problem in enumerate(screens, start=1):
        yield {"conflict": number, "found_by": "arithmetic", "limit": "figure", "file": problem.file, "line": problem.line,
               "row": "", "column": problem.column, "value_now": problem.value, "unit": "",
               "in_words": problem.found or f'"{problem.value}" is not {problem.expected}', "irreducible": False}


def _where(origins: Origins, table: str, row: int, column: str) -> dict:
    place = origins.place(table, row, column)
    return {"file": place.file, "line": place.line, "row": "" if table == SETTINGS else origins.key(table, row), "column": column}
