"""Damages the screens must see: cases without any plan, the arithmetic beside them, and the same cases just at the limit."""

from __future__ import annotations

from math import exp

from tests.checking.damage import EXTRA, Damage

THERE = {"status": "must_keep", "status_reason": "strategy"}
GUARANTEE, LOCK, COUNT = EXTRA["guarantees"], EXTRA["locks"], EXTRA["counts"]
AT_S1_AND_S2 = {"staff_today": None, "hosting": [{"service": "clinic", "site": "S2", "mode": "daily"},
                                                 {"service": "therapy", "site": "S1", "mode": "daily"}]}


def screen(code: str, where: str, cells: dict, mended: dict, name: str = "", **changes) -> Damage:
    """A damage whose cells, changed to `mended`, are just within the limit."""
    file, line, column = where.split()
    return Damage(code, file, int(line), column, {"cells": cells, **changes}, name=name, mended=mended)


def site(name: str, cells: dict) -> dict:
    return {f"sites/{name}/{column}": value for column, value in cells.items()}


DEMAND = [
    screen("service_without_site", "services.csv 3 service", {"services/therapy/tiers": "local_station"},
           {"services/therapy/tiers": "local_station|station"}, "tier",
           hosting=[{"service": "clinic", "site": "S1", "mode": "daily"}], staff_today=None),
    screen("service_without_site", "services.csv 3 service", {"services/therapy/min_rooms": 2.1},
           {"services/therapy/min_rooms": 2}, "rooms"),
    # The clinic is there 5 days, so 10 people-days are needed. At S1: 5 of partners, 0.4 * 5 + 0.5 * 5 = 4.5 of its own.
    screen("service_without_site", "services.csv 2 service",
           {"sites/*/partner_staff_per_day": 1, "services/clinic/modes": "daily", "hosting/clinic/S2/mode": "daily",
            "staffing/clinic/nurse/present_per_open_day": 0.4, "staffing/therapy/therapist/present_per_open_day": 0.5,
            "services/therapy/tiers": "campus"},
           {"staffing/clinic/nurse/present_per_open_day": 0.5}, "alone", settings={"lone_worker_rule": "hard"}),
    screen("service_remote_only", "services.csv 3 service",
           {"services/therapy/min_rooms": 3, "services/therapy/remote_share_max": 1},
           {"services/therapy/min_rooms": 2}),
    screen("required_service_elsewhere", "services.csv 3 requires_services",
           {"services/clinic/tiers": "station", "services/therapy/tiers": "campus",
            "services/therapy/requires_services": "clinic"},
           {"services/therapy/tiers": "campus|station"}, **AT_S1_AND_S2),
    # 600 visits; a room one day a week takes 300, so 2 * 0.9 rooms take 540.
    screen("demand_beyond_rooms", "services.csv 2 service",
           {"services/clinic/modes": "weekly", "hosting/clinic/S1/mode": "weekly", "services/*/min_rooms": 0.5,
            "sites/*/rooms": 0.9},
           {"sites/*/rooms": 1}),
    # 600 + 300 visits at 300 a room day are 3 room days a week; 2 sites * 0.29 rooms * 5 days are 2.9.
    screen("all_demand_beyond_rooms", "sites.csv 0 rooms", {"services/*/min_rooms": 0.1, "sites/*/rooms": 0.29},
           {"sites/*/rooms": 0.3}),
    # Within 10 minutes A2 and A3 reach S2 only: 500 visits; a room there takes 300 on one day a week.
    screen("only_site_too_small", "sites.csv 3 rooms",
           {"services/clinic/travel_limit_minutes": 10, "sites/S2/rooms": 1.6, "sites/S2/opening_days": 1},
           {"sites/S2/rooms": 1.67}),
    # Therapy at S1 only; A3 drives 30 minutes.
    screen("areas_beyond_limit", "services.csv 3 travel_limit_minutes",
           {"services/therapy/travel_limit_minutes": 29, "services/therapy/tiers": "campus"},
           {"services/therapy/travel_limit_minutes": 30}),
    screen("minimum_visits_beyond_demand", "services.csv 2 minimum_visits", {"services/clinic/minimum_visits": 601},
           {"services/clinic/minimum_visits": 600}),
    screen("minimum_visits_beyond_demand", "services.csv 2 minimum_visits", {"services/clinic/minimum_visits": 301},
           {"services/clinic/minimum_visits": 300}, "two hosts",
           add={"locks": [LOCK], "guarantees": [{**GUARANTEE, "municipality": "Alku"}]}),
]
PEOPLE = [
    # 600 visits of an hour, 1000 hours an FTE: 0.6 FTE.
    screen("work_beyond_pool", "professions.csv 2 fte_available",
           {"professions/nurse/fte_available": 0.29, "professions/nurse/recruitable_fte": 0.3},
           {"professions/nurse/fte_available": 0.3}),
    # 600 children / 100 = 6 FTE; there are 5.
    screen("norms_beyond_pool", "professions.csv 2 fte_available",
           {"staffing/clinic/nurse/norm_groups": "age_0_2", "staffing/clinic/nurse/norm_people_per_fte": 100,
            "staffing/clinic/nurse/norm_rule": "hard"},
           {"staffing/clinic/nurse/norm_people_per_fte": 120}),
    # Nurses: 0.8 FTE by the clinic's norm (600 children / 750) and 0.3 of therapy's work; there is 1.
    screen("norms_beyond_pool", "professions.csv 2 fte_available",
           {"staffing/clinic/nurse/norm_groups": "age_0_2", "staffing/clinic/nurse/norm_people_per_fte": 750,
            "staffing/clinic/nurse/norm_rule": "hard", "professions/nurse/fte_available": 1},
           {"professions/nurse/fte_available": 1.1}, "and work",
           add={"staffing": [{"service": "therapy", "profession": "nurse", "hours_per_visit": 1}]}),
    screen("soft_norms_beyond_pool", "professions.csv 2 fte_available",
           {"staffing/clinic/nurse/norm_groups": "age_0_2", "staffing/clinic/nurse/norm_people_per_fte": 100,
            "staffing/clinic/nurse/norm_rule": "soft"},
           {"staffing/clinic/nurse/norm_people_per_fte": 120}),
    # 0.6 + 0.3 FTE of 50 thousand euros are 45; S1, which must be kept, costs 100.
    screen("budget_too_small", "case.yaml 6 budget_keur", {}, {"professions/*/cost_keur_per_fte": 49},
           settings={"budget_keur": 44.9}),
    screen("budget_too_small", "case.yaml 6 budget_keur", site("S1", THERE), {"sites/S1/cost_campus_keur": 99}, "premises",
           settings={"budget_keur": 144.9}),
]
# Within 10 minutes A1 has S1 only, in the north, and A2 and A3 have S2 only, in the south: 500 visits to the clinic.
APART = {"services/clinic/travel_limit_minutes": 10, "sites/S1/staff_area": "north", "sites/S2/staff_area": "south",
         "areas/A1/staff_area": "north", "areas/A2/staff_area": "south", "areas/A3/staff_area": "south"}


def nurses(**fte: float) -> dict:
    return {"pools": [{"staff_area": area, "profession": "nurse", "fte_available": there} for area, there in fte.items()]}


def south(fte: float) -> dict:
    """That many of the 5 nurses are in the south."""
    return {"pools/north/nurse/fte_available": 5 - fte, "pools/south/nurse/fte_available": fte}


# A load of one FTE: with two nurses a third of the cases waits, of these exp(-h) longer than h handlings, 4 hours a day.
TWO_NURSES = {"services": "clinic", "profession": "nurse", "deadline_days": 1, "first_contact_remote": "yes"}
LED = {"supervisor": "therapist", "supervised": "nurse"}
TEAMS = [
    # 500 visits of an hour are 0.5 FTE.
    screen("area_work_beyond_pool", "pools.csv 3 fte_available", {**APART, **south(0.49)}, south(0.5), add=nurses(north=0, south=0)),
    # 0.3 there, 0.1 to recruit and 0.1 of the bank, which spends a tenth of its time on the road: 0.49.
    screen("area_work_beyond_pool", "pools.csv 3 fte_available",
           {**APART, "professions/nurse/recruitable_fte": 0.1, "pools/south/nurse/recruitable_fte": 0.1},
           {"staff_bank/nurse/travel_share": 0}, "recruits and bank", add={
               **nurses(north=4.6, south=0.3), "staff_bank": [{"profession": "nurse", "fte": 0.1, "travel_share": 0.1}]}),
    # 500 children / 1000 = 0.5 FTE; the visits could all be at either site.
    screen("area_work_beyond_pool", "pools.csv 3 fte_available",
           {**APART, "services/clinic/travel_limit_minutes": 60, "staffing/clinic/nurse/norm_groups": "age_0_2",
            "staffing/clinic/nurse/norm_people_per_fte": 1000, "staffing/clinic/nurse/norm_rule": "hard",
            "staffing/clinic/nurse/norm_scope": "staff_area", **south(0.49)}, south(0.5), "norm", add=nurses(north=0, south=0)),
    # 0.6 FTE of nurses / 2 are 0.3 FTE of therapists who lead, beside 300 hours of therapy: 0.6.
    screen("supervisors_beyond_pool", "professions.csv 3 fte_available", {"professions/therapist/fte_available": 0.59},
           {"professions/therapist/fte_available": 0.6}, add={"supervision": [{**LED, "span": 2}]}),
    # 600 cases of 5/3 hours are 1000 hours; a day has 2.4 handlings.
    screen("deadline_beyond_pool", "professions.csv 2 fte_available", {"professions/nurse/fte_available": 1.99},
           {"professions/nurse/fte_available": 2}, add={"deadlines": [
               {**TWO_NURSES, "hours_per_case": 5 / 3, "target_share": 1 - exp(-2.4) / 3}]}),
    # 500 cases of 2 hours in the south; a day has 2 handlings.
    screen("deadline_beyond_pool", "pools.csv 3 fte_available", {**APART, **south(1.99)}, south(2), "staff area",
           add={**nurses(north=0, south=0), "deadlines": [
               {**TWO_NURSES, "staff_area": "south", "hours_per_case": 2, "target_share": 1 - exp(-2) / 3}]}),
    # Therapy takes 0.3 FTE of nurses beside the clinic's 2.
    screen("deadline_beyond_pool", "professions.csv 2 fte_available", {"professions/nurse/fte_available": 2.29},
           {"professions/nurse/fte_available": 2.3}, "other work", add={
               "staffing": [{"service": "therapy", "profession": "nurse", "hours_per_visit": 1}],
               "deadlines": [{**TWO_NURSES, "hours_per_case": 5 / 3, "target_share": 1 - exp(-2.4) / 3}]}),
]
RULES = [
    screen("guarantee_impossible", "guarantees.csv 2 days_per_week", {}, {"guarantees/Loppu/clinic/days_per_week": 5},
           add={"guarantees": [{**GUARANTEE, "days_per_week": 5.5}]}),
    screen("lock_impossible", "locks.csv 2 site", {"services/therapy/tiers": "campus"},
           {"services/therapy/tiers": "campus|station"}, "tier", add={"locks": [{**LOCK, "service": "therapy"}]}),
    screen("lock_impossible", "locks.csv 2 site", site("S2", THERE | {"status": "must_close"}), site("S2", THERE), "closed",
           add={"locks": [LOCK]}),
    # Within 10 minutes of S2: A2 and A3, 500 visits.
    screen("lock_impossible", "locks.csv 2 site",
           {"services/clinic/travel_limit_minutes": 10, "services/clinic/minimum_visits": 501},
           {"services/clinic/minimum_visits": 500}, "too few visits", add={"locks": [LOCK]}),
    # Two services, a room each on 5 days: 10 room days; S2 has 1.8 * 5 = 9.
    screen("locks_beyond_rooms", "locks.csv 3 site",
           {"services/*/modes": "daily", "hosting/clinic/S2/mode": "daily", "sites/S2/rooms": 1.8}, {"sites/S2/rooms": 2},
           add={"locks": [LOCK, {**LOCK, "service": "therapy"}]}),
    # S2 is the only station.
    screen("count_impossible", "counts.csv 2 minimum", {}, {"sites/S1/tiers": "campus|station"}, "too many",
           add={"counts": [{**COUNT, "minimum": 2}]}),
    screen("count_impossible", "counts.csv 2 maximum", site("S2", THERE), {"sites/S2/tiers": "station|local_station"}, "kept",
           add={"counts": [{**COUNT, "minimum": 0, "maximum": 0}]}),
    # Alku and Loppu one each, the county one.
    screen("counts_beyond_county", "counts.csv 2 maximum", {}, {"counts/any//maximum": 2}, add={"counts": [
        {**COUNT, "tier": "any", "minimum": "", "maximum": 1},
        {**COUNT, "tier": "any", "municipality": "Alku"}, {**COUNT, "tier": "any", "municipality": "Loppu"}]}),
]
SCREENS = [*DEMAND, *PEOPLE, *TEAMS, *RULES]
