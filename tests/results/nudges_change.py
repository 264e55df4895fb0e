"""Nudges of the tables of a plan with limits on change: each breaks the rule it stands for (test_audit_change.py)."""

from __future__ import annotations

from tests.results.hand import with_value, without

NUDGES_OF_CHANGE = {
    "sites_closed_within_limit": ("open_sites", lambda t: without(t, site="S2")),
    "staying_visits_are_assigned": ("moves", lambda t: with_value(t, "kept_share", 0.7, area="A3")),
    "moved_visits_are_counted": ("moves", lambda t: with_value(t, "children_moved", 200.0, area="A3")),
    "children_moved_within_limit": ("assignments", lambda t: with_value(t, "share", 0.79, area="A3", service="therapy", site="S1")),
    "moved_staff_is_counted": ("indicators", lambda t: with_value(t, "plan", 0.04, indicator="fte_moved")),
    "fte_moved_within_limit": ("staff", lambda t: with_value(t, "staff_fte", 0.06, service="therapy", site="S2")),
    "worst_tenth_is_counted": ("terms", lambda t: with_value(t, "value", 25.9, term="travel_worst_tenth")),
    "longest_trip_is_counted": ("terms", lambda t: with_value(t, "value", 25.9, term="longest_trip")),
    "trips_grow_within_limit": ("assignments", lambda t: with_value(t, "site", "S2", area="A1", service="clinic", channel="site")),
}
