"""Every objective term and every part of the cost, worked out by hand on the case of hand.py."""

from __future__ import annotations

import pyomo.environ as pyo
import pytest

from model.formulation import quantities
from model.formulation.build import build
from model.formulation.objective import TERMS
from model.results.terms import UNITS
from tests.formulation.boundaries_change import VALUES_OF_FAIRNESS
from tests.formulation.boundaries_together import VALUES_OF_TOGETHER
from tests.formulation.hand import put
from tests.formulation.test_ways import PARTS_OF_WAYS
from tests.results.hand import altered

# term, decisions, value
VALUES = [
    # A1 half to S2: 50 * 0.8 * 2 * 30/60 = 40; therapy A2 to S1: 100 * 2 * 20/60 = 66.67; purchased A3: 150 * 2 * 45/60 = 225
    (
        "travel_burden_hours",
        {"assign_share": {("A1", "clinic", "S2"): 0.5, ("A2", "therapy", "S1"): 1}, "purchased_share": {("A3", "clinic"): 0.5}},
        40 + 200 / 3 + 225,
    ),
    # 80 * 0.5 weekly, nothing daily
    ("waiting_burden_hours", {"volume": {("clinic", "S2", "weekly"): 80, ("clinic", "S1", "daily"): 500}}, 40),
    # the arithmetic is beside cost_within_budget in test_rules.py
    (
        "cost_keur",
        {
            "open_site": {("S1", "campus"): 1, ("S2", "station"): 1},
            "staff_fte": {("clinic", "nurse", "S1"): 6},
            "remote_share": {("A1", "clinic"): 0.2},
            "recruit_fte": {"nurse": 1},
            "use_mode": {("clinic", "S2", "weekly"): 1},
            "purchased_share": {("A3", "clinic"): 0.5},
        },
        483,
    ),
    # today: clinic S1 daily, clinic S2 weekly, therapy S1 daily; S1 campus, S2 station. Nothing of it kept: 3 services, 2 sites
    ("changes", {}, 5),
    # all kept
    (
        "changes",
        {
            "open_site": {("S1", "campus"): 1, ("S2", "station"): 1},
            "host_service": {("clinic", "S1"): 1, ("clinic", "S2"): 1, ("therapy", "S1"): 1},
            "use_mode": {("clinic", "S1", "daily"): 1, ("clinic", "S2", "weekly"): 1, ("therapy", "S1", "daily"): 1},
        },
        0,
    ),
    # clinic S2 daily instead of weekly: 0.25; therapy from S1 to S2: 2; S1 a station: 1; S3 opens: 1
    (
        "changes",
        {
            "open_site": {("S1", "station"): 1, ("S2", "station"): 1, ("S3", "local_station"): 1},
            "host_service": {("clinic", "S1"): 1, ("clinic", "S2"): 1, ("therapy", "S2"): 1},
            "use_mode": {("clinic", "S1", "daily"): 1, ("clinic", "S2", "daily"): 1, ("therapy", "S2", "daily"): 1},
        },
        4.25,
    ),
    ("norm_shortfall_fte", {"norm_shortfall_fte": {("clinic", "nurse"): 1.32}}, 1.32),
    ("norm_shortfall_fte", {"area_norm_shortfall_fte": {("therapy", "nurse", "south"): 0.5}}, 0.5),
    # 0.1 * 200 + 0.5 * 150
    ("unmet_visits", {"unmet_share": {("A2", "clinic"): 0.1, ("A3", "therapy"): 0.5}}, 95),
    # 0.3 * 100
    ("bypassed_visits", {"bypass_share": {("A2", "therapy"): 0.3}}, 30),
]


@pytest.mark.parametrize("term, decisions, value", VALUES, ids=[f"{place}-{row[0]}" for place, row in enumerate(VALUES)])
def test_term(m, term, decisions, value):
    put(m, decisions)
    assert pyo.value(getattr(m, f"term_{term}")) == pytest.approx(value)


# part of the cost, decisions, thousand euros
PARTS = [
    ("premises_keur", {"open_site": {("S1", "campus"): 1, ("S2", "station"): 1, ("S3", "local_station"): 1}}, 100 + 60 + 40),
    # (6 + remote 0.2 * 100 hours / 1000) * 50
    ("staff_keur", {"staff_fte": {("clinic", "nurse", "S1"): 6}, "remote_share": {("A1", "clinic"): 0.2}}, 301),
    ("staff_keur", {"supervisor_fte": {"therapist": 0.5}}, 25),
    ("recruiting_keur", {"recruit_fte": {"nurse": 0.6}}, 3),
    # 0.4 recruits, in the south 10 more each
    ("recruiting_keur", {"recruit_fte": {"nurse": 0.6}, "recruit_area_fte": {("south", "therapist"): 0.4}}, 7),
    # half a person of the bank: 0.2 * 50 on the road and 6 extra
    ("bank_keur", {"bank_fte": {("south", "therapist"): 0.5}}, 8),
    ("modes_keur", {"use_mode": {("clinic", "S2", "weekly"): 1, ("therapy", "S2", "weekly"): 1, ("clinic", "S1", "daily"): 1}}, 4),
    # 150 visits of 100 euros
    ("purchased_keur", {"purchased_share": {("A3", "clinic"): 0.5}}, 15),
]


@pytest.mark.parametrize("part, decisions, keur", PARTS, ids=[part for part, *_ in PARTS])
def test_part_of_the_cost(m, part, decisions, keur):
    put(m, decisions)
    assert pyo.value(getattr(quantities, part)(m)) == pytest.approx(keur)
    assert pyo.value(m.term_cost_keur) == pytest.approx(keur)


def test_every_term_and_part_is_tested():
    assert {term for term, *_ in (*VALUES, *VALUES_OF_TOGETHER, *VALUES_OF_FAIRNESS)} == TERMS.keys() == UNITS.keys()
    assert {part for part, *_ in (*PARTS, *PARTS_OF_WAYS)} | {"cost_keur"} == {name for name in vars(quantities) if name.endswith("_keur")}


def test_placeholders_are_left_out_of_the_burdens(tiny):
    m = build(
        altered(
            tiny,
            cells={
                "services/clinic/headline": False,
                "services/clinic/purchase_minutes": 45,
                "services/clinic/purchase_share_max": 0.5,
                "modes/daily/waiting_hours_per_visit": 1,
            },
        ),
        templates=False,
    )
    put(
        m,
        {
            "assign_share": {("A1", "clinic", "S2"): 1, ("A1", "therapy", "S2"): 1},
            "purchased_share": {("A2", "clinic"): 0.5},
            "volume": {("clinic", "S2", "daily"): 100, ("therapy", "S2", "daily"): 50},
        },
    )
    assert pyo.value(m.term_travel_burden_hours) == pytest.approx(50 * 2 * 30 / 60)
    assert pyo.value(m.term_waiting_burden_hours) == pytest.approx(50)


def test_changes_forced_by_a_closed_site_count_once(tiny):
    """S2 is closed: the clinic there and the station are 2 changes whatever the plan does."""
    m = build(altered(tiny, cells={"sites/S2/status": "must_close"}), templates=False)
    put(
        m,
        {
            "open_site": {("S1", "campus"): 1},
            "host_service": {("clinic", "S1"): 1, ("therapy", "S1"): 1},
            "use_mode": {("clinic", "S1", "daily"): 1, ("therapy", "S1", "daily"): 1},
        },
    )
    assert pyo.value(m.term_changes) == 2


def test_a_mode_the_site_lost_counts_as_changed(tiny):
    """S1 opens 3 days a week: daily no longer fits, so keeping clinic and therapy there is 2 changed modes."""
    m = build(altered(tiny, cells={"sites/S1/opening_days": 3}), templates=False)
    put(
        m,
        {
            "open_site": {("S1", "campus"): 1, ("S2", "station"): 1},
            "host_service": {("clinic", "S1"): 1, ("therapy", "S1"): 1, ("clinic", "S2"): 1},
            "use_mode": {("clinic", "S2", "weekly"): 1},
        },
    )
    assert pyo.value(m.term_changes) == pytest.approx(2 * 0.25)


def test_first_level_is_the_weighted_sum(tiny):
    levels = [{"terms": {"travel_burden_hours": 2, "cost_keur": 3}, "tolerance": 0.0}]
    m = build(altered(tiny, settings={"objective.levels": levels}), templates=False)
    put(m, {"assign_share": {("A1", "clinic", "S1"): 1}, "open_site": {("S1", "campus"): 1}})
    assert pyo.value(m.objective) == pytest.approx(2 * 100 * 2 * 10 / 60 + 3 * 100)
