"""Sides by hand: the tables of a plan of a case as a run that was read."""

from __future__ import annotations

import pandas as pd

from model.compare.sides import Side
from tests.results.hand import tables_of

LEVELS = [{"terms": {"travel_burden_hours": 1.0}, "tolerance": 0.0}]


def run_of(status: str = "optimal", **changes) -> dict:
    """The mapping of a run.yaml."""
    run = {"case": "tiny", "scenario": "base", "status": status, "started": "2025-01-31T08:00:00", "gap": 0.01, "gap_hours": 5.0,
           "audit": {"passed": True, "checks": 9}, "inputs": {"areas.csv": "ab"}, "travel_estimated": False,
           "settings": {"name": "Tiny", "budget_keur": 500.0, "objective": {"levels": LEVELS}}, "versions": {"highspy": "1"},
           "options": {"gap": 0.01, "time_limit": 60.0}}
    if status == "today":
        run = {name: value for name, value in run.items() if name not in ("gap", "gap_hours", "options")}
    return {**run, **changes}


def side(case, plan, label: str, status: str = "optimal", **run) -> Side:
    """A side of a plan (None: today's) of a case."""
    return Side(label, run_of(status, **run), tables_of(case, plan), None)


def again(of: Side, label: str, status: str = "optimal", **run) -> Side:
    """The same tables as another run."""
    return Side(label, run_of(status, **run), of.tables, None)


def with_hours(label: str, hours: float, status: str = "optimal", **run) -> Side:
    """A side of which only the travel burden matters."""
    return Side(label, run_of(status, **run), {"terms": pd.DataFrame({"term": ["travel_burden_hours"], "value": [hours]}),
                                               "areas": pd.DataFrame({"area": []})}, None)


def children(table: pd.DataFrame, trip: str, change: str, minutes: int, municipality: str = "", group: str = "") -> float:
    """The children of one row."""
    hit = table[(table["trip"] == trip) & (table["change"] == change) & (table["minutes"] == minutes)
                & (table["municipality"] == municipality) & (table["group"] == group)]
    assert len(hit) == 1
    return float(hit["children"].iloc[0])
