"""Planted causes: the healthy tiny case harmed so that it has no plan, with every change that must be named, worked out by hand.

600 clinic visits (100 + 200 + 300) and 300 therapy visits of an hour; a nurse and a therapist hour each, 1000 hours an FTE at 50
keur. S1 costs 100, S2 60 keur. A room takes 1500 visits a year in the mode daily (5 days), 300 in the mode weekly (1 day).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.closeness import rule
from tests.tiny import tiny_rows
from tests.ways import EVENINGS, MOBILE, ROOM_TYPES, together

GONE = "(delete the row)"
KEPT = {"status": "must_keep", "status_reason": "strategy"}
PROMISE = {"municipality": "Loppu", "service": "clinic", "days_per_week": 1, "owner": "Board", "reason": "far", "date": "2024-03-31"}
NORM = {"staffing/clinic/nurse/norm_groups": "age_0_2", "staffing/clinic/nurse/norm_people_per_fte": 100,
        "staffing/clinic/nurse/norm_rule": "hard"}
WEEKLY = {"services/*/modes": "weekly", "hosting/*/*/mode": "weekly"}
# S1 and A1 are the north with 4.8 nurses, S2, A2 and A3 the south with 0.2.
STAFF_AREAS = {"cells": {"sites/S1/staff_area": "north", "sites/S2/staff_area": "south", "areas/A1/staff_area": "north",
                         "areas/A2/staff_area": "south", "areas/A3/staff_area": "south"}}
POOLS = {"add": {"pools": [{"staff_area": "north", "profession": "nurse", "fte_available": 4.8},
                           {"staff_area": "south", "profession": "nurse", "fte_available": 0.2}]}}


@dataclass(frozen=True)
class Planted:
    """changes: of write_tiny. named: "file line column" -> suggested value, of every change named, the planted one first."""

    name: str
    named: Mapping[str, str]
    changes: Mapping = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def plant(name: str, named: Mapping[str, str], **changes) -> Planted:
    return Planted(name, named, changes)


def lock(service: str, site: str, word: str = "must_host") -> dict:
    return {"service": service, "site": site, "lock": word, "reason": "planted"}


def count(**limits) -> dict:
    return {"counts": [{"tier": "any", "reason": "planted", **limits}]}


def site(name: str, cells: Mapping) -> dict:
    return {f"sites/{name}/{column}": value for column, value in cells.items()}


def only(name: str) -> dict:
    """Tables with one site alone."""
    rows = tiny_rows()
    return {table: [row for row in rows[table] if row["site"] == name] for table in ("sites", "hosting", "staff_today", "travel")}


PLANTED = [
    # 600 hours of nurses' work are 0.6 FTE.
    plant("staff pool", {"professions.csv 2 fte_available": "0.6"}, cells={"professions/nurse/fte_available": 0.5}),
    # Weekly in S1 alone: 600 / 300 = 2 rooms for the clinic and 1 for therapy, at once or on different days: 3 room days a week,
    # of which 2 rooms on 1 day are 2; a third room, or 1.5 days.
    plant("rooms", {"sites.csv 2 rooms": "3", "sites.csv 2 opening_days": "1.5"}, cells={**WEEKLY, "sites/S1/opening_days": 1},
          **only("S1")),
    # Open every second week, the only mode takes a day every week.
    plant("opening days", {"sites.csv 2 opening_days": "1"}, cells={**WEEKLY, "sites/S1/opening_days": 0.5, "sites/S1/rooms": 3},
          **only("S1")),
    # Within 10 minutes A2 and A3 have S2 only: 500 visits. On its one day 1.6 rooms take 480. 500 / 300 = 1.67 rooms, a trip of 20
    # minutes to S1, or 5 days: only then the mode daily is possible.
    plant("travel limit", {"services.csv 2 travel_limit_minutes": "20", "sites.csv 3 rooms": "2", "sites.csv 3 opening_days": "5"},
          cells={"services/clinic/travel_limit_minutes": 10, "sites/S2/rooms": 1.6, "sites/S2/opening_days": 1}),
    # One host gets 600 visits at most.
    plant("minimum visits", {"services.csv 2 minimum_visits": "600"}, cells={"services/clinic/minimum_visits": 601}),
    # A team of 6, people 5.
    plant("minimum team", {"staffing.csv 2 minimum_fte": "5", "professions.csv 2 fte_available": "6"},
          cells={"staffing/clinic/nurse/minimum_fte": 6}),
    plant("critical mass", {"services.csv 2 critical_mass_fte": "5", "professions.csv 2 fte_available": "6"},
          cells={"services/clinic/critical_mass_fte": 6, "services/clinic/critical_mass_rule": "hard"}),
    # 600 children / 100 = 6 FTE; 600 / 5 = 120 children an FTE.
    plant("norm of the county's own", {"staffing.csv 2 norm_people_per_fte": "120", "professions.csv 2 fte_available": "6"},
          cells=NORM | {"staffing/clinic/nurse/norm_is_law": "no"}),
    plant("norm by law", {"professions.csv 2 fte_available": "6"}, cells=NORM),
    # Cheapest: S2 hosts both, 60 + 0.9 * 50.
    plant("budget", {"case.yaml 6 budget_keur": "105"}, settings={"budget_keur": 50}),
    # The clinic must be at S1, which hosts all then: 100 + 45; without the lock 105 is enough.
    plant("lock must_host", {"locks.csv 2 lock": GONE, "case.yaml 6 budget_keur": "145"}, settings={"budget_keur": 110},
          add={"locks": [lock("clinic", "S1")]}),
    plant("lock must_not_host", {"locks.csv 2 lock": GONE}, add={"locks": [lock("clinic", "S1", "must_not_host")]}, **only("S1")),
    # S2, the only site of Loppu, is open 5 days.
    plant("guarantee", {"guarantees.csv 2 days_per_week": "5"}, add={"guarantees": [{**PROMISE, "days_per_week": 5.5}]}),
    # S2 is the only station.
    plant("at least so many sites", {"counts.csv 2 minimum": "1"}, add={"counts": [{"tier": "station", "minimum": 2, "reason": "x"}]}),
    plant("at most so many sites", {"counts.csv 2 maximum": "1"}, add=count(maximum=0)),
    plant("must_keep", {"sites.csv 2 status": "existing", "sites.csv 3 status": "existing", "counts.csv 2 maximum": "2"},
          cells=site("S1", KEPT) | site("S2", KEPT), add=count(maximum=1)),
    plant("must_close", {"sites.csv 3 status": "existing", "locks.csv 2 lock": GONE},
          cells=site("S2", KEPT | {"status": "must_close"}), add={"locks": [lock("clinic", "S2")]}),
    # One nurse on the days of the clinic, nobody else anywhere.
    plant("lone worker", {"case.yaml 5 lone_worker_rule": "report"}, settings={"lone_worker_rule": "hard"},
          cells={"staffing/clinic/nurse/present_per_open_day": 1}),
    # Both sites' tiers are alternatives: S1 is a campus, S2 a station.
    plant("tiers", {"services.csv 3 tiers": "local_station|station", "services.csv 3 tiers ": "local_station|campus"},
          cells={"services/therapy/tiers": "local_station"}, staff_today=None,
          hosting=[{"service": "clinic", "site": "S1", "mode": "daily"}]),
    # S2, the only site, is a station, and the only mode is for campuses.
    plant("tiers of a mode", {"modes.csv 3 tiers": "campus|station"}, cells={**WEEKLY, "modes/weekly/tiers": "campus"}, **only("S2")),
    # Therapy is for a campus, the clinic beside it for a station.
    plant("required service", {"services.csv 3 requires_services": "", "services.csv 2 tiers": "station|campus",
                               "services.csv 3 tiers": "campus|station"},
          cells={"services/clinic/tiers": "station", "services/therapy/tiers": "campus", "services/therapy/requires_services": "clinic"},
          staff_today=None, hosting=[{"service": "clinic", "site": "S2", "mode": "daily"},
                                     {"service": "therapy", "site": "S1", "mode": "daily"}]),
    # The clinic must be at S2, which is nearest to A2 and A3: 500 visits for 300 places. Two rooms; no lock; or A2 at S1, 20
    # minutes away and 10 farther than S2.
    plant("nearest", {"services.csv 2 policy": "nearest_within", "services.csv 2 within_minutes": "10", "sites.csv 3 rooms": "2",
                      "locks.csv 2 lock": GONE},
          cells={"services/*/policy": "nearest", "services/therapy/tiers": "campus", "sites/S2/rooms": 1, "sites/S2/opening_days": 1},
          add={"locks": [lock("clinic", "S2")]}),
    # In S1 alone therapy takes 2.5 of 2 rooms at once.
    plant("least rooms", {"services.csv 3 min_rooms": "2", "sites.csv 2 rooms": "3"}, cells={"services/therapy/min_rooms": 2.5},
          **only("S1")),
    # The clinic may only be in the south: 0.6 FTE there. The county's sum changes with it.
    plant("people of a staff area", {"pools.csv 3 fte_available": "0.6", "professions.csv 2 fte_available": "5.4",
                                     "locks.csv 2 lock": GONE},
          **together(STAFF_AREAS, POOLS, {"add": {"locks": [lock("clinic", "S1", "must_not_host")]}})),
    # 1 FTE for the 100 children of the north, 5 for the 500 of the south.
    plant("norm of each staff area", {"staffing.csv 2 norm_people_per_fte": "120", "professions.csv 2 fte_available": "6"},
          **together(STAFF_AREAS, {"cells": NORM | {"staffing/clinic/nurse/norm_scope": "staff_area",
                                                    "staffing/clinic/nurse/norm_is_law": "no"}})),
    # A quarter of the open hours is in the evening, so 0.15 of 0.6 FTE; 0.02 of 5 nurses would, 0.03 of 5 do. (So would 0.02 of 7.5
    # nurses, but nobody hires half as many again for their evenings: no more are suggested than there is work for.)
    plant("volunteers", {"professions.csv 2 volunteer_share": "0.03"},
          **together(EVENINGS, {"cells": {"professions/nurse/volunteer_share": 0.02, "services/clinic/modes": "late"}})),
    # Weekly in S1 alone the clinic takes 2 examination rooms; 1 of its 2 rooms is one.
    plant("rooms of a type", {"room_types.csv 2 rooms": "2"}, **together(ROOM_TYPES, {"cells": WEEKLY}, only("S1"))),
    # 240 visits of therapy are for the mobile unit alone: a day at S5 takes 1.2 days of its half.
    plant("mobile unit", {"vehicles.csv 2 days_per_week": "1.5"},
          hosting=[{"service": "clinic", "site": "S1", "mode": "daily"}], staff_today=None, **together(MOBILE, {"cells": {
              "services/therapy/tiers": "mobile_stop", "services/therapy/modes": "on_wheels", "vehicles/V1/days_per_week": 0.5,
              "demand/therapy/age_3_6//visits_per_person": 0.4}})),
    # Both sites are open today, one may stay.
    plant("sites that may close", {"case.yaml 7 change_limits.sites_closed": "1", "counts.csv 2 maximum": "2"},
          settings={"change_limits.sites_closed": 0}, add=count(maximum=1)),
    # The clinic's children of A2 and A3 go to S2 today: 200 and 300 in each of five bands.
    plant("children whose site changes", {"case.yaml 7 change_limits.children_moved": "2500", "locks.csv 2 lock": GONE},
          settings={"change_limits.children_moved": 0}, add={"locks": [lock("clinic", "S2", "must_not_host")]}),
    # S2's nurse leaves S2 and is at no other site: half of 1.
    plant("people who move", {"case.yaml 7 change_limits.fte_moved": "0.5", "locks.csv 2 lock": GONE},
          settings={"change_limits.fte_moved": 0}, add={"locks": [lock("clinic", "S2", "must_not_host")]}),
    # As with the travel limit: A2 and A3 have S2 only, A2 is 10 minutes farther from S1.
    plant("growing trips", {"case.yaml 7 change_limits.trip_growth_minutes": "10", "sites.csv 3 rooms": "2",
                            "sites.csv 3 opening_days": "5"},
          settings={"change_limits.trip_growth_minutes": 0}, cells={"sites/S2/rooms": 1.6, "sites/S2/opening_days": 1}),
    plant("services that must share", {"together.csv 2 rule": GONE, "locks.csv 2 lock": GONE, "locks.csv 3 lock": GONE},
          add={"together": [rule("side", "must_share")], "locks": [lock("clinic", "S2"), lock("therapy", "S2", "must_not_host")]}),
    plant("services that must not share", {"together.csv 2 rule": GONE, "locks.csv 2 lock": GONE, "locks.csv 3 lock": GONE},
          add={"together": [rule("apart", "must_not_share")], "locks": [lock("clinic", "S1"), lock("therapy", "S1")]}),
    # Whole at both sites, but therapy must not be at one.
    plant("bundle", {"together.csv 2 minimum": "1", "locks.csv 2 lock": GONE},
          add={"together": [rule("house", "bundle", minimum=2)], "locks": [lock("therapy", "S2", "must_not_host")]}),
    plant("only in a bundle", {"together.csv 2 only_in_bundle": "", "locks.csv 2 lock": GONE, "locks.csv 3 lock": GONE},
          add={"together": [rule("house", "bundle", only_in_bundle="therapy")],
               "locks": [lock("therapy", "S1"), lock("clinic", "S1", "must_not_host")]}),
]
