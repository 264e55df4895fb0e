"""Boundaries of the rules on staff areas, the staff bank, supervision and deadlines. The case is `all_rules` of hand.py.

Therapists: 3 in the north (S1), 1.5 in the south (S2, S3), half a person in the bank, whose people spend a fifth of their time on the
road; 0.4 may be recruited in the south.
"""

from __future__ import annotations

# rule, index, decisions at the limit, decisions that change for the step beyond, shortfall
PEOPLE = [
    # the south: 1.5 there and 0.8 * 0.5 of the bank
    (
        "staff_fits_staff_area",
        ("south", "therapist"),
        {"staff_fte": {("therapy", "therapist", "S2"): 1.9}, "bank_fte": {("south", "therapist"): 0.5}},
        {"staff_fte": {("therapy", "therapist", "S2"): 2.4}},
        0.5,
    ),
    # with a recruit of the south
    (
        "staff_fits_staff_area",
        ("south", "therapist"),
        {"staff_fte": {("therapy", "therapist", "S2"): 1.6}, "recruit_area_fte": {("south", "therapist"): 0.1}},
        {"recruit_area_fte": {("south", "therapist"): 0}},
        0.1,
    ),
    # 4.9 therapists at sites and 0.2 * 0.5 on the road: the 5 there are
    (
        "staff_fits_pool",
        "therapist",
        {"staff_fte": {("therapy", "therapist", "S1"): 4.9}, "bank_fte": {("south", "therapist"): 0.5}},
        {"staff_fte": {("therapy", "therapist", "S1"): 5}},
        0.1,
    ),
    (
        "area_recruits_add_up",
        "therapist",
        {"recruit_fte": {"therapist": 0.4}, "recruit_area_fte": {("south", "therapist"): 0.4}},
        {"recruit_fte": {"therapist": 0.5}},
        0.1,
    ),
    (
        "bank_people_are_there",
        "therapist",
        {"bank_fte": {("north", "therapist"): 0.3, ("south", "therapist"): 0.2}},
        {"bank_fte": {("south", "therapist"): 0.4}},
        0.2,
    ),
    # the north hosts the clinic, so its team is there
    (
        "team_is_where_hosted",
        (0, "north", "clinic", "S1"),
        {"host_service": {("clinic", "S1"): 1}, "team_exists": {(0, "north"): 1}},
        {"team_exists": {(0, "north"): 0.5}},
        0.5,
    ),
    # S1 is the nearest site of A1: 90 cases (a tenth is remote) of 2 hours, 0.18 FTE of 1000 hours. A day has 1000 / 250 = 4 hours, so
    # 5 days hold 10 cases one after the other. 0.3 nurses: a share 0.18 / 0.3 waits, exp(-0.12 * 10) of these too long; that is
    # the target. The tangent there: slope (1 / 0.18 + 10) / (1 / 0.3 + 10) = 7/6, height 0.3 - 7/6 * 0.18 = 0.09 without cases.
    # 150 visits are 0.3 FTE: 7/6 * 0.3 + 0.09 = 0.44
    (
        "team_meets_deadline",
        (0, "north"),
        {
            "visits_at": {("clinic", "S1"): 150},
            "team_exists": {(0, "north"): 1},
            "staff_fte": {("clinic", "nurse", "S1"): 0.44},
        },
        {"staff_fte": {("clinic", "nurse", "S1"): 0.4}},
        0.04,
    ),
    # 4 nurses at sites for half a supervisor: 8 each
    (
        "supervisors_are_enough",
        "therapist",
        {"staff_fte": {("clinic", "nurse", "S1"): 3, ("therapy", "nurse", "S1"): 1}, "supervisor_fte": {"therapist": 0.5}},
        {"supervisor_fte": {"therapist": 0.4}},
        0.1,
    ),
    # 4.8 therapists at sites and 0.2 who lead: the 5 there are
    (
        "staff_fits_pool",
        "therapist",
        {"staff_fte": {("therapy", "therapist", "S1"): 4.8}, "supervisor_fte": {"therapist": 0.2}},
        {"supervisor_fte": {"therapist": 0.3}},
        0.1,
    ),
    # the south has 500 children of A2 and A3: 1.25 FTE = 0.75 at S2 (the 2 in the north do not count) and 0.5 short
    (
        "norm_is_met_in_staff_area",
        ("therapy", "nurse", "south"),
        {
            "staff_fte": {("therapy", "nurse", "S2"): 0.75, ("therapy", "nurse", "S1"): 2},
            "area_norm_shortfall_fte": {("therapy", "nurse", "south"): 0.5},
        },
        {"area_norm_shortfall_fte": {("therapy", "nurse", "south"): 0.4}},
        0.1,
    ),
]
