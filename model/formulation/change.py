"""Change: how far the plan may go from today's network.

Promises to planners: no more sites close than allowed, in no service do more children than allowed get another site, and no more staff
moves than allowed. How much trips may grow is not here: it is a limit of REACH (sets.py).

A child's site changes for the part of the area's visits to today's sites that neither stays at its site nor becomes remote; purchased
and unmet visits are a change. What stays is counted site by site, so the rules are linear and exact.
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each, total
from model.formulation.quantities import is_open
from model.formulation.sets import Pairs, group_by

LIMITS = ("sites_closed", "children_moved", "fte_moved")


def add_change_limits(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Declare the limits that the case gives (a limit not given has empty sets), with today's sites, visits and staff."""
    limits = case.settings.change_limits
    given = {name: not math.isnan(limits[name]) for name in LIMITS}
    for name in LIMITS:
        setattr(m, f"most_{name}", pyo.Param(initialize=float(limits[name]) if given[name] else 0.0))
    _add_sites(m, case, given["sites_closed"])
    _add_children(m, case, pairs, given["children_moved"])
    _add_staff(m, case, pairs, given["fte_moved"])


def _add_sites(m: pyo.ConcreteModel, case: Case, given: bool) -> None:
    """SITES_TODAY: sites open today that may stay open; sites_forced_shut: those that may not."""
    today = list(case.sites.loc[case.sites["tier_today"] != "", "site"])
    m.CLOSING_LIMIT = pyo.Set(initialize=["county"] if given else [])
    m.SITES_TODAY = pyo.Set(initialize=[site for site in today if site in m.OPENABLE_SITES] if given else [])
    m.sites_forced_shut = pyo.Param(initialize=float(sum(site not in m.OPENABLE_SITES for site in today)))


def _add_children(m: pyo.ConcreteModel, case: Case, pairs: Pairs, given: bool) -> None:
    """TODAYS_VISITS (area, service, site): where visits go today, as far as they may stay; USERS_TODAY (area, service)."""
    use = case.todays_use[case.todays_use["share"] > 0] if given else case.todays_use.iloc[:0]
    shares = {(i, k, j): float(share) for i, k, j, share in use.itertuples(index=False)}
    m.TODAYS_VISITS = pyo.Set(dimen=3, initialize=[index for index in shares if index in m.REACH])
    m.todays_share = pyo.Param(m.TODAYS_VISITS, initialize={index: shares[index] for index in m.TODAYS_VISITS})
    at_sites: dict[tuple[str, str], float] = {}
    for (i, k, _), share in shares.items():
        at_sites[i, k] = at_sites.get((i, k), 0.0) + share
    m.USERS_TODAY = pyo.Set(dimen=2, initialize=list(at_sites))
    m.todays_site_share = pyo.Param(m.USERS_TODAY, initialize=at_sites)
    m.children = pyo.Param(m.AREAS, initialize=case.children.astype(float).to_dict())
    staying = group_by(m.TODAYS_VISITS, lambda x: x[:2], lambda x: x[2])
    m.SITES_OF_TODAY = pyo.Set(m.USERS_TODAY, initialize={index: staying.get(index, []) for index in m.USERS_TODAY})
    users = group_by(m.USERS_TODAY, lambda x: x[1], lambda x: x[0])
    m.SERVICES_USED_TODAY = pyo.Set(initialize=list(users))
    m.AREAS_USING_TODAY = pyo.Set(m.SERVICES_USED_TODAY, initialize=users)


def _add_staff(m: pyo.ConcreteModel, case: Case, pairs: Pairs, given: bool) -> None:
    """STAFF_PLACES (profession, site): where people work today or may work."""
    today = case.staff_today.groupby(["profession", "site"])["staff_fte"].sum()
    work = group_by(pairs.staffed, lambda x: x[1:], lambda x: x[0])
    m.STAFF_LIMIT = pyo.Set(initialize=["county"] if given else [])
    m.STAFF_PLACES = pyo.Set(dimen=2, initialize=list(dict.fromkeys([*work, *today.index])) if given else [])
    m.STAFF_MOVES = pyo.Set(dimen=3, initialize=[(*place, sign) for place in m.STAFF_PLACES for sign in (1, -1)])
    m.SERVICES_STAFFED_AT = pyo.Set(m.STAFF_PLACES, initialize={place: work.get(place, []) for place in m.STAFF_PLACES})
    m.todays_fte = pyo.Param(m.STAFF_PLACES, initialize={place: float(today.get(place, 0.0)) for place in m.STAFF_PLACES})


def add_change(m: pyo.ConcreteModel) -> None:
    """Rules on change against today."""
    m.sites_closed_within_limit = each(m.CLOSING_LIMIT, sites_closed_within_limit)
    m.staying_visits_are_assigned = each(m.TODAYS_VISITS, staying_visits_are_assigned)
    m.moved_visits_are_counted = each(m.USERS_TODAY, moved_visits_are_counted)
    m.children_moved_within_limit = each(m.SERVICES_USED_TODAY, children_moved_within_limit)
    m.moved_staff_is_counted = each(m.STAFF_MOVES, moved_staff_is_counted)
    m.fte_moved_within_limit = each(m.STAFF_LIMIT, fte_moved_within_limit)


def sites_closed_within_limit(m, county):
    """No more of today's sites close than allowed, those that must close counted: for the county, sites on both sides."""
    return total(m.SITES_TODAY, lambda j: 1 - is_open(m, j)) + m.sites_forced_shut + m.nothing <= m.most_sites_closed


def staying_visits_are_assigned(m, i, k, j):
    """What stays at its site of today is assigned there: for each area, service and site used today, shares of visits."""
    return m.kept_share[i, k, j] <= m.assign_share[i, k, j]


def moved_visits_are_counted(m, i, k):
    """What neither stays at its site nor becomes remote has moved: for each area and service with sites today, shares of visits."""
    stays = sum(m.kept_share[i, k, j] for j in m.SITES_OF_TODAY[i, k])
    return m.todays_site_share[i, k] * m.moved_share[i, k] >= (
        m.todays_site_share[i, k] - stays - (m.remote_share[i, k] - m.remote_share_today[k]))


def children_moved_within_limit(m, k):
    """No more children get another site than allowed: for each service with sites today, children on both sides."""
    return sum(m.children[i] * m.moved_share[i, k] for i in m.AREAS_USING_TODAY[k]) <= m.most_children_moved


def moved_staff_is_counted(m, p, j, sign):
    """People more (sign 1) or fewer (-1) than today have moved: for each profession and site, FTE on both sides."""
    gained = sum(m.staff_fte[k, p, j] for k in m.SERVICES_STAFFED_AT[p, j]) - m.todays_fte[p, j]
    return sign * gained <= m.moved_fte[p, j]


def fte_moved_within_limit(m, county):
    """Half of what sites gain and lose is no more than may move: for the county, FTE on both sides."""
    return total(m.STAFF_PLACES, lambda p, j: m.moved_fte[p, j]) / 2 + m.nothing <= m.most_fte_moved
