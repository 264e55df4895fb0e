"""Background: today's network beside the plan, the services' standing and the sources of the case's rows. Reports and maps draw on
them, so that a run folder can be read without its case."""

from __future__ import annotations

import pandas as pd

from model.case import Case
from model.results.figures import Figures
from model.schema.dictionary import input_tables

SOURCE_COLUMNS = ["table", "source", "rows"]


def background(case: Case, today: Figures) -> dict[str, pd.DataFrame]:
    """The tables services, today_hosting, today_staff, today_assignments and sources."""
    return {"services": case.services, "today_hosting": today.hosted, "today_staff": today.staff, "today_assignments": today.trips,
            "sources": sources(case)}


def sources(case: Case) -> pd.DataFrame:
    """table, source, rows: how many rows of an input table rest on the same source, in the order of the file."""
    parts = [case.tables[name].groupby("source", sort=False).size().rename("rows").reset_index().assign(table=name)
             for name in input_tables() if len(case.tables[name])]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=SOURCE_COLUMNS)
