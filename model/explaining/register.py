"""Register: every kind of figure a planner may change, and for every rule of the formulation what gives way in it.

A rule is either elastic, and says here by which kinds and how its rows are loosened, or it is held, with the reason. A test
fails when the formulation has a rule that stands in neither table, so a new rule cannot be forgotten.

To add a figure: write its Kind in its topic's module (people, premises, promises, trips, asked), name it in KINDS, and say in ELASTIC
what it loosens. Where a set or a coefficient of the formulation depends on it, give the Kind `opened` cells and write the rule
that holds it back in holds.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from model.explaining import asked, people, premises, promises, trips
from model.explaining.kinds import Kind, Use
from model.formulation.quantities import is_open

KINDS: dict[str, Kind] = {kind.name: kind for module in (people, premises, promises, trips, asked) for kind in module.KINDS}
MOST_DAYS = 14.0  # twice a week: more than twice the longest presence at a site, days a week


@dataclass(frozen=True)
class Elastic:
    """kinds: what a planner may change so that the rule gives way. loosened(use, m, *index): what is added to the lenient
    side of a row, in the row's unit, where the opened case gives too much of it below 0; None: the case is opened instead and
    a rule in holds.py holds it back."""

    kinds: tuple[str, ...]
    loosened: Callable | None


def _rooms(use: Use, m, j):
    """Room days a week: those given, more rooms on the days given and more days for the rooms given, in place of the opened.
    At a mobile stop nothing is opened."""
    if use.place("rooms", j) is None and use.place("opening_days", j) is None:
        return 0
    site = use.case.sites.set_index("site").loc[j]
    days = site.opening_days * (site.rooms * is_open(m, j) + use.amount("rooms", j)) + site.rooms * use.amount("opening_days", j)
    return days - m.rooms[j] * m.opening_days[j] * is_open(m, j)


def _typed_rooms(use: Use, m, j, name):
    """The same of the rooms of a type."""
    days = use.case.sites.set_index("site").at[j, "opening_days"]
    given = use.case.room_types.set_index(["site", "room_type"])["rooms"].get((j, name), 0.0)
    there = days * (given * is_open(m, j) + use.amount("typed_rooms", j, name)) + given * use.amount("opening_days", j)
    return there - m.typed_rooms[j, name] * m.opening_days[j] * is_open(m, j)


def _company(use: Use, m, j):
    """People's days a week: partners on the days added, in place of the opened; anything once the rule is only reported."""
    partners = m.partner_staff_per_day[j] * (use.amount("opening_days", j) - use.most("opening_days", j) * is_open(m, j))
    return MOST_DAYS * use.changed("lone_worker") + partners


def _people(use: Use, p):
    """FTE a profession has more, in place of the opened: its own, or the sum of its staff areas'."""
    keys = [figure.key for kind in ("staff_pool", "area_pool") for _, figure in use.of_kind(kind) if figure.key[-1] == p]
    kinds = {1: "staff_pool", 2: "area_pool"}
    return sum(use.amount(kinds[len(key)], *key) - use.most(kinds[len(key)], *key) for key in keys)


def _volunteers(use: Use, m, p):
    """Evening FTE: the share given of the people added, and a larger share of the people given."""
    given = use.case.professions.set_index("profession").loc[p]
    return given["volunteer_share"] * _people(use, p) + given["fte_available"] * use.amount("volunteers", p)


def _line(use: Use, m, row, area):
    """FTE of a deadline's team by the line of the case as given: the opened case has more sites, other loads and so another line."""
    lines = {(team.row, team.staff_area): line for team, line, _ in use.lines}
    if (row, area) not in lines:
        return 0
    load = sum(m.load_fte_per_visit[row, area] * m.visits_at[k, j] for k, _, j in m.HOSTS_OF_TEAM[row, area])
    return ((m.line_slope[row, area] - lines[row, area].slope) * load
            + (m.line_intercept[row, area] - lines[row, area].intercept) * m.team_exists[row, area])


ELASTIC: dict[str, Elastic] = {
    "kept_site_is_open": Elastic(("kept_site",), lambda use, m, j: use.changed("kept_site", j)),
    "enough_sites_of_tier": Elastic(("count_minimum",), lambda use, m, row: use.amount("count_minimum", row)),
    "not_too_many_sites_of_tier": Elastic(("count_maximum",), lambda use, m, row: use.amount("count_maximum", row)),
    "service_needs_permitting_tier": Elastic(("service_tier", "closed_site"), None),
    "mode_needs_permitting_tier": Elastic(("mode_tier",), None),
    "service_needs_required_service": Elastic(("required_service",), lambda use, m, k, other, j:
                                              use.changed("required_service", k, other)),
    "locked_service_is_hosted": Elastic(("must_host",), lambda use, m, k, j: use.changed("must_host", k, j)),
    "municipality_keeps_service": Elastic(("guarantee",), lambda use, m, municipality, k: use.amount("guarantee", municipality, k)),
    "rooms_need_mode": Elastic(("rooms",), None),
    "mode_takes_its_rooms": Elastic(("least_rooms",), lambda use, m, k, j, mode: use.amount("least_rooms", k)),
    "rooms_fit_site": Elastic(("rooms", "opening_days"), _rooms),
    "room_types_fit_site": Elastic(("typed_rooms", "opening_days"), _typed_rooms),
    "unit_stops_where_open": Elastic(("vehicle_days",), None),
    "unit_week_is_long_enough": Elastic(("vehicle_days",), None),
    "volume_is_worthwhile": Elastic(("minimum_visits",), lambda use, m, k, j: use.amount("minimum_visits", k)),
    "demand_is_shared_out": Elastic(("visits",), None),
    "assigned_only_where_hosted": Elastic(("must_not_host", "travel_limit", "trip_growth"), None),
    "nearer_host_is_used": Elastic(("near_policy",), None),
    "team_reaches_minimum": Elastic(("minimum_team",), lambda use, m, k, p, j: use.amount("minimum_team", k, p)),
    "staff_works_where_hosted": Elastic(("staff_pool", "area_pool"), None),
    "service_reaches_critical_mass": Elastic(("critical_mass",), lambda use, m, k, j: use.amount("critical_mass", k)),
    "nobody_works_alone": Elastic(("lone_worker", "opening_days"), _company),
    "staff_fits_pool": Elastic(("staff_pool", "area_pool"), lambda use, m, p: _people(use, p)),
    "staff_fits_staff_area": Elastic(("area_pool",), lambda use, m, area, p:
                                     use.amount("area_pool", area, p) - use.most("area_pool", area, p)),
    "evening_work_has_volunteers": Elastic(("volunteers",), _volunteers),
    "norm_is_met": Elastic(("norm",), lambda use, m, k, p: m.norm_fte[k, p] * use.amount("norm", k, p)),
    "norm_is_met_in_staff_area": Elastic(("norm",), lambda use, m, k, p, area: m.area_norm_fte[k, p, area] * use.amount("norm", k, p)),
    "team_meets_deadline": Elastic(("staff_pool", "area_pool"), _line),
    "cost_within_budget": Elastic(("budget",), lambda use, m, county: use.amount("budget")),
    "sites_closed_within_limit": Elastic(("sites_closed",), lambda use, m, county: use.amount("sites_closed")),
    "children_moved_within_limit": Elastic(("children_moved",), lambda use, m, k: use.amount("children_moved")),
    "fte_moved_within_limit": Elastic(("fte_moved",), lambda use, m, county: use.amount("fte_moved")),
    "sharing_services_stand_together": Elastic(("must_share",), lambda use, m, rule, k, mate, j: use.changed("must_share", rule)),
    "apart_services_do_not_share": Elastic(("must_not_share",), lambda use, m, rule, k, other, j: use.changed("must_not_share", rule)),
    "bundle_is_at_enough_sites": Elastic(("bundle_minimum",), lambda use, m, bundle: use.amount("bundle_minimum", bundle)),
    "service_is_only_in_bundle": Elastic(("only_in_bundle",), lambda use, m, bundle, k, j: use.changed("only_in_bundle", bundle, k)),
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
    "service_days_have_unit": "what a stop is; the week of the mobile units gives way",
    "evening_presence_is_counted": "counts evening work; the volunteers give way",
    "evening_visits_are_counted": "counts evening work; the volunteers give way",
    "area_recruits_add_up": "counts recruits; the pools give way",
    "bank_people_are_there": "people of the staff bank are counted once; the pools of the staff areas give way",
    "supervisors_are_enough": "how many people one may lead; the pool of those who lead gives way",
    "team_is_where_hosted": "what a team is; no figure of the planner's",
    "bundle_is_whole": "what a whole bundle is; no figure of the planner's",
    "visits_beside_need_companion": "counts visits; no figure of the planner's",
    "visits_beside_are_visits": "counts visits; no figure of the planner's",
    "visits_with_companion_are_beside": "counts visits; no figure of the planner's",
    "joined_visits_have_a_trip": "counts trips; no figure of the planner's",
    "staying_visits_are_assigned": "counts visits; no figure of the planner's",
    "moved_visits_are_counted": "counts visits; no figure of the planner's",
    "moved_staff_is_counted": "counts people; no figure of the planner's",
    "worst_tenth_is_counted": "counts minutes for the objective; no figure of the planner's",
    "longest_trip_is_counted": "counts minutes for the objective; no figure of the planner's",
}
