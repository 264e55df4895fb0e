"""Small instances whose optimum is proven by enumeration: every choice of hosts, modes and tiers, the rest a linear program of
its own written from the inputs, not from the formulation."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from model.case import Case
from model.solving.solve import solve
from tests.results.hand import altered
from tests.solving.hand import SECONDS, SEED, assert_sound, objective_here
from tests.tiny import tiny_case

FIRST = {"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]}
COST = {"objective.levels": [{"terms": {"cost_keur": 1}, "tolerance": 0.0}]}
MIXED = {"objective.levels": [{"terms": {"travel_burden_hours": 1, "cost_keur": 0.5}, "tolerance": 0.0}]}

# cells, settings
INSTANCES = {
    # rooms for 300 visits a weekly room: the sites share out the clinic's 600 visits and therapy's 300
    "tight rooms": (
        {"sites/*/rooms": 1, "sites/*/opening_days": 2, "modes/daily/days_per_week": 2, "professions/*/fte_available": 0.95},
        FIRST,
    ),
    # somebody present on open days: weekly 0.3 FTE, daily 1.5; therapists for one daily or three weekly hosts
    "scarce people": (
        {
            "staffing/*/*/present_per_open_day": 1,
            "staffing/*/*/hours_per_visit": 0.2,
            "professions/nurse/fte_available": 0.65,
            "professions/therapist/fte_available": 0.35,
        },
        FIRST,
    ),
    # families go to the nearest host, which must fit
    "nearest": (
        {"services/*/policy": "nearest", "sites/S2/rooms": 1, "sites/S2/opening_days": 1, "services/clinic/minimum_visits": 150},
        FIRST,
    ),
    # travel against money: a site is worth its price only where many families save time
    "travel and money": ({"modes/daily/cost_keur": 30, "modes/weekly/cost_keur": 12, "services/therapy/policy": "nearest"}, MIXED),
    "cheapest within a budget": ({"sites/S2/rooms": 1, "sites/S3/rooms": 1, "modes/daily/cost_keur": 20}, COST | {"budget_keur": 400}),
}


def proven(case: Case) -> float:
    """The least value over every choice of (mode or none for each service and site) and of tiers."""
    services, sites = list(case.services["service"]), list(case.sites["site"])
    modes = list(case.modes["mode"])
    best, keyed = np.inf, [case.tables[name].set_index(name[:-1]) for name in ("sites", "services", "modes", "professions")]
    for choice in product([None, *modes], repeat=len(services) * len(sites)):
        hosting = {pair: mode for pair, mode in zip(product(services, sites), choice) if mode}
        best = min(best, value_of(case, keyed, hosting))
    return best


def value_of(case: Case, keyed: list, hosting: dict) -> float:
    """Least weighted sum for a given hosting: each site in its only tier; then a linear program over (area, service, site).

    keyed: the tables sites, services, modes and professions by id.
    """
    sites, services, modes, people = keyed
    tier = {site: (row.tiers or (row.tier_today,))[0] for site, row in sites.iterrows()}
    for (service, site), mode in hosting.items():
        if tier[site] not in services.at[service, "tiers"] or modes.at[mode, "days_per_week"] > sites.at[site, "opening_days"]:
            return np.inf
    pairs = [(area, service, site) for service, site in hosting for area in case.areas["area"]]
    if {service for service, _ in hosting} != set(services.index):
        return np.inf
    visits = np.array([case.visits.at[area, service] for area, service, _ in pairs])
    minutes = np.array([case.minutes.at[area, site] for area, _, site in pairs])
    upper = [float(minute <= services.at[service, "travel_limit_minutes"]) for minute, (_, service, _) in zip(minutes, pairs)]
    for place, (area, service, _) in enumerate(pairs):  # nearest: no share where a nearer host is
        if services.at[service, "policy"] == "nearest":
            nearest = min(case.minutes.at[area, other] for k, other in hosting if k == service)
            upper[place] *= minutes[place] <= nearest + 1e-9
    n, places = len(pairs), list(hosting)
    weeks = case.settings.weeks_per_year
    # columns: share of each pair, rooms and staff of each place
    A, b, E, e = [], [], [], []

    def row(target, sides, entries, side):
        line = np.zeros(n + 2 * len(places))
        for column, value in entries:
            line[column] += value
        target.append(line)
        sides.append(side)

    for area, service in product(case.areas["area"], services.index):
        row(E, e, [(c, 1) for c, (i, k, _) in enumerate(pairs) if (i, k) == (area, service)], 1)
    bounds = [(0, most) for most in upper]
    for place, (service, site) in enumerate(places):
        mode, mine = modes.loc[hosting[service, site]], [(c, visits[c]) for c in range(n) if pairs[c][1:] == (service, site)]
        a_room = mode["days_per_week"] * mode["hours_per_day"] * weeks * 60 / services.at[service, "visit_minutes"]
        row(A, b, [*mine, (n + place, -a_room)], 0)
        row(A, b, [(c, -value) for c, value in mine], -services.at[service, "minimum_visits"])
        bounds.append((services.at[service, "min_rooms"], sites.at[site, "rooms"]))
    for place, pair in enumerate(places):
        service, mode = pair[0], modes.loc[hosting[pair]]
        work = case.staffing[case.staffing["service"] == service].iloc[0]
        productive = people.at[work["profession"], "productive_hours"]
        mine = [(c, visits[c] * work["hours_per_visit"]) for c in range(n) if pairs[c][1:] == pair]
        row(A, b, [*mine, (n + len(places) + place, -productive)], 0)
        present = work["present_per_open_day"] * mode["days_per_week"] * mode["hours_per_day"] * weeks / productive
        bounds.append((present, np.inf))
    for site in sites.index:
        row(
            A,
            b,
            [(n + place, modes.at[hosting[pair], "days_per_week"]) for place, pair in enumerate(places) if pair[1] == site],
            sites.at[site, "rooms"] * sites.at[site, "opening_days"],
        )
    profession = dict(zip(case.staffing["service"], case.staffing["profession"]))
    for name, person in people.iterrows():
        row(
            A,
            b,
            [(n + len(places) + place, 1) for place, pair in enumerate(places) if profession[pair[0]] == name],
            person["fte_available"],
        )
    fixed = sum(modes.at[mode, "cost_keur"] for mode in hosting.values())
    fixed += sum(sites.at[site, f"cost_{tier[site]}_keur"] for site in {site for _, site in hosting})
    cost = np.concatenate([np.zeros(n + len(places)), [people.at[profession[k], "cost_keur_per_fte"] for k, _ in places]])
    travel = np.concatenate([visits * 2 * minutes / 60, np.zeros(2 * len(places))])
    if not np.isnan(case.settings.budget_keur):
        row(A, b, list(enumerate(cost)), case.settings.budget_keur - fixed)
    weights = case.settings.objective.levels[0]["terms"]
    objective = weights.get("travel_burden_hours", 0) * travel + weights.get("cost_keur", 0) * cost
    found = linprog(objective, np.array(A), b, np.array(E), e, bounds, method="highs")
    return found.fun + weights.get("cost_keur", 0) * fixed if found.status == 0 else np.inf


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    return tiny_case(tmp_path_factory.mktemp("three"), three_sites=True)


@pytest.mark.parametrize("cells, settings", INSTANCES.values(), ids=INSTANCES)
def test_optimum_by_enumeration(three, cells, settings):
    case = altered(three, cells=cells, settings=settings)
    optimum = proven(case)
    assert np.isfinite(optimum)
    assert objective_here(case) == pytest.approx(optimum, rel=1e-6)


def test_solved_in_the_child_process_too(three):
    cells, settings = INSTANCES["tight rooms"]
    case = altered(three, cells=cells, settings=settings)
    outcome = solve(case, 0.0, SECONDS, SEED)
    assert_sound(case, outcome)
    assert outcome.objective == pytest.approx(objective_here(case), rel=1e-6)
