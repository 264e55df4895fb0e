"""Checks of today's network (hosting.csv, staff_today.csv), the travel table, counts and settings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from model.premises import plan_tiers, setting_of
from model.reading.places import Finding, Place
from model.reading.words import few

SHOWN_PAIRS = 5
# What the objective must price, and where the planner asked for it.
SLACKS = (("unmet_visits", "allow_unmet is yes", "all visits may stay unmet at no price"),
          ("norm_shortfall_fte", "a norm is soft", "falling short of it costs nothing"),
          ("bypassed_visits", "a policy is soft", "passing a nearer host costs nothing"),
          ("apart_visits", "together.csv says should_share", "visits held apart cost nothing"))


def hosting_in_other_mode(inputs) -> Iterator[Finding]:
    """Today's mode is one the service may use."""
    table, services = inputs["hosting"], inputs["services"]
    modes = services.rows("service", "modes").set_index("service")["modes"]
    for row in table.rows("service", "mode").itertuples():
        if row.service in modes.index and row.mode not in modes[row.service]:
            yield table.finding(row.Index, "mode", f"one of {', '.join(modes[row.service])}",
                                "Add the mode to the service's modes, if the plan may keep it.",
                                f"{row.service} is hosted in mode {row.mode}, which is not among its modes")


def hosting_in_other_tier(inputs) -> Iterator[Finding]:
    """Today's tier of the site permits the service."""
    table = inputs["hosting"]
    tiers = inputs["services"].rows("service", "tiers").set_index("service")["tiers"]
    today = inputs["sites"].rows("site", "tier_today").set_index("site")["tier_today"]
    for row in table.rows("service", "site").itertuples():
        if row.service in tiers.index and row.site in today.index and today[row.site] not in tiers[row.service]:
            tier = f"a {today[row.site]} today" if today[row.site] else "not in use today (tier_today is empty)"
            yield table.finding(row.Index, "site", f"a {' or '.join(tiers[row.service])}",
                                "Look at tier_today of the site and tiers of the service.",
                                f"{row.service} is hosted at {row.site}, which is {tier}, but may be at a "
                                f"{' or '.join(tiers[row.service])}")


def hosting_mode_in_other_tier(inputs) -> Iterator[Finding]:
    """Today's mode may be used at a site of today's tier."""
    table = inputs["hosting"]
    tiers = inputs["modes"].rows("mode", "tiers").set_index("mode")["tiers"]
    today = inputs["sites"].rows("site", "tier_today").set_index("site")["tier_today"]
    for row in table.rows("site", "mode").itertuples():
        allowed, tier = tiers.get(row.mode, ()), today.get(row.site, "")
        if allowed and tier and tier not in allowed:
            yield table.finding(row.Index, "mode", f"a mode for a {tier}",
                                "Look at tiers of the mode, and at tier_today of the site.",
                                f"{row.mode} is used at {row.site}, a {tier} today, but may be used at a {' or '.join(allowed)} only, so "
                                "a plan cannot keep it there as it is")


def hosting_beyond_opening_days(inputs) -> Iterator[Finding]:
    """Today's mode has no more days than the site is open."""
    table = inputs["hosting"]
    opening = inputs["sites"].rows("site", "opening_days").set_index("site")["opening_days"]
    days = inputs["modes"].rows("mode", "days_per_week").set_index("mode")["days_per_week"]
    for row in table.rows("site", "mode").itertuples():
        if row.site in opening.index and row.mode in days.index and days[row.mode] > opening[row.site]:
            yield table.finding(row.Index, "mode", f"a mode of at most {opening[row.site]:g} days a week",
                                "Look at opening_days of the site.",
                                f"{row.mode} is {days[row.mode]:g} days a week, {row.site} is open {opening[row.site]:g}")


def staff_without_hosting(inputs) -> Iterator[Finding]:
    """Today's staff work where the service is hosted today."""
    yield from _staff_elsewhere(inputs, "hosting", "site", "is not hosted at", "Add the hosting, or move the staff.")


def staff_without_staffing(inputs) -> Iterator[Finding]:
    """Today's staff are of a profession that works in the service."""
    yield from _staff_elsewhere(inputs, "staffing", "profession", f"has no row in {inputs['staffing'].table.file} for", "Add that row.")


def _staff_elsewhere(inputs, other: str, column: str, words: str, repair: str) -> Iterator[Finding]:
    table = inputs["staff_today"]
    known = set(zip(inputs[other].frame["service"], inputs[other].frame[column]))
    for row in table.rows("service", column).itertuples():
        pair = (row.service, getattr(row, column))
        if pair not in known:
            yield table.finding(row.Index, column, f"in {inputs[other].table.file} with {row.service}", repair,
                                f"{row.service} {words} {pair[1]}")


def travel_pairs_missing(inputs) -> Iterator[Finding]:
    """A travel table holds every pair of area and site."""
    table = inputs["travel"]
    if not (table.given and table.sound):
        return
    ids = [pd.Index(inputs["areas"].frame["area"]), pd.Index(inputs["sites"].frame["site"])]
    rows, columns = ids[0].get_indexer(table.texts["area"]), ids[1].get_indexer(table.texts["site"])
    there = np.zeros((len(ids[0]), len(ids[1])), dtype=bool)
    known = (rows >= 0) & (columns >= 0)
    there[rows[known], columns[known]] = True
    there |= np.array([setting_of(plan_tiers(site)) == "school" for site in inputs["sites"].frame.itertuples()], dtype=bool)[None]
    missing = np.argwhere(~there)
    if len(missing) > (table.wrong["area"] | table.wrong["site"]).sum():  # else the wrong ids explain them
        pairs = few([f"{ids[0][i]} to {ids[1][j]}" for i, j in missing], SHOWN_PAIRS)
        yield Finding(Place(table.table.file), f"{there.sum()} pairs", f"all {there.size} pairs of area and site",
                      "Add the rows, or delete the table to have all minutes estimated.",
                      f"{len(missing)} of {there.size} pairs of area and site are missing: {pairs}")


def count_upside_down(inputs) -> Iterator[Finding]:
    """The least number of sites is not above the most."""
    table = inputs["counts"]
    for row in table.rows("minimum", "maximum").itertuples():
        if row.minimum > row.maximum:
            yield table.finding(row.Index, "minimum", f"at most {row.maximum:g}", "Are the two swapped?",
                                f"the minimum {row.minimum:g} is above the maximum {row.maximum:g}")


def count_without_limit(inputs) -> Iterator[Finding]:
    """A count limits something."""
    table = inputs["counts"]
    for row in table.rows("minimum", "maximum").itertuples():
        if np.isnan(row.minimum) and np.isnan(row.maximum):
            yield table.finding(row.Index, "minimum", "a minimum or a maximum", "Fill in one of the two.",
                                "neither minimum nor maximum is filled in, so nothing is limited")


def slack_without_price(inputs) -> Iterator[Finding]:
    """What may be missed at a price has one in the objective."""
    settings = inputs.settings
    norms = inputs["staffing"].rows("norm_rule")["norm_rule"]
    policies = inputs["services"].rows("policy")["policy"]
    soft = settings.assignment_policy == "soft" or (settings.assignment_policy == "per_service" and (policies == "soft").any())
    wished = (inputs["together"].rows("rule")["rule"] == "should_share").any()
    used = (settings.allow_unmet, (norms == "soft").any(), soft, wished)
    priced = {term for level in settings.objective.levels for term, weight in level["terms"].items() if weight > 0}
    for (term, asked, result), yes in zip(SLACKS, used):
        if yes and term not in priced:
            yield Finding(inputs.typed_settings.place("objective.levels"), "", f"a weight for {term}",
                          f"Give {term} a weight in a level.",
                          f"{asked}, but no level of the objective weighs {term}: {result}")
