"""Damages of the ways of being there: schools, mobile units, evenings, and screens of them."""

from __future__ import annotations

from tests.checking.damage import Damage
from tests.ways import EVENINGS, MOBILE, ROOM_TYPES, SCHOOL, together


def damage(code: str, where: str, base: dict, name: str = "", mended: dict | None = None, **changes) -> Damage:
    """A case with a way of being there, harmed; `where` is file, line and column."""
    file, line, column = where.split()
    return Damage(code, file, int(line), column, together(base, changes), name=name, mended=mended or {})


ONLY_SCHOOLS = {"hosting": [{"service": "therapy", "site": "S1", "mode": "daily"}], "staff_today": None}
WAYS = [
    damage("mixed_tiers", "sites.csv 4 tiers", SCHOOL, cells={"sites/S4/tiers": "school|local_station",
                                                              "sites/S4/cost_local_station_keur": 1}),
    damage("mode_without_tier", "services.csv 2 modes", SCHOOL, "tier", cells={"services/clinic/modes": "daily|weekly"}),
    damage("mode_without_tier", "services.csv 3 modes", SCHOOL, "mode", cells={"services/therapy/modes": "daily|weekly|at_school"}),
    damage("mode_of_other_setting", "modes.csv 4 tiers", EVENINGS, cells={"modes/late/tiers": "campus|school"}),
    damage("mode_without_tier", "services.csv 2 modes", {}, "no mode for a tier", cells={"modes/*/tiers": "campus|station"}),
    damage("mode_without_tier", "services.csv 3 modes", EVENINGS, "a mode for other tiers", cells={
        "modes/late/tiers": "local_station", "services/therapy/modes": "daily|weekly|late", "professions/therapist/volunteer_share": 0.2}),
    # S2, with the clinic weekly, is a station today
    damage("hosting_mode_in_other_tier", "hosting.csv 3 mode", {}, cells={"modes/weekly/tiers": "campus|local_station"}),
    damage("pupils_of_no_school", "pupils.csv 3 site", SCHOOL, cells={"pupils/S4/A2/site": "S2"}),
    damage("school_without_pupils", "sites.csv 4 site", {**SCHOOL, "add": {**SCHOOL["add"], "pupils": []}}),
    damage("pupils_beyond_area", "pupils.csv 4 share", SCHOOL, add={
        "sites": [{"site": "S5", "name": "Other", "municipality": "Loppu", "lat": 61.53, "lon": 23.88, "tiers": "school",
                   "status": "candidate", "rooms": 1}],
        "pupils": [{"site": "S5", "area": "A3", "groups": "age_7_12", "share": 0.51}]}),
    damage("pupils_beyond_area", "pupils.csv 4 groups", SCHOOL, "twice", add={
        "pupils": [{"site": "S4", "area": "A3", "groups": "age_7_12|age_13_15", "share": 0.1}]}),
    damage("school_service_without_pupils", "services.csv 2 tiers", SCHOOL, cells={"demand/clinic/groups": "age_0_2"}),
    # the drive there and back is 8 hours of a day of 7
    damage("stop_out_of_reach", "sites.csv 4 tiers", MOBILE, cells={"sites/S5/base_minutes": 240}, add={"sites": [
        {"site": "S6", "name": "Near", "municipality": "Loppu", "lat": 61.52, "lon": 23.8, "tiers": "mobile_stop",
         "status": "candidate", "rooms": 0}],
        "travel": [{"area": area, "site": "S6", "travel_minutes": 9} for area in ("A1", "A2", "A3")]}),
    damage("unit_without_stops", "vehicles.csv 2 vehicle", {"add": {"vehicles": MOBILE["add"]["vehicles"]}}),
    damage("crew_travels_for_nothing", "modes.csv 4 visiting", MOBILE, cells={"modes/on_wheels/visiting": "no"}),
    damage("evening_beyond_day", "modes.csv 4 evening_hours_per_day", EVENINGS, cells={"modes/late/evening_hours_per_day": 8.5}),
    damage("evening_without_volunteers", "services.csv 2 modes", EVENINGS, cells={"professions/nurse/volunteer_share": 0}),
    damage("unusable_upside_down", "sites.csv 3 unusable_from", {}, cells={
        "sites/S2/status": "unusable", "sites/S2/status_reason": "indoor air", "sites/S2/unusable_from": "2023-08-01",
        "sites/S2/unusable_until": "2023-07-31"}),
    damage("dates_without_unusable", "sites.csv 3 unusable_until", {}, cells={"sites/S2/unusable_until": "2024-07-31"}),
    damage("typed_rooms_beyond_site", "room_types.csv 3 rooms", ROOM_TYPES, add={
        "room_types": [{"site": "S1", "room_type": "play", "rooms": 1.5}]}),
    damage("room_type_nowhere", "services.csv 3 room_type", ROOM_TYPES, cells={"services/therapy/room_type": "gym"}),
]
SCREENED_WAYS = [
    # half of A3's visits are no pupil's, and so are all of A1's; with three quarters remote, a quarter of each area's must be pupils'
    damage("pupils_without_other_site", "services.csv 2 tiers", SCHOOL, **ONLY_SCHOOLS, mended={
        "pupils/S4/A2/share": 0.25, "services/clinic/remote_share_max": 0.75, "areas/A1/age_7_12": 0},
        cells={"services/clinic/tiers": "school", "services/clinic/modes": "at_school", "sites/S4/rooms": 3}),
]
