"""Nudges of the tables of a plan with every way of being there: each breaks the rule it stands for."""

from __future__ import annotations

from tests.results.hand import with_value

# rule: (table, nudge of it); the healthy plan is in test_audit_ways.py
NUDGES_OF_WAYS = {
    "mode_needs_permitting_tier": ("hosted_services", lambda t: with_value(t, "mode", "late", service="clinic", site="S2")),
    "own_school_is_used": ("assignments", lambda t: with_value(t, "share", 0.4, area="A3", service="clinic", site="S4")),
    "service_days_have_unit": ("stop_days", lambda t: with_value(t, "stop_days", 0.9, vehicle="V1")),
    "unit_stops_where_open": ("stop_days", lambda t: with_value(t, "site", "S2", vehicle="V1")),
    "unit_week_is_long_enough": ("vehicles", lambda t: with_value(t, "used", False, vehicle="V1")),
    "vehicles_agree": ("vehicles", lambda t: with_value(t, "driving_days", 0.1, vehicle="V1")),
    "evening_presence_is_counted": ("evening_work", lambda t: with_value(t, "evening_fte", 0.2, site="S1")),
    "evening_visits_are_counted": ("evening_work", lambda t: with_value(t, "evening_fte", 0.02, site="S1")),
    "evening_work_has_volunteers": ("evening_work", lambda t: with_value(t, "evening_fte", 1.01, site="S1")),
    "evening_work_agrees": ("evening_work", lambda t: with_value(t, "cost_keur", 2.4, site="S1")),
    "residential_care_agrees": ("residential_care", lambda t: with_value(t, "places", 15.0, unit="own")),
    "room_types_fit_site": ("hosted_services", lambda t: with_value(t, "rooms_used", 1.1, service="clinic", site="S1")),
    "rooms_need_mode": ("hosted_services", lambda t: with_value(t, "rooms_used", 1.1, service="clinic", site="S1")),
    "rooms_fit_site": ("hosted_services", lambda t: with_value(t, "rooms_used", 1.1, service="therapy", site="S5")),
    "assigned_only_where_hosted": ("assignments", lambda t: with_value(t, "share", 0.6, area="A3", service="clinic", site="S4")),
}
