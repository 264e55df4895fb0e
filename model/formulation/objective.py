"""Objective: named terms, kept apart to the end, and the weighted sum of the first level."""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import total
from model.formulation.fair_terms import TERMS_OF_FAIRNESS
from model.formulation.quantities import cost_keur


def add_objective(m: pyo.ConcreteModel, case: Case) -> None:
    """Declare every term as an objective of its own (inactive) and the first level's weighted sum (active). A term of fairness is
    there only if a level names it."""
    _add_today(m, case)
    named = {term for level in case.settings.objective.levels for term in level["terms"]}
    for term, rule in TERMS.items():
        if term in TERMS_OF_FAIRNESS and term not in named:
            continue
        setattr(m, f"term_{term}", pyo.Objective(rule=rule))
        getattr(m, f"term_{term}").deactivate()
    first = case.settings.objective.levels[0]["terms"]
    m.objective = pyo.Objective(rule=lambda m: sum(weight * TERMS[term](m) for term, weight in first.items()))


def _add_today(m: pyo.ConcreteModel, case: Case) -> None:
    """Today's network as far as the plan can keep it; what it cannot keep is the constant `changes_forced`."""
    host_modes, hostable, site_tiers = set(m.HOST_MODES), set(m.HOSTABLE), set(m.SITE_TIERS)
    hosting = list(zip(case.hosting["service"], case.hosting["site"], case.hosting["mode"]))
    hosted = {(k, j) for k, j, _ in hosting}
    tiers = [(row.site, row.tier_today) for row in case.sites.itertuples() if row.tier_today]
    m.HOSTED_TODAY = pyo.Set(dimen=2, initialize=[(k, j) for k, j, _ in hosting if (k, j) in hostable])
    m.NOT_HOSTED_TODAY = pyo.Set(dimen=2, initialize=[pair for pair in m.HOSTABLE if pair not in hosted])
    m.MODES_TODAY = pyo.Set(dimen=3, initialize=[triple for triple in hosting if triple in host_modes])
    m.MODE_LOST = pyo.Set(dimen=2, initialize=[(k, j) for k, j, mode in hosting
                                               if (k, j) in hostable and (k, j, mode) not in host_modes])
    m.TIERS_TODAY = pyo.Set(dimen=2, initialize=[pair for pair in tiers if pair in site_tiers])
    m.TIERS_GAINED = pyo.Set(dimen=2, initialize=[(j, tier) for j, tier in m.SITE_TIERS if j not in dict(tiers)])
    m.changes_forced = pyo.Param(initialize=float(len(hosted - hostable) + len(set(tiers) - site_tiers)))


def travel_burden_hours(m):
    """Hours a year families travel for headline services, to sites and to purchased visits, less what joint trips save."""
    return (total(m.REACH, lambda i, k, j: m.burden_hours[i, k, j] * m.assign_share[i, k, j])
            + total(m.NEEDS, lambda i, k: m.headline[k] * m.visits[i, k] * 2 * m.purchase_minutes[k] / 60
                    * m.purchased_share[i, k])
            - total(m.JOINT, lambda i, g, j: m.joint_hours[i, g, j] * m.joined_share[i, g, j]))


def waiting_burden_hours(m):
    """Hours a year that waiting for the next open day is worth, headline services."""
    return m.nothing + total(m.HOST_MODES, lambda k, j, mode: m.headline[k] * m.waiting_hours_per_visit[mode] * m.volume[k, j, mode])


def changes(m):
    """Changes against today: services that come or go, changed modes (weighted), sites that open, close or change tier."""
    services = (total(m.HOSTED_TODAY, lambda k, j: 1 - m.host_service[k, j])
                + total(m.NOT_HOSTED_TODAY, lambda k, j: m.host_service[k, j]))
    modes = (total(m.MODES_TODAY, lambda k, j, mode: m.mode_change_weight * (m.host_service[k, j] - m.use_mode[k, j, mode]))
             + total(m.MODE_LOST, lambda k, j: m.mode_change_weight * m.host_service[k, j]))
    sites = (total(m.TIERS_TODAY, lambda j, tier: 1 - m.open_site[j, tier])
             + total(m.TIERS_GAINED, lambda j, tier: m.open_site[j, tier]))
    return services + modes + sites + m.changes_forced


def norm_shortfall_fte(m):
    """FTE missing from soft norms."""
    return (m.nothing + total(m.NORMS, lambda k, p: m.norm_shortfall_fte[k, p])
            + total(m.AREA_NORMS, lambda k, p, area: m.area_norm_shortfall_fte[k, p, area]))


def unmet_visits(m):
    """Visits a year that nobody meets (elastic solves only)."""
    return total(m.NEEDS, lambda i, k: m.visits[i, k] * m.unmet_share[i, k])


def bypassed_visits(m):
    """Visits a year sent past a nearer host (policy soft)."""
    return total(m.NEEDS, lambda i, k: m.visits[i, k] * m.bypass_share[i, k])


def apart_visits(m):
    """Visits a year received where a wanted service or partner is missing, once for each missing, by the weights of the wishes."""
    return (m.nothing + total(m.APART_HOSTS, lambda k, j: m.apart_weight[k, j] * (1 - m.home_visit_share[k]) * m.visits_at[k, j])
            - total(m.BESIDE, lambda rule, k, mate, j: m.wish_weight[rule, k, mate, j] * m.visits_beside[rule, k, mate, j]))


TERMS = {term.__name__: term for term in (travel_burden_hours, waiting_burden_hours, cost_keur, changes, norm_shortfall_fte,
                                          unmet_visits, bypassed_visits, apart_visits)} | TERMS_OF_FAIRNESS
