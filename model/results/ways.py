"""Ways of being there in the tables: evenings, mobile units, workers on the road, and what these and changed tiers cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.premises import tier_change
from model.results.figures import Figures


def vehicles(figures: Figures) -> pd.DataFrame:
    """Every mobile unit: vehicle, used, stop_days, driving_days and days_per_week a week, cost_keur with its driving."""
    table = figures.case.vehicles
    sums = figures.stop_days.groupby("vehicle")[["stop_days", "driving_days", "driving_hours"]].sum()
    sums = sums.reindex(table["vehicle"]).fillna(0.0).reset_index(drop=True).astype(float)
    used = table["vehicle"].isin(figures.plan.vehicles["vehicle"])
    cost = used * table["cost_keur"] + sums["driving_hours"] * table["driving_eur_per_hour"] / 1000
    return pd.DataFrame({"vehicle": table["vehicle"], "used": used, "stop_days": sums["stop_days"],
                         "driving_days": sums["driving_days"], "days_per_week": table["days_per_week"], "cost_keur": cost})


def evenings_needed(figures: Figures) -> pd.DataFrame:
    """service, profession, site, evening_fte: the evening part of the presence a mode asks for, or of its visits if that is more."""
    hosted = figures.hosted[["service", "site", "days_per_week", "hours_per_day", "evening_hours_per_day", "volume_visits"]]
    places = hosted[hosted["evening_hours_per_day"] > 0].merge(figures.case.staffing, on="service")
    productive = figures.professions["productive_hours"].reindex(places["profession"]).to_numpy(float)
    days = places["days_per_week"] * figures.case.settings.weeks_per_year
    present = places["present_per_open_day"] * days * places["evening_hours_per_day"]
    visits = places["hours_per_visit"] * places["volume_visits"] * places["evening_hours_per_day"] / places["hours_per_day"]
    needed = np.maximum(present, visits).to_numpy(float) / productive
    return places[["service", "profession", "site"]].assign(evening_fte=needed)


def evening_work(figures: Figures) -> pd.DataFrame:
    """service, site, profession, evening_fte, cost_keur (supplement)."""
    work = figures.in_file_order(figures.plan.evenings, "service", "site", "profession")
    price = figures.professions["evening_keur_per_fte"].reindex(work["profession"]).to_numpy(float)
    return work.assign(cost_keur=work["evening_fte"].to_numpy(float) * price)


def worker_travel_keur(figures: Figures) -> pd.Series:
    """Price of driving to home visits and from base sites, thousand euros a year, by profession."""
    staff = figures.staff
    hours = (staff["home_travel_hours"] + staff["base_travel_hours"]).groupby(staff["profession"], sort=False).sum()
    return hours * figures.case.settings.worker_travel_eur_per_hour / 1000


def tier_changes_keur(figures: Figures) -> pd.Series:
    """Yearly price of sites in a higher or lower tier than today's, thousand euros, by site."""
    rows = [(row.site, tier_change(figures.sites.loc[row.site], row.tier)) for row in figures.open_sites.itertuples()]
    found = {site: float(figures.sites.at[site, f"{change}_keur"]) for site, change in rows if change}
    return pd.Series(found, dtype=float)
