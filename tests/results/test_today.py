"""Today's network as a plan: nearest hosts, today's staff, and rules it may break without failing."""

from __future__ import annotations

import pytest

from model.results.plan import Plan
from model.results.today import evaluate, todays_plan
from model.schema.defaults import empty_table
from tests.results.hand import altered, rows


def test_families_use_the_nearest_host_of_today(tiny):
    # the clinic is at S1 and S2: A1 10|30, A2 20|10, A3 30|10; therapy only at S1
    plan = todays_plan(tiny)
    assert rows(plan.assign, "area", "service", "site", "share") == [
        ("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 1), ("A3", "clinic", "S2", 1),
        ("A1", "therapy", "S1", 1), ("A2", "therapy", "S1", 1), ("A3", "therapy", "S1", 1)]


def test_equally_near_hosts_give_the_first_of_the_file(tiny):
    case = altered(tiny, {"travel/A2/S1/travel_minutes": 10})
    assert ("A2", "clinic", "S1") in rows(todays_plan(case).assign, "area", "service", "site")
    turned = case.changed(sites=case.sites.iloc[[1, 0, 2]].reset_index(drop=True))
    assert ("A2", "clinic", "S2") in rows(todays_plan(turned).assign, "area", "service", "site")


def test_the_nearest_host_serves_also_beyond_the_limit_and_it_is_reported(tiny):
    found = evaluate(altered(tiny, {"services/therapy/travel_limit_minutes": 25}))
    # A3 drives 30 minutes to S1 while S2 (a station, 10 minutes) could host therapy; S1 gets 150 visits more than are in reach
    assert rows(found.broken_rules, "rule", "where", "excess") == [
        ("assigned_within_reach", "A3, therapy, S1", 1), ("site_serves_only_if_hosting", "therapy, S1", 150)]


def test_remote_is_todays_share_and_the_rest_goes_to_sites(tiny):
    plan = todays_plan(altered(tiny, {"services/clinic/remote_share_today": 0.2, "services/clinic/remote_share_max": 0.4}))
    assert {share for share, in rows(plan.remote, "share")} == {0.2}
    assert rows(plan.assign[plan.assign["service"] == "clinic"], "share") == [(0.8,)] * 3


def test_without_any_host_visits_are_purchased_as_far_as_allowed_and_then_unmet(tiny):
    case = altered(tiny, {"services/therapy/purchase_share_max": 0.6})
    case = case.changed(hosting=case.hosting[case.hosting["service"] == "clinic"])
    plan = todays_plan(case)
    assert rows(plan.purchased, "area", "service", "share") == [(area, "therapy", 0.6) for area in ("A1", "A2", "A3")]
    assert rows(plan.unmet, "area", "service", "share") == [(area, "therapy", 0.4) for area in ("A1", "A2", "A3")]
    assert "unmet_share_is_allowed" in set(evaluate(case).broken_rules["rule"])


def test_areas_without_visits_send_nobody(tiny):
    plan = todays_plan(altered(tiny, {"areas/A1/age_3_6": 0}))
    assert ("A1", "therapy") not in rows(plan.assign, "area", "service")


def test_rooms_are_what_visits_need_even_beyond_the_site(tiny):
    # clinic S1: 100 visits of 1500 a room, at least min_rooms 1; S2: 500 of 300 a room = 1.667 rooms
    assert rows(todays_plan(tiny).hosting, "service", "site", "volume_visits", "rooms_used") == [
        ("clinic", "S1", 100, 1), ("clinic", "S2", 500, round(5 / 3, 9)), ("therapy", "S1", 300, 1)]
    found = evaluate(altered(tiny, {"sites/S2/rooms": 1, "sites/S2/opening_days": 1}))
    # 5/3 room days in one: two thirds in excess, by the service's rooms and by the site's
    broken = {(rule, round(excess, 6)) for rule, excess in rows(found.broken_rules, "rule", "excess")}
    assert broken == {("rooms_fit_site", 0.666667), ("rooms_need_mode", 0.666667)}
    assert found.tables["rooms"].set_index("site").at["S2", "excess_room_days"] == pytest.approx(2 / 3)


def test_a_mode_without_hours_does_not_stop_the_evaluation(tiny):
    found = evaluate(altered(tiny, {"modes/weekly/loss_share": 1.0}))
    assert "volume_fits_rooms" in set(found.broken_rules["rule"])


def test_too_few_people_are_reported_in_hours(tiny):
    # S2: 500 nurse hours, 0.3 FTE = 300 hours
    found = evaluate(altered(tiny, {"staff_today/clinic/S2/nurse/staff_fte": 0.3}))
    assert rows(found.broken_rules, "rule", "where", "excess", "unit") == [
        ("staff_covers_workload", "clinic, nurse, S2", 200, "hours a year")]


def test_todays_staff_is_taken_as_it_is(tiny):
    found = evaluate(tiny)
    assert not found.staff_is_derived
    assert staff_of(found) == [("clinic", "S1", 1), ("clinic", "S2", 1), ("therapy", "S1", 1)]
    assert found.audit.passed and found.broken_rules.empty


def test_staff_outside_hosting_is_shown_and_reported(tiny):
    case = altered(tiny, add={"staff_today": [
        {"service": "therapy", "site": "S2", "profession": "therapist", "staff_fte": 0.5}]})
    found = evaluate(case)
    assert ("therapy", "S2", 0.5, 0) in rows(found.tables["staff"], "service", "site", "staff_fte", "workload_hours")
    assert set(found.broken_rules["rule"]) == {"staff_works_where_hosted"}


def staff_of(found):
    return rows(found.plan.staff, "service", "site", "staff_fte")


def no_staff_today(case):
    return case.changed(staff_today=empty_table("staff_today"))


def test_staff_not_given_is_what_workload_presence_and_minimum_need(tiny):
    # workload 0.1, 0.5, 0.3 FTE. Presence of 0.2 nurses: daily 0.2*5*6*50/1000 = 0.3, weekly 0.06. Therapists at least 0.4.
    case = altered(tiny, {"staffing/clinic/nurse/present_per_open_day": 0.2, "staffing/therapy/therapist/minimum_fte": 0.4})
    found = evaluate(no_staff_today(case))
    assert found.staff_is_derived and found.audit.passed
    assert staff_of(found) == [("clinic", "S1", 0.3), ("clinic", "S2", 0.5), ("therapy", "S1", 0.4)]


def test_a_team_keeps_open_days_together(tiny):
    # Both services' nurses at S1 are one team. Work: clinic 0.1, therapy 0.3; presence: clinic 0.3, therapy 0.6 * 1.5 = 0.9.
    # Together 0.4 of the 0.9 needed: 0.5 more, to therapy, which asks for most.
    case = altered(tiny, {"staffing/clinic/nurse/team": "one", "staffing/clinic/nurse/present_per_open_day": 0.2,
                          "staffing/therapy/therapist/profession": "nurse", "staffing/therapy/nurse/team": "one",
                          "staffing/therapy/nurse/present_per_open_day": 0.6})
    found = evaluate(no_staff_today(case))
    assert staff_of(found) == [("clinic", "S1", 0.1), ("clinic", "S2", 0.5), ("therapy", "S1", 0.8)]
    assert found.audit.passed


def test_soft_norms_fall_short_today_and_are_no_broken_rule(tiny):
    # 600 children / 200 = 3 nurses, 2 there
    soft = {"staffing/clinic/nurse/norm_groups": ("age_0_2",), "staffing/clinic/nurse/norm_people_per_fte": 200,
            "staffing/clinic/nurse/norm_rule": "soft"}
    found = evaluate(altered(tiny, soft))
    assert found.audit.passed
    assert found.tables["norms"]["shortfall_fte"].tolist() == [1]
    hard = evaluate(altered(tiny, {**soft, "staffing/clinic/nurse/norm_rule": "hard"}))
    assert rows(hard.broken_rules, "rule", "excess") == [("norm_is_met", 1)]


def test_an_empty_network_is_evaluated_too(tiny):
    case = no_staff_today(altered(tiny, {"sites/*/tier_today": ""})).changed(hosting=empty_table("hosting"))
    found = evaluate(case)
    assert found.tables["open_sites"].empty
    assert set(found.broken_rules["rule"]) == {"unmet_share_is_allowed"}
    met = found.indicators[(found.indicators["indicator"] == "share_out_of_reach") & (found.indicators["service"] == "clinic")]
    assert set(met["plan"]) == {1.0}


def test_plan_and_today_are_the_same_thing_for_today(tiny):
    found = evaluate(tiny)
    assert isinstance(found.plan, Plan)
    assert found.tables["changes"].empty and found.tables["worst_hit_areas"].empty
    assert (found.indicators["change"] == 0).all()


def test_the_bank_and_supervisors_are_what_todays_staff_needs(tiny):
    """Nurses today: 1 at S1 (north), 1 at S2 (south). The south has 0.6: 0.5 of the bank give 0.4. 2 nurses, 8 a therapist: 0.25."""
    case = altered(tiny, {"sites/S1/staff_area": "north", "sites/S2/staff_area": "south", "sites/S3/staff_area": "south"}, add={
        "pools": [{"staff_area": "north", "profession": "nurse", "fte_available": 1.4},
                  {"staff_area": "south", "profession": "nurse", "fte_available": 0.6}],
        "staff_bank": [{"profession": "nurse", "fte": 3.0, "travel_share": 0.2}],
        "supervision": [{"supervisor": "therapist", "supervised": "nurse", "span": 8}]})
    plan = todays_plan(case)
    assert rows(plan.bank, "staff_area", "profession", "bank_fte") == [("south", "nurse", 0.5)]
    assert rows(plan.supervisors, "profession", "supervisor_fte") == [("therapist", 0.25)]
    assert evaluate(case).broken_rules.empty
    few = altered(case, {"staff_bank/nurse/fte": 0.4})
    assert set(evaluate(few).broken_rules["rule"]) == {"staff_fits_staff_area", "staff_works_where_hosted"}
