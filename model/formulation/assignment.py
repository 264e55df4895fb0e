"""Assignment: where an area's visits go.

Promises to planners: every visit goes somewhere that exists, is within reach and hosts the service; remote and purchased
shares stay within their limits (the bounds of the decisions). The pairwise form `assigned_only_where_hosted` is the strong one
(Balinski 1965): its linear relaxation is far tighter than one row per site.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.formulation.declare import each
from model.formulation.sets import Pairs


def add_assignment(m: pyo.ConcreteModel, pairs: Pairs, pairwise: bool) -> None:
    """Rules on assignment; `pairwise` = False leaves the pairwise rows to the solver's row generation."""
    index = zip(pairs.reach["area"], pairs.reach["service"], pairs.reach["site"])
    most = dict(zip(index, pairs.reach["most_share"].astype(float)))  # 1, but at a school the pupils' share of the visits
    m.LINKS = pyo.Set(dimen=3, initialize=m.REACH if pairwise else [])
    m.most_share = pyo.Param(m.LINKS, initialize=most if pairwise else {})
    m.reachable_visits = pyo.Param(m.HOSTABLE, initialize={
        (k, j): sum(m.visits[i, k] * most[i, k, j] for i in m.AREAS_IN_REACH[k, j]) for k, j in m.HOSTABLE})
    m.demand_is_shared_out = each(m.NEEDS, demand_is_shared_out)
    m.visits_are_counted = each(m.HOSTABLE, visits_are_counted)
    m.home_driving_is_counted = each(m.HOSTABLE, home_driving_is_counted)
    m.site_serves_only_if_hosting = each(m.HOSTABLE, site_serves_only_if_hosting)
    m.assigned_only_where_hosted = each(m.LINKS, assigned_only_where_hosted)


def demand_is_shared_out(m, i, k):
    """All visits go somewhere: for each area and service it needs, shares of its visits add up to 1."""
    at_sites = sum(m.assign_share[i, k, j] for j in m.SITES_IN_REACH[i, k])
    return at_sites + m.remote_share[i, k] + m.purchased_share[i, k] + m.unmet_share[i, k] == 1


def visits_are_counted(m, k, j):
    """Visits at a site are those assigned to it: for each service and site, visits a year on both sides."""
    return m.visits_at[k, j] == sum(m.visits[i, k] * m.assign_share[i, k, j] for i in m.AREAS_IN_REACH[k, j])


def home_driving_is_counted(m, k, j):
    """Driving to home visits follows the assigned areas: for each service and site, hours a year on both sides."""
    return m.home_driving_hours[k, j] == sum(m.home_trip_hours[i, k, j] * m.assign_share[i, k, j]
                                             for i in m.AREAS_IN_REACH[k, j])


def site_serves_only_if_hosting(m, k, j):
    """A site that does not host has no visits: for each service and site, visits a year, at most all within reach."""
    return m.visits_at[k, j] <= (1 - m.remote_share_today[k]) * m.reachable_visits[k, j] * m.host_service[k, j]


def assigned_only_where_hosted(m, i, k, j):
    """An area is sent only where the service is hosted, to a school its pupils only: for each area, service and site in reach,
    share of visits."""
    return m.assign_share[i, k, j] <= (1 - m.remote_share_today[k]) * m.most_share[i, k, j] * m.host_service[k, j]
