"""Every audit function catches the plan it is there for: a healthy plan passes, one nudge of its tables is named.

The case and plan of conftest keep every rule; a nudge may need a rule of its own in force (cells, rows, settings).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.results.audit import REGISTER, audit
from model.results.tables import tables
from model.results.today import todays_plan
from tests.results.hand import altered, with_row, with_value, without
from tests.results.nudges_change import NUDGES_OF_CHANGE
from tests.results.nudges_together import NUDGES_OF_TOGETHER
from tests.results.nudges_ways import NUDGES_OF_WAYS

README = Path(__file__).parents[2] / "model" / "README.md"


def table(name, change):
    """A nudge of one table."""
    return lambda tables: {**tables, name: change(tables[name])}


def share(value, **where):
    return table("assignments", lambda t: with_value(t, "share", value, **where))


def assigned_to(site, **where):
    return table("assignments", lambda t: with_value(t, "site", site, **where))


ALONE = {"settings": {"lone_worker_rule": "hard"}, "cells": {"sites/*/partner_staff_per_day": 2}}
S2_THERAPY = {"service": "therapy", "site": "S2"}
S2_CLINIC = {"service": "clinic", "site": "S2"}

# rule: (what the case needs, nudge of the tables of a healthy plan)
NUDGES = {
    # sites and tiers
    "site_has_at_most_one_tier": ({}, table("open_sites", lambda t: with_row(t, site="S1", tier="station"))),
    "site_may_have_its_tier": ({}, table("open_sites", lambda t: with_value(t, "tier", "campus", site="S2"))),
    "kept_site_is_open": ({"cells": {"sites/S2/status": "must_keep"}}, table("open_sites", lambda t: without(t, site="S2"))),
    "open_site_hosts_something": ({}, table("open_sites", lambda t: with_row(t, site="S3", tier="local_station"))),
    "enough_sites_of_tier": ({"add": {"counts": [{"tier": "station", "municipality": "Loppu", "minimum": 1}]}},
                             table("open_sites", lambda t: without(t, site="S2"))),
    "not_too_many_sites_of_tier": ({"add": {"counts": [{"tier": "any", "maximum": 2}]}},
                                   table("open_sites", lambda t: with_row(t, site="S3", tier="local_station"))),
    "visits_are_counted": ({}, table("hosted_services", lambda t: with_value(t, "visits", 1.0, **S2_CLINIC))),
    "home_driving_is_counted": ({}, table("staff", lambda t: with_value(t, "home_travel_hours", 1.0, service="clinic", site="S2"))),
    # hosting and rooms
    "service_may_be_hosted": ({}, table("hosted_services", lambda t: with_row(t, service="therapy", site="S3"))),
    "mode_fits_site": ({"cells": {"services/clinic/modes": ("daily", "weekly"), "sites/S2/opening_days": 5}, "add": {
        "modes": [{"mode": "six_days", "days_per_week": 6, "hours_per_day": 6}]}},
        table("hosted_services", lambda t: with_value(t, "mode", "six_days", service="clinic", site="S2"))),
    "service_needs_permitting_tier": ({}, table("open_sites", lambda t: with_value(t, "tier", "local_station", site="S2"))),
    "service_needs_required_service": ({"cells": {"services/therapy/requires_services": ("clinic",)}},
                                       table("hosted_services", lambda t: without(t, service="clinic", site="S1"))),
    "locked_service_is_hosted": ({"add": {"locks": [{**S2_THERAPY, "lock": "must_host"}]}},
                                 table("hosted_services", lambda t: without(t, **S2_THERAPY))),
    "hosted_service_has_one_mode": ({}, table("hosted_services", lambda t: with_row(t, mode="weekly"))),
    "volume_is_worthwhile": ({"cells": {"services/therapy/minimum_visits": 60}},
                             share(0.39, area="A3", channel="site", service="therapy")),
    "municipality_keeps_service": (
        {"add": {"guarantees": [{"municipality": "Loppu", "service": "therapy", "days_per_week": 5}]}},
        table("hosted_services", lambda t: with_value(t, "mode", "weekly", **S2_THERAPY))),
    "volume_splits_by_mode": ({}, table("hosted_services", lambda t: with_value(t, "volume_visits", 61, **S2_THERAPY))),
    "volume_fits_rooms": ({}, table("hosted_services", lambda t: with_value(t, "rooms_used", 0.95, **S2_CLINIC))),
    "rooms_need_mode": ({}, table("hosted_services", lambda t: with_value(t, "rooms_used", 2.1, service="clinic", site="S2"))),
    "mode_takes_its_rooms": ({}, table("hosted_services", lambda t: with_value(t, "rooms_used", 0.97, **S2_THERAPY))),
    "rooms_fit_site": ({}, table("hosted_services", lambda t: with_value(t, "rooms_used", 1.1, service="therapy", site="S1"))),
    # where families go
    "demand_is_shared_out": ({}, share(0.8, area="A1", channel="site", service="clinic")),
    "assigned_within_reach": ({"cells": {"services/clinic/travel_limit_minutes": 20}},
                              assigned_to("S2", area="A1", service="clinic", channel="site")),
    "assigned_only_where_hosted": ({}, assigned_to("S3", area="A1", service="clinic", channel="site")),
    "site_serves_only_if_hosting": ({}, table("hosted_services", lambda t: without(t, **S2_THERAPY))),
    "nearer_host_is_used": ({}, table("bypasses", lambda t: with_value(t, "share", 0.9, area="A2"))),
    "remote_share_is_at_least_todays": ({}, share(0.09, area="A1", channel="remote")),
    "remote_share_is_at_most_allowed": ({}, share(0.31, area="A1", channel="remote")),
    "purchased_share_is_at_most_allowed": ({}, share(0.51, channel="purchased")),
    "unmet_share_is_allowed": ({}, share(1.1, channel="unmet")),
    "bypass_share_is_allowed": ({}, table("bypasses", lambda t: with_value(t, "service", "clinic", area="A2"))),
    # people
    "staff_covers_workload": ({}, table("staff", lambda t: with_value(t, "staff_fte", 0.4, service="clinic", site="S2"))),
    "open_days_are_staffed": ({}, table("staff", lambda t: with_value(t, "staff_fte", 0.7, service="clinic", site="S1"))),
    "team_reaches_minimum": ({"cells": {"staffing/therapy/therapist/minimum_fte": 0.5}},
                             table("staff", lambda t: with_value(t, "staff_fte", 0.4, **S2_THERAPY))),
    "staff_works_where_hosted": ({}, table("staff", lambda t: with_value(t, "site", "S3", **S2_THERAPY))),
    "staff_is_of_its_service": ({}, table("staff", lambda t: with_value(t, "profession", "nurse", **S2_THERAPY))),
    "service_reaches_critical_mass": (
        {"cells": {"services/therapy/critical_mass_fte": 0.5, "services/therapy/critical_mass_rule": "hard"}},
        table("staff", lambda t: with_value(t, "staff_fte", 0.4, **S2_THERAPY))),
    "presence_is_counted": (ALONE, table("open_sites", lambda t: with_value(t, "longest_presence_days", 4, site="S1"))),
    # S2: partners 2 * 5 and nurses 0.5 * 1 = 10.5 people's days, enough for 2 * 5 days of therapy but not for 2 * 6
    "nobody_works_alone": (
        {**ALONE, "add": {"modes": [{"mode": "six_days", "days_per_week": 6, "hours_per_day": 6}]}},
        table("hosted_services", lambda t: with_value(t, "mode", "six_days", **S2_THERAPY))),
    "staff_fits_pool": ({}, table("staff", lambda t: with_value(t, "staff_fte", 2.1, service="clinic", site="S1"))),
    "recruits_can_be_found": ({}, table("professions", lambda t: with_value(t, "recruit_fte", 1.1, profession="nurse"))),
    "staff_fits_staff_area": ({}, table("staff", lambda t: with_value(t, "staff_fte", 0.51, **S2_THERAPY))),
    "area_recruits_add_up": ({}, table("professions", lambda t: with_value(t, "recruit_fte", 0.11, profession="therapist"))),
    "area_recruits_can_be_found": ({}, table("pools", lambda t: with_value(t, "recruit_fte", 0.21, staff_area="south"))),
    "bank_people_are_there": ({}, table("pools", lambda t: with_value(t, "bank_fte", 0.26, staff_area="north"))),
    "pools_agree": ({}, table("pools", lambda t: with_value(t, "spare_fte", 0.1, staff_area="south"))),
    "team_is_where_hosted": ({}, table("deadlines", lambda t: without(t, staff_area="north"))),
    "team_meets_deadline": ({}, table("staff", lambda t: with_value(t, "staff_fte", 0.97, service="therapy", site="S1"))),
    "deadlines_agree": ({}, table("deadlines", lambda t: with_value(t, "share_within", 0.73, staff_area="north"))),
    "supervisors_are_enough": ({}, table("professions", lambda t: with_value(t, "supervisor_fte", 0.09, profession="therapist"))),
    "supervision_agrees": ({}, table("supervision", lambda t: without(t, supervised="nurse"))),
    # 500 children of the south / 1000 = 0.5 FTE
    "norm_is_met_in_staff_area": (
        {"cells": {"staffing/therapy/therapist/norm_groups": ("age_3_6",), "staffing/therapy/therapist/norm_people_per_fte": 1000,
                   "staffing/therapy/therapist/norm_rule": "hard", "staffing/therapy/therapist/norm_scope": "staff_area"}},
        table("staff", lambda t: with_value(t, "staff_fte", 0.49, **S2_THERAPY))),
    "norm_is_met": ({}, table("norms", lambda t: with_value(t, "shortfall_fte", 1.4, profession="nurse"))),
    # money, terms and tables
    "cost_within_budget": ({"settings": {"budget_keur": 434.3}},
                           table("staff", lambda t: with_value(t, "staff_fte", 2.1, service="clinic", site="S1"))),
    "terms_agree": ({}, table("terms", lambda t: with_value(t, "value", 1.1, term="changes"))),
    "costs_add_up": ({}, table("costs", lambda t: without(t, term="recruiting"))),
    "ids_exist": ({}, table("staff", lambda t: with_value(t, "site", "S9", **S2_THERAPY))),
    "rows_are_unique": ({}, table("bypasses", lambda t: with_row(t, share=0.0))),
    "decisions_are_not_negative": (
        {}, table("professions", lambda t: with_value(t, "recruit_fte", -0.1, profession="therapist"))),
    "norms_are_all_there": ({}, table("norms", lambda t: without(t, profession="nurse"))),
    "open_sites_agree": ({}, table("open_sites", lambda t: with_value(t, "cost_keur", 61, site="S2"))),
    "hosted_services_agree": ({}, table("hosted_services", lambda t: with_value(t, "staff", "nurse 1.4", **S2_CLINIC))),
    "assignments_agree": ({}, table("assignments", lambda t: with_value(t, "beyond_limit", True, channel="purchased"))),
    "bypasses_agree": ({}, table("bypasses", lambda t: with_value(t, "visits", 99, area="A2"))),
    "staff_agrees": ({}, table("staff", lambda t: without(t, site=""))),
    "professions_agree": ({}, table("professions", lambda t: with_value(t, "spare_fte", 0.1, profession="nurse"))),
    "norms_agree": ({}, table("norms", lambda t: with_value(t, "needed_fte", 5.1, profession="nurse"))),
    "rooms_agree": ({}, table("rooms", lambda t: without(t, site="S2"))),
    "changes_agree": ({}, table("changes", lambda t: without(t, kind="service_opens"))),
    "areas_agree": ({}, table("areas", lambda t: with_value(t, "today_minutes", 10.1, area="A1"))),
    "sites_agree": ({}, table("sites", lambda t: with_value(t, "tier", "campus", site="S3"))),
    "names_agree": ({}, table("names", lambda t: with_value(t, "name_sv", "Klinik", id="clinic"))),
    "services_agree": ({}, table("services", lambda t: with_value(t, "headline", False, service="clinic"))),
    "sources_agree": ({}, table("sources", lambda t: with_value(t, "rows", 5.0, source="assumption"))),
    "todays_hosting_agrees": ({}, table("today_hosting", lambda t: with_value(t, "mode", "daily", site="S2"))),
    "todays_assignments_agree": ({}, table("today_assignments", lambda t: with_value(t, "site", "S1", area="A3", service="clinic",
                                                                                     channel="site"))),
    "todays_staff_agrees": ({}, table("today_staff", lambda t: with_value(t, "staff_fte", 2.0, service="clinic", site="S1"))),
    "visits_agree": ({}, table("visits", lambda t: with_value(t, "visits_age_0_2", 99.0, area="A1", service="clinic"))),
    "differences_add_up": ({}, table("indicators", lambda t: with_value(t, "change", 1.0, indicator="sites_open"))),
    "indicators_agree": ({}, table("indicators", lambda t: with_value(
        t, "plan", 30.0, indicator="max_minutes", service="", municipality="", group=""))),
}
# What the solver states about the healthy plan; each nudge changes one number. For the terms see test_tables.py.
TERMS = {"travel_burden_hours": 168 + 310 / 3 + 112.5, "waiting_burden_hours": 144.0, "cost_keur": 434.3, "changes": 1.0,
         "norm_shortfall_fte": 1.44, "unmet_visits": 15.0, "bypassed_visits": 100.0}
OBJECTIVE = TERMS["travel_burden_hours"] + 1000 * 1.44 + 20 * 15 + 100
STATED = {"objective": OBJECTIVE, "bound": 0.98 * OBJECTIVE, "gap": 0.02, "terms": TERMS, "levels": [
    {"objective": OBJECTIVE / 1.001, "tolerance": 0.001}, {"objective": 1.0, "tolerance": 0.0},
    {"objective": 434.3 + 0.02 * 144, "tolerance": 0.0}]}  # cost, and waiting at 0.02 keur an hour
STATEMENTS = {
    "solver_agrees_on_terms": {**STATED, "terms": {**TERMS, "changes": 1.01}},
    "objective_is_first_level": {**STATED, "objective": 1.001 * OBJECTIVE},
    "levels_are_kept": {**STATED, "levels": [{"objective": OBJECTIVE / 1.002, "tolerance": 0.001}]},
    "gap_is_stated_rightly": {**STATED, "gap": 0.019},
}


@pytest.fixture(scope="module")
def healthy(rich, rich_plan):
    """The case and its healthy tables, as a nudge needs them; the audit has passed them."""
    made = {}

    def make(needs):
        key = str(needs)
        if key not in made:
            case = altered(rich, needs.get("cells"), needs.get("add"), needs.get("settings"))
            made[key] = case, tables(case, rich_plan, todays_plan(case))
            assert audit(*made[key]).violations.empty
        return made[key]

    return make


def test_every_audit_function_has_a_nudge():
    assert set(NUDGES) | set(STATEMENTS) | set(NUDGES_OF_WAYS) | set(NUDGES_OF_CHANGE) | set(NUDGES_OF_TOGETHER) == set(REGISTER)


def test_every_rule_of_the_mathematics_is_audited():
    rules = README.read_text(encoding="utf-8").split("## Rules")[1].split("## Objective terms")[0]
    lines = [line.split("|")[1] for line in rules.splitlines() if line.startswith("| `")]
    names = [name for line in lines for name in re.findall(r"`(\w+)`", line)]
    assert len(names) > 30
    assert [name for name in names if name not in REGISTER] == []


def test_every_audit_function_says_what_its_rule_says():
    assert all(function.__doc__ and function.__doc__.strip().splitlines()[0].endswith(".") for function in REGISTER.values())


def test_the_healthy_plan_passes(healthy):
    report = audit(*healthy({}), STATED)
    assert report.violations.empty and report.passed
    assert report.checks > 500
    assert set(report.rules["rule"]) == set(REGISTER)


@pytest.mark.parametrize("rule", NUDGES)
def test_a_nudge_is_caught_and_named(rule, healthy):
    needs, nudge = NUDGES[rule]
    case, found = healthy(needs)
    report = audit(case, nudge(found))
    assert not report.passed
    assert rule in set(report.violations["rule"])
    row = report.rules.set_index("rule").loc[rule]
    assert row["broken"] >= 1 and row["worst_excess"] > 0 and row["unit"]


@pytest.mark.parametrize("rule", STATEMENTS)
def test_a_wrong_statement_of_the_solver_is_caught(rule, healthy):
    report = audit(*healthy({}), STATEMENTS[rule])
    assert set(report.violations["rule"]) >= {rule}


def test_a_bound_above_the_objective_is_caught(healthy):
    wrong = {**STATED, "bound": 1.01 * OBJECTIVE, "gap": 0.0}
    assert set(audit(*healthy({}), wrong).violations["rule"]) == {"gap_is_stated_rightly"}


def test_what_the_solver_does_not_state_is_not_compared(healthy):
    assert audit(*healthy({}), {"objective": None, "bound": None}).passed
    assert audit(*healthy({}), {"terms": {"cost_keur": 434.3}}).passed
