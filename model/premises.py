"""Premises: the kinds of place a site may be, and which delivery modes belong there."""

from __future__ import annotations

TIERS = ("campus", "station", "local_station", "school", "mobile_stop")
SETTINGS = {"school": "school", "mobile_stop": "mobile"}


def plan_tiers(site) -> tuple[str, ...]:
    """Tiers a row of sites may have in the plan: the stated ones, else today's. Its status is not looked at."""
    return site.tiers or ((site.tier_today,) if site.tier_today else ())


def setting_of(tiers: tuple[str, ...]) -> str:
    """The setting of the modes that fit these tiers: school, mobile or own. School premises and mobile stops have no other
    tier: the checks refuse a mixture."""
    return SETTINGS.get(tiers[0], "own") if tiers else "own"


def is_shut(site, year: int) -> bool:
    """Whether a row of sites may host nothing in the year: it must close, or it is unusable on some day of the year."""
    if site.status != "unusable":
        return site.status == "must_close"
    begun = not site.unusable_from or site.unusable_from <= f"{year}-12-31"
    return begun and (not site.unusable_until or site.unusable_until >= f"{year}-01-01")


OWN_TIERS = ("local_station", "station", "campus")  # low to high


def tier_change(site, tier: str) -> str:
    """upgrade or downgrade if a site with this row of sites changes to the tier, else "": a change among the county's own
    tiers; opening and closing are neither."""
    if tier == site.tier_today or not {tier, site.tier_today} <= set(OWN_TIERS):
        return ""
    return "upgrade" if OWN_TIERS.index(tier) > OWN_TIERS.index(site.tier_today) else "downgrade"
