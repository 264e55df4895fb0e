"""Decisions: everything the model may choose, on one page. Visits and hours are yearly, days weekly."""

from __future__ import annotations

import pyomo.environ as pyo

# What no plan can pass. Lagrangian bounds need an end for every decision that belongs to no service (solving/bounding.py).
WEEK = 7.0  # days
MOST_FTE = 10_000.0  # of one profession, more than a county employs


def add_decisions(m: pyo.ConcreteModel) -> None:
    """Declare every variable of the formulation on m."""
    # Which sites are open and what they host
    m.open_site = pyo.Var(m.SITE_TIERS, within=pyo.Binary, doc="site is open in this tier (yes or no)")
    m.host_service = pyo.Var(m.HOSTABLE, within=pyo.Binary, doc="service is at the site (yes or no)")
    m.use_mode = pyo.Var(m.HOST_MODES, within=pyo.Binary, doc="service is at the site in this delivery mode (yes or no)")

    # Where families go: shares of an area's visits to a service
    m.assign_share = pyo.Var(m.REACH, within=pyo.NonNegativeReals, doc="share assigned to the site")
    m.remote_share = pyo.Var(m.NEEDS, bounds=remote_bounds, doc="share met remotely")
    m.purchased_share = pyo.Var(m.NEEDS, bounds=lambda m, i, k: (0, m.purchase_share_max[k]), doc="share purchased")
    m.unmet_share = pyo.Var(m.NEEDS, bounds=lambda m, i, k: (0, m.unmet_share_max), doc="share not met")
    m.bypass_share = pyo.Var(m.NEEDS, bounds=lambda m, i, k: (0, m.bypass_share_max[k]), doc="share sent past a nearer host")

    # What that means at a site
    m.visits_at = pyo.Var(m.HOSTABLE, within=pyo.NonNegativeReals, doc="visits assigned to the site")
    m.home_driving_hours = pyo.Var(m.HOSTABLE, within=pyo.NonNegativeReals, doc="hours one traveller drives to home visits")
    m.volume = pyo.Var(m.HOST_MODES, within=pyo.NonNegativeReals, doc="visits received at the site")
    m.rooms_used = pyo.Var(m.HOST_MODES, within=pyo.NonNegativeReals, doc="rooms taken on each open day")

    # Together
    m.bundle_at = pyo.Var(m.BUNDLE_SITES, bounds=(0, 1), doc="the whole bundle is at the site (0 to 1)")
    m.visits_beside = pyo.Var(m.BESIDE, bounds=lambda m, row, k, other, j: (0, m.all_visits[k]),
                              doc="visits received beside a wanted service")
    m.joined_share = pyo.Var(m.JOINT, bounds=(0, len(m.SERVICES)), doc="visits joined to another trip, per joint visit of a client")

    # Mobile units
    m.use_vehicle = pyo.Var(m.VEHICLES, within=pyo.Binary, doc="mobile unit is in use (yes or no)")
    m.stop_days = pyo.Var(m.VEHICLE_STOPS, bounds=(0, WEEK), doc="days a week the mobile unit is at the stop")

    # Change against today, counted where the case limits it
    m.kept_share = pyo.Var(m.TODAYS_VISITS, bounds=lambda m, i, k, j: (0, m.todays_share[i, k, j]),
                           doc="share that stays at its site of today")
    m.moved_share = pyo.Var(m.USERS_TODAY, bounds=(0, 1), doc="part of the visits to today's sites that moves away")
    m.moved_fte = pyo.Var(m.STAFF_PLACES, bounds=_moved_bounds, doc="staff more or fewer than today, FTE")

    # Fairness, counted where a level of the objective names it
    m.tail_start_minutes = pyo.Var(m.TAILS, bounds=lambda m, county: (0, m.longest_possible_minutes),
                                   doc="where the worst-off tenth begins, minutes")
    m.tail_excess_minutes = pyo.Var(m.TAIL_TRIPS, bounds=lambda m, i, k: (0, m.longest_possible_minutes),
                                    doc="mean trip beyond that, minutes")
    m.longest_trip_minutes = pyo.Var(m.LONGEST, bounds=lambda m, county: (m.least_longest_minutes, m.longest_possible_minutes),
                                     doc="longest mean trip of an area to a service, minutes")

    # People
    m.staff_fte = pyo.Var(m.STAFFED, within=pyo.NonNegativeReals, doc="staff at the site, FTE")
    m.evening_fte = pyo.Var(m.EVENING_STAFF, within=pyo.NonNegativeReals, doc="evening work at the site, FTE")
    m.recruit_fte = pyo.Var(m.PROFESSIONS, bounds=lambda m, p: (0, m.recruitable_fte[p]), doc="recruited, FTE")
    m.recruit_area_fte = pyo.Var(m.POOLS, bounds=lambda m, area, p: (0, m.pool_recruitable_fte[area, p]),
                                 doc="recruited in the staff area, FTE")
    m.bank_fte = pyo.Var(m.BANK_PLACES, bounds=(0, MOST_FTE), doc="staff bank's people sent to the staff area, FTE")
    m.team_exists = pyo.Var(m.DEADLINE_TEAMS, bounds=(0, 1), doc="the team of a deadline is there (0 to 1)")
    m.supervisor_fte = pyo.Var(m.SUPERVISORS, bounds=(0, MOST_FTE), doc="supervisors, FTE")
    m.area_norm_shortfall_fte = pyo.Var(m.AREA_NORMS, bounds=lambda m, k, p, area: (0, m.area_norm_shortfall_max[k, p, area]),
                                        doc="short of a norm in a staff area, FTE")
    m.norm_shortfall_fte = pyo.Var(m.NORMS, bounds=lambda m, k, p: (0, m.norm_shortfall_max[k, p]), doc="short of a norm, FTE")
    m.longest_presence = pyo.Var(m.SITES, bounds=(0, WEEK), doc="longest presence of a service, days a week")


def _moved_bounds(m: pyo.ConcreteModel, p: str, j: str):
    return 0, m.todays_fte[p, j] + m.fte_available[p] + m.recruitable_fte[p]


def remote_bounds(m: pyo.ConcreteModel, i: str, k: str):
    """(least, most) remote share of an area's visits to a service."""
    able = m.remote_share_max[k] * (1 - m.digital_exclusion_share[i])  # never below what is remote today
    return m.remote_share_today[k], max(m.remote_share_today[k], able)
