"""Audit: every rule and every term of model/README.md recomputed from inputs and result tables, without the formulation.

Each audit function has the name of its rule, or of a check of the tables themselves; the register holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.case import Case
from model.results.audit import (  # noqa: F401  (importing a module enters its rules in the register)
    assignment,
    background,
    change,
    consistency,
    deadlines,
    derived,
    evenings,
    hosting,
    mobile,
    opening,
    people,
    places,
    reported,
    spending,
    staffing,
    statement,
    together,
    use,
)
from model.results.audit.comparison import REGISTER, Comparison
from model.results.audit.decided import Decided
from model.results.audit.given import Given
from model.results.typed import typed


@dataclass(frozen=True)
class AuditReport:
    """What the audit found. rules: one row per rule (table audit); violations: rule, where, excess, unit (broken_rules)."""

    rules: pd.DataFrame
    violations: pd.DataFrame

    @property
    def passed(self) -> bool:
        return self.violations.empty

    @property
    def checks(self) -> int:
        """Comparisons made."""
        return int(self.rules["checks"].sum())

    def as_dict(self) -> dict:
        """For run.yaml."""
        return {"passed": self.passed, "checks": self.checks}

    def tables(self) -> dict[str, pd.DataFrame]:
        """The audit's own two tables of results.yaml."""
        return {"audit": self.rules, "broken_rules": self.violations}


def audit(case: Case, tables: Mapping[str, pd.DataFrame], objective: Mapping | None = None) -> AuditReport:
    """Compare result tables with the case's rules.

    objective: what the solver says, any of {"objective", "bound", "gap", "terms": {term: value}, "levels": [{"objective":
    incumbent of that level, "tolerance": share later levels may give up}, ...]}; what is absent is not compared.
    """
    given = Given(case)
    decided = Decided(given, tables, objective or {})
    rows, broken = [], []
    for name, function in REGISTER.items():
        checks, failed = _run(function, given, decided)
        row = {"rule": name, "meaning": function.__doc__.strip().splitlines()[0], "checks": checks, "broken": 0}
        if failed is not None:
            worst = failed.loc[failed["excess"].astype(float).fillna(np.inf).idxmax()]
            row |= {"broken": len(failed), "worst_excess": worst["excess"], "unit": worst["unit"]}
            broken.append(failed.assign(rule=name))
        rows.append(row)
    violations = pd.concat(broken, ignore_index=True) if broken else pd.DataFrame()
    return AuditReport(typed("audit", pd.DataFrame(rows)), typed("broken_rules", violations))


def _run(function, given: Given, decided: Decided) -> tuple[int, pd.DataFrame | None]:
    """Number of comparisons of one audit function, and the failed ones, if any."""
    with np.errstate(invalid="ignore", over="ignore"):
        found = function(given, decided)
    results = [comparison.result() for comparison in ([found] if isinstance(found, Comparison) else found)]
    failed = [frame for _, frame in results if frame is not None]
    return sum(checks for checks, _ in results), pd.concat(failed, ignore_index=True) if failed else None
