"""Audit of which sites are open, in which tier, and of the promises about them."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule


@rule
def site_has_at_most_one_tier(given, decided):
    """A site is open in at most one tier."""
    return Comparison(decided.tier.sum(axis=1), 1, (given.sites,), "tiers")


@rule
def site_may_have_its_tier(given, decided):
    """An open site has a tier it may have; a closed or unusable one has none."""
    return Comparison(decided.tier, given.site_tiers, (given.sites, given.tiers), "tiers", over=decided.tier > 0)


@rule
def kept_site_is_open(given, decided):
    """A site that must be kept is open."""
    kept = given.column("sites", "status") == "must_keep"
    return Comparison(decided.tier.sum(axis=1), 1, (given.sites,), "tiers", equal=True, over=kept)


@rule
def open_site_hosts_something(given, decided):
    """An open site hosts a service, unless it must be kept."""
    kept = given.column("sites", "status") == "must_keep"
    return Comparison(decided.is_open, decided.host.sum(axis=0), (given.sites,), "services", over=~kept)


@rule
def enough_sites_of_tier(given, decided):
    """At least the minimum number of sites is open in a tier."""
    minimum = given.number("counts", "minimum")
    return Comparison(minimum, _counted(given, decided), (_count_names(given),), "sites", over=~np.isnan(minimum))


@rule
def not_too_many_sites_of_tier(given, decided):
    """At most the maximum number of sites is open in a tier."""
    maximum = given.number("counts", "maximum")
    return Comparison(_counted(given, decided), maximum, (_count_names(given),), "sites", over=~np.isnan(maximum))


def _counted(given, decided) -> np.ndarray:
    """Open sites that each row of counts counts."""
    municipality = given.column("sites", "municipality")
    counted = []
    for row in given.tables["counts"].itertuples():
        tiers = decided.tier.sum(axis=1) if row.tier == "any" else decided.tier[:, given.tiers.index(row.tier)]
        counted.append(tiers[(municipality == row.municipality) | (row.municipality == "")].sum())
    return np.array(counted, dtype=float)


def _count_names(given) -> list[str]:
    return [f"{row.tier}, {row.municipality or 'the county'}" for row in given.tables["counts"].itertuples()]
