"""Staffing norms of a plan: people counted, staff needed and staff there, in the county or in each staff area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import Case
from model.results.plan import Plan

KEYS = ["service", "profession", "staff_area"]


def norm_rows(case: Case, plan: Plan, trips: pd.DataFrame) -> pd.DataFrame:
    """service, profession, staff_area ("" = the county), norm_rule, norm_people_per_fte, people, needed_fte, staff_fte (at sites
    and of remote visits), shortfall_fte (decided for soft norms, else what is missing)."""
    areas = [area for area in dict.fromkeys(case.areas["staff_area"]) if area]
    rows = [(row, area) for row in case.staffing[case.staffing["norm_people_per_fte"].notna()].itertuples()
            for area in ([""] if row.norm_scope == "county" else areas)]
    table = pd.DataFrame([(row.service, row.profession, area, row.norm_rule, row.norm_people_per_fte, _people(case, row, area))
                          for row, area in rows], columns=[*KEYS, "norm_rule", "norm_people_per_fte", "people"])
    table = table.astype({"norm_people_per_fte": float, "people": float})
    work = _staff(case, plan, trips)
    staff = np.array([work.loc[_here(work, row, area), "staff_fte"].sum() for row, area in rows], dtype=float)
    needed = table["people"].to_numpy(float) / table["norm_people_per_fte"].to_numpy(float)
    county = plan.norm_shortfall.assign(staff_area="")
    decided = pd.concat([county, plan.area_shortfall]).groupby(KEYS)["shortfall_fte"].sum()
    decided = decided.reindex(pd.MultiIndex.from_frame(table[KEYS])).fillna(0.0).to_numpy(float)
    missing = np.where(table["norm_rule"] == "soft", decided, np.maximum(0.0, needed - staff))
    return table.assign(needed_fte=needed, staff_fte=staff, shortfall_fte=missing)


def _people(case: Case, row, area: str) -> float:
    here = case.areas if area == "" else case.areas[case.areas["staff_area"] == area]
    return here[list(row.norm_groups)].to_numpy(float).sum() * row.norm_share


def _staff(case: Case, plan: Plan, trips: pd.DataFrame) -> pd.DataFrame:
    """service, profession, staff_area, staff_fte: people at sites by the site's staff area, remote work by the families' own."""
    at_sites = plan.staff.assign(staff_area=case.sites.set_index("site")["staff_area"].reindex(plan.staff["site"]).to_numpy())
    remote = trips[trips["channel"] == "remote"].merge(case.staffing[["service", "profession", "hours_per_visit"]], on="service")
    productive = case.professions.set_index("profession")["productive_hours"].reindex(remote["profession"]).to_numpy(float)
    home = case.areas.set_index("area")["staff_area"].reindex(remote["area"]).to_numpy()
    remote = remote.assign(staff_area=home, staff_fte=(remote["hours_per_visit"] * remote["visits"]).astype(float) / productive)
    columns = [*KEYS, "staff_fte"]
    parts = [part[columns] for part in (at_sites, remote) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _here(work: pd.DataFrame, row, area: str) -> np.ndarray:
    mine = (work["service"] == row.service) & (work["profession"] == row.profession)
    return (mine & ((work["staff_area"] == area) | (area == ""))).to_numpy(bool)
