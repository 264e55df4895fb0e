"""Nudges of the tables of a plan with services together: each breaks the rule it stands for."""

from __future__ import annotations

from tests.results.hand import with_row, with_value, without

# rule: (table, nudge of it); the healthy plan is in test_audit_together.py
NUDGES_OF_TOGETHER = {
    "sharing_services_stand_together": ("hosted_services", lambda t: without(t, service="clinic", site="S2")),
    "apart_services_do_not_share": ("hosted_services", lambda t: with_row(t, service="therapy", site="S1")),
    "bundle_is_at_enough_sites": ("hosted_services", lambda t: without(t, service="clinic", site="S2")),
    "service_is_only_in_bundle": ("hosted_services", lambda t: with_row(t, service="therapy", site="S1")),
    "joined_visits_have_a_trip": ("joint_visits", lambda t: with_value(t, "joined_share", 0.81, area="A2")),
    "bundles_agree": ("bundles", lambda t: with_value(t, "missing", "therapy", site="S1")),
    "companions_agree": ("companions", lambda t: with_value(t, "apart_visits", 79.0, service="clinic", companion="therapy")),
    "joint_visits_agree": ("joint_visits", lambda t: with_value(t, "saved_hours", 8.1, area="A3")),
    "pathways_agree": ("pathways", lambda t: with_value(t, "one_visit_share", 0.9, municipality="")),
    "bundle_is_whole": ("bundles", lambda t: with_value(t, "complete", True, site="S1")),
    "visits_beside_need_companion": ("companions", lambda t: with_value(t, "apart_visits", 70.0, service="clinic", companion="therapy")),
    "visits_beside_are_visits": ("companions", lambda t: with_value(t, "apart_visits", -1.0, service="therapy", companion="clinic")),
    "visits_with_companion_are_beside": ("companions", lambda t: with_value(t, "apart_visits", 90.0, service="clinic",
                                                                           companion="therapy")),
    "terms_agree": ("joint_visits", lambda t: with_value(t, "joined_share", 0.7, area="A2")),
}
