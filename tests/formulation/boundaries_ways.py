"""Rules of the ways of being there at their limit and one step beyond, in the case ALL_WAYS of tests/ways.py. See BOUNDARIES of
test_rules.py."""

from __future__ import annotations

LATE, WHEELS = ("clinic", "S1", "late"), ("therapy", "S5", "on_wheels")

# rule, index, decisions at the limit, decisions that change for the step beyond, shortfall
BOUNDARIES_OF_WAYS = [
    # S2 may be a campus or a station; only a campus is open late
    (
        "mode_needs_permitting_tier",
        ("clinic", "S2", "late"),
        {"use_mode": {("clinic", "S2", "late"): 1}, "open_site": {("S2", "campus"): 1}},
        {"open_site": {("S2", "campus"): 0, ("S2", "station"): 1}},
        1,
    ),
    # half of A3's visits are pupils': 0.5 * (1 - 0.1 remote - 0.1 purchased) = 0.4
    (
        "own_school_is_used",
        ("A3", "clinic", "S4"),
        {
            "assign_share": {("A3", "clinic", "S4"): 0.4},
            "host_service": {("clinic", "S4"): 1},
            "remote_share": {("A3", "clinic"): 0.1},
            "purchased_share": {("A3", "clinic"): 0.1},
        },
        {"assign_share": {("A3", "clinic", "S4"): 0.3}},
        0.1,
    ),
    # at a school its pupils only: half of A3's visits, a fifth of A2's
    (
        "assigned_only_where_hosted",
        ("A3", "clinic", "S4"),
        {"assign_share": {("A3", "clinic", "S4"): 0.5}, "host_service": {("clinic", "S4"): 1}},
        {"assign_share": {("A3", "clinic", "S4"): 0.6}},
        0.1,
    ),
    # 0.5 * 300 + 0.2 * 200 = 190
    (
        "site_serves_only_if_hosting",
        ("clinic", "S4"),
        {"visits_at": {("clinic", "S4"): 190}, "host_service": {("clinic", "S4"): 1}},
        {"visits_at": {("clinic", "S4"): 200}},
        10,
    ),
    (
        "service_days_have_unit",
        ("therapy", "S5"),
        {"use_mode": {WHEELS: 1}, "stop_days": {("V1", "S5"): 1}},
        {"stop_days": {("V1", "S5"): 0.5}},
        0.5,
    ),
    # V1 has 2 days, S5 could be open 5
    (
        "unit_stops_where_open",
        ("V1", "S5"),
        {"stop_days": {("V1", "S5"): 2}, "open_site": {("S5", "mobile_stop"): 1}},
        {"open_site": {("S5", "mobile_stop"): 0}},
        2,
    ),
    # a day at S5 takes 1 + 0.2 days: 1.5 * 1.2 = 1.8; 2 * 1.2 = 2.4 of 2
    (
        "unit_week_is_long_enough",
        "V1",
        {"stop_days": {("V1", "S5"): 5 / 3}, "use_vehicle": {"V1": 1}},
        {"stop_days": {("V1", "S5"): 2}},
        0.4,
    ),
    # one room on board on each day at the stop
    (
        "rooms_fit_site",
        "S5",
        {"rooms_used": {WHEELS: 1}, "stop_days": {("V1", "S5"): 1}, "open_site": {("S5", "mobile_stop"): 1}},
        {"stop_days": {("V1", "S5"): 0.5}},
        0.5,
    ),
    # the therapist and one partner a day, on one day: 2 = 2 * 1; a stop is open when a unit is there, not 5 days a week
    (
        "nobody_works_alone",
        "S5",
        {
            "use_mode": {WHEELS: 1},
            "stop_days": {("V1", "S5"): 1},
            "open_site": {("S5", "mobile_stop"): 1},
            "longest_presence": {"S5": 1},
        },
        {"stop_days": {("V1", "S5"): 0.5}},
        0.5,
    ),
    # 2 of 8 hours: a quarter of the presence 0.5 * 5 * 8 * 50 / 1000 = 1 FTE
    ("evening_presence_is_counted", ("clinic", "nurse", "S1"), {"use_mode": {LATE: 1}, "evening_fte": {("clinic", "nurse", "S1"): 0.25}},
     {"evening_fte": {("clinic", "nurse", "S1"): 0.2}}, 0.05),
    # a quarter of 1400 visits of an hour
    ("evening_visits_are_counted", ("clinic", "nurse", "S1"), {"volume": {LATE: 1400}, "evening_fte": {("clinic", "nurse", "S1"): 0.35}},
     {"evening_fte": {("clinic", "nurse", "S1"): 0.3}}, 0.05),
    # a fifth of 5 nurses and half a recruit: 1.1
    (
        "evening_work_has_volunteers",
        "nurse",
        {"evening_fte": {("clinic", "nurse", "S1"): 0.7, ("clinic", "nurse", "S2"): 0.4}, "recruit_fte": {"nurse": 0.5}},
        {"recruit_fte": {"nurse": 0}},
        0.1,
    ),
    # one of the two rooms of S1 is an examination room, on 5 days
    (
        "room_types_fit_site",
        ("S1", "exam"),
        {"rooms_used": {LATE: 1}, "open_site": {("S1", "campus"): 1}},
        {"rooms_used": {LATE: 1.2}},
        1,
    ),
    ("rooms_need_mode", LATE, {"rooms_used": {LATE: 1}, "use_mode": {LATE: 1}}, {"rooms_used": {LATE: 1.5}}, 0.5),
]
RULES_OF_WAYS = {"mode_needs_permitting_tier", "own_school_is_used", "service_days_have_unit", "unit_stops_where_open",
                 "unit_week_is_long_enough", "evening_presence_is_counted", "evening_visits_are_counted", "evening_work_has_volunteers",
                 "room_types_fit_site"}
