"""Register: every kind of figure a planner may change, and for every rule of the formulation what gives way in it.

A rule is either elastic, and says here by which kinds and how its rows are loosened, or it is held, with the reason. A test
fails when the formulation has a rule that stands in neither table, so a new rule cannot be forgotten.

To add a figure: write its Kind in its topic's module (people, premises, promises, trips), name it in KINDS, and say in ELASTIC
what it loosens. Where a set or a coefficient of the formulation depends on it, give the Kind `opened` cells and write the rule
that holds it back in holds.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from model.explaining import people, premises, promises, trips
from model.explaining.kinds import Kind, Use
from model.formulation.quantities import is_open

KINDS: dict[str, Kind] = {kind.name: kind for module in (people, premises, promises, trips) for kind in module.KINDS}
MOST_DAYS = 14.0  # twice a week: more than twice the longest presence at a site, days a week


@dataclass(frozen=True)
class Elastic:
    """kinds: what a planner may change so that the rule gives way. loosened(use, m, *index): what is added to the lenient
    side of a row, in the row's unit; None: the case is opened instead and a rule in holds.py holds it back."""

    kinds: tuple[str, ...]
    loosened: Callable | None


def _rooms(use: Use, m, j):
    """Room days a week: those given, more rooms on the days given and more days for the rooms given, in place of the opened."""
    site = use.case.sites.set_index("site").loc[j]
    days = site.opening_days * (site.rooms * is_open(m, j) + use.amount("rooms", j)) + site.rooms * use.amount("opening_days", j)
    return days - m.rooms[j] * m.opening_days[j] * is_open(m, j)


def _company(use: Use, m, j):
    """People's days a week: partners on the days added, in place of the opened; anything once the rule is only reported."""
    partners = m.partner_staff_per_day[j] * (use.amount("opening_days", j) - use.most("opening_days", j) * is_open(m, j))
    return MOST_DAYS * use.changed("lone_worker") + partners


ELASTIC: dict[str, Elastic] = {
    "kept_site_is_open": Elastic(("kept_site",), lambda use, m, j: use.changed("kept_site", j)),
    "enough_sites_of_tier": Elastic(("count_minimum",), lambda use, m, row: use.amount("count_minimum", row)),
    "not_too_many_sites_of_tier": Elastic(("count_maximum",), lambda use, m, row: use.amount("count_maximum", row)),
    "service_needs_permitting_tier": Elastic(("service_tier", "closed_site"), None),
    "service_needs_required_service": Elastic(("required_service",), lambda use, m, k, other, j:
                                              use.changed("required_service", k, other)),
    "locked_service_is_hosted": Elastic(("must_host",), lambda use, m, k, j: use.changed("must_host", k, j)),
    "municipality_keeps_service": Elastic(("guarantee",), lambda use, m, municipality, k: use.amount("guarantee", municipality, k)),
    "rooms_need_mode": Elastic(("rooms",), None),
    "mode_takes_its_rooms": Elastic(("least_rooms",), lambda use, m, k, j, mode: use.amount("least_rooms", k)),
    "rooms_fit_site": Elastic(("rooms", "opening_days"), _rooms),
    "volume_is_worthwhile": Elastic(("minimum_visits",), lambda use, m, k, j: use.amount("minimum_visits", k)),
    "demand_is_shared_out": Elastic(("visits",), None),
    "assigned_only_where_hosted": Elastic(("must_not_host", "travel_limit"), None),
    "nearer_host_is_used": Elastic(("near_policy",), None),
    "team_reaches_minimum": Elastic(("minimum_team",), lambda use, m, k, p, j: use.amount("minimum_team", k, p)),
    "staff_works_where_hosted": Elastic(("staff_pool",), None),
    "service_reaches_critical_mass": Elastic(("critical_mass",), lambda use, m, k, j: use.amount("critical_mass", k)),
    "nobody_works_alone": Elastic(("lone_worker", "opening_days"), _company),
    "staff_fits_pool": Elastic(("staff_pool",), lambda use, m, p: use.amount("staff_pool", p) - use.most("staff_pool", p)),
    "norm_is_met": Elastic(("norm",), lambda use, m, k, p: use.amount("norm", k, p)),
    "cost_within_budget": Elastic(("budget",), lambda use, m, county: use.amount("budget")),
}

HELD: dict[str, str] = {
    "site_has_at_most_one_tier": "what a site is; no figure of the planner's",
    "open_site_hosts_something": "what open means; no figure of the planner's",
    "hosted_service_has_one_mode": "what hosted means; no figure of the planner's",
    "volume_splits_by_mode": "counts visits; no figure of the planner's",
    "volume_fits_rooms": "how long a visit takes is work to be done; the rooms give way",
    "visits_are_counted": "counts visits; no figure of the planner's",
    "home_driving_is_counted": "counts driving; no figure of the planner's",
    "site_serves_only_if_hosting": "what hosted means; no figure of the planner's",
    "staff_covers_workload": "work to be done; the pools give way",
    "open_days_are_staffed": "people who must be there on an open day; the pools give way",
    "presence_is_counted": "counts days; no figure of the planner's",
    "own_school_is_used": "what a school is: its pupils use it; no figure of the planner's",
    "evening_presence_is_counted": "counts evening work; no figure of the planner's",
    "evening_visits_are_counted": "counts evening work; no figure of the planner's",
    "evening_work_has_volunteers": "nobody is made to work evenings; a mode without evenings is always another choice",
    "room_types_fit_site": "what rooms there are by type; the rooms of the site give way",
    "service_days_have_unit": "what a mobile unit's day is; a stop is never the only choice of a plan",
    "unit_stops_where_open": "what an open stop is; a stop is never the only choice of a plan",
    "unit_week_is_long_enough": "the days a mobile unit has; a stop is never the only choice of a plan",
    "staff_fits_staff_area": "where people work: area pools are not suggested for change, only the county's pool is",
    "area_recruits_add_up": "counts recruits; no figure of the planner's",
    "bank_people_are_there": "the staff bank is people on top; no plan needs it",
    "norm_is_met_in_staff_area": "a staff area's norm is not suggested for change; one set for the county is",
    "supervisors_are_enough": "how many one leader leads is not suggested for change; the pools give way",
    "team_is_where_hosted": "what a team is; no figure of the planner's",
    "team_meets_deadline": "deadlines are law; the pools give way",
}
