"""Staffing: people fit the work, the open days and the norms, and there are no more of them than there are.

Promises to planners: no team works more hours than it has, an open day is staffed, no team is below its minimum, nobody works
alone in a building, and the county's pools and hard norms hold.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.quantities import days_hosted, days_open, profession_fte, remote_fte, team_fte, workload_hours


def add_staffing(m: pyo.ConcreteModel, case: Case) -> None:
    """Rules on staff."""
    critical = set(case.services.loc[(case.services["critical_mass_rule"] == "hard")
                                     & (case.services["critical_mass_fte"] > 0), "service"])
    alone = case.settings.lone_worker_rule == "hard"
    m.PRESENT = pyo.Set(dimen=3, initialize=[(k, p, j) for k, p, j in m.STAFFED if m.present_per_open_day[k, p] > 0])
    m.MINIMUM_TEAMS = pyo.Set(dimen=3, initialize=[(k, p, j) for k, p, j in m.STAFFED if m.minimum_fte[k, p] > 0])
    m.CRITICAL_HOSTS = pyo.Set(dimen=2, initialize=[(k, j) for k, j in m.HOSTABLE if k in critical])
    m.COMPANY_HOSTS = pyo.Set(dimen=2, initialize=m.HOSTABLE if alone else [])
    m.COMPANY_SITES = pyo.Set(initialize=m.SITES if alone else [])
    m.staff_covers_workload = each(m.STAFFED, staff_covers_workload)
    m.open_days_are_staffed = each(m.PRESENT, open_days_are_staffed)
    m.team_reaches_minimum = each(m.MINIMUM_TEAMS, team_reaches_minimum)
    m.staff_works_where_hosted = each(m.STAFFED, staff_works_where_hosted)
    m.service_reaches_critical_mass = each(m.CRITICAL_HOSTS, service_reaches_critical_mass)
    m.presence_is_counted = each(m.COMPANY_HOSTS, presence_is_counted)
    m.nobody_works_alone = each(m.COMPANY_SITES, nobody_works_alone)
    m.staff_fits_pool = each(m.PROFESSIONS, staff_fits_pool)
    m.norm_is_met = each(m.NORMS, norm_is_met)


def staff_covers_workload(m, k, p, j):
    """Working time fits the staff: for each service, profession and site, hours a year on both sides."""
    return workload_hours(m, k, p, j) <= m.productive_hours[p] * m.staff_fte[k, p, j]


def open_days_are_staffed(m, k, p, j):
    """Open days have their people present: for each service, profession with presence and site, FTE on both sides."""
    return sum(m.presence_fte[k, p, mode] * m.use_mode[k, j, mode] for mode in m.MODES_OF[k, j]) <= team_fte(m, k, p, j)


def team_reaches_minimum(m, k, p, j):
    """A team is not below its minimum: for each service, profession with a minimum and site, FTE on both sides."""
    return m.minimum_fte[k, p] * m.host_service[k, j] <= team_fte(m, k, p, j)


def staff_works_where_hosted(m, k, p, j):
    """Staff is only where its service is: for each service, profession and site, FTE; at most everybody there can be."""
    return m.staff_fte[k, p, j] <= m.most_fte[p, j] * m.host_service[k, j]


def service_reaches_critical_mass(m, k, j):
    """A service has its critical mass where hosted: for each service with a hard critical mass and site, FTE."""
    return m.critical_mass_fte[k] * m.host_service[k, j] <= sum(m.staff_fte[k, p, j] for p in m.PROFESSIONS_AT[k, j])


def presence_is_counted(m, k, j):
    """The longest presence at a site is at least each service's: for each service and site, open days a week."""
    return m.longest_presence[j] >= days_hosted(m, k, j)


def nobody_works_alone(m, j):
    """Nobody works alone in a building: for each site, people's days a week, partners counted, are twice the longest presence.

    A weekly proxy: it does not see which weekday each service is there.
    """
    ours = sum(m.present_per_open_day[k, p] * m.days_per_week[mode] * m.use_mode[k, j, mode]
               for k, p, mode in m.STAFF_MODES_AT[j])
    partners = m.partner_staff_per_day[j] * days_open(m, j)
    return ours + partners >= 2 * m.longest_presence[j]


def staff_fits_pool(m, p):
    """Staff used, supervisors and the bank's time on the road included, is there or recruited: for each profession, FTE."""
    leading = sum(m.supervisor_fte[leader] for leader in m.LEADING[p])
    travelling = sum(m.travel_share[p] * m.bank_fte[area, p] for area in m.BANK_AREAS[p])
    return profession_fte(m, p) + leading + travelling <= m.fte_available[p] + m.recruit_fte[p]


def norm_is_met(m, k, p):
    """Staff meets its norm, or falls short where the norm is soft: for each hard or soft norm, FTE on both sides."""
    staff = sum(m.staff_fte[k, p, j] for j in m.STAFFED_SITES[k, p]) + remote_fte(m, k, p)
    return staff + m.norm_shortfall_fte[k, p] >= m.norm_fte[k, p]
