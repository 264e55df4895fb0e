"""Rules of services together at their limit and one step beyond, in the case `close` of conftest.py. See BOUNDARIES of test_rules.py."""

from __future__ import annotations

WISHED = ("wish", "clinic", "therapy", "S2")

# rule, index, decisions at the limit, decisions that change for the step beyond, shortfall
BOUNDARIES_OF_TOGETHER = [
    (
        "sharing_services_stand_together",
        ("side", "therapy", "clinic", "S2"),
        {"host_service": {("therapy", "S2"): 1, ("clinic", "S2"): 1}},
        {"host_service": {("clinic", "S2"): 0}},
        1,
    ),
    (
        "apart_services_do_not_share",
        ("apart", "clinic", "therapy", "S1"),
        {"host_service": {("clinic", "S1"): 1}},
        {"host_service": {("therapy", "S1"): 1}},
        1,
    ),
    (
        "bundle_is_whole",
        ("house", "S2", "clinic"),
        {"bundle_at": {("house", "S2"): 1}, "host_service": {("clinic", "S2"): 1}},
        {"host_service": {("clinic", "S2"): 0}},
        1,
    ),
    ("bundle_is_at_enough_sites", "house", {"bundle_at": {("house", "S2"): 1}}, {"bundle_at": {("house", "S2"): 0.5}}, 0.5),
    (
        "service_is_only_in_bundle",
        ("house", "therapy", "S2"),
        {"host_service": {("therapy", "S2"): 1}, "bundle_at": {("house", "S2"): 1}},
        {"bundle_at": {("house", "S2"): 0}},
        1,
    ),
    # at most 0.8 * 600 visits = 480 at a site, half of them while half of therapy is there
    (
        "visits_beside_need_companion",
        WISHED,
        {"visits_beside": {WISHED: 240}, "host_service": {("therapy", "S2"): 0.5}},
        {"visits_beside": {WISHED: 250}},
        10,
    ),
    # a fifth of 100 visits at home
    (
        "visits_beside_are_visits",
        WISHED,
        {"visits_beside": {WISHED: 80}, "visits_at": {("clinic", "S2"): 100}},
        {"visits_at": {("clinic", "S2"): 90}},
        8,
    ),
    # 0.8 * 500 - 480 * 0.5 = 160; with all of therapy 0.8 * 500 = 400
    (
        "visits_with_companion_are_beside",
        WISHED,
        {"visits_beside": {WISHED: 160}, "visits_at": {("clinic", "S2"): 500}, "host_service": {("therapy", "S2"): 0.5}},
        {"host_service": {("therapy", "S2"): 1}},
        240,
    ),
    # half of therapy's visits are at S1, so half of the clinic's can be joined to them
    (
        "joined_visits_have_a_trip",
        ("A1", "neuro", "S1", "clinic"),
        {"joined_share": {("A1", "neuro", "S1"): 0.5}, "assign_share": {("A1", "therapy", "S1"): 0.5}},
        {"joined_share": {("A1", "neuro", "S1"): 0.6}},
        0.1,
    ),
    # 0.8 * 0.5 of the clinic's
    (
        "joined_visits_have_a_trip",
        ("A1", "neuro", "S1", "therapy"),
        {"joined_share": {("A1", "neuro", "S1"): 0.4}, "assign_share": {("A1", "clinic", "S1"): 0.5}},
        {"assign_share": {("A1", "clinic", "S1"): 0.25}},
        0.2,
    ),
]
RULES_OF_TOGETHER = {rule for rule, *_ in BOUNDARIES_OF_TOGETHER}

BESIDE = {("wish", "clinic", "therapy", "S2"): 80, ("wish", "therapy", "clinic", "S2"): 40}
# term, decisions, value
VALUES_OF_TOGETHER = [
    # the clinic's 0.8 * 100 visits at S2, therapy's 40; each lacks the other and youth work: 2 * 2 * 120
    ("apart_visits", {"visits_at": {("clinic", "S2"): 100, ("therapy", "S2"): 40}}, 480),
    # beside each other only youth work is missing
    ("apart_visits", {"visits_at": {("clinic", "S2"): 100, ("therapy", "S2"): 40}, "visits_beside": BESIDE}, 240),
    # at S1 youth work is in the building: the other service alone is missing
    ("apart_visits", {"visits_at": {("clinic", "S1"): 100}}, 160),
    # therapy can never be at S3: the clinic lacks it and youth work
    ("apart_visits", {"visits_at": {("clinic", "S3"): 100}}, 320),
    # A1 at S1: clinic 100 * 0.8 * 2 * 10/60 = 80/3, therapy 50 * 2 * 10/60 = 50/3; of 10 clients 0.8 visits joined: 10 * 0.8 * 2 * 10/60
    ("travel_burden_hours", {"assign_share": {("A1", "clinic", "S1"): 1, ("A1", "therapy", "S1"): 1},
                             "joined_share": {("A1", "neuro", "S1"): 0.8}}, 80 / 3 + 50 / 3 - 8 / 3),
]
