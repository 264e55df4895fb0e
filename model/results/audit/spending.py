"""Audit of money and of every objective term, against the tables and the case's budget."""

from __future__ import annotations

import numpy as np

from model.results.audit import closeness, fairness
from model.results.audit.comparison import Comparison, rule


@rule
def cost_within_budget(given, decided):
    """The yearly cost is within the budget."""
    budget = given.settings["budget_keur"]
    given_budget = isinstance(budget, (int, float)) and not np.isnan(budget)
    return Comparison(np.array([decided.cost_keur]), float(budget) if given_budget else np.inf, (["the county"],),
                      "thousand euros a year", over=given_budget)


def objective_terms(given, decided) -> dict[str, float]:
    """Every objective term from inputs and decisions."""
    headline = given.column("services", "headline").astype(bool)
    return {
        "travel_burden_hours": float(_travel_hours(given, decided)[headline].sum() - closeness.counted_hours(given, decided)),
        "waiting_burden_hours": float((decided.volume @ given.number("modes", "waiting_hours_per_visit"))[headline].sum()),
        "cost_keur": decided.cost_keur,
        "changes": float(_changes(given, decided)),
        "norm_shortfall_fte": float(_soft_shortfall(given, decided)),
        "unmet_visits": float((given.visits * decided.unmet).sum()),
        "bypassed_visits": float((given.visits * decided.bypass).sum()),
        "apart_visits": closeness.apart_visits(given, decided),
        **fairness.fairness_terms(given, decided),
    }


def _travel_hours(given, decided) -> np.ndarray:
    """(k) hours families travel: to sites, without home visits, and to purchased visits."""
    to_sites = given.visits * (1 - given.number("services", "home_visit_share"))[None]
    minutes = np.nan_to_num(given.minutes)
    purchased = (given.visits * decided.purchased).sum(axis=0) * given.number("services", "purchase_minutes")
    return (np.einsum("ik,ij,ikj->k", to_sites, minutes, decided.assign, optimize=True) + purchased) * 2 / 60


def _changes(given, decided) -> float:
    """Services and sites that come or go, tiers that change, and changed modes by their weight."""
    mode_today = np.zeros_like(decided.mode)
    for row in given.tables["hosting"].itertuples():
        mode_today[given.services.index(row.service), given.sites.index(row.site), given.modes.index(row.mode)] = 1
    hosted_today = mode_today.sum(axis=2)
    services = np.abs(hosted_today - decided.host).sum()
    moved = (hosted_today * decided.host - (mode_today * decided.mode).sum(axis=2)).sum()
    tier_today = given.column("sites", "tier_today")[:, None] == np.array(given.tiers)[None]
    open_today = tier_today.any(axis=1)
    left = (1 - (tier_today * decided.tier).sum(axis=1))[open_today].sum()
    return services + given.settings["objective"]["mode_change_weight"] * moved + left + decided.is_open[~open_today].sum()


def _soft_shortfall(given, decided) -> float:
    soft = given.tables["staffing"][given.tables["staffing"]["norm_rule"] == "soft"]
    pairs = [(given.services.index(row.service), given.professions.index(row.profession)) for row in soft.itertuples()]
    return sum(decided.shortfall[pair] + decided.area_shortfall[pair].sum() for pair in pairs)


@rule
def terms_agree(given, decided):
    """The table of terms holds every objective term as it follows from the plan."""
    expected, table = objective_terms(given, decided), decided.tables["terms"]
    found = table.groupby("term")["value"].sum().reindex(list(expected)).to_numpy(float)
    return Comparison(found, np.array(list(expected.values())), (list(expected),), "the term's unit", equal=True)


@rule
def costs_add_up(given, decided):
    """The table of costs holds every part of the cost term and nothing else."""
    ids = {"premises": given.sites, "staff": given.professions, "recruiting": given.professions,
           "staff_bank": given.professions, "modes": given.modes,
           "purchased": given.services, "vehicles": given.vehicles,
           "evenings": given.professions, "worker_travel": given.professions, "tier_changes": given.sites}
    table = decided.tables["costs"]
    found = table.groupby(["term", "item"])["cost_keur"].sum()
    expected = {(term, item): value for term, values in decided.costs.items() for item, value in zip(ids[term], values)}
    keys = list(dict.fromkeys([*expected, *found.index]))
    left = [found.get(key, 0.0) for key in keys]
    right = [expected.get(key, 0.0) for key in keys]
    names, unit = [f"{term}, {item}" for term, item in keys], "thousand euros a year"
    items = Comparison(np.array(left, dtype=float), np.array(right, dtype=float), (names,), unit, equal=True)
    return [items, Comparison(np.array([table["cost_keur"].sum()]), decided.cost_keur, (["sum of costs"],), unit, equal=True)]
