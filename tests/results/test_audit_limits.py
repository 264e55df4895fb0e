"""Each rule at its limit and one step beyond: today's plan stays, the case moves. At the limit nothing is broken, beyond it
the audit names the rule (and, where two rules say the same there, both).

Today in the tiny case: clinic at S1 (daily, 100 visits, 1 room) and S2 (weekly, 500 visits, 500/300 rooms), therapy at S1
(daily, 300 visits, 1 room); one FTE of 1000 hours for each; S1 a campus of 100 keur, S2 a station of 60, staff 3 * 50.
"""

from __future__ import annotations

from math import exp

import pytest

from model.results.today import todays_plan
from tests.results.hand import altered, broken, replaced, tables_of

NORM = {"staffing/clinic/nurse/norm_groups": ("age_0_2",), "staffing/clinic/nurse/norm_rule": "hard"}
ALONE = {"staffing/clinic/nurse/present_per_open_day": 1, "staffing/therapy/therapist/present_per_open_day": 1,
         "professions/*/productive_hours": 2000}

# rule: (cells in both, cells at the limit, cells one step beyond), each a mapping of cells; the arithmetic beside it
CELLS = {
    # 100 visits to the clinic at S1
    "volume_is_worthwhile": ({}, {"services/clinic/minimum_visits": 100}, {"services/clinic/minimum_visits": 101}),
    # S2 is a station either way; the clinic may be there as a station or not
    "service_needs_permitting_tier": (
        {"sites/S2/tiers": ("campus", "station")}, {"services/clinic/tiers": ("campus", "station")},
        {"services/clinic/tiers": ("campus",)}),
    # S2 could be a campus, but is a station, with the clinic weekly
    "mode_needs_permitting_tier": ({"sites/S2/tiers": ("campus", "station")}, {"modes/weekly/tiers": ("campus", "station")},
                                   {"modes/weekly/tiers": ("campus",)}),
    # therapy is only where the clinic is; the clinic is at S2 without therapy
    "service_needs_required_service": ({}, {"services/therapy/requires_services": ("clinic",)},
                                       {"services/clinic/requires_services": ("therapy",)}),
    # 500 visits fill 500/300 rooms of 60-minute visits exactly; with 61 minutes they take more
    "volume_fits_rooms": ({}, {"services/clinic/visit_minutes": 60}, {"services/clinic/visit_minutes": 61}),
    # 500/300 = 1.6667 rooms at S2
    "rooms_need_mode": ({}, {"sites/S2/rooms": 5 / 3}, {"sites/S2/rooms": 1.66}),
    "mode_takes_its_rooms": ({}, {"services/therapy/min_rooms": 1}, {"services/therapy/min_rooms": 1.01}),
    # two services take 1 room on 5 days = 10 room days of rooms * 5
    "rooms_fit_site": ({}, {"sites/S1/rooms": 2}, {"sites/S1/rooms": 1.99}),
    # therapy of A3 is 30 minutes from S1
    "assigned_within_reach": ({}, {"services/therapy/travel_limit_minutes": 30}, {"services/therapy/travel_limit_minutes": 29}),
    # 500 visits * 2 h = 1000 h of 1 FTE at S2
    "staff_covers_workload": ({}, {"staffing/clinic/nurse/hours_per_visit": 2},
                              {"staffing/clinic/nurse/hours_per_visit": 2.01}),
    # 1 present * 5 days * 6 h * 50 weeks / 1500 h = 1 FTE at S1
    "open_days_are_staffed": ({"professions/nurse/productive_hours": 1500}, {"staffing/clinic/nurse/present_per_open_day": 1},
                              {"staffing/clinic/nurse/present_per_open_day": 1.01}),
    "team_reaches_minimum": ({}, {"staffing/clinic/nurse/minimum_fte": 1}, {"staffing/clinic/nurse/minimum_fte": 1.01}),
    "service_reaches_critical_mass": ({"services/clinic/critical_mass_rule": "hard"}, {"services/clinic/critical_mass_fte": 1},
                                      {"services/clinic/critical_mass_fte": 1.01}),
    # S2: one nurse on one day and 0.2 partners on 5 days = 2 = 2 * 1 day; S1: two people on 5 days = 2 * 5
    "nobody_works_alone": (ALONE, {"sites/S2/partner_staff_per_day": 0.2}, {"sites/S2/partner_staff_per_day": 0.19}),
    "staff_fits_pool": ({}, {"professions/nurse/fte_available": 2}, {"professions/nurse/fte_available": 1.99}),
    # 600 children / 300 = 2 FTE
    "norm_is_met": (NORM, {"staffing/clinic/nurse/norm_people_per_fte": 300},
                    {"staffing/clinic/nurse/norm_people_per_fte": 299}),
}
# rule: (key of added rows, row at the limit, row one step beyond)
ADDED = {
    "enough_sites_of_tier": ("counts", {"tier": "any", "minimum": 2}, {"tier": "any", "minimum": 3}),
    "not_too_many_sites_of_tier": ("counts", {"tier": "station", "municipality": "Loppu", "maximum": 1},
                                   {"tier": "station", "municipality": "Loppu", "maximum": 0}),
    "locked_service_is_hosted": ("locks", {"service": "clinic", "site": "S2", "lock": "must_host"},
                                 {"service": "clinic", "site": "S3", "lock": "must_host"}),
    "municipality_keeps_service": ("guarantees", {"municipality": "Loppu", "service": "clinic", "days_per_week": 1},
                                   {"municipality": "Loppu", "service": "clinic", "days_per_week": 1.1}),
}


@pytest.mark.parametrize("rule", CELLS)
def test_cells_at_the_limit_and_beyond(rule, tiny):
    both, at, beyond = CELLS[rule]
    settings = {"lone_worker_rule": "hard"} if rule == "nobody_works_alone" else {}
    plan = todays_plan(altered(tiny, both))
    at, beyond = (altered(tiny, {**both, **cells}, settings=settings) for cells in (at, beyond))
    assert broken(at, tables_of(at, plan)) == set()
    also = {"assigned_within_reach": {"site_serves_only_if_hosting"}}.get(rule, set())
    assert broken(beyond, tables_of(beyond, plan)) == {rule} | also


@pytest.mark.parametrize("rule", ADDED)
def test_rows_at_the_limit_and_beyond(rule, tiny):
    table, *rows = ADDED[rule]
    plan = todays_plan(tiny)
    at, beyond = (altered(tiny, add={table: [row]}) for row in rows)
    assert broken(at, tables_of(at, plan)) == set()
    assert broken(beyond, tables_of(beyond, plan)) == {rule}


def test_budget(tiny):
    # 160 premises + 150 staff = 310
    at, beyond = (altered(tiny, settings={"budget_keur": budget}) for budget in (310, 309.9))
    assert broken(at, tables_of(at)) == set()
    assert broken(beyond, tables_of(beyond)) == {"cost_within_budget"}


def test_kept_and_idle_sites(tiny):
    kept = altered(tiny, {"sites/S3/status": "must_keep"})
    open_too = replaced(todays_plan(tiny), open_site=[("S1", "campus"), ("S2", "station"), ("S3", "local_station")])
    assert broken(kept, tables_of(kept)) == {"kept_site_is_open"}
    assert broken(kept, tables_of(kept, open_too)) == set()
    assert broken(tiny, tables_of(tiny, open_too)) == {"open_site_hosts_something"}


def test_recruits(tiny):
    plan = replaced(todays_plan(tiny), recruit=[("nurse", 1.0)])
    at, beyond = (altered(tiny, {"professions/nurse/recruitable_fte": found}) for found in (1, 0.99))
    assert broken(at, tables_of(at, plan)) == set()
    assert broken(beyond, tables_of(beyond, plan)) == {"recruits_can_be_found"}


def test_nearest_within_tolerance(tiny):
    # A2 goes to S1 (20 minutes) although S2 (10) hosts the clinic: 10 minutes farther
    plan = replaced(todays_plan(tiny), assign=[
        ("A1", "clinic", "S1", 1), ("A2", "clinic", "S1", 1), ("A3", "clinic", "S2", 1),
        *((area, "therapy", "S1", 1) for area in ("A1", "A2", "A3"))],
        hosting=[("clinic", "S1", "daily", 300, 1), ("clinic", "S2", "weekly", 300, 1), ("therapy", "S1", "daily", 300, 1)])
    for within, names in ((10, set()), (9.99, {"nearer_host_is_used"})):
        case = altered(tiny, {"services/clinic/policy": "nearest_within", "services/clinic/within_minutes": within})
        assert broken(case, tables_of(case, plan)) == names
    strict = altered(tiny, {"services/clinic/within_minutes": 10}, settings={"assignment_policy": "nearest"})
    assert broken(strict, tables_of(strict, plan)) == {"nearer_host_is_used"}
    free = altered(tiny, {"services/clinic/policy": "nearest"}, settings={"assignment_policy": "free"})
    assert broken(free, tables_of(free, plan)) == set()


def test_minutes_equal_but_for_rounding_are_equally_near(tiny):
    # 10.1 + 3 is 13.1, though not in floating point
    case = altered(tiny, {"services/clinic/policy": "nearest_within", "services/clinic/within_minutes": 3,
                          "travel/A2/S2/travel_minutes": 10.1, "travel/A2/S1/travel_minutes": 13.1})
    plan = replaced(todays_plan(case), assign=[
        ("A1", "clinic", "S1", 1), ("A2", "clinic", "S1", 1), ("A3", "clinic", "S2", 1),
        *((area, "therapy", "S1", 1) for area in ("A1", "A2", "A3"))],
        hosting=[("clinic", "S1", "daily", 300, 1), ("clinic", "S2", "weekly", 300, 1), ("therapy", "S1", "daily", 300, 1)])
    assert broken(case, tables_of(case, plan)) == set()


def test_an_area_beyond_every_limit_may_use_its_nearest_permitted_site_only(tiny):
    # therapy may be at S1 and S2 (not S3, a local station). Limit 9: A1 reaches S1 (10), A2 and A3 S2 (10)
    case = altered(tiny, {"services/therapy/travel_limit_minutes": 9})
    hosting = [("clinic", "S1", "daily", 100, 1), ("clinic", "S2", "weekly", 500, 5 / 3), ("therapy", "S1", "daily", 50, 1),
               ("therapy", "S2", "daily", 250, 1)]
    assign = [("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 1), ("A3", "clinic", "S2", 1), ("A1", "therapy", "S1", 1),
              ("A2", "therapy", "S2", 1), ("A3", "therapy", "S2", 1)]
    staff = [("clinic", "nurse", "S1", 1), ("clinic", "nurse", "S2", 1), ("therapy", "therapist", "S1", 1),
             ("therapy", "therapist", "S2", 1)]
    plan = replaced(todays_plan(tiny), hosting=hosting, assign=assign, staff=staff)
    assert broken(case, tables_of(case, plan)) == set()
    assert "assigned_within_reach" in broken(case, tables_of(case))  # today all go to S1


def test_a_remote_share_that_is_there_anyway_cannot_go_to_a_site(tiny):
    case = altered(tiny, {"services/clinic/remote_share_today": 0.2, "services/clinic/remote_share_max": 0.2})
    found = tables_of(case)
    assert broken(case, found) == set()
    too_much = found["assignments"].assign(share=found["assignments"]["share"].replace(0.8, 0.81))
    assert "assigned_only_where_hosted" in broken(case, {**found, "assignments": too_much})


def test_what_a_solver_leaves_within_its_tolerance_passes(tiny):
    found = tables_of(tiny)
    slightly = found["assignments"].assign(share=found["assignments"]["share"] * (1 + 1e-6))
    assert broken(tiny, {**found, "assignments": slightly}) == set()
    clearly = found["assignments"].assign(share=found["assignments"]["share"] * (1 + 1e-4))
    assert "demand_is_shared_out" in broken(tiny, {**found, "assignments": clearly})


AREAS = {"sites/S1/staff_area": "north", "sites/S2/staff_area": "south", "sites/S3/staff_area": "south",
         "areas/A1/staff_area": "north", "areas/A2/staff_area": "south", "areas/A3/staff_area": "south"}


def nurses(south: float) -> dict:
    return {"pools": [{"staff_area": "north", "profession": "nurse", "fte_available": 5 - south},
                      {"staff_area": "south", "profession": "nurse", "fte_available": south}]}


BANK = {"staff_bank": [{"profession": "nurse", "fte": 0.5, "travel_share": 0.2}]}
LED = {"supervisor": "nurse", "supervised": "therapist"}
# 600 cases of 5/3 hours fill 1 of 2 nurses (M/M/2: a third waits); a day of 4 hours holds 2.4 cases: exp(-2.4) of these too long
DEADLINE = {"services": ("clinic",), "profession": "nurse", "deadline_days": 1, "hours_per_case": 5 / 3, "first_contact_remote": True}
AREA_NORM = {**NORM, "staffing/clinic/nurse/norm_scope": "staff_area"}

# rule: (decisions beside today's, cells, rows at the limit, rows one step beyond)
PEOPLE = {
    # one nurse at S2
    "staff_fits_staff_area": ({}, AREAS, nurses(1), nurses(0.99)),
    # 0.5 sent, 0.4 at work: 0.6 + 0.4
    "staff_fits_staff_area by the bank": ({"bank": [("south", "nurse", 0.5)]}, AREAS, {**nurses(0.6), **BANK}, {**nurses(0.59), **BANK}),
    "bank_people_are_there": ({"bank": [("south", "nurse", 0.5)]}, AREAS, {**nurses(1), **BANK},
                              {**nurses(1), "staff_bank": [{"profession": "nurse", "fte": 0.49, "travel_share": 0.2}]}),
    # one therapist
    "supervisors_are_enough": ({"supervisors": [("nurse", 0.25)]}, {}, {"supervision": [{**LED, "span": 4}]},
                               {"supervision": [{**LED, "span": 3.9}]}),
    "team_meets_deadline": ({}, {}, {"deadlines": [{**DEADLINE, "target_share": 1 - exp(-2.4) / 3}]},
                            {"deadlines": [{**DEADLINE, "target_share": 1 - exp(-2.4) / 3, "hours_per_case": 1.7}]}),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people_at_the_limit_and_beyond(name, tiny):
    decisions, cells, *added = PEOPLE[name]
    plan = replaced(todays_plan(tiny), **decisions)
    at, beyond = (altered(tiny, cells, add=rows) for rows in added)
    assert broken(at, tables_of(at, plan)) == set()
    one_site = {"staff_works_where_hosted"} if "staff_area" in name else set()  # S2 alone has more than everybody in the south
    assert broken(beyond, tables_of(beyond, plan)) == {name.split()[0]} | one_site


def test_norm_of_a_staff_area(tiny):
    """500 children of the south and one nurse there; the county's norm of 300 would be met by the two nurses."""
    plan = todays_plan(tiny)
    at, beyond = (altered(tiny, {**AREAS, **AREA_NORM, "staffing/clinic/nurse/norm_people_per_fte": people}) for people in (500, 499))
    assert broken(at, tables_of(at, plan)) == set()
    assert broken(beyond, tables_of(beyond, plan)) == {"norm_is_met_in_staff_area"}


def test_minimum_of_a_team_that_is_not_integrated(tiny):
    """A nurse of the clinic and none of therapy at S1: together they have the minimum of one, apart therapy has not."""
    mates = [{"service": "therapy", "profession": "nurse", "hours_per_visit": 0, "minimum_fte": 1, "team": "mates"}]
    joined = altered(tiny, {"staffing/clinic/nurse/team": "mates"}, add={"staffing": mates})
    apart = altered(joined, add={"separate_teams": [{"municipality": "Alku", "team": "mates"}]})
    plan = todays_plan(tiny)
    assert broken(joined, tables_of(joined, plan)) == set()
    assert broken(apart, tables_of(apart, plan)) == {"team_reaches_minimum"}


def test_todays_mode_at_a_site_of_another_tier_is_reported(tiny):
    """The clinic is weekly at S2, which is and stays a station; the mode is for campuses."""
    case = altered(tiny, {"modes/weekly/tiers": ("campus",)})
    assert broken(case, tables_of(case)) == {"mode_needs_permitting_tier", "mode_fits_site"}
