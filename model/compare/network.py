"""Network: sites, services, staff and premises that differ between two runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.compare.sides import Side
from model.results.plan import SMALLEST_SHARE

KINDS = ("site_opens", "site_closes", "tier_changes", "service_opens", "service_closes", "mode_changes")


def network(first: Side, other: Side) -> pd.DataFrame:
    """One row per difference: kind (as in the table changes of a run), site, name, municipality, service, first, other (tier or
    mode), first_days, other_days (open days a week; empty for sites)."""
    sites = _pairs(first, other, "open_sites", ["site"], ["tier"])
    services = _pairs(first, other, "hosted_services", ["service", "site"], ["mode", "days_per_week"])
    rows = pd.concat([_differences(sites.assign(service=""), "tier", "site", "tier_changes"),
                      _differences(services, "mode", "service", "mode_changes")], ignore_index=True)
    rows = rows.rename(columns={"days_per_week_first": "first_days", "days_per_week_other": "other_days"})
    columns = ["kind", "site", "name", "municipality", "service", "first", "other", "first_days", "other_days"]
    return with_places(rows, first, other)[columns]


def _pairs(first: Side, other: Side, table: str, keys: list[str], values: list[str]) -> pd.DataFrame:
    """Rows of both runs' tables side by side, in the order of the first, then what only the other has."""
    both = first.tables[table][keys + values].merge(other.tables[table][keys + values], on=keys, how="outer", sort=False,
                                                    suffixes=("_first", "_other"))
    known = pd.concat([first.tables[table][keys], other.tables[table][keys]]).drop_duplicates()
    return known.merge(both, on=keys, how="left")


def _differences(both: pd.DataFrame, value: str, what: str, changed: str) -> pd.DataFrame:
    """The rows whose value differs, with kind, first and other ("" where it is not)."""
    before, after = both[f"{value}_first"].fillna(""), both[f"{value}_other"].fillna("")
    kind = np.select([before == "", after == ""], [f"{what}_opens", f"{what}_closes"], changed)
    return both.assign(kind=kind, first=before, other=after)[before != after]


def with_places(rows: pd.DataFrame, first: Side, other: Side) -> pd.DataFrame:
    """The rows with each site's name and municipality."""
    places = pd.concat([side.tables["sites"][["site", "name", "municipality"]] for side in (first, other)])
    places = places.drop_duplicates("site").set_index("site").reindex(rows["site"])
    return rows.assign(name=places["name"].fillna("").to_numpy(), municipality=places["municipality"].fillna("").to_numpy())


def staff(first: Side, other: Side) -> pd.DataFrame:
    """Staff of each profession at each site ("" = remote work): profession, site, name, municipality, first_fte, other_fte,
    change_fte."""
    sums = [side.tables["staff"].groupby(["profession", "site"], sort=False)["staff_fte"].sum() for side in (first, other)]
    both = pd.concat(sums, axis=1, keys=["first_fte", "other_fte"], sort=False).fillna(0.0).reset_index()
    both = both[both[["first_fte", "other_fte"]].max(axis=1) > SMALLEST_SHARE]
    return with_places(both.assign(change_fte=both["other_fte"] - both["first_fte"]), first, other).reset_index(drop=True)[
        ["profession", "site", "name", "municipality", "first_fte", "other_fte", "change_fte"]]


def premises(first: Side, other: Side) -> pd.DataFrame:
    """Sites in use in one run only: change (emptied | taken into use), site, name, municipality, tier, rooms, staff_fte, cost_keur
    (yearly, freed or added)."""
    parts = []
    for word, there, elsewhere in (("emptied", first, other), ("taken into use", other, first)):
        rows = there.tables["open_sites"]
        rows = rows[~rows["site"].isin(elsewhere.tables["open_sites"]["site"])]
        rooms = there.tables["rooms"].set_index("site")["rooms"].reindex(rows["site"]).to_numpy()
        parts.append(rows.assign(change=word, rooms=rooms))
    return pd.concat(parts, ignore_index=True)[["change", "site", "name", "municipality", "tier", "rooms", "staff_fte", "cost_keur"]]
