"""Together: services that must, should or must not share a site, and bundles (a family centre: a whole set in one place).

Promises to planners: services that must share a site are there together or not at all; services that must not are never at the same
site; a bundle is whole at as many sites as was asked. Which partners are in a building is given, so what partners forbid is
no rule here: those pairs are not in `HOSTABLE`.
"""

from __future__ import annotations

from itertools import combinations, permutations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.sets import Pairs
from model.sharing import rules_of, sites_of


def add_bundles(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Sets of bundles and of wishes: what decisions are about."""
    hostable, partners = set(pairs.hostable), dict(zip(case.sites["site"], map(set, case.sites["partners"])))
    bundles, wishes = list(rules_of(case.together, "bundle")), list(rules_of(case.together, "should_share"))
    m.BUNDLE_SITES = pyo.Set(dimen=2, initialize=[
        (row.together, j) for row in bundles for j in sites_of(case.sites, row)
        if set(row.partners) <= partners[j] and all((k, j) in hostable for k in row.services)])
    m.BESIDE = pyo.Set(dimen=4, initialize=[
        (row.together, k, mate, j) for row in wishes for j in sites_of(case.sites, row)
        for k, mate in permutations(row.services, 2) if (k, j) in hostable and (mate, j) in hostable])
    m.wish_weight = pyo.Param(m.BESIDE, initialize={index: float(row.weight) for row in wishes for index in m.BESIDE
                                                    if index[0] == row.together})
    weights = _weights_of_absence(case, wishes, hostable, partners)
    m.APART_HOSTS = pyo.Set(dimen=2, initialize=list(weights))
    m.apart_weight = pyo.Param(m.APART_HOSTS, initialize=weights)


def _weights_of_absence(case: Case, wishes: list, hostable: set, partners: dict) -> dict:
    """(service, site) -> what a visit received there counts as apart while no wanted service is beside it."""
    weights: dict[tuple[str, str], float] = {}
    for row in wishes:
        for j in sites_of(case.sites, row):
            missing = len(set(row.partners) - partners[j])
            for k in row.services:
                if (k, j) in hostable:
                    weights[k, j] = weights.get((k, j), 0.0) + row.weight * (missing + len(row.services) - 1)
    return weights


def add_together(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Rules on services that share sites."""
    hostable = set(pairs.hostable)
    m.SHARING = pyo.Set(dimen=4, initialize=[
        (row.together, k, mate, j) for row in rules_of(case.together, "must_share") for j in sites_of(case.sites, row)
        for k, mate in permutations(row.services, 2) if (k, j) in hostable])
    m.SHARING_HOSTS = pyo.Set(m.SHARING, initialize={index: [index[2]] if index[2:] in hostable else [] for index in m.SHARING})
    m.APART = pyo.Set(dimen=4, initialize=[
        (row.together, k, other, j) for row in rules_of(case.together, "must_not_share") for j in sites_of(case.sites, row)
        for k, other in combinations(row.services, 2) if (k, j) in hostable and (other, j) in hostable])
    _add_bundle_sets(m, case, hostable)
    m.sharing_services_stand_together = each(m.SHARING, sharing_services_stand_together)
    m.apart_services_do_not_share = each(m.APART, apart_services_do_not_share)
    m.bundle_is_whole = each(m.BUNDLE_PARTS, bundle_is_whole)
    m.bundle_is_at_enough_sites = each(m.BUNDLES_ASKED, bundle_is_at_enough_sites)
    m.service_is_only_in_bundle = each(m.ONLY_IN_BUNDLE, service_is_only_in_bundle)
    m.visits_beside_need_companion = each(m.BESIDE, visits_beside_need_companion)
    m.visits_beside_are_visits = each(m.BESIDE, visits_beside_are_visits)
    m.visits_with_companion_are_beside = each(m.BESIDE, visits_with_companion_are_beside)


def _add_bundle_sets(m: pyo.ConcreteModel, case: Case, hostable: set) -> None:
    bundles = list(rules_of(case.together, "bundle"))
    m.BUNDLE_PARTS = pyo.Set(dimen=3, initialize=[(row.together, j, k) for row in bundles for b, j in m.BUNDLE_SITES
                                                  if b == row.together for k in row.services])
    asked = {row.together: float(row.minimum) for row in bundles if row.minimum > 0}
    m.BUNDLES_ASKED = pyo.Set(initialize=list(asked))
    m.bundle_minimum = pyo.Param(m.BUNDLES_ASKED, initialize=asked)
    m.SITES_OF_BUNDLE = pyo.Set(m.BUNDLES_ASKED, initialize={b: [j for other, j in m.BUNDLE_SITES if other == b] for b in asked})
    m.ONLY_IN_BUNDLE = pyo.Set(dimen=3, initialize=[(row.together, k, j) for row in bundles for j in sites_of(case.sites, row)
                                                    for k in row.only_in_bundle if (k, j) in hostable])
    m.BUNDLE_HERE = pyo.Set(m.ONLY_IN_BUNDLE, initialize={(b, k, j): [b] if (b, j) in m.BUNDLE_SITES else []
                                                          for b, k, j in m.ONLY_IN_BUNDLE})


def sharing_services_stand_together(m, rule, k, mate, j):
    """A service is only where those are that it must share a site with: for each rule, two of its services and site, yes or no."""
    return m.host_service[k, j] <= sum(m.host_service[there, j] for there in m.SHARING_HOSTS[rule, k, mate, j])


def apart_services_do_not_share(m, rule, k, other, j):
    """Services that must not share are not at the same site: for each rule, two of its services and site, services (count)."""
    return m.host_service[k, j] + m.host_service[other, j] <= 1


def bundle_is_whole(m, bundle, j, k):
    """A bundle is whole only with each of its services: for each bundle, site and service of it, yes or no (0 to 1)."""
    return m.bundle_at[bundle, j] <= m.host_service[k, j]


def bundle_is_at_enough_sites(m, bundle):
    """A bundle is whole at enough sites: for each bundle with a minimum, sites on both sides."""
    return sum(m.bundle_at[bundle, j] for j in m.SITES_OF_BUNDLE[bundle]) + m.nothing >= m.bundle_minimum[bundle]


def service_is_only_in_bundle(m, bundle, k, j):
    """A service kept for whole bundles is nowhere else: for each bundle, such service and site, yes or no (0 to 1)."""
    return m.host_service[k, j] <= sum(m.bundle_at[here, j] for here in m.BUNDLE_HERE[bundle, k, j])


def visits_beside_need_companion(m, rule, k, mate, j):
    """No visit is beside a service that is not there: for each wish, service, companion and site, visits a year, at most all."""
    most = (1 - m.remote_share_today[k]) * (1 - m.home_visit_share[k]) * m.reachable_visits[k, j]
    return m.visits_beside[rule, k, mate, j] <= most * m.host_service[mate, j]


def visits_beside_are_visits(m, rule, k, mate, j):
    """Visits beside a companion are received at the site: for each wish, service, companion and site, visits a year."""
    return m.visits_beside[rule, k, mate, j] <= (1 - m.home_visit_share[k]) * m.visits_at[k, j]


def visits_with_companion_are_beside(m, rule, k, mate, j):
    """Where the companion is, all visits are beside it: for each wish, service, companion and site, visits a year."""
    most = (1 - m.remote_share_today[k]) * (1 - m.home_visit_share[k]) * m.reachable_visits[k, j]
    return m.visits_beside[rule, k, mate, j] >= (1 - m.home_visit_share[k]) * m.visits_at[k, j] - most * (1 - m.host_service[mate, j])
