"""Hand-sized cases of the ways of being there: changes of the tiny case, as keywords of write_tiny and tiny_case.

SCHOOL adds S4, a school in Loppu with one room: half of the children of 7 to 12 of A3 (and a fifth of A2's) are its pupils. The clinic is
for these children (100, 200, 300 visits as ever) and may be there on one day a week: 300 visits a year and room.
"""

from __future__ import annotations

NAMED = {"name_fi": "Nimi", "name_sv": "Namn", "name_en": "Name"}
S4 = {"site": "S4", "name": "School", "municipality": "Loppu", "lat": 61.52, "lon": 23.88, "tiers": "school", "status": "candidate",
      "rooms": 1}
AT_SCHOOL = {"mode": "at_school", **NAMED, "days_per_week": 1, "hours_per_day": 6, "setting": "school"}
PUPILS = [{"site": "S4", "area": "A3", "groups": "age_7_12", "share": 0.5},
          {"site": "S4", "area": "A2", "groups": "age_7_12", "share": 0.2}]
SCHOOL = {
    "add": {"sites": [S4], "modes": [AT_SCHOOL], "pupils": PUPILS},
    "cells": {"demand/clinic/groups": "age_7_12", "services/clinic/tiers": "campus|station|local_station|school",
              "services/clinic/modes": "daily|weekly|at_school"},
}

# S5 is a stop in Loppu of the mobile unit V1 at S1: 42 minutes away, so 84 there and back are 0.2 of its day of 7 hours, and a stop
# day a year takes 70 hours on the road at 50 euros: 3.5 thousand euros. Therapy may be there one day of 5 hours: 250 visits a room.
S5 = {"site": "S5", "name": "Stop", "municipality": "Loppu", "lat": 61.55, "lon": 23.9, "tiers": "mobile_stop", "status": "candidate",
      "rooms": 0, "base_site": "S1", "base_minutes": 42}
V1 = {"vehicle": "V1", **NAMED, "base_site": "S1", "days_per_week": 2, "hours_per_day": 7, "rooms": 1, "cost_keur": 30,
      "driving_eur_per_hour": 50}
MOBILE = {
    "add": {"sites": [S5], "vehicles": [V1],
            "modes": [{"mode": "on_wheels", **NAMED, "days_per_week": 1, "hours_per_day": 5, "setting": "mobile", "visiting": "yes"}],
            "travel": [{"area": "A1", "site": "S5", "travel_minutes": 40}, {"area": "A2", "site": "S5", "travel_minutes": 30},
                       {"area": "A3", "site": "S5", "travel_minutes": 5}]},
    "cells": {"services/therapy/tiers": "campus|station|mobile_stop", "services/therapy/modes": "daily|weekly|on_wheels"},
}
# The clinic may be open 8 hours a day, the last 2 of them in the evening: a fifth of the 5 nurses would, at 10 thousand euros an FTE.
EVENINGS = {
    "add": {"modes": [{"mode": "late", **NAMED, "days_per_week": 5, "hours_per_day": 8, "evening_hours_per_day": 2}]},
    "cells": {"services/clinic/modes": "daily|weekly|late", "professions/nurse/volunteer_share": 0.2,
              "professions/nurse/evening_keur_per_fte": 10},
}
# The clinic needs an examination room: S1 has one among its two rooms, S2 does not tell its rooms apart.
ROOM_TYPES = {"add": {"room_types": [{"site": "S1", "room_type": "exam", "rooms": 1}]}, "cells": {"services/clinic/room_type": "exam"}}
CARE = {"add": {"residential_care": [
    {"year": 2024, "unit": "own", "name": "Own units", "kind": "own", "units": 2, "places": 14, "cost_keur_per_place": 130},
    {"year": 2024, "unit": "bought", "name": "Purchased places", "kind": "purchased", "places": 26, "cost_keur_per_place": 150},
    {"year": 2025, "unit": "own", "name": "Own units", "kind": "own", "units": 3, "places": 21, "cost_keur_per_place": 132},
    {"year": 2025, "unit": "bought", "name": "Purchased places", "kind": "purchased", "places": 21, "cost_keur_per_place": 155}]}}


def together(*parts: dict) -> dict:
    """Keywords of write_tiny joined: rows of a table one after the other, later cells over earlier ones."""
    joined: dict = {}
    for part in parts:
        for key, value in part.items():
            if key == "add":
                added = joined.setdefault("add", {})
                joined["add"] = {**added, **{table: [*added.get(table, []), *rows] for table, rows in value.items()}}
            elif isinstance(value, dict):
                joined[key] = {**joined.get(key, {}), **value}
            else:
                joined[key] = value
    return joined


# Everything together. The clinic is for near use; half a nurse and one therapist are present on open days; S2 could become a campus at
# 12 thousand euros a year on top, and only a campus may be open late; an hour of a worker's driving costs 30 euros.
ALL_WAYS = together(SCHOOL, MOBILE, EVENINGS, ROOM_TYPES, CARE, {
    "cells": {
        "services/clinic/modes": "daily|weekly|at_school|late", "services/clinic/policy": "nearest",
        "services/clinic/remote_share_max": 0.2, "services/clinic/purchase_share_max": 0.2,
        "services/clinic/purchase_eur_per_visit": 100, "staffing/clinic/nurse/present_per_open_day": 0.5,
        "staffing/therapy/therapist/present_per_open_day": 1, "professions/nurse/recruitable_fte": 1,
        "sites/S5/partner_staff_per_day": 1, "sites/S2/tiers": "campus|station", "sites/S2/upgrade_keur": 12,
        "modes/late/tiers": "campus"},
    "settings": {"worker_travel_eur_per_hour": 30},
})
