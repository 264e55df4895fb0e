"""Opening: which sites are open, in which tier, and how many of them.

Promises to planners: a site is one thing at a time, what must stay stays, and the limits on the number of sites hold.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.quantities import is_open


def add_opening(m: pyo.ConcreteModel, case: Case) -> None:
    """Rules on open sites."""
    kept = list(case.sites.loc[case.sites["status"] == "must_keep", "site"])
    m.KEPT_SITES = pyo.Set(initialize=kept)
    m.CLOSABLE_SITES = pyo.Set(initialize=[j for j in m.OPENABLE_SITES if j not in kept])
    _add_counts(m, case)
    m.site_has_at_most_one_tier = each(m.OPENABLE_SITES, site_has_at_most_one_tier)
    m.kept_site_is_open = each(m.KEPT_SITES, kept_site_is_open)
    m.open_site_hosts_something = each(m.CLOSABLE_SITES, open_site_hosts_something)
    m.enough_sites_of_tier = each(m.COUNT_MINIMA, enough_sites_of_tier)
    m.not_too_many_sites_of_tier = each(m.COUNT_MAXIMA, not_too_many_sites_of_tier)


def _add_counts(m: pyo.ConcreteModel, case: Case) -> None:
    """A limit on sites is known by its row (0, 1, ...) in counts; COUNTED holds the (site, tier) it counts."""
    town = dict(zip(case.sites["site"], case.sites["municipality"]))
    counts = case.counts.reset_index(drop=True)
    m.COUNT_MINIMA = pyo.Set(initialize=list(counts.index[counts["minimum"].notna()]))
    m.count_minimum = pyo.Param(m.COUNT_MINIMA, initialize={row: float(counts.at[row, "minimum"]) for row in m.COUNT_MINIMA})
    m.COUNTED = pyo.Set(list(counts.index), dimen=2, initialize={
        row.Index: [(j, tier) for j, tier in m.SITE_TIERS if row.tier in ("any", tier) and row.municipality in ("", town[j])
                    and j not in case.shut] for row in counts.itertuples()})
    m.COUNT_MAXIMA = pyo.Set(initialize=[row for row in counts.index[counts["maximum"].notna()] if len(m.COUNTED[row])])
    m.count_maximum = pyo.Param(m.COUNT_MAXIMA, initialize={row: float(counts.at[row, "maximum"]) for row in m.COUNT_MAXIMA})


def site_has_at_most_one_tier(m, j):
    """A site is open in one tier or closed: for each site that may be open, tiers chosen (count) are at most 1."""
    return is_open(m, j) <= 1


def kept_site_is_open(m, j):
    """A site that must be kept is open: for each such site, tiers chosen (count) are 1."""
    return is_open(m, j) + m.nothing == 1


def open_site_hosts_something(m, j):
    """A site without any service is closed: for each site that may be open or closed, open (0 or 1) is at most its services."""
    return is_open(m, j) <= sum(m.host_service[k, j] for k in m.SERVICES_AT[j])


def enough_sites_of_tier(m, row):
    """At least the wanted number of sites is open: for each row of counts with a minimum, sites on both sides."""
    return sum(m.open_site[j, tier] for j, tier in m.COUNTED[row]) + m.nothing >= m.count_minimum[row]


def not_too_many_sites_of_tier(m, row):
    """At most the allowed number of sites is open: for each row of counts with a maximum, sites on both sides."""
    return sum(m.open_site[j, tier] for j, tier in m.COUNTED[row]) <= m.count_maximum[row]
