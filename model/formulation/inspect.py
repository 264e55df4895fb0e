"""Inspect: count, print and write the model without a solver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyomo.environ as pyo

from model.case import Case
from model.formulation.build import build


def counts(case: Case) -> pd.DataFrame:
    """Columns kind (decision or rule), name, count, meaning: every decision and rule of the whole model."""
    m = build(case)
    rows = [("decision", item.name, len(item), item.doc or "") for item in m.component_objects(pyo.Var)]
    rows += [("rule", item.name, len(item), _sentence(item)) for item in m.component_objects(pyo.Constraint)]
    return pd.DataFrame(rows, columns=["kind", "name", "count", "meaning"])


def rule_lines(case: Case, rule: str) -> Iterator[str]:
    """The rows of one rule, a line each. Raises KeyError for an unknown rule."""
    m = build(case, templates=False)
    component = m.component(rule)
    if not isinstance(component, pyo.Constraint):
        known = ", ".join(item.name for item in m.component_objects(pyo.Constraint))
        raise KeyError(f'there is no rule "{rule}"; there are: {known}')
    yield _sentence(component)
    for index in component:
        yield f"{component[index].name}: {component[index].expr}"


def write_lp(case: Case, file: Path) -> None:
    """Write the whole model with the first level's objective as an LP file."""
    build(case, templates=False).write(str(file), io_options={"symbolic_solver_labels": True})


def _sentence(component: pyo.Constraint) -> str:
    """The first sentence of the rule's docstring."""
    function = getattr(component.rule, "_fcn", None)
    return " ".join((function.__doc__ or "").split("\n\n")[0].split()) if function else ""
