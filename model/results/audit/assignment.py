"""Audit of where families go: all demand shared out, within reach, to hosts, and to near ones; over all pairs."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule

# Farther means farther by more than the rounding of the minutes (given to 0.01), so that equal trips stay equal.
TIE_MINUTES = 1e-6


@rule
def demand_is_shared_out(given, decided):
    """All visits of an area to a service go to sites, are remote, purchased or unmet."""
    shares = decided.assign.sum(axis=2) + decided.remote + decided.purchased + decided.unmet
    return Comparison(shares, 1, (given.areas, given.services), "share", equal=True, over=given.needs)


@rule
def assigned_within_reach(given, decided):
    """Visits go to sites within the travel limit that may host; beyond every limit, to the nearest such site."""
    labels = (given.areas, given.services, given.sites)
    return Comparison(decided.assign, given.reach, labels, "share", over=~given.reach)


@rule
def assigned_only_where_hosted(given, decided):
    """Visits go only to sites that host the service, pair by pair, to a school its pupils' only; what is remote today is not among them."""
    at_most = _not_remote(given)[None, :, None] * given.most_share * decided.host[None]
    labels = (given.areas, given.services, given.sites)
    return Comparison(decided.assign, at_most, labels, "share", over=given.reach)


@rule
def site_serves_only_if_hosting(given, decided):
    """A site gets visits only if it hosts the service, at most those within reach."""
    within_reach = np.einsum("ik,ikj->kj", given.visits, given.reach * given.most_share) * _not_remote(given)[:, None]
    return Comparison(decided.visits_at, within_reach * decided.host, (given.services, given.sites), "visits a year",
                      size=within_reach)


@rule
def nearer_host_is_used(given, decided):
    """Nobody is sent past a host to a site farther than the policy's tolerance; schools are apart."""
    return [_not_past(given, decided, k) for k in range(len(given.services)) if given.policy(k)[0] != "free"]


def _not_past(given, decided, k: int) -> Comparison:
    """For each area and site in reach: share going clearly farther <= not remote x (1 - hosted) + bypass."""
    within = given.policy(k)[1] + TIE_MINUTES
    sent_past, others = np.zeros((len(given.areas), len(given.sites))), given.reach[:, k] & ~given.is_school[None]
    for j in range(len(given.sites)):
        farther = others & (given.minutes > given.minutes[:, [j]] + within)
        sent_past[:, j] = np.where(farther, decided.assign[:, k], 0.0).sum(axis=1)
    allowed = _not_remote(given)[k] * (1 - decided.host[k])[None] + decided.bypass[:, [k]]
    names = [f"{area}, {given.services[k]}" for area in given.areas]
    return Comparison(sent_past, allowed, (names, given.sites), "share", over=others)


@rule
def own_school_is_used(given, decided):
    """Pupils use their own school where it hosts the service, unless its policy is free."""
    near = np.array([given.policy(k)[0] != "free" for k in range(len(given.services))], dtype=bool)
    elsewhere = (decided.remote + decided.purchased + decided.unmet)[:, :, None]
    at_least = given.most_share * (decided.host[None] - elsewhere)
    labels = (given.areas, given.services, given.sites)
    over = given.reach & near[None, :, None] & given.is_school[None, None]
    return Comparison(at_least, decided.assign + decided.bypass[:, :, None], labels, "share", over=over)


@rule
def remote_share_is_at_least_todays(given, decided):
    """The remote share is not below today's."""
    least = given.number("services", "remote_share_today")[None]
    return Comparison(least, decided.remote, (given.areas, given.services), "share", over=given.needs)


@rule
def remote_share_is_at_most_allowed(given, decided):
    """The remote share is within its maximum, which only families who can use remote services make; today's may always stay."""
    able = np.outer(1 - given.number("areas", "digital_exclusion_share"), given.number("services", "remote_share_max"))
    most = np.maximum(able, given.number("services", "remote_share_today")[None]) * given.needs
    return Comparison(decided.remote, most, (given.areas, given.services), "share")


@rule
def purchased_share_is_at_most_allowed(given, decided):
    """The purchased share is within its maximum."""
    most = given.number("services", "purchase_share_max")[None] * given.needs
    return Comparison(decided.purchased, most, (given.areas, given.services), "share")


@rule
def unmet_share_is_allowed(given, decided):
    """Nothing stays unmet, unless the case allows it."""
    most = given.needs * bool(given.settings["allow_unmet"])
    return Comparison(decided.unmet, most, (given.areas, given.services), "share")


@rule
def bypass_share_is_allowed(given, decided):
    """Passing a nearer host is only counted where the policy is soft."""
    soft = np.array([given.policy(k)[0] == "soft" for k in range(len(given.services))], dtype=bool)
    return Comparison(decided.bypass, given.needs & soft[None], (given.areas, given.services), "share")


def _not_remote(given) -> np.ndarray:
    """(k) the share that is not remote today."""
    return 1 - given.number("services", "remote_share_today")
