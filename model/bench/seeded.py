"""Seeded counties: random cases of a county's size that are feasible by construction, for benchmarks of the solving.

A hidden plan is drawn first; rooms, pools, limits and the budget are then set a little above what it uses. Today's network is
another draw, so it is no feasible start.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from model.case import AGE_BANDS, Case, Settings
from model.schema.defaults import default_settings, empty_table
from model.travel import base_trips, travel_minutes

DAYS = {"permanent": 5.0, "days_4": 4.0, "days_3": 3.0, "days_2": 2.0, "days_1": 1.0, "fortnightly": 0.5}
HOURS_PER_DAY, WEEKS, PRODUCTIVE_HOURS = 7.0, 46.0, 1500.0


def seeded_county(seed: int, areas: int = 230, sites: int = 52, services: int = 18, professions: int = 10,
                  slack: float = 0.05, policy: str = "nearest_within") -> Case:
    """A random feasible county. slack: spare share of rooms, pools and budget over the hidden plan's use."""
    draw = np.random.default_rng(seed)
    settings = Settings(default_settings() | {"name": f"seed {seed}", "county": "seeded", "year": 2025})
    tables = {"areas": _areas(draw, areas), "modes": _modes(), "professions": _professions(professions)}
    tables["sites"] = _sites(draw, tables["areas"], sites)
    tables["services"], tables["demand"] = _services(draw, services, policy)
    tables["staffing"] = _staffing(draw, services, professions)
    for name in ("hosting", "staff_today", "travel", "guarantees", "locks", "counts"):
        tables[name] = empty_table(name)
    case = Case(f"seeded_{seed}", Path(), settings, tables)
    return _fit_to_hidden_plan(draw, case, slack)


def _frame(table: str, columns: dict, rows: int) -> pd.DataFrame:
    """A typed frame of a dictionary's table; columns not given take the dictionary's defaults."""
    return empty_table(table, rows).assign(**columns)


def _areas(draw, n: int) -> pd.DataFrame:
    """Areas round a dozen towns of very different size."""
    towns = 24
    centres = np.column_stack([draw.uniform(61.1, 62.3, towns), draw.uniform(22.6, 25.2, towns)])
    town = np.where(np.arange(n) < towns, np.arange(n) % towns, draw.choice(towns, n, p=draw.dirichlet(np.full(towns, 0.7))))
    spread = draw.normal(0, [0.06, 0.12], (n, 2))
    children = np.round(draw.lognormal(5.3, 1.1, n) * np.where(town < 4, 2.0, 0.7)) + 1
    shares = np.array([0.14, 0.2, 0.35, 0.19, 0.12])
    bands = {band: np.round(children * share, 1) for band, share in zip(AGE_BANDS, shares)}
    place = {"lat": np.clip(centres[town, 0] + spread[:, 0], 59.5, 70), "lon": np.clip(centres[town, 1] + spread[:, 1], 19.5, 31)}
    return _frame("areas", {"area": [f"{i:05d}" for i in range(n)], "name": [f"Area {i}" for i in range(n)],
                            "municipality": [f"Town {t}" for t in town], **place, "population": children * 5.5, **bands,
                            "families_with_children": np.round(children / 1.8, 1)}, n)


def _sites(draw, areas: pd.DataFrame, n: int) -> pd.DataFrame:
    """Sites in the areas with most children first, then anywhere; one in thirteen a campus, a third stations."""
    order = np.argsort(-(areas["age_7_12"].to_numpy() * draw.uniform(0.2, 1.8, len(areas))))[:n]
    tier = ["campus" if i < n / 13 else "station" if i < n * 0.45 else "local_station" for i in range(n)]
    chosen = areas.iloc[order].reset_index(drop=True)
    cost = {"campus": 300.0, "station": 120.0, "local_station": 50.0}
    columns = {"site": [f"s{i:02d}" for i in range(n)], "name": [f"Site {i}" for i in range(n)], "municipality": chosen["municipality"],
               "lat": chosen["lat"] + 0.002, "lon": chosen["lon"] + 0.002, "tier_today": tier, "rooms": 0.0,
               "partner_staff_per_day": 3.0,
               **{f"cost_{t}_keur": [cost[t] if t == mine else np.nan for mine in tier] for t in cost}}
    return _frame("sites", columns, n)


def _modes() -> pd.DataFrame:
    n = len(DAYS)
    return _frame("modes", {"mode": list(DAYS), **{f"name_{lang}": list(DAYS) for lang in ("fi", "sv", "en")},
                            "days_per_week": list(DAYS.values()), "hours_per_day": HOURS_PER_DAY,
                            "visiting": [days <= 2 for days in DAYS.values()],
                            "loss_share": [0.0, 0.0, 0.02, 0.04, 0.06, 0.08],
                            "waiting_hours_per_visit": [0.0, 0.02, 0.05, 0.1, 0.2, 0.4], "cost_keur": 2.0}, n)


def _professions(n: int) -> pd.DataFrame:
    ids = [f"p{i}" for i in range(n)]
    return _frame("professions", {"profession": ids, **{f"name_{lang}": ids for lang in ("fi", "sv", "en")}, "fte_available": 0.0,
                                  "productive_hours": PRODUCTIVE_HOURS, "cost_keur_per_fte": np.linspace(50, 90, n)}, n)


def _services(draw, n: int, policy: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Services from universal (everywhere, many visits) to demanding (campuses and stations, few visits)."""
    ids, floor = [f"k{i:02d}" for i in range(n)], np.sort(np.arange(n) % 3) + 1
    tiers = {1: ("campus", "station", "local_station"), 2: ("campus", "station", "local_station"), 3: ("campus", "station")}
    services = _frame("services", {
        "service": ids, **{f"name_{lang}": ids for lang in ("fi", "sv", "en")}, "floor": floor, "tiers": [tiers[f] for f in floor],
        "modes": [tuple(DAYS)] * n, "policy": policy, "travel_limit_minutes": 60.0, "visit_minutes": draw.choice([45.0, 60.0, 90.0], n),
        "home_visit_share": draw.choice([0.0, 0.0, 0.3], n), "remote_share_today": 0.05, "remote_share_max": 0.15}, n)
    groups = [(band,) for band in AGE_BANDS]
    demand = _frame("demand", {"service": ids, "groups": [groups[draw.integers(len(groups))] for _ in ids],
                               "visits_per_person": draw.uniform(0.4, 3.0, n) / floor}, n)
    return services, demand


def _staffing(draw, services: int, professions: int) -> pd.DataFrame:
    rows = [(f"k{k:02d}", f"p{p}", draw.uniform(0.8, 2.0) if first else draw.uniform(0.05, 0.3), 1.0 if first else 0.0)
            for k in range(services) for first, p in zip((True, False), draw.choice(professions, 2, replace=False))]
    service, profession, hours, present = zip(*rows)
    return _frame("staffing", {"service": service, "profession": profession, "hours_per_visit": hours,
                               "present_per_open_day": present,
                               "travellers_per_home_visit": present}, len(rows))


def _fit_to_hidden_plan(draw, case: Case, slack: float) -> Case:
    """Draw hosts, send everybody to the nearest, choose modes; then set limits, rooms, pools and budget just above that."""
    sites, services = case.sites.copy(), case.services.copy()
    minutes = travel_minutes(case.areas, sites, case.travel, case.settings.travel_estimate).to_numpy()
    base = base_trips(sites, case.settings.travel_estimate)["base_minutes"].to_numpy()
    room_days, rooms_at_once, staff, cost, today = np.zeros(len(sites)), np.zeros(len(sites)), {}, 0.0, []
    for place, service in enumerate(services.itertuples()):
        may = np.flatnonzero(sites["tier_today"].isin(list(service.tiers)))
        hosts = np.sort(draw.choice(may, max(2, int(len(may) * draw.uniform(0.25, 0.7))), replace=False))
        nearest = minutes[:, hosts].argmin(axis=1)
        services.loc[place, "travel_limit_minutes"] = np.ceil(minutes[:, hosts].min(axis=1).max()) + 10
        visits = np.bincount(nearest, case.visits[service.service] * 0.95, len(hosts))
        driving = np.bincount(nearest, case.visits[service.service] * 0.95 * service.home_visit_share
                              * 2 * minutes[:, hosts].min(axis=1) / 60, len(hosts))
        remote = 0.05 * case.visits[service.service].sum()
        for host, count, drive in zip(hosts, visits, driving):
            rooms, days, team = _choose_mode(case, service, count * (1 - service.home_visit_share), count, drive, base[host])
            room_days[host] += rooms * days
            rooms_at_once[host] = max(rooms_at_once[host], rooms)
            for profession, fte in team.items():
                staff[profession] = staff.get(profession, 0.0) + fte
            cost += 2.0
        for row in case.staffing[case.staffing["service"] == service.service].itertuples():
            staff[row.profession] = staff.get(row.profession, 0.0) + remote * row.hours_per_visit / PRODUCTIVE_HOURS
        other = draw.choice(may, len(hosts), replace=False)
        today += [(service.service, sites.at[j, "site"], "permanent") for j in np.sort(other)]
    sites["rooms"] = np.ceil(np.maximum(room_days / 5 * (1 + 2 * slack), rooms_at_once)) + 1
    professions = case.professions.copy()
    professions["fte_available"] = [round(staff.get(p, 0.0) * (1 + slack), 2) for p in professions["profession"]]
    prices = dict(zip(professions["profession"], professions["cost_keur_per_fte"]))
    cost += sum(fte * prices[p] for p, fte in staff.items()) + sites[[c for c in sites if c.startswith("cost_")]].sum().sum()
    hosting = _frame("hosting", dict(zip(("service", "site", "mode"), zip(*today))), len(today))
    return case.changed(sites=sites, services=services, professions=professions, hosting=hosting,
                        settings=case.settings.changed(budget_keur=round(cost * (1 + slack), 1)))


def _choose_mode(case: Case, service, volume: float, visits: float, driving: float, base_minutes: float):
    """The mode that needs least staff for a volume: (rooms, days a week, {profession: FTE})."""
    best = None
    rows = case.staffing[case.staffing["service"] == service.service]
    for mode in case.modes.itertuples():
        open_hours = mode.days_per_week * HOURS_PER_DAY * WEEKS
        rooms = max(1.0, volume * service.visit_minutes / 60 / (open_hours * (1 - mode.loss_share)))
        team = {}
        for row in rows.itertuples():
            base = row.present_per_open_day * mode.visiting * 2 * base_minutes / 60 * mode.days_per_week * WEEKS
            hours = row.hours_per_visit * visits + row.travellers_per_home_visit * driving + base
            team[row.profession] = max(hours, row.present_per_open_day * open_hours) / PRODUCTIVE_HOURS
        score = sum(team.values()) + 0.02 * rooms * mode.days_per_week + (100 if rooms > 12 else 0)
        if best is None or score < best[0]:
            best = (score, rooms, mode.days_per_week, team)
    return best[1:]
