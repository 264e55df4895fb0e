"""Weighing: what one service costs and needs at given sites, at prices: families to the nearest, every site in its cheapest mode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model.solving.outline import Outline
from model.solving.trips import mean_trips


@dataclass(frozen=True)
class Weighed:
    """A service at given sites: share (E,) and unmet (G,), visits and driving (J,), mode (J,), rooms (J, M), staff (J, P, M), price (J,)
    of each site in its mode, misfit (J,) of rooms and least visits in it."""

    share: np.ndarray
    unmet: np.ndarray
    visits: np.ndarray
    driving: np.ndarray
    mode: np.ndarray
    rooms: np.ndarray
    staff: np.ndarray
    price: np.ndarray
    misfit: np.ndarray


class Prices:
    """Costs of one service's columns at one moment, and what other services leave it."""

    def __init__(self, outline: Outline, costs: np.ndarray, fee: np.ndarray, left: np.ndarray, room_price: float, penalty: float,
                 company: np.ndarray, longest: np.ndarray):
        self.staff = np.where(outline.staff >= 0, costs[outline.staff], 0.0)
        self.rooms, self.mode, self.volume = costs[outline.rooms_used], costs[outline.use_mode], costs[outline.volume]
        self.site, self.visits, self.driving = costs[outline.hosts] + fee, costs[outline.visits_at], costs[outline.home_driving]
        self.assign, self.left, self.room_price, self.penalty = costs[outline.assign], left, room_price, penalty
        self.company, self.longest = company, longest
        self.need, self.remote, self.purchased = outline.need, np.zeros(len(outline.need)), np.zeros(len(outline.need))

    def send_elsewhere(self, outline: Outline, costs: np.ndarray, lower: np.ndarray, upper: np.ndarray, is_open: np.ndarray,
                       long_trips: Callable[[np.ndarray], np.ndarray]) -> None:
        """Remote and purchased visits as far as they may go, where they cost less than the visit to the nearest of the sites and leave it
        its least visits. long_trips: price (G,) of a minute more at mean trips (G,)."""
        share, _ = nearest_first(outline, is_open, outline.need)
        minute = long_trips(mean_trips(outline, share, lower[outline.purchased]))
        people = (self.staff * outline.fte_per_visit).sum(axis=1)[outline.site] * outline.visits
        trips = self.assign + people + minute[outline.area] * outline.trips.minutes
        per_area = np.add.reduceat(share * trips, outline.first_entry) / np.maximum(outline.need, 1e-9)
        bought = costs[outline.purchased] + minute * outline.trips.purchase_minutes
        first, second = (np.where(cost < per_area, upper[columns] - lower[columns], 0.0)
                         for columns, cost in ((outline.remote, costs[outline.remote]), (outline.purchased, bought)))
        more = np.minimum(first + second, outline.need)
        share, _ = nearest_first(outline, is_open, outline.need - more)
        few = np.bincount(outline.site, outline.visits * share, len(is_open)) < outline.minimum_visits
        more[outline.area[(share > 0) & few[outline.site]]] = 0.0
        first = np.minimum(first, more)
        self.need, self.remote = outline.need - more, lower[outline.remote] + first
        self.purchased = lower[outline.purchased] + more - first


def nearest_first(outline: Outline, is_open: np.ndarray, need: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(share (E,) of each entry, unmet (G,) of each area): each area's open sites in the order of minutes until its need is met."""
    share = np.where(is_open[outline.site], outline.local, 0.0)
    before = np.cumsum(share) - share
    left = need[outline.area] - (before - before[outline.first_entry][outline.area])
    share = np.clip(left, 0.0, share)
    return share, need - np.add.reduceat(share, outline.first_entry)


def with_critical_mass(outline: Outline, staff: np.ndarray, prices: Prices) -> np.ndarray:
    """staff (J, P, M) with as many more of each site's cheapest profession as a critical mass asks for."""
    if not outline.critical_fte.any():
        return staff
    short = np.maximum(outline.critical_fte[:, None] - staff.sum(axis=1), 0.0)
    cheapest = np.where(outline.staff >= 0, prices.staff, np.inf).argmin(axis=1)
    staff = staff.copy()
    staff[np.arange(len(cheapest)), cheapest] += short
    return staff
