"""Rules on change and fairness at their limit and one step beyond, and the terms of fairness, in the case CHANGE of tests/change.py. See
BOUNDARIES of test_rules.py."""

from __future__ import annotations

from math import exp

FAR = {"assign_share": {("A1", "clinic", "S2"): 0.5}, "purchased_share": {("A3", "therapy"): 0.5}}

# rule, index, decisions at the limit, decisions that change for the step beyond, shortfall
BOUNDARIES_OF_CHANGE = [
    # S2 closes
    ("sites_closed_within_limit", "county", {"open_site": {("S1", "campus"): 1}}, {"open_site": {("S1", "campus"): 0}}, 1),
    (
        "staying_visits_are_assigned",
        ("A1", "clinic", "S1"),
        {"kept_share": {("A1", "clinic", "S1"): 0.5}, "assign_share": {("A1", "clinic", "S1"): 0.5}},
        {"assign_share": {("A1", "clinic", "S1"): 0.4}},
        0.1,
    ),
    # of the 0.9 at S1 0.35 stay and 0.1 more are remote: 0.45 of 0.9 move
    (
        "moved_visits_are_counted",
        ("A1", "clinic"),
        {"kept_share": {("A1", "clinic", "S1"): 0.35}, "remote_share": {("A1", "clinic"): 0.2}, "moved_share": {("A1", "clinic"): 0.5}},
        {"moved_share": {("A1", "clinic"): 0.4}},
        0.09,
    ),
    # 500 * 0.8
    ("children_moved_within_limit", "clinic", {"moved_share": {("A1", "clinic"): 0.8}}, {"moved_share": {("A1", "clinic"): 1}}, 100),
    # today 1 nurse at S1 and at S2
    (
        "moved_staff_is_counted",
        ("nurse", "S2", 1),
        {"staff_fte": {("clinic", "nurse", "S2"): 1.5}, "moved_fte": {("nurse", "S2"): 0.5}},
        {"moved_fte": {("nurse", "S2"): 0.3}},
        0.2,
    ),
    (
        "moved_staff_is_counted",
        ("nurse", "S1", -1),
        {"staff_fte": {("clinic", "nurse", "S1"): 0.4}, "moved_fte": {("nurse", "S1"): 0.6}},
        {"moved_fte": {("nurse", "S1"): 0.5}},
        0.1,
    ),
    # (0.6 + 0.4) / 2
    (
        "fte_moved_within_limit",
        "county",
        {"moved_fte": {("nurse", "S1"): 0.6, ("nurse", "S2"): 0.4}},
        {"moved_fte": {("nurse", "S1"): 0.6, ("nurse", "S2"): 0.8}},
        0.2,
    ),
    # half of the 0.9 to S1 (10 minutes), half to S2 (30): 20 = 12 + 8
    (
        "worst_tenth_is_counted",
        ("A1", "clinic"),
        {
            "assign_share": {("A1", "clinic", "S1"): 0.45, ("A1", "clinic", "S2"): 0.45},
            "tail_start_minutes": {"county": 12},
            "tail_excess_minutes": {("A1", "clinic"): 8},
        },
        {"tail_excess_minutes": {("A1", "clinic"): 5}},
        3,
    ),
    # half at S1 (30), half purchased (45)
    (
        "longest_trip_is_counted",
        ("A3", "therapy"),
        {
            "assign_share": {("A3", "therapy", "S1"): 0.5},
            "purchased_share": {("A3", "therapy"): 0.5},
            "longest_trip_minutes": {"county": 37.5},
        },
        {"longest_trip_minutes": {"county": 30}},
        7.5,
    ),
]
RULES_OF_CHANGE = {rule for rule, *_ in BOUNDARIES_OF_CHANGE}

# term, decisions, value
VALUES_OF_FAIRNESS = [
    # visits neither remote today nor at home: clinic 0.72 of 600 = 432, therapy 300; a tenth is 73.2, of them A1's 72 are 8 longer
    ("travel_worst_tenth", {"tail_start_minutes": {"county": 12}, "tail_excess_minutes": {("A1", "clinic"): 8}}, 12 + 72 * 8 / 73.2),
    ("longest_trip", {"longest_trip_minutes": {"county": 37.5}}, 37.5),
    # 100 * 0.8 * 0.5 visits of 30 minutes and 75 of 45, at 0.04 a minute
    ("kolm_pollak", FAR, 40 / 30 * (exp(1.2) - 1) / 0.04 + 75 / 30 * (exp(1.8) - 1) / 0.04),
    # both are longer than 15 minutes; A2's 10 minutes to S2 are not
    ("uncovered", {**FAR, "assign_share": {**FAR["assign_share"], ("A2", "clinic", "S2"): 0.9}}, 40 + 75),
    # A1's 40 hours count twice: 40 visits * 2 * 30 / 60; 75 * 2 * 45 / 60 = 112.5
    ("need_weighted_hours", FAR, 80 + 112.5),
]
