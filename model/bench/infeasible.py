"""Infeasible benchmark: for each planted infeasibility of a case, what was named and in how many seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import pandas as pd

from model.bench.planted import PLANTS, planted
from model.bench.refusal import Refusal
from model.case import Case
from model.explaining import apart


def infeasible_table(case: Case, seconds: float, say: Callable[[str], None], causes: Collection[str] = ()) -> pd.DataFrame:
    """One row a plant that suits the case (of the causes named, if any are). named: the planted figure is among the changes suggested;
    found_by: what saw the conflict, arithmetic or solver; alternatives: sets of changes, of which so many sufficient (shown to give a
    plan) and the first of so many changes, fewest: proven; seconds of explaining, its own check that there is no plan included.
    Raises Refusal."""
    unknown = [cause for cause in causes if cause not in PLANTS]
    if unknown:
        raise Refusal(f"no cause is called {', '.join(unknown)}; there are {', '.join(PLANTS)}")
    rows = []
    for plant in planted(case, causes):
        begin = time.perf_counter()
        found = apart.explain_apart(plant.case, seconds)
        changes = [change for one in found.suggestions for change in one.changes]
        first = found.suggestions[0] if found.suggestions else None
        rows.append({
            "planted": plant.name,
            "named": any((change.cell.table, change.cell.row, change.cell.column) == plant.cell for change in changes),
            "found_by": "|".join(dict.fromkeys(limits.found_by for limits in found.conflicts)),
            "alternatives": len(found.suggestions), "sufficient": sum(one.sufficient for one in found.suggestions),
            "changes": first.changed if first else 0, "fewest": bool(first and first.fewest), "laws": found.laws,
            "seconds": round(time.perf_counter() - begin, 1), "first": "; ".join(change.words for change in first.changes) if first else "",
        })
        say(f"{plant.name}: {found.status}, {rows[-1]['first'] or 'nothing named'}, {rows[-1]['seconds']} s")
    return pd.DataFrame(rows)
