"""Explaining in the tests: a case of files that may be infeasible by arithmetic, and the cells an explanation names."""

from __future__ import annotations

from model.case import Case
from model.checking.check import check_folder
from model.explaining.answer import Explanation
from model.explaining.draft import draft
from model.explaining.explain import explain
from model.explaining.origins import Origins
from model.explaining.tables import explanation_tables
from tests.tiny import write_tiny

SECONDS = 600.0


def drafted(folder, **changes) -> Case:
    """The case of write_tiny(folder, **changes), whatever the arithmetic screens say of it."""
    write_tiny(folder, **changes)
    return draft(check_folder(folder), folder).case


def explained(folder, **changes) -> tuple[Case, Explanation]:
    case = drafted(folder, **changes)
    return case, explain(case, SECONDS)


def named(case: Case, explanation: Explanation) -> set[tuple[str, str]]:
    """("file line column", suggested value) of every change named."""
    rows = explanation_tables(explanation, Origins(case))["suggestions"]
    return {(f"{row.file} {row.line:.0f} {row.column}", row.suggested_value) for row in rows.itertuples()}
