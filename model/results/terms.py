"""Costs and objective terms of a plan (model/README.md, Objective terms)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results import fairness
from model.results.figures import Figures
from model.results.pathways import saved_hours
from model.results.people import area_recruiting_keur, bank_by_profession, supervisor_fte
from model.results.plan import Plan
from model.results.together import apart_visits
from model.results.ways import evening_work, tier_changes_keur, vehicles, worker_travel_keur

UNITS = {
    "travel_burden_hours": "family hours a year",
    "waiting_burden_hours": "family hours a year",
    "cost_keur": "thousand euros a year",
    "changes": "changes",
    "norm_shortfall_fte": "FTE",
    "unmet_visits": "visits a year",
    "bypassed_visits": "visits a year",
    "apart_visits": "visits a year",
    **fairness.UNITS,
}


def costs(figures: Figures) -> pd.DataFrame:
    """Yearly cost by term (model/schema/results.yaml) and item, thousand euros; zero rows left out."""
    people = professions(figures)
    purchased = figures.trips[figures.trips["channel"] == "purchased"].groupby("service", sort=False)["visits"].sum()
    price = figures.services["purchase_eur_per_visit"].reindex(purchased.index)
    modes = figures.hosted.groupby("mode", sort=False)["cost_keur"].sum()
    parts = {
        "premises": pd.Series(premises_keur(figures), index=figures.open_sites["site"]),
        "staff": pd.Series(people["staff_keur"].to_numpy(), index=people["profession"]),
        "recruiting": pd.Series(people["recruiting_keur"].to_numpy(), index=people["profession"]),
        "staff_bank": pd.Series(people["bank_keur"].to_numpy(), index=people["profession"]),
        "modes": modes.reindex([mode for mode in figures.modes.index if mode in modes.index]),
        "purchased": purchased * price / 1000,
        "vehicles": vehicles(figures).set_index("vehicle")["cost_keur"],
        "evenings": evening_work(figures).groupby("profession", sort=False)["cost_keur"].sum(),
        "worker_travel": worker_travel_keur(figures),
        "tier_changes": tier_changes_keur(figures),
    }
    frames = [pd.DataFrame({"term": term, "item": part.index, "cost_keur": part.to_numpy(float)})
              for term, part in parts.items()]
    table = pd.concat(frames, ignore_index=True)
    return table[table["cost_keur"] != 0].reset_index(drop=True)


def premises_keur(figures: Figures) -> np.ndarray:
    """Yearly cost of each open site in its tier, thousand euros (0 where the table gives none)."""
    rows = figures.open_sites
    prices = [figures.sites.at[site, f"cost_{tier}_keur"] for site, tier in zip(rows["site"], rows["tier"])]
    return np.nan_to_num(np.array(prices, dtype=float))


def professions(figures: Figures) -> pd.DataFrame:
    """Per profession: fte_available, recruit_fte, staff_fte, supervisor_fte, bank_travel_fte, spare_fte, staff_keur, recruiting_keur,
    bank_keur."""
    table = figures.professions.reset_index(drop=True)
    used = figures.staff.groupby("profession")["staff_fte"].sum().reindex(table["profession"]).fillna(0).to_numpy(float)
    recruits = figures.plan.recruit.groupby("profession")["recruit_fte"].sum()
    recruits = recruits.reindex(table["profession"]).fillna(0).to_numpy(float)
    leading = supervisor_fte(figures).to_numpy()
    bank = bank_by_profession(figures).reset_index(drop=True)
    recruiting = recruits * table["recruit_keur_per_fte"] + area_recruiting_keur(figures).to_numpy()
    return table[["profession", "fte_available"]].assign(
        recruit_fte=recruits, staff_fte=used, supervisor_fte=leading, bank_travel_fte=bank["bank_travel_fte"],
        spare_fte=table["fte_available"] + recruits - used - leading - bank["bank_travel_fte"],
        staff_keur=(used + leading) * table["cost_keur_per_fte"], recruiting_keur=recruiting, bank_keur=bank["bank_keur"])


def terms(figures: Figures) -> pd.DataFrame:
    """Every objective term: term, unit, value."""
    headline = figures.trips["service"].map(figures.services["headline"]).to_numpy(bool)
    waited = figures.hosted["service"].map(figures.services["headline"]).to_numpy(bool)
    waiting = figures.hosted["waiting_hours_per_visit"] * figures.hosted["volume_visits"]
    trips, norms = figures.trips, figures.norms
    values = {
        "travel_burden_hours": trips.loc[headline, "travel_hours"].sum() - saved_hours(figures),
        "waiting_burden_hours": waiting[waited].sum(),
        "cost_keur": costs(figures)["cost_keur"].sum(),
        "changes": number_of_changes(figures.plan, figures),
        "norm_shortfall_fte": norms.loc[norms["norm_rule"] == "soft", "shortfall_fte"].sum(),
        "unmet_visits": trips.loc[trips["channel"] == "unmet", "visits"].sum(),
        "bypassed_visits": bypasses(figures)["visits"].sum(),
        "apart_visits": apart_visits(figures),
        **fairness.fairness_terms(figures),
    }
    return pd.DataFrame({"term": list(UNITS), "unit": list(UNITS.values()), "value": [float(values[term]) for term in UNITS]})


def bypasses(figures: Figures) -> pd.DataFrame:
    """Parts of demand that pass a nearer host: area, service, share, visits."""
    rows = figures.in_file_order(figures.plan.bypass, "service", "area")
    visits = figures.case.visits.stack()
    return rows.assign(visits=[visits[area, service] * share for area, service, share in rows.itertuples(index=False)])


def number_of_changes(plan: Plan, figures: Figures) -> float:
    """Services and sites that come or go and tiers that change count 1, changed modes the case's weight."""
    today = {(row.service, row.site): row.mode for row in figures.case.hosting.itertuples()}
    hosted = {(row.service, row.site): row.mode for row in plan.hosting.itertuples()}
    moved = sum(hosted[pair] != today[pair] for pair in hosted.keys() & today.keys())
    tier_today = {site: tier for site, tier in figures.sites["tier_today"].items() if tier}
    tier = dict(zip(plan.open_site["site"], plan.open_site["tier"]))
    sites = sum(tier.get(site) != tier_today.get(site) for site in tier.keys() | tier_today.keys())
    return len(hosted.keys() ^ today.keys()) + figures.case.settings.objective.mode_change_weight * moved + sites
