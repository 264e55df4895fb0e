"""Places and names: the areas and sites of the case with their coordinates, and what ids are called. Maps and reports draw on them,
so that a run folder can be read without its case."""

from __future__ import annotations

import pandas as pd

from model.case import Case
from model.results.figures import Figures

NAMED = {"service": "services", "mode": "modes", "profession": "professions", "vehicle": "vehicles",
         "partner": "partners", "client_group": "pathways"}


def areas(case: Case, trips: pd.DataFrame) -> pd.DataFrame:
    """Every area of the case; trips: as from changes.trips_of_areas, in the same order."""
    return case.areas.assign(**{name: trips[name].to_numpy() for name in ("children", "today_minutes", "plan_minutes", "change_minutes")})


def sites(figures: Figures) -> pd.DataFrame:
    """Every site of the case with its tier in the plan ("" = not open)."""
    table = figures.sites.reset_index(drop=True)
    tier = figures.plan.open_site.drop_duplicates("site").set_index("site")["tier"]
    return table.assign(tier=tier.reindex(table["site"]).fillna("").to_numpy())


def names(case: Case) -> pd.DataFrame:
    """kind, id, name_fi, name_sv, name_en of services, modes, professions, mobile units, partners and client groups."""
    parts = [case.tables[table].rename(columns={kind: "id"}).assign(kind=kind) for kind, table in NAMED.items()]
    return pd.concat(parts, ignore_index=True)
