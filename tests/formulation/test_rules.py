"""Every rule at its limit (slack 0) and one step beyond it (the exact shortfall).

The case is `all_rules` of hand.py: clinic visits 100, 200, 300; 20 % home visits; 10 % remote today, at most 30 %.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyomo.environ as pyo
import pytest

from model.formulation.build import build
from tests.formulation.boundaries_change import BOUNDARIES_OF_CHANGE, RULES_OF_CHANGE
from tests.formulation.boundaries_people import PEOPLE
from tests.formulation.boundaries_together import BOUNDARIES_OF_TOGETHER, RULES_OF_TOGETHER
from tests.formulation.boundaries_ways import BOUNDARIES_OF_WAYS, RULES_OF_WAYS
from tests.formulation.hand import assert_binds, constraints, each_boundary

README = Path(__file__).parents[2] / "model" / "README.md"
KEPT_BY_A_BOUND = {"recruits_can_be_found", "area_recruits_can_be_found", "trips_grow_within_limit"}
CLOSE = 1e-6  # the line of a deadline is worked out numerically
NEED = ("A1", "A2", "A3")


def remote(share):
    return {(area, "clinic"): share for area in NEED}


# rule, index, decisions at the limit, decisions that change for the step beyond, shortfall
BOUNDARIES = [
    # two tiers at once: 1 + 1 = 2 against 1
    ("site_has_at_most_one_tier", "S1", {"open_site": {("S1", "campus"): 1}}, {"open_site": {("S1", "station"): 1}}, 1),
    ("kept_site_is_open", "S1", {"open_site": {("S1", "campus"): 1}}, {"open_site": {("S1", "campus"): 0}}, 1),
    (
        "open_site_hosts_something",
        "S2",
        {"open_site": {("S2", "station"): 1}, "host_service": {("clinic", "S2"): 1}},
        {"host_service": {("clinic", "S2"): 0}},
        1,
    ),
    # counts: at least and at most 2 open sites
    ("enough_sites_of_tier", 0, {"open_site": {("S1", "station"): 1, ("S2", "station"): 1}}, {"open_site": {("S2", "station"): 0}}, 1),
    (
        "not_too_many_sites_of_tier",
        0,
        {"open_site": {("S1", "campus"): 1, ("S2", "station"): 1}},
        {"open_site": {("S3", "local_station"): 1}},
        1,
    ),
    (
        "service_needs_permitting_tier",
        ("therapy", "S2"),
        {"host_service": {("therapy", "S2"): 1}, "open_site": {("S2", "station"): 1}},
        {"open_site": {("S2", "station"): 0}},
        1,
    ),
    (
        "service_needs_required_service",
        ("therapy", "clinic", "S2"),
        {"host_service": {("therapy", "S2"): 1, ("clinic", "S2"): 1}},
        {"host_service": {("clinic", "S2"): 0}},
        1,
    ),
    ("locked_service_is_hosted", ("therapy", "S2"), {"host_service": {("therapy", "S2"): 1}}, {"host_service": {("therapy", "S2"): 0}}, 1),
    (
        "hosted_service_has_one_mode",
        ("clinic", "S2"),
        {"host_service": {("clinic", "S2"): 1}, "use_mode": {("clinic", "S2", "daily"): 1}},
        {"use_mode": {("clinic", "S2", "weekly"): 1}},
        1,
    ),
    # 100 assigned, 20 of them at home: 80 at the site
    (
        "volume_splits_by_mode",
        ("clinic", "S2"),
        {"visits_at": {("clinic", "S2"): 100}, "volume": {("clinic", "S2", "weekly"): 80}},
        {"volume": {("clinic", "S2", "weekly"): 79}},
        1,
    ),
    # a room takes 1 day * 6 hours * 50 weeks * 0.9 = 270 visits; half a room 135
    (
        "volume_fits_rooms",
        ("clinic", "S2", "weekly"),
        {"volume": {("clinic", "S2", "weekly"): 135}, "rooms_used": {("clinic", "S2", "weekly"): 0.5}},
        {"volume": {("clinic", "S2", "weekly"): 136}},
        1,
    ),
    (
        "rooms_need_mode",
        ("clinic", "S2", "weekly"),
        {"rooms_used": {("clinic", "S2", "weekly"): 2}, "use_mode": {("clinic", "S2", "weekly"): 1}},
        {"rooms_used": {("clinic", "S2", "weekly"): 2.5}},
        0.5,
    ),
    (
        "mode_takes_its_rooms",
        ("clinic", "S2", "weekly"),
        {"rooms_used": {("clinic", "S2", "weekly"): 1}, "use_mode": {("clinic", "S2", "weekly"): 1}},
        {"rooms_used": {("clinic", "S2", "weekly"): 0.75}},
        0.25,
    ),
    # 2 rooms * 5 days = 10 room days; 5 * 1.6 + 1 * 2 = 10; 5 * 2 + 1 * 2 = 12
    (
        "rooms_fit_site",
        "S2",
        {"open_site": {("S2", "station"): 1}, "rooms_used": {("clinic", "S2", "daily"): 1.6, ("therapy", "S2", "weekly"): 2}},
        {"rooms_used": {("clinic", "S2", "daily"): 2}},
        2,
    ),
    (
        "volume_is_worthwhile",
        ("clinic", "S2"),
        {"visits_at": {("clinic", "S2"): 60}, "host_service": {("clinic", "S2"): 1}},
        {"visits_at": {("clinic", "S2"): 50}},
        10,
    ),
    # 100 * 0.5 + 300 * 0.5 = 200
    (
        "visits_are_counted",
        ("clinic", "S2"),
        {"assign_share": {("A1", "clinic", "S2"): 0.5, ("A3", "clinic", "S2"): 0.5}, "visits_at": {("clinic", "S2"): 200}},
        {"visits_at": {("clinic", "S2"): 190}},
        10,
    ),
    # A1 half: 50 * 0.2 * 2 * 30/60 = 10 hours; A3 half: 150 * 0.2 * 2 * 10/60 = 10 hours
    (
        "home_driving_is_counted",
        ("clinic", "S2"),
        {"assign_share": {("A1", "clinic", "S2"): 0.5, ("A3", "clinic", "S2"): 0.5}, "home_driving_hours": {("clinic", "S2"): 20}},
        {"home_driving_hours": {("clinic", "S2"): 18}},
        2,
    ),
    # 0.5 + 0.2 + 0.1 + 0.1 + 0.1 = 1
    (
        "demand_is_shared_out",
        ("A1", "clinic"),
        {
            "assign_share": {("A1", "clinic", "S1"): 0.5, ("A1", "clinic", "S2"): 0.2},
            "remote_share": {("A1", "clinic"): 0.1},
            "purchased_share": {("A1", "clinic"): 0.1},
            "unmet_share": {("A1", "clinic"): 0.1},
        },
        {"unmet_share": {("A1", "clinic"): 0}},
        0.1,
    ),
    # 1 - 0.1 remote today = 0.9; with half a host 0.45
    (
        "assigned_only_where_hosted",
        ("A1", "clinic", "S2"),
        {"assign_share": {("A1", "clinic", "S2"): 0.9}, "host_service": {("clinic", "S2"): 1}},
        {"host_service": {("clinic", "S2"): 0.5}},
        0.45,
    ),
    # 0.9 * (100 + 200 + 300) = 540
    (
        "site_serves_only_if_hosting",
        ("clinic", "S2"),
        {"visits_at": {("clinic", "S2"): 540}, "host_service": {("clinic", "S2"): 1}},
        {"visits_at": {("clinic", "S2"): 550}},
        10,
    ),
    # from A1 S3 (20 minutes) and S2 (30) are farther than S1 (10): 0.6 + 0.3 = 0.9 until S1 hosts
    (
        "nearer_host_is_used",
        ("A1", "clinic", "S1"),
        {"assign_share": {("A1", "clinic", "S2"): 0.6, ("A1", "clinic", "S3"): 0.3}},
        {"host_service": {("clinic", "S1"): 1}},
        0.9,
    ),
    # policy soft: what passes S1 is bypassed
    (
        "nearer_host_is_used",
        ("A1", "therapy", "S1"),
        {"assign_share": {("A1", "therapy", "S2"): 0.3}, "host_service": {("therapy", "S1"): 1}, "bypass_share": {("A1", "therapy"): 0.3}},
        {"bypass_share": {("A1", "therapy"): 0.25}},
        0.05,
    ),
    # 1 * 380 + 1 * 20 + visiting 0.5 * 2 * 24/60 * 1 day * 50 weeks = 20: 420 hours = 0.42 FTE; 0.4 FTE is 20 hours short
    (
        "staff_covers_workload",
        ("clinic", "nurse", "S2"),
        {
            "visits_at": {("clinic", "S2"): 380},
            "home_driving_hours": {("clinic", "S2"): 20},
            "use_mode": {("clinic", "S2", "weekly"): 1},
            "staff_fte": {("clinic", "nurse", "S2"): 0.42},
        },
        {"staff_fte": {("clinic", "nurse", "S2"): 0.4}},
        20,
    ),
    # 0.5 * 5 days * 6 hours * 50 weeks / 1000 = 0.75 FTE of the team clinic and therapy: 0.5 + 0.25
    (
        "open_days_are_staffed",
        ("clinic", "nurse", "S2"),
        {"use_mode": {("clinic", "S2", "daily"): 1}, "staff_fte": {("clinic", "nurse", "S2"): 0.5, ("therapy", "nurse", "S2"): 0.25}},
        {"staff_fte": {("therapy", "nurse", "S2"): 0.15}},
        0.1,
    ),
    (
        "team_reaches_minimum",
        ("clinic", "nurse", "S2"),
        {"host_service": {("clinic", "S2"): 1}, "staff_fte": {("clinic", "nurse", "S2"): 0.3, ("therapy", "nurse", "S2"): 0.2}},
        {"staff_fte": {("therapy", "nurse", "S2"): 0.1}},
        0.1,
    ),
    # 5 there and 1 to recruit
    (
        "staff_works_where_hosted",
        ("clinic", "nurse", "S2"),
        {"staff_fte": {("clinic", "nurse", "S2"): 6}, "host_service": {("clinic", "S2"): 1}},
        {"staff_fte": {("clinic", "nurse", "S2"): 6.5}},
        0.5,
    ),
    (
        "service_reaches_critical_mass",
        ("therapy", "S2"),
        {"host_service": {("therapy", "S2"): 1}, "staff_fte": {("therapy", "therapist", "S2"): 1.2, ("therapy", "nurse", "S2"): 0.3}},
        {"staff_fte": {("therapy", "nurse", "S2"): 0.2}},
        0.1,
    ),
    (
        "presence_is_counted",
        ("clinic", "S2"),
        {"use_mode": {("clinic", "S2", "daily"): 1}, "longest_presence": {"S2": 5}},
        {"longest_presence": {"S2": 4}},
        1,
    ),
    # partners 1 * 5 days, clinic 0.5 * 5, therapy 0.5 * 5: 10 = 2 * 5
    (
        "nobody_works_alone",
        "S2",
        {
            "open_site": {("S2", "station"): 1},
            "use_mode": {("clinic", "S2", "daily"): 1, ("therapy", "S2", "daily"): 1},
            "longest_presence": {"S2": 5},
        },
        {"use_mode": {("therapy", "S2", "daily"): 0}},
        2.5,
    ),
    # remote 0.3 * 600 visits = 180 hours = 0.18 FTE; 3 + 2.82 + 0.18 = 5 + 1 recruited
    (
        "staff_fits_pool",
        "nurse",
        {
            "staff_fte": {("clinic", "nurse", "S1"): 3, ("clinic", "nurse", "S2"): 2.82},
            "remote_share": remote(0.3),
            "recruit_fte": {"nurse": 1},
        },
        {"recruit_fte": {"nurse": 0.5}},
        0.5,
    ),
    # soft: 600 children / 120 = 5 FTE = 2 + 1.5 + remote 0.18 + short 1.32
    (
        "norm_is_met",
        ("clinic", "nurse"),
        {
            "staff_fte": {("clinic", "nurse", "S1"): 2, ("clinic", "nurse", "S2"): 1.5},
            "remote_share": remote(0.3),
            "norm_shortfall_fte": {("clinic", "nurse"): 1.32},
        },
        {"norm_shortfall_fte": {("clinic", "nurse"): 1}},
        0.32,
    ),
    # hard: 600 * 0.5 / 150 = 2 FTE
    (
        "norm_is_met",
        ("therapy", "therapist"),
        {"staff_fte": {("therapy", "therapist", "S1"): 1.5, ("therapy", "therapist", "S2"): 0.5}},
        {"staff_fte": {("therapy", "therapist", "S2"): 0.2}},
        0.3,
    ),
    # Alku has S1 and S3: 5 + 1 = 6 days
    (
        "municipality_keeps_service",
        ("Alku", "clinic"),
        {"use_mode": {("clinic", "S1", "daily"): 1, ("clinic", "S3", "weekly"): 1}},
        {"use_mode": {("clinic", "S3", "weekly"): 0}},
        1,
    ),
    # premises 100 + 60; staff 6 * 50; remote 0.2 * 100 hours = 0.02 FTE = 1; recruiting 5; weekly 2; purchased 150 * 100 euros = 15: 483
    (
        "cost_within_budget",
        "county",
        {
            "open_site": {("S1", "campus"): 1, ("S2", "station"): 1},
            "staff_fte": {("clinic", "nurse", "S1"): 6},
            "remote_share": {("A1", "clinic"): 0.2},
            "recruit_fte": {"nurse": 1},
            "use_mode": {("clinic", "S2", "weekly"): 1},
            "purchased_share": {("A3", "clinic"): 0.5},
        },
        {"staff_fte": {("clinic", "nurse", "S1"): 6.1}},
        5,
    ),
    *PEOPLE,
]


@each_boundary(BOUNDARIES)
def test_rule_binds_at_its_limit(m, boundary):
    assert_binds(m, *boundary, close=CLOSE)


# decision, index, least, most
BOUNDS = [
    ("recruit_fte", "nurse", 0, 1),  # recruits_can_be_found
    ("recruit_fte", "therapist", 0, 0),
    ("recruit_area_fte", ("south", "therapist"), 0, 0.4),  # area_recruits_can_be_found
    ("area_norm_shortfall_fte", ("therapy", "nurse", "south"), 0, None),  # soft
    ("recruit_area_fte", ("north", "therapist"), 0, 0),
    ("remote_share", ("A1", "clinic"), 0.1, 0.3),
    ("remote_share", ("A1", "therapy"), 0, 0),
    ("purchased_share", ("A1", "clinic"), 0, 0.5),
    ("unmet_share", ("A1", "clinic"), 0, 1),
    ("bypass_share", ("A1", "clinic"), 0, 0),  # policy nearest
    ("bypass_share", ("A1", "therapy"), 0, 1),  # policy soft
    ("norm_shortfall_fte", ("clinic", "nurse"), 0, None),  # soft
    ("norm_shortfall_fte", ("therapy", "therapist"), 0, 0),  # hard
]


@pytest.mark.parametrize("decision, index, least, most", BOUNDS)
def test_bounds(m, decision, index, least, most):
    assert getattr(m, decision)[index].bounds == (least, most)


def test_unmet_only_where_allowed(tiny):
    assert all(share.ub == 0 for share in build(tiny).unmet_share.values())


def test_rules_not_in_force_have_no_rows(tiny):
    empty = {name for name, rule in constraints(build(tiny)).items() if not len(rule)}
    assert empty == {
        "kept_site_is_open",
        "enough_sites_of_tier",
        "not_too_many_sites_of_tier",
        "service_needs_required_service",
        "locked_service_is_hosted",
        "volume_is_worthwhile",
        "nearer_host_is_used",
        "open_days_are_staffed",
        "team_reaches_minimum",
        "service_reaches_critical_mass",
        "presence_is_counted",
        "nobody_works_alone",
        "staff_fits_staff_area",
        "area_recruits_add_up",
        "bank_people_are_there",
        "norm_is_met_in_staff_area",
        "supervisors_are_enough",
        "team_is_where_hosted",
        "team_meets_deadline",
        "norm_is_met",
        "municipality_keeps_service",
        "cost_within_budget",
        *RULES_OF_WAYS,
        *RULES_OF_TOGETHER,
        *RULES_OF_CHANGE,
    }


def rules_of_readme() -> set[str]:
    text = README.read_text(encoding="utf-8")
    section = text.split("\n## Rules\n")[1].split("\n## ")[0]
    return {name for line in section.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}


def test_every_rule_has_its_boundary_test_and_its_line_in_the_readme(m, m_of_ways, m_together, m_of_change):
    rules = constraints(m)
    assert rules.keys() == {rule for rule, *_ in (*BOUNDARIES, *BOUNDARIES_OF_WAYS, *BOUNDARIES_OF_TOGETHER, *BOUNDARIES_OF_CHANGE)}
    assert rules.keys() | KEPT_BY_A_BOUND == rules_of_readme()
    assert all(any(len(getattr(model, name)) for model in (m, m_of_ways, m_together, m_of_change)) for name in rules)


def test_every_rule_says_what_it_promises(m):
    """The function of each rule has a docstring that names what it is for each of."""
    import model.formulation as room

    functions = {}
    for path in sorted(Path(room.__path__[0]).glob("*.py")):
        for name, docstring in re.findall(r'^def (\w+)\(m[^)]*\):\n    """(.*?)"""', path.read_text(encoding="utf-8"), re.S | re.M):
            functions[name] = docstring
    assert all(name in functions for name in constraints(m))
    assert not [name for name in constraints(m) if not functions[name].strip()]


def test_every_decision_is_listed_in_the_readme(m):
    text = README.read_text(encoding="utf-8").split("\n## Decisions\n")[1].split("\n## ")[0]
    assert {family.name for family in m.component_objects(pyo.Var)} == set(re.findall(r"`(\w+)\[", text))
