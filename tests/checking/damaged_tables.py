"""Damages of references and of what tables say together."""

from __future__ import annotations

from tests.checking.damage import EXTRA, MATES, NORTH, TEAMED, Damage, cell, extra, setting

REFERENCES = [
    cell("unknown_id", "hosting/clinic/S2/mode", "weekli", 3),
    cell("unknown_id", "services/clinic/modes", "daily|wekly", name="in a list"),
    cell("unknown_id", "travel/A1/S2/area", "a1", 3),
    Damage("repeated_key", "hosting.csv", 5, "service",
           {"add": {"hosting": [{"service": "clinic", "site": "S2", "mode": "daily"}]}}),
    Damage("repeated_key", "demand.csv", 5, "service", {"add": {"demand": [
        {"service": "clinic", "groups": "age_0_2|age_3_6", "municipality": "Alku", "visits_per_person": 0.1},
        {"service": "clinic", "groups": "age_3_6|age_0_2", "municipality": "Alku", "visits_per_person": 0.1}]}},
        name="groups in another order"),
    extra("unknown_municipality", "guarantees", "municipality", "Lopu"),
    extra("unknown_municipality", "counts", "municipality", "Lopu"),
    cell("unknown_municipality", "demand/clinic/municipality", "Alkuu"),
    cell("site_municipality_without_area", "sites/S2/municipality", "Lopu", 3),
]
def people(code: str, table: str, column: str, value, line: int = 2, place: str = "", cells: dict | None = None) -> Damage:
    """The tiny case with its nurses in one staff area and the bank; one figure of theirs changed, or the cells."""
    rows = {name: {**EXTRA[name], **({column: value} if name == table else {})} for name in ("pools", "staff_bank")}
    file, shown = place or f"{table}.csv", column
    return Damage(code, file, line, shown, {"cells": {**NORTH, **(cells or {})}, "add": {name: [row] for name, row in rows.items()}})


CONSISTENCY = [
    cell("status_without_reason", "sites/S1/status_reason", "", cells={"sites/S1/status": "must_keep"}),
    cell("tier_without_cost", "sites/S1/cost_campus_keur", ""),
    cell("today_tier_without_cost", "sites/S1/cost_campus_keur", "", cells={"sites/S1/tiers": "station"}),
    cell("kept_site_without_tier", "sites/S3/tiers", "", 4, three_sites=True,
         cells={"sites/S3/status": "must_keep", "sites/S3/status_reason": "x"}),
    cell("site_without_tier", "sites/S3/tiers", "", 4, three_sites=True),
    cell("status_against_today", "sites/S1/status", "candidate"),
    cell("status_against_today", "sites/S3/status", "existing", 4, three_sites=True),
    cell("base_is_itself", "sites/S1/base_site", "S1"),
    cell("site_far_from_areas", "sites/S2/lat", 62.5, 3),
    cell("same_place", "sites/S2/lat", 61.51, 3, cells={"sites/S2/lon": 23.71}),
    cell("same_place", "areas/A2/lat", 61.5, 3, cells={"areas/A2/lon": 23.7}),
    cell("more_young_than_people", "areas/A1/population", 499),
    cell("remote_today_beyond_max", "services/clinic/remote_share_today", 0.2),
    cell("service_may_vanish", "services/clinic/purchase_share_max", 0.5,
         cells={"services/clinic/remote_share_max": 0.6, "services/clinic/purchase_eur_per_visit": 50}),
    cell("purchase_without_price", "services/clinic/purchase_eur_per_visit", 0,
         cells={"services/clinic/purchase_share_max": 0.1}),
    cell("half_a_promise", "services/clinic/promise_share", "", cells={"services/clinic/promise_minutes": 20}),
    cell("requires_itself", "services/clinic/requires_services", "clinic"),
    cell("home_visits_without_traveller", "services/clinic/home_visit_share", 0.1),
    Damage("service_without_demand", "services.csv", 3, "service", {"demand": [
        {"service": "clinic", "groups": "age_0_2", "visits_per_person": 1}]}),
    Damage("service_without_staffing", "services.csv", 3, "service", {"staffing": [
        {"service": "clinic", "profession": "nurse", "hours_per_visit": 1},
        {"service": "clinic", "profession": "therapist", "hours_per_visit": 0.1}], "staff_today": None}),
    Damage("profession_without_staffing", "professions.csv", 4, "profession", {"add": {"professions": [
        {"profession": "doctor", "name_fi": "x", "name_sv": "x", "name_en": "x", "fte_available": 1, "productive_hours": 1000,
         "cost_keur_per_fte": 50}]}}),
    cell("rate_or_count", "demand/clinic/visits_per_person", ""),
    cell("rate_or_count", "demand/therapy/visits_per_person", 1, 3, cells={"demand/therapy/visits_per_year": 100}, name="both"),
    cell("count_without_people", "demand/clinic/visits_per_year", 100,
         cells={"demand/clinic/visits_per_person": "", "areas/*/age_0_2": 0}),
    cell("half_a_norm", "staffing/clinic/nurse/norm_people_per_fte", "",
         cells={"staffing/clinic/nurse/norm_groups": "age_0_2"}),
    cell("half_a_norm", "staffing/clinic/nurse/norm_groups", "", cells={"staffing/clinic/nurse/norm_people_per_fte": 320}),
    cell("rule_without_norm", "staffing/clinic/nurse/norm_rule", "hard"),
    cell("team_of_one", "staffing/clinic/nurse/team", "neuvola"),
    people("unknown_staff_area", "pools", "staff_area", "nroth"),
    cell("unknown_staff_area", "areas/A1/staff_area", "nroth", cells=NORTH),
    people("pool_missing", "sites", "staff_area", "", 0, place="pools.csv", cells={"sites/S2/staff_area": "south"}),
    people("pools_do_not_add_up", "pools", "fte_available", 3.98, place="professions.csv"),
    people("bank_without_pools", "staff_bank", "profession", "therapist", cells={"pools/north/nurse/fte_available": 5}),
    people("fewer_recruits_in_areas", "professions", "recruitable_fte", 1, cells={"pools/north/nurse/recruitable_fte": 0.9,
                                                                                "professions/nurse/recruitable_fte": 1}),
    extra("deadline_without_staffing", "deadlines", "profession", "therapist", cells=NORTH),
    extra("unknown_staff_area", "deadlines", "staff_area", "nroth", cells=NORTH),
    extra("deadline_out_of_reach", "deadlines", "target_share", 1, cells=NORTH),
    # weekly comes every 5 working days
    extra("mode_rarer_than_deadline", "deadlines", "deadline_days", 4.9, cells=NORTH),
    cell("area_without_staff_area", "areas/A1/staff_area", "",
         cells={**NORTH, "areas/A2/staff_area": "north", "areas/A3/staff_area": "north", "staffing/clinic/nurse/norm_groups": "age_0_2",
                "staffing/clinic/nurse/norm_people_per_fte": 300, "staffing/clinic/nurse/norm_scope": "staff_area"}),
    extra("supervises_itself", "supervision", "supervised", "therapist"),
    extra("unknown_team", "separate_teams", "team", "matse", cells=TEAMED, add=MATES),
    extra("unknown_municipality", "separate_teams", "municipality", "Lopu", cells=TEAMED, add=MATES),
    cell("hosting_in_other_mode", "hosting/therapy/S1/mode", "weekly", 4, cells={"services/therapy/modes": "daily"}),
    cell("hosting_in_other_tier", "hosting/therapy/S1/site", "S2", 4, cells={"services/therapy/tiers": "campus"},
         staff_today=None),
    cell("hosting_in_other_tier", "hosting/clinic/S2/site", "S3", 3, three_sites=True, staff_today=None, name="no tier today"),
    cell("hosting_beyond_opening_days", "hosting/clinic/S2/mode", "daily", 3, cells={"sites/S2/opening_days": 4}),
    cell("staff_without_hosting", "staff_today/therapy/S1/therapist/site", "S2", 4),
    cell("staff_without_staffing", "staff_today/therapy/S1/therapist/profession", "nurse", 4),
    Damage("travel_pairs_missing", "travel.csv", 0, changes={"travel": [{"area": "A1", "site": "S1", "travel_minutes": 10}]}),
    Damage("travel_pairs_missing", "travel.csv", 0, changes={"travel": []}, name="no rows"),
    extra("count_upside_down", "counts", "minimum", 3),
    Damage("count_without_limit", "counts.csv", 2, "minimum",
           {"add": {"counts": [{"tier": "any", "minimum": "", "reason": "x"}]}}),
    setting("slack_without_price", "objective.levels", [{"terms": {"cost_keur": 1}}], 7, cells={"services/*/policy": "soft"}),
    Damage("slack_without_price", "case.yaml", 8, "objective.levels",
           {"settings": {"allow_unmet": True, "objective.levels": [{"terms": {"cost_keur": 1}}]}}, name="unmet"),
]
