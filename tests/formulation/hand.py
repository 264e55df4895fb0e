"""A case in which every rule and every term has something to say, and its decisions set by hand."""

from __future__ import annotations

from math import exp

import pyomo.environ as pyo
import pytest

from model.case import Case
from tests.results.hand import altered

CELLS = {
    "services/clinic/policy": "nearest",
    "services/clinic/home_visit_share": 0.2,
    "services/clinic/remote_share_today": 0.1,
    "services/clinic/remote_share_max": 0.3,
    "services/clinic/minimum_visits": 60,
    "services/clinic/purchase_share_max": 0.5,
    "services/clinic/purchase_eur_per_visit": 100,
    "services/clinic/purchase_minutes": 45,
    "services/therapy/policy": "soft",
    "services/therapy/within_minutes": 5,
    "services/therapy/requires_services": ("clinic",),
    "services/therapy/critical_mass_fte": 1.5,
    "services/therapy/critical_mass_rule": "hard",
    "modes/weekly/visiting": True,
    "modes/weekly/loss_share": 0.1,
    "modes/weekly/cost_keur": 2,
    "modes/weekly/waiting_hours_per_visit": 0.5,
    "sites/S1/tiers": ("campus", "station"),
    "sites/S1/status": "must_keep",
    "sites/S2/base_site": "S1",
    "sites/S2/base_minutes": 24,
    "sites/S2/partner_staff_per_day": 1,
    "sites/S1/staff_area": "north",
    "sites/S2/staff_area": "south",
    "sites/S3/staff_area": "south",
    "areas/A1/staff_area": "north",
    "areas/A2/staff_area": "south",
    "areas/A3/staff_area": "south",
    "professions/nurse/recruitable_fte": 1,
    "professions/nurse/recruit_keur_per_fte": 5,
    "staffing/clinic/nurse/travellers_per_home_visit": 1,
    "staffing/clinic/nurse/present_per_open_day": 0.5,
    "staffing/clinic/nurse/minimum_fte": 0.5,
    "staffing/clinic/nurse/team": "mates",
    "staffing/clinic/nurse/norm_groups": ("age_0_2",),
    "staffing/clinic/nurse/norm_people_per_fte": 120,
    "staffing/clinic/nurse/norm_rule": "soft",
    "staffing/therapy/therapist/present_per_open_day": 0.5,
    "staffing/therapy/therapist/norm_groups": ("age_3_6",),
    "staffing/therapy/therapist/norm_people_per_fte": 150,
    "staffing/therapy/therapist/norm_share": 0.5,
    "staffing/therapy/therapist/norm_rule": "hard",
}
ADD = {
    "supervision": [
        {"supervisor": "therapist", "supervised": "nurse", "span": 8},
    ],
    "pools": [
        {"staff_area": "north", "profession": "therapist", "fte_available": 3.0},
        {"staff_area": "south", "profession": "therapist", "fte_available": 1.5, "recruitable_fte": 0.4, "recruit_keur_per_fte": 10},
    ],
    "deadlines": [
        {
            "services": ("clinic",),
            "profession": "nurse",
            "deadline_days": 5,
            "target_share": 1 - 0.6 * exp(-1.2),
            "hours_per_case": 2,
        }
    ],
    "staff_bank": [{"profession": "therapist", "fte": 0.5, "travel_share": 0.2, "bank_keur_per_fte": 6}],
    "staffing": [
        {
            "service": "therapy",
            "profession": "nurse",
            "hours_per_visit": 0.2,
            "team": "mates",
            "norm_groups": ("age_3_6",),
            "norm_people_per_fte": 400,
            "norm_rule": "soft",
            "norm_scope": "staff_area",
        }
    ],
    "counts": [{"tier": "any", "minimum": 2.0, "maximum": 2.0}],
    "locks": [{"service": "therapy", "site": "S2", "lock": "must_host"}],
    "guarantees": [{"municipality": "Alku", "service": "clinic", "days_per_week": 6.0}],
}
SETTINGS = {"budget_keur": 483, "lone_worker_rule": "hard", "allow_unmet": True}


def all_rules(tiny: Case) -> Case:
    """The tiny case of three sites with every rule in force. No plan need keep them all."""
    return altered(tiny, cells=CELLS, add=ADD, settings=SETTINGS)


def put(m: pyo.ConcreteModel, decisions: dict) -> None:
    """Every decision 0 but the given: {"assign_share": {("A1", "clinic", "S1"): 0.5}}."""
    for family in m.component_objects(pyo.Var):
        family.set_values(dict.fromkeys(family, 0.0), skip_validation=True)
    for name, values in decisions.items():
        for index, value in values.items():
            getattr(m, name)[index].set_value(value, skip_validation=True)


def assert_binds(m: pyo.ConcreteModel, rule: str, index, at: dict, change: dict, shortfall: float, close: float = 1e-9) -> None:
    """A row of m has no slack with the decisions `at`; with those of `change` over them it lacks `shortfall`. rule to shortfall: as in a
    list of BOUNDARIES."""
    row = getattr(m, rule)[index]
    put(m, at)
    assert row.slack() == pytest.approx(0, abs=close)
    put(m, {name: {**at.get(name, {}), **change.get(name, {})} for name in {**at, **change}})
    assert row.slack() == pytest.approx(-shortfall, abs=close)


def each_boundary(boundaries: list[tuple]) -> pytest.MarkDecorator:
    """A test for each of them, named by rule and index; it takes `boundary`."""
    return pytest.mark.parametrize("boundary", boundaries, ids=[f"{rule}-{index}" for rule, index, *_ in boundaries])


def constraints(m: pyo.ConcreteModel) -> dict[str, pyo.Constraint]:
    """Rules of m by name."""
    return {rule.name: rule for rule in m.component_objects(pyo.Constraint)}
