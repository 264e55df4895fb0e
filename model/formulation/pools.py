"""Pools: people by staff area, the county's staff bank, recruiting where people can be found, norms by staff area, supervisors.

Promises to planners: the sites of a staff area work with the people of the area, those recruited there and those the staff bank
sends; a person is counted once. Remote work is the county's: people of any area do it.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.formulation.declare import each


def add_pools(m: pyo.ConcreteModel) -> None:
    """Rules on staff areas, the bank and supervision."""
    m.staff_fits_staff_area = each(m.POOLS, staff_fits_staff_area)
    m.area_recruits_add_up = each(m.POOLED_PROFESSIONS, area_recruits_add_up)
    m.bank_people_are_there = each(m.BANKS, bank_people_are_there)
    m.norm_is_met_in_staff_area = each(m.AREA_NORMS, norm_is_met_in_staff_area)
    m.supervisors_are_enough = each(m.SUPERVISORS, supervisors_are_enough)


def staff_fits_staff_area(m, area, p):
    """Staff at the sites of a staff area is there, recruited there or sent by the bank: for each pool, FTE on both sides."""
    staff = sum(m.staff_fte[k, p, j] for k, j in m.POOL_STAFF[area, p])
    bank = sum((1 - m.travel_share[p]) * m.bank_fte[place, p] for place in m.BANK_AT[area, p])
    return staff <= m.pool_fte_available[area, p] + m.recruit_area_fte[area, p] + bank


def area_recruits_add_up(m, p):
    """People are recruited in a staff area: for each profession with pools, FTE recruited in the county and in its areas."""
    return m.recruit_fte[p] == sum(m.recruit_area_fte[area, p] for area in m.AREAS_POOLING[p])


def bank_people_are_there(m, p):
    """The bank sends no more people than it has: for each profession with a bank, FTE on both sides."""
    return sum(m.bank_fte[area, p] for area in m.BANK_AREAS[p]) + m.nothing <= m.bank_size_fte[p]


def norm_is_met_in_staff_area(m, k, p, area):
    """Staff meets its norm in the staff area, or falls short where it is soft: for each such norm and staff area, FTE on both sides.

    Staff is that at the area's sites and of its families' remote visits.
    """
    at_sites = sum(m.staff_fte[k, p, j] for j in m.AREA_NORM_SITES[k, p, area])
    remote = sum(m.hours_per_visit[k, p] * m.visits[i, k] / m.productive_hours[p] * m.remote_share[i, k]
                 for i in m.AREA_NORM_NEEDS[k, p, area])
    return at_sites + remote + m.area_norm_shortfall_fte[k, p, area] >= m.area_norm_fte[k, p, area]


def supervisors_are_enough(m, p):
    """Nobody supervises more people than the span allows: for each supervising profession, FTE on both sides."""
    at_sites = sum(m.staff_fte[k, led, j] / m.span[p, led] for k, led, j in m.LED_AT_SITES[p])
    remote = sum(m.hours_per_visit[k, led] * m.visits[i, k] / m.productive_hours[led] / m.span[p, led] * m.remote_share[i, k]
                 for k, led, i in m.LED_REMOTELY[p])
    return at_sites + remote <= m.supervisor_fte[p]
