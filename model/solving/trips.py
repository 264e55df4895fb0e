"""Trips: what long trips cost in a guess, where the objective names the worst-off tenth or the longest trip.

Neither is a sum over services. The worst-off tenth is the least, over where it may begin, of something that is one (Rockafellar and
Uryasev 2000): a service is weighed beside the others at a few such beginnings. The longest trip is pressed from the plan's towards the
least that any plan can reach.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WIDE, NARROW = 9, 4.0 ** np.linspace(-1, 1, 13)  # beginnings of the tenth over all trips and, as factors, around the plan's
POWER = 4  # the longest of many trips as a smooth sum: (sum of minutes beyond the target ** POWER) ** (1 / POWER)


@dataclass(frozen=True)
class CountedTrips:
    """Mean trips of one service as the rules of fairness count them. E entries and G areas as in an Outline.

    minutes (E,) of a whole share, purchase_minutes (G,): 0 where no rule counts them. excess (G,): column of an area's minutes in the
    worst-off tenth, -1 where there is none. counted (G,): whether the longest trip counts the area. tail_start, longest: columns, or -1.
    """

    minutes: np.ndarray
    purchase_minutes: np.ndarray
    excess: np.ndarray
    counted: np.ndarray
    tail_start: int
    longest: int


class TripRules:
    """Coefficients of the rules that count mean trips, by column of the program."""

    def __init__(self, matrix, pairs):
        """matrix: Matrix. pairs(rule, left, right): its coefficients (outline.py)."""
        self.minutes, self.excess = np.zeros(matrix.columns), np.full(matrix.columns, -1)
        self.counted, self.single = np.zeros(matrix.columns, dtype=bool), {}
        for rule, shared in (("worst_tenth_is_counted", "tail_start_minutes"), ("longest_trip_is_counted", "longest_trip_minutes")):
            self.single[shared] = int(next(iter(matrix.families[shared]), -1))
            for family in ("assign_share", "purchased_share"):
                _, columns, minutes = pairs(rule, shared, family)
                self.minutes[columns] = minutes
                self.counted[columns] |= shared == "longest_trip_minutes"
        excess, columns, _ = pairs("worst_tenth_is_counted", "tail_excess_minutes", "assign_share")
        self.excess[columns] = excess

    def of(self, assign: np.ndarray, area: np.ndarray, purchased: np.ndarray) -> CountedTrips:
        """The trips of a service. assign (E,), area (E,), purchased (G,): columns and places as in an Outline."""
        excess, counted = np.full(len(purchased), -1), self.counted[purchased]
        np.maximum.at(excess, area, self.excess[assign])
        np.logical_or.at(counted, area, self.counted[assign])
        return CountedTrips(self.minutes[assign], self.minutes[purchased], excess, counted, self.single["tail_start_minutes"],
                            self.single["longest_trip_minutes"])


class Trips:
    """The trips of all services in a guess. mean: minutes (G,) of each service in the plan as it stands. start and target: where its
    worst-off tenth begins and where the longest trip should end, minutes; starts (T,): other beginnings to try.
    worst: what everybody on the longest possible trip would cost."""

    def __init__(self, cost: np.ndarray, lower: np.ndarray, outlines: tuple, least: list[np.ndarray]):
        """cost and lower (columns,): of the program. least: minutes (G,) of each service if it were at every site."""
        self.outlines, self.mean = outlines, least
        self.weight = [np.where(outline.trips.excess >= 0, cost[outline.trips.excess], 0.0) for outline in outlines]
        first = outlines[0].trips if outlines else None
        self.tail_cost = float(cost[first.tail_start]) if first and first.tail_start >= 0 else 0.0
        self.longest_cost = float(cost[first.longest]) if first and first.longest >= 0 else 0.0
        self.floor = float(lower[first.longest]) if first and first.longest >= 0 else 0.0
        self.matter = self.tail_cost > 0 or self.longest_cost > 0
        farthest = max((float((outline.trips.minutes * outline.local).max(initial=0.0)) for outline in outlines), default=0.0)
        self.worst = (self.tail_cost + self.longest_cost) * farthest
        self.farthest, self.least = farthest, self.longest()
        self.follow()

    def longest(self) -> float:
        """The longest mean trip of the plan, minutes."""
        return max([self.floor, *(float(mean[outline.trips.counted].max(initial=0.0)) for outline, mean in zip(self.outlines, self.mean))])

    def follow(self) -> None:
        """Let the targets follow the plan."""
        minutes, weight = np.concatenate([*self.mean, [0.0]]), np.concatenate([*self.weight, [0.0]])
        order = np.argsort(-minutes, kind="stable")
        ends = np.searchsorted(np.cumsum(weight[order]), self.tail_cost)
        self.start = float(minutes[order][min(ends, len(order) - 1)])
        self.starts = np.unique(np.concatenate([np.linspace(0.0, self.farthest, WIDE), self.start * NARROW]))
        self.tail = np.array([self._tail(number, mean) for number, mean in enumerate(self.mean)]).reshape(len(self.mean), -1)
        self.target = (self.least + self.longest()) / 2

    def take(self, number: int, mean: np.ndarray) -> None:
        """A service's trips (G,) in the plan."""
        self.mean[number], self.tail[number] = mean, self._tail(number, mean)

    def cost(self, number: int, mean: np.ndarray) -> float:
        """What a service's trips cost beside those of the others."""
        others = self.tail_cost * self.starts + self.tail.sum(axis=0) - self.tail[number]
        tail = (others + self._tail(number, mean)).min() - others.min()
        return float(tail) + self.longest_cost * self._beyond(number, mean)[1]

    def _tail(self, number: int, mean: np.ndarray) -> np.ndarray:
        """Cost (T,) of a service's minutes beyond each of `starts`."""
        return self.weight[number] @ np.maximum(mean[:, None] - self.starts, 0.0)

    def price(self, number: int, mean: np.ndarray) -> np.ndarray:
        """What a minute more costs (G,)."""
        beyond, size = self._beyond(number, mean)
        return self.weight[number] * (mean > self.start) + self.longest_cost * (beyond / max(size, 1e-9)) ** (POWER - 1)

    def total(self) -> float:
        """What the plan's trips cost in the objective."""
        tail = sum(float(weight @ np.maximum(mean - self.start, 0.0)) for weight, mean in zip(self.weight, self.mean))
        return self.tail_cost * self.start + tail + self.longest_cost * self.longest()

    def _beyond(self, number: int, mean: np.ndarray) -> tuple[np.ndarray, float]:
        """(minutes beyond the target (G,), their smooth maximum)."""
        beyond = np.where(self.outlines[number].trips.counted, np.maximum(mean - self.target, 0.0), 0.0)
        return beyond, float((beyond ** POWER).sum() ** (1 / POWER))


def mean_trips(outline, share: np.ndarray, purchased: np.ndarray) -> np.ndarray:
    """Mean trip (G,) of a service's areas, minutes, at shares (E,) of their visits at sites and (G,) purchased."""
    trips = outline.trips
    return np.bincount(outline.area, trips.minutes * share, len(purchased)) + trips.purchase_minutes * purchased
