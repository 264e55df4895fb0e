"""Pathways: visits of a client group that are held in one place are one trip.

Promise to planners: no more trips are saved than the visits of the group allow. A client of a group makes `joint_visits_per_client`
visits to each service of the pathway that can be on one trip. The group goes where the other visits of its area go, so of these
visits assign_share · (1 - home_visit_share) are at a site, for each service. As many trips are needed there as the service visited most
asks for; all other visits are joined to them. With visits to one service at several sites it is not known which client goes
where: then this is the most that can be joined.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.sets import Pairs


def add_pathway_trips(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """JOINT (area, client group, site) with a trip to save, JOINT_SERVICES there; joint_hours: hours if one visit of each client's
    joint visits is joined."""
    found = joint_places(case, pairs) if case.settings.count_joint_trips else {}
    m.JOINT = pyo.Set(dimen=3, initialize=list(found))
    joint_visits = dict(zip(case.pathways["client_group"], case.pathways["joint_visits_per_client"].astype(float)))
    m.joint_hours = pyo.Param(m.JOINT, initialize={
        (i, g, j): float(case.clients.at[i, g] * joint_visits[g] * 2 * case.minutes.at[i, j] / 60) for i, g, j in found})
    m.JOINT_VISITS = pyo.Set(dimen=4, initialize=[(*place, k) for place, services in found.items() for k in services])
    m.OTHER_VISITS = pyo.Set(m.JOINT_VISITS, initialize={
        (*place, k): [other for other in services if other != k] for place, services in found.items() for k in services})


def joint_places(case: Case, pairs: Pairs) -> dict[tuple[str, str, str], list[str]]:
    """(area, client group, site) -> services of the pathway in reach there, where they are two or more and the trip is not nothing;
    pupils' visits at their own school need no trip."""
    reach = pairs.reach[~pairs.reach["at_school"].astype(bool) & (pairs.reach["minutes"].astype(float) > 0)]
    joint_visits = dict(zip(case.pathways["client_group"], case.pathways["joint_visits_per_client"]))
    found = {}
    for group, services in case.services_of_pathways.items():
        mine = reach[reach["service"].isin(services)]
        for (area, site), rows in mine.groupby(["area", "site"], sort=False):
            if len(rows) > 1 and joint_visits[group] > 0 and case.clients.at[area, group] > 0:
                found[area, group, site] = list(rows["service"])
    return found


def add_pathways(m: pyo.ConcreteModel) -> None:
    """The rule of joint trips."""
    m.joined_visits_have_a_trip = each(m.JOINT_VISITS, joined_visits_have_a_trip)


def joined_visits_have_a_trip(m, i, g, j, k):
    """Joined visits are visits to the other services: for each area, client group, site and service there, visits per joint visit of a
    client."""
    return m.joined_share[i, g, j] <= sum((1 - m.home_visit_share[other]) * m.assign_share[i, other, j]
                                          for other in m.OTHER_VISITS[i, g, j, k])
