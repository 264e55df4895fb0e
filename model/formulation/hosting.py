"""Hosting: which services a site may have, and what promises and locks ask for.

Promises to planners: a service is only where a site of the right tier is open, in a mode that this tier may have, beside the services
it needs; locks and municipalities' guarantees hold.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each


def add_hosting(m: pyo.ConcreteModel, case: Case) -> None:
    """Rules on hosted services."""
    hostable = set(m.HOSTABLE)
    required = {row.service: row.requires_services for row in case.services.itertuples()}
    m.REQUIRED = pyo.Set(dimen=3, initialize=[(k, other, j) for k, j in m.HOSTABLE for other in required[k]])
    m.REQUIRED_HOSTS = pyo.Set(m.REQUIRED, initialize={(k, other, j): [other] if (other, j) in hostable else []
                                                       for k, other, j in m.REQUIRED})
    locks = case.locks[case.locks["lock"] == "must_host"]
    m.LOCKED = pyo.Set(dimen=2, initialize=list(zip(locks["service"], locks["site"])))
    m.LOCKED_HOSTS = pyo.Set(m.LOCKED, initialize={(k, j): [k] if (k, j) in hostable else [] for k, j in m.LOCKED})
    _add_guarantees(m, case)
    m.service_needs_permitting_tier = each(m.HOSTABLE, service_needs_permitting_tier)
    m.mode_needs_permitting_tier = each(m.TIERED_MODES, mode_needs_permitting_tier)
    m.service_needs_required_service = each(m.REQUIRED, service_needs_required_service)
    m.locked_service_is_hosted = each(m.LOCKED, locked_service_is_hosted)
    m.municipality_keeps_service = each(m.GUARANTEES, municipality_keeps_service)


def _add_guarantees(m: pyo.ConcreteModel, case: Case) -> None:
    town = dict(zip(case.sites["site"], case.sites["municipality"]))
    m.GUARANTEES = pyo.Set(dimen=2, initialize=list(zip(case.guarantees["municipality"], case.guarantees["service"])))
    days = dict(zip(m.GUARANTEES, case.guarantees["days_per_week"].astype(float)))
    m.guaranteed_days = pyo.Param(m.GUARANTEES, initialize=days)
    m.GUARANTEE_MODES = pyo.Set(m.GUARANTEES, dimen=2, initialize={
        (municipality, k): [(j, mode) for k2, j, mode in m.HOST_MODES if k2 == k and town[j] == municipality]
        for municipality, k in m.GUARANTEES})


def service_needs_permitting_tier(m, k, j):
    """A service is hosted only where the site is open in a tier that permits it: for each service and site, yes or no."""
    return m.host_service[k, j] <= sum(m.open_site[j, tier] for tier in m.PERMITTING_TIERS[k, j])


def mode_needs_permitting_tier(m, k, j, mode):
    """A mode is used only where the site is open in a tier that permits it: for each service, site with other tiers too, and mode, yes
    or no."""
    return m.use_mode[k, j, mode] <= sum(m.open_site[j, tier] for tier in m.TIERS_OF_MODE[k, j, mode])


def service_needs_required_service(m, k, other, j):
    """A service that needs another stands beside it: for each service, required service and site, yes or no."""
    return m.host_service[k, j] <= sum(m.host_service[mate, j] for mate in m.REQUIRED_HOSTS[k, other, j])


def locked_service_is_hosted(m, k, j):
    """A service locked to a site is there: for each lock must_host, hosted (0 or 1) is 1."""
    return sum(m.host_service[mate, j] for mate in m.LOCKED_HOSTS[k, j]) + m.nothing >= 1


def municipality_keeps_service(m, municipality, k):
    """A municipality keeps a service for the days promised: for each guarantee, open days a week on both sides."""
    days = sum(m.days_per_week[mode] * m.use_mode[k, j, mode] for j, mode in m.GUARANTEE_MODES[municipality, k])
    return days + m.nothing >= m.guaranteed_days[municipality, k]
