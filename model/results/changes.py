"""Changes against today: what opens, closes, changes or moves, and the areas whose trips grow most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.figures import Figures

WORST_HIT = 20
SMALLEST_MOVE_FTE = 0.05
COLUMNS = ["kind", "site", "service", "today", "plan"]


def changes(plan: Figures, today: Figures) -> pd.DataFrame:
    """One row per difference: kind, site, name, municipality, service, today, plan."""
    parts = [_site_changes(plan, today), _service_changes(plan, today), _staff_moves(plan, today)]
    rows = pd.concat([pd.DataFrame(part, columns=COLUMNS) for part in parts], ignore_index=True)
    of_site = plan.sites.reindex(rows["site"])
    return rows.assign(name=of_site["name"].to_numpy(), municipality=of_site["municipality"].to_numpy())


def _site_changes(plan: Figures, today: Figures) -> list[tuple]:
    before, after = (dict(zip(f.open_sites["site"], f.open_sites["tier"])) for f in (today, plan))
    sites = [site for site in plan.sites.index if before.get(site) != after.get(site)]
    return [(_kind("site", "tier_changes", site, before, after), site, "", before.get(site, ""), after.get(site, ""))
            for site in sites]


def _service_changes(plan: Figures, today: Figures) -> list[tuple]:
    before, after = ({(row.service, row.site): row.mode for row in f.hosted.itertuples()} for f in (today, plan))
    pairs = [(service, site) for service in plan.services.index for site in plan.sites.index
             if before.get((service, site)) != after.get((service, site))]
    return [(_kind("service", "mode_changes", pair, before, after), pair[1], pair[0], before.get(pair, ""), after.get(pair, ""))
            for pair in pairs]


def _kind(what: str, changed: str, key, before: dict, after: dict) -> str:
    if key not in before:
        return f"{what}_opens"
    return changed if key in after else f"{what}_closes"


def _staff_moves(plan: Figures, today: Figures) -> list[tuple]:
    """Services whose staff at a site differs by more than SMALLEST_MOVE_FTE."""
    before, after = (f.plan.staff.groupby(["service", "site"])["staff_fte"].sum() for f in (today, plan))
    both = pd.concat([before.rename("today"), after.rename("plan")], axis=1).fillna(0.0).reset_index()
    moved = plan.in_file_order(both[(both["plan"] - both["today"]).abs() > SMALLEST_MOVE_FTE], "service", "site")
    return [("staff_moves", row.site, row.service, f"{row.today:.2f}", f"{row.plan:.2f}") for row in moved.itertuples()]


def mean_trips(figures: Figures) -> pd.DataFrame:
    """Mean minutes of an area's trips to a service, weighted by travelling visits: areas x services, NaN without a trip."""
    trips = figures.trips[figures.trips["travelling_visits"] > 0]
    weighted = trips.assign(minutes=trips["travel_minutes"] * trips["travelling_visits"])
    sums = weighted.groupby(["area", "service"])[["minutes", "travelling_visits"]].sum()
    means = (sums["minutes"] / sums["travelling_visits"]).unstack()
    return means.reindex(index=figures.case.visits.index, columns=figures.case.visits.columns).astype(float)


def trips_of_areas(plan: Figures, today: Figures) -> pd.DataFrame:
    """Every area with its mean trip over the headline services it travels for both today and in the plan (NaN if for none):
    area, name, municipality, children, today_minutes, plan_minutes, change_minutes, worst_service, worst_change_minutes."""
    headline = plan.services.index[plan.services["headline"].to_numpy(bool)]
    after, before = mean_trips(plan)[headline], mean_trips(today)[headline]
    growth = (after - before).to_numpy()
    compared = ~np.isnan(growth)
    count = np.where(compared.any(axis=1), compared.sum(axis=1), np.nan)
    worst = np.where(compared, growth, -np.inf).argmax(axis=1) if len(headline) else np.zeros(len(growth), int)
    areas = plan.case.areas
    table = areas[["area", "name", "municipality"]].assign(
        children=plan.case.children.to_numpy(),
        today_minutes=np.where(compared, before, 0).sum(axis=1) / count,
        plan_minutes=np.where(compared, after, 0).sum(axis=1) / count,
        worst_service=np.asarray(headline, dtype=object)[worst] if len(headline) else "",
        worst_change_minutes=growth[np.arange(len(growth)), worst] if len(headline) else np.nan)
    return table.assign(change_minutes=table["plan_minutes"] - table["today_minutes"])


def worst_hit_areas(trips: pd.DataFrame) -> pd.DataFrame:
    """The twenty areas whose mean trip grows most; trips: as from trips_of_areas."""
    longer = trips[trips["change_minutes"] > 1e-9]
    return longer.sort_values("change_minutes", ascending=False, kind="stable").head(WORST_HIT).reset_index(drop=True)
