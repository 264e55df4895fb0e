"""Checks within sites.csv, and where sites and areas are on the map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.case import AGE_BANDS
from model.premises import TIERS, is_shut, plan_tiers, setting_of
from model.reading.places import Finding
from model.reading.typed import TypedTable
from model.travel import great_circle_km

FAR_KM = 30
NEEDS_REASON = ("must_keep", "must_close", "unusable")


def status_without_reason(inputs) -> Iterator[Finding]:
    """must_keep, must_close and unusable say why."""
    table = inputs["sites"]
    for row in table.rows("status", "status_reason").itertuples():
        if row.status in NEEDS_REASON and not row.status_reason:
            yield table.finding(row.Index, "status_reason", f"a reason for {row.status}", "Write why.",
                                f"the status is {row.status} but no reason is given")


def tier_without_cost(inputs) -> Iterator[Finding]:
    """Each tier a site may have in the plan has its cost."""
    for row, tier, in_plan in _tiers_without_cost(inputs):
        if in_plan:
            yield _no_cost(inputs["sites"], row, tier, f"the site may be a {tier}")


def today_tier_without_cost(inputs) -> Iterator[Finding]:
    """Today's tier has its cost even if the plan may not keep it: else today's cost misses the site."""
    for row, tier, in_plan in _tiers_without_cost(inputs):
        if not in_plan:
            yield _no_cost(inputs["sites"], row, tier, f"the site is a {tier} today")


def _tiers_without_cost(inputs) -> Iterator[tuple[int, str, bool]]:
    table, year = inputs["sites"], inputs.settings.year
    costs = [f"cost_{tier}_keur" for tier in TIERS]
    for row in table.rows("tier_today", "tiers", "status", "unusable_from", "unusable_until", *costs).itertuples():
        today = (row.tier_today,) if row.tier_today else ()
        in_plan = () if is_shut(row, year) else row.tiers or today
        for tier in dict.fromkeys((*in_plan, *today)):
            if np.isnan(getattr(row, f"cost_{tier}_keur")):
                yield row.Index, tier, tier in in_plan


def _no_cost(table: TypedTable, row: int, tier: str, words: str) -> Finding:
    return table.finding(row, f"cost_{tier}_keur", f"the yearly cost as a {tier}", "Fill in the cost (0 if it costs nothing).",
                         f"{words}, but the cost of that is empty")


def kept_site_without_tier(inputs) -> Iterator[Finding]:
    """A site that must stay open has a tier to be open in."""
    yield from _without_tier(inputs["sites"], ("must_keep",))


def site_without_tier(inputs) -> Iterator[Finding]:
    """A site without tier today and without possible tiers can never open."""
    yield from _without_tier(inputs["sites"], ("existing", "candidate"))


def _without_tier(table: TypedTable, statuses: tuple[str, ...]) -> Iterator[Finding]:
    for row in table.rows("tier_today", "tiers", "status").itertuples():
        if row.status in statuses and not row.tiers and not row.tier_today:
            yield table.finding(row.Index, "tiers", "tiers the site may have", "Fill in tiers.",
                                f"the site ({row.status}) has neither a tier today nor possible tiers, so it cannot be open")


def status_against_today(inputs) -> Iterator[Finding]:
    """candidate = not in use today, the others are in use."""
    table = inputs["sites"]
    for row in table.rows("tier_today", "tiers", "status").itertuples():
        if row.status == "candidate" and row.tier_today:
            yield table.finding(row.Index, "status", "existing", "Write existing, or empty tier_today.",
                                f"the site is a candidate, yet it is a {row.tier_today} today")
        elif row.status in ("existing", "must_keep") and not row.tier_today and row.tiers:
            yield table.finding(row.Index, "status", "candidate", "Write candidate, or fill in tier_today.",
                                f"the site is {row.status}, yet it has no tier today")


def base_is_itself(inputs) -> Iterator[Finding]:
    """Visiting teams come from another site."""
    table = inputs["sites"]
    for row in table.rows("site", "base_site").itertuples():
        if row.base_site == row.site:
            yield table.finding(row.Index, "base_site", "another site", "Leave it empty for the nearest campus or station.",
                                "the site is its own base, so its visiting teams drive 0 minutes")


def site_far_from_areas(inputs) -> Iterator[Finding]:
    """A site lies at most 30 km outside the box that holds all areas."""
    areas, table = inputs["areas"].rows("lat", "lon"), inputs["sites"]
    rows = table.rows("lat", "lon")
    if areas.empty or rows.empty:
        return
    lat, lon = rows["lat"].to_numpy(), rows["lon"].to_numpy()
    inside = [np.clip(values, areas[name].min(), areas[name].max()) for name, values in (("lat", lat), ("lon", lon))]
    km = great_circle_km(lat, lon, *inside)
    for row, distance in zip(rows.index[km > FAR_KM], km[km > FAR_KM]):
        yield table.finding(row, "lat", "a place near the areas", "Look at lat and lon.",
                            f"the site lies {distance:.0f} km outside the areas of the case")


def same_place(inputs) -> Iterator[Finding]:
    """Two sites of a kind (premises of the county, of a school, stops), or two areas, do not stand on the same spot."""
    for name in ("areas", "sites"):
        table = inputs[name]
        key = table.table.key[0]
        rows = table.rows(key, "lat", "lon")
        spots: dict[tuple, str] = {}
        for row in rows.itertuples():
            spot = (round(row.lat, 5), round(row.lon, 5), setting_of(plan_tiers(row)) if name == "sites" else "")
            if spot in spots:
                yield table.finding(row.Index, "lat", "a place of its own", "Look at lat and lon.",
                                    f"{getattr(row, key)} has the same coordinates as {spots[spot]}")
            spots.setdefault(spot, getattr(row, key))


def more_young_than_people(inputs) -> Iterator[Finding]:
    """The age bands of an area add up to no more than its population."""
    table = inputs["areas"]
    rows = table.rows("population", *AGE_BANDS)
    young = rows[list(AGE_BANDS)].sum(axis=1)
    for row in rows.index[young > rows["population"] + 1e-6]:
        yield table.finding(row, "population", f"at least {young[row]:g}", "Look at the population and the age bands.",
                            f"the age bands hold {young[row]:g} people, the population is {rows.at[row, 'population']:g}")
