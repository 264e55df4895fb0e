"""Trends: more room for choice never costs anything; names, order and scale do not matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from model.bench.seeded import seeded_county
from model.case import Case
from tests.results.hand import altered
from tests.solving.hand import objective_here
from tests.tiny import tiny_case

FIRST = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]
# limits that bind, so that a step changes something
TIGHT = {
    "rooms": ({"sites/*/rooms": 1, "sites/*/opening_days": 2}, {}),
    "people": ({"staffing/*/*/minimum_fte": 0.5, "professions/*/fte_available": 1.2}, {}),
    "nearest": ({"sites/S2/rooms": 1, "sites/S2/opening_days": 1, "services/*/within_minutes": 0}, {"assignment_policy": "nearest_within"}),
}
# what a planner gives more of: cells and rows
MORE = {
    "a candidate": ({"sites/S3/status": "candidate"}, {}),
    "a person": ({"professions/nurse/fte_available": 2.2, "professions/therapist/fte_available": 2.2}, {}),
    "a person to recruit": ({"professions/nurse/recruitable_fte": 1}, {}),
    "a room": ({"sites/S2/rooms": 3}, {}),
    "minutes that still count as near": ({"services/*/within_minutes": 10}, {}),
    "remote visits": ({"services/*/remote_share_max": 0.2}, {}),
    "purchased visits": ({"services/*/purchase_share_max": 0.2}, {}),
}


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Three sites; S3 cannot be used until a trend gives it."""
    case = tiny_case(tmp_path_factory.mktemp("three"), three_sites=True)
    return altered(case, cells={"sites/S3/status": "unusable"}, settings={"objective.levels": FIRST})


@pytest.mark.parametrize("limits", TIGHT)
def test_more_never_costs(three, limits):
    cells, settings = TIGHT[limits]
    before = objective_here(altered(three, cells=cells, settings=settings))
    after = {
        name: objective_here(altered(three, cells={**cells, **more}, add=add, settings=settings)) for name, (more, add) in MORE.items()
    }
    assert max(after.values()) <= before + 1e-6
    assert min(after.values()) < before - 1, "no step changed anything: these limits do not bind"


@pytest.mark.parametrize(
    "cells, settings",
    [
        ({"sites/S2/rooms": 1}, {}),
        ({"professions/nurse/fte_available": 0.7}, {}),
        ({"services/clinic/minimum_visits": 350}, {}),
        ({"services/clinic/travel_limit_minutes": 15}, {}),
        ({"services/*/policy": "nearest"}, {}),
        ({}, {"budget_keur": 150}),
    ],
)
def test_less_never_helps(three, cells, settings):
    assert objective_here(altered(three, cells=cells, settings=settings)) >= objective_here(three) - 1e-6


def small_county(seed: int) -> Case:
    return altered(seeded_county(seed, areas=8, sites=4, services=2, professions=2, slack=0.3), settings={"objective.levels": FIRST})


def shuffled(case: Case, seed: int) -> Case:
    """Rows of every table in another order."""
    draw = np.random.default_rng(seed)
    return case.changed(**{name: frame.iloc[draw.permutation(len(frame))].reset_index(drop=True) for name, frame in case.tables.items()})


def renamed(case: Case) -> Case:
    """Every id of an area, site, service, mode and profession under another name, which also sorts otherwise."""
    new = {
        old: f"{999 - place}-{old[::-1]}"
        for table, key in [("areas", "area"), ("sites", "site"), ("services", "service"), ("modes", "mode"), ("professions", "profession")]
        for place, old in enumerate(case.tables[table][key])
    }
    refers = {"area", "site", "service", "mode", "profession", "base_site", "modes", "requires_services"}

    def change(value):
        return tuple(new[part] for part in value) if isinstance(value, tuple) else new.get(value, value)

    return case.changed(
        **{
            name: frame.assign(
                **{
                    column: pd.Series([change(value) for value in frame[column]], dtype=object, index=frame.index)
                    for column in frame
                    if column in refers
                }
            )
            for name, frame in case.tables.items()
        }
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_names_and_order_do_not_matter(seed):
    case = small_county(seed)
    before = objective_here(case)
    assert objective_here(renamed(case)) == pytest.approx(before, rel=1e-6)
    assert objective_here(shuffled(case, seed)) == pytest.approx(before, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 3])
def test_people_families_and_rooms_together_keep_the_plan(seed):
    """Three times the families, rooms, people and presence: three times the hours on the road, the same per visit.

    Budget and lone workers are left out: premises and the two people of a building do not grow with the families."""
    case = small_county(seed)
    tripled = {
        "areas": ["age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17", "population", "families_with_children"],
        "sites": ["rooms", "partner_staff_per_day"],
        "professions": ["fte_available", "recruitable_fte"],
        "services": ["min_rooms", "minimum_visits"],
        "staffing": ["present_per_open_day", "minimum_fte"],
    }
    scaled = case.changed(
        **{
            table: case.tables[table].assign(**{column: case.tables[table][column] * 3 for column in columns})
            for table, columns in tripled.items()
        }
    )
    free = {"budget_keur": float("nan"), "lone_worker_rule": "report"}
    assert objective_here(altered(scaled, settings=free)) == pytest.approx(3 * objective_here(altered(case, settings=free)), rel=1e-5)
