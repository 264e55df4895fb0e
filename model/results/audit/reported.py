"""Audit of what is reported about a plan: changes against today and the indicators a leadership group reads first.

The indicators are worked out here by another way than in results/indicators: straight from arrays, one service at a time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.audit.comparison import Comparison, rule

AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")


@rule
def changes_agree(given, decided):
    """The table of changes names exactly the sites, tiers, services and modes that differ from today."""
    expected = _site_changes(given, decided) | _service_changes(given, decided)
    table = decided.tables["changes"]
    table = table[table["kind"] != "staff_moves"]
    stated = set(zip(table["kind"], table["site"], table["service"]))
    names = [" ".join(change) for change in sorted(expected | stated)]
    differs = np.array([float((change in expected) != (change in stated)) for change in sorted(expected | stated)])
    return Comparison(differs, 0.0, (names,), "rows")


def _site_changes(given, decided) -> set[tuple]:
    found = set()
    for j, (site, today) in enumerate(zip(given.sites, given.column("sites", "tier_today"))):
        now = [tier for tier, count in zip(given.tiers, decided.tier[j]) if count]
        if now != [today] and (now or today):
            found.add(("site_opens" if not today else "site_closes" if not now else "tier_changes", site, ""))
    return found


def _service_changes(given, decided) -> set[tuple]:
    today = {(row.service, row.site): row.mode for row in given.tables["hosting"].itertuples()}
    table = decided.tables["hosted_services"]
    now = dict(zip(zip(table["service"], table["site"]), table["mode"]))
    kinds = dict.fromkeys(today.keys() - now.keys(), "service_closes")
    kinds |= dict.fromkeys(now.keys() - today.keys(), "service_opens")
    kinds |= dict.fromkeys((pair for pair in today.keys() & now.keys() if today[pair] != now[pair]), "mode_changes")
    return {(kind, site, service) for (service, site), kind in kinds.items()}


@rule
def differences_add_up(given, decided):
    """In indicators and worst-hit areas the change is the plan less today."""
    indicators, worst = decided.tables["indicators"], decided.tables["worst_hit_areas"]
    names = list(indicators[["indicator", "service", "municipality", "group"]].agg(" ".join, axis=1)) if len(indicators) else []
    parts = [(indicators["plan"] - indicators["today"], indicators["change"], names),
             (worst["plan_minutes"] - worst["today_minutes"], worst["change_minutes"], list(worst["area"]))]
    return [Comparison(*(part.fillna(0).to_numpy(float) for part in (expected, stated)), (names,), "the row's unit", equal=True)
            for expected, stated, names in parts]


@rule
def indicators_agree(given, decided):
    """Mean, longest and within-30 trips, travel hours and cost of the county are what the plan gives."""
    table = decided.tables["indicators"]
    county = table[(table["municipality"] == "") & (table["group"] == "")]
    stated = county.groupby(["indicator", "service"])["plan"].first()
    expected = {**_trips_of_services(given, decided), ("cost_keur", ""): decided.cost_keur,
                ("sites_open", ""): float(decided.is_open.sum())}
    left = stated.reindex(pd.MultiIndex.from_tuples(list(expected))).to_numpy(float)
    right = np.array(list(expected.values()), dtype=float)
    both_empty = np.isnan(left) & np.isnan(right)
    names = [" of ".join(part for part in key if part) for key in expected]
    left, right = np.where(both_empty, 0, left), np.where(both_empty, 0, right)
    return Comparison(left, right, (names,), "the indicator's unit", equal=True)


def _trips_of_services(given, decided) -> dict[tuple[str, str], float]:
    """By service, and over headline services with the areas weighed by their children."""
    children, headline = given.people(AGE_BANDS), given.column("services", "headline").astype(bool)
    found, over_services = {}, []
    for k, service in enumerate(given.services):
        minutes, share = _trips(given, decided, k)
        total = share.sum(axis=1)
        found |= _figures(service, minutes, share * given.visits[:, [k]])
        found["travel_hours", service] = float(np.nansum(minutes * share * given.visits[:, [k]]) * 2 / 60)
        by_children = share * np.divide(children, total, out=np.zeros_like(total), where=total > 0)[:, None]
        if headline[k] and by_children.sum() > 0:
            over_services.append((minutes, by_children / by_children.sum()))
    if over_services:
        found |= _figures("", *(np.concatenate([pair[side] for pair in over_services]) for side in (0, 1)))
    hours = [found["travel_hours", service] for service, counts in zip(given.services, headline) if counts]
    return found | {("travel_hours", ""): sum(hours)}


def _trips(given, decided, k: int) -> tuple[np.ndarray, np.ndarray]:
    """(minutes, share of the area's visits) of families' trips to a service: to every site, then purchased."""
    purchased = np.full(len(given.areas), given.number("services", "purchase_minutes")[k])
    share = decided.assign[:, k] * (1 - given.number("services", "home_visit_share")[k])
    minutes = np.where(share > 0, given.minutes, 0.0)
    return np.column_stack([minutes, purchased]), np.column_stack([share, decided.purchased[:, k]])


def _figures(service: str, minutes: np.ndarray, weight: np.ndarray) -> dict[tuple[str, str], float]:
    total = weight.sum()
    if not total > 0:
        return {}
    return {("mean_minutes", service): float((minutes * weight).sum() / total),
            ("max_minutes", service): float(minutes[weight > 0].max()),
            ("share_within_30_min", service): float(weight[minutes <= 30].sum() / total)}
