"""Symbols: a shape for each tier and each kind of change, in steps of size. Tier is told by shape, outline and colour together."""

from __future__ import annotations

import math

TIERS = ("campus", "station", "local_station", "school", "mobile_stop")
CHANGES = ("comes", "leaves", "more", "fewer", "other_tier", "same")
LEAST, MOST = 6, 18
LEAST_OF_SCHOOLS = 4  # there are many of them in towns, beside larger sites
CHANGE_SIZE = {"comes": 8, "leaves": 8, "more": 7, "fewer": 7, "other_tier": 8, "same": 3}


def size_of(fte: float, largest_fte: float, tier: str = "") -> int:
    """Radius in pixels whose square grows with the staff, up to MOST for the largest."""
    least = LEAST_OF_SCHOOLS if tier == "school" else LEAST
    if not largest_fte > 0 or math.isnan(fte):
        return least
    return max(least, round(MOST * math.sqrt(fte / largest_fte)))


def tier_path(tier: str, radius: float) -> str:
    """Outline of a tier's shape round 0,0: a circle of the radius, or a polygon of about the same area."""
    if tier == "campus":
        side = round(radius * 0.89)
        return f"M{-side} {-side}h{2 * side}v{2 * side}h{-2 * side}z"
    if tier == "station":
        return _polygon(3, radius * 1.4, -90)
    if tier == "school":
        return _polygon(5, radius * 1.12, -90)
    if tier == "mobile_stop":
        return _polygon(4, radius * 1.2, -90)
    return _circle(radius)


def change_path(kind: str, radius: float) -> str:
    """Outline of what happens at a site: a plus, a cross, a triangle up or down, a ring's disc or a dot."""
    arm, thick = radius, radius * 0.36
    if kind == "comes":
        return _plus(arm, thick, 0)
    if kind == "leaves":
        return _plus(arm * 1.1, thick, 45)
    if kind in ("more", "fewer"):
        return _polygon(3, radius * 1.25, -90 if kind == "more" else 90)
    return _circle(radius)


def _circle(radius: float) -> str:
    r = round(radius)
    return f"M{-r} 0a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"


def _polygon(corners: int, radius: float, first_degrees: float) -> str:
    angles = (math.radians(first_degrees + 360 * corner / corners) for corner in range(corners))
    return _closed([(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles])


def _plus(arm: float, half: float, turned_degrees: float) -> str:
    corners = [(half, half), (half, arm), (-half, arm), (-half, half), (-arm, half), (-arm, -half), (-half, -half), (-half, -arm),
               (half, -arm), (half, -half), (arm, -half), (arm, half)]
    turn = math.radians(turned_degrees)
    return _closed([(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)) for x, y in corners])


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in points) + "z"
