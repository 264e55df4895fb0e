"""Checks of fairness and of limits on change: what a term or a limit needs to say something."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.reading.places import Finding
from model.reading.words import few

STEEPEST = 8.0  # e^8 is 3,000: figures of a larger range are beyond a solver's accuracy
ROUNDING = 1e-6


def _named(inputs) -> set[str]:
    """Terms that the objective's levels name."""
    return {term for level in inputs.settings.objective.levels for term in level["terms"]}


def kolm_pollak_too_steep(inputs) -> Iterator[Finding]:
    """Long trips do not weigh beyond what can be computed: kolm_pollak_per_minute times the longest trip is at most 8."""
    if "kolm_pollak" not in _named(inputs):
        return
    kappa, network, services = inputs.settings.objective.kolm_pollak_per_minute, inputs.network, inputs.case.services
    longest = float(services.loc[services["purchase_share_max"] > 0, "purchase_minutes"].max()) if len(services) else 0.0
    for k in range(len(services)):
        within, _ = network.reach(k)
        trips = np.where((within > 0) & (network.visits[:, [k]] > 0), network.minutes, 0.0)
        longest = np.nanmax([longest, np.nanmax(trips, initial=0.0)])
    if kappa * longest > STEEPEST:
        yield Finding(inputs.typed_settings.place("objective.kolm_pollak_per_minute"), f"{kappa:g}",
                      f"at most {np.floor(1000 * STEEPEST / longest) / 1000:g} (8 divided by the longest trip, {longest:.0f} minutes)",
                      "Lower it, or shorten the travel limits.",
                      f"a trip of {longest:.0f} minutes would weigh e^{kappa * longest:.1f} times a short one")


def uncovered_without_promise(inputs) -> Iterator[Finding]:
    """Visits beyond a promise are counted where some headline service promises something."""
    services = inputs["services"].frame
    if "uncovered" in _named(inputs) and services.loc[services["headline"].astype(bool), "promise_minutes"].isna().all():
        yield Finding(inputs.typed_settings.place("objective.levels"), "uncovered", "services with promise_minutes",
                      "Fill in promise_minutes and promise_share in services.csv, or take the term out.",
                      "the objective weighs uncovered visits, but no headline service promises a travel time")


def no_public_transport(inputs) -> Iterator[Finding]:
    """Where families have no car, their trips by public transport are given."""
    areas, table = inputs["areas"], inputs["public_transport"]
    without = areas.frame.index[areas.frame["no_car_share"] > 0]
    if len(without) and table.frame.empty:
        yield areas.finding(without[0], "no_car_share", "a table public_transport.csv",
                            "Add the table; it is never estimated.",
                            f"{len(without)} {'area has' if len(without) == 1 else 'areas have'} families without a car, but no trip "
                            "by public transport is given: no figure says how they travel")


def fte_limit_without_staff_today(inputs) -> Iterator[Finding]:
    """Staff that moves is counted from where people work today."""
    if not np.isnan(inputs.settings.change_limits.fte_moved) and inputs["staff_today"].frame.empty:
        yield Finding(inputs.typed_settings.place("change_limits.fte_moved"), f"{inputs.settings.change_limits.fte_moved:g}",
                      "empty, or a table staff_today.csv", "Add the table, or take the limit out.",
                      "a limit on staff that moves is given, but not where people work today")


def closures_beyond_limit(inputs) -> Iterator[Finding]:
    """Sites that must close, or cannot be used, are no more than may close."""
    limit, case = inputs.settings.change_limits.sites_closed, inputs.case
    forced = [row.site for row in case.sites.itertuples() if row.tier_today and row.site in case.shut]
    if len(forced) > limit:
        yield Finding(inputs.typed_settings.place("change_limits.sites_closed"), f"{limit:g}", f"at least {len(forced)}",
                      "Raise the limit, or keep a site.",
                      f"{len(forced)} of today's sites must close or are unusable, more than the limit: {few(forced, 10)}")


def trip_grows_anyway(inputs) -> Iterator[Finding]:
    """Areas have a possible site no farther than the growth of trips allows; others keep their nearest one."""
    growth, network = inputs.settings.change_limits.trip_growth_minutes, inputs.network
    if np.isnan(growth):
        return
    today, found = inputs.case.todays_minutes.to_numpy(float), []
    for k, service in enumerate(network.services):
        possible = network.hostable[k] & ~network.at_school
        if possible.any():
            nearest = network.minutes[:, possible].min(axis=1)
            grows = (nearest > today[:, k] + growth + ROUNDING) & (network.visits[:, k] > 0)
            found += [f"{area} ({service})" for area in inputs.case.areas["area"].to_numpy()[grows]]
    if found:
        yield Finding(inputs.typed_settings.place("change_limits.trip_growth_minutes"), f"{growth:g}",
                      "a possible site near enough for every area", "They may use their nearest site.",
                      f"{len(found)} {'trip grows' if len(found) == 1 else 'trips grow'} by more whatever the plan does: {few(found, 10)}")
