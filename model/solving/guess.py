"""Guess: a first hosting in seconds, by local search on one service after the other, at prices for what services share.

For given sites of a service, families go to the nearest and every site takes its cheapest mode; so a site more or less is weighed in
a fraction of a millisecond. Rooms left by the others are seen exactly, people and money through prices that rise while there is too
little (a Lagrangian heuristic, Beasley 1993). The guess only proposes sites and modes: the program itself decides whether they fit.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from model.solving.highs import Program
from model.solving.outline import Outline

SWEEPS, PASSES = 24, 3
PATIENCE = 6  # sweeps without a better guess, once one fits
FIRST_PRICE = 0.3  # of the objective, for all there is of a shared thing
DEAR, UNMET = 0.05, 1.0  # of the objective, for one room that does not fit and for one area without a site
STEEPNESS, LOWEST, HIGHEST = 2.0, 0.7, 1.5  # a price follows (use / capacity) ** 2 within these
FITS = 1e-6


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

    def __init__(self, outline: Outline, costs: np.ndarray, fee: np.ndarray, left: np.ndarray, room_price: float, penalty: float):
        self.staff = np.where(outline.staff >= 0, costs[outline.staff], 0.0)
        self.rooms, self.mode, self.volume = costs[outline.rooms_used], costs[outline.use_mode], costs[outline.volume]
        self.site, self.visits, self.driving = costs[outline.hosts] + fee, costs[outline.visits_at], costs[outline.home_driving]
        self.assign, self.left, self.room_price, self.penalty = costs[outline.assign], left, room_price, penalty


class Shared:
    """Rows in which several sites or services use up what there is only so much of.

    rows, A, upper: of all of them. is_room: rows that hold the rooms of one site, seen exactly; all else is seen through prices.
    """

    def __init__(self, program: Program, service_of: np.ndarray, outlines: tuple[Outline, ...]):
        A, place = program.A.tocoo(), np.full(program.A.shape[1], -1)
        for number, outline in enumerate(outlines):
            for columns in (outline.staff, outline.rooms_used, outline.use_mode, outline.volume):
                site, other = np.nonzero(columns >= 0)
                place[columns[site, other]] = number * len(program.cost) + site
        of_site = place[A.col] >= 0
        first, last = np.full(A.shape[0], place.max(initial=0) + 1), np.full(A.shape[0], -1)
        np.minimum.at(first, A.row[of_site], place[A.col[of_site]])
        np.maximum.at(last, A.row[of_site], place[A.col[of_site]])
        takes = np.isfinite(program.row_upper) & (program.row_lower < program.row_upper) & (last > first)
        takes[A.row[(service_of[A.col] >= 0) & (A.data < 0)]] = False
        rows = np.flatnonzero(takes)
        self.rows, self.A = rows, program.A[rows].tocsr()
        self.upper = program.row_upper[rows]
        found = [_room_rows(self.A, outline) for outline in outlines]
        self.room_row, self.room_days = [pair[0] for pair in found], [pair[1] for pair in found]
        self.is_room = np.zeros(len(rows), dtype=bool)
        for place in self.room_row:
            self.is_room[place[place >= 0]] = True
        none = np.flatnonzero(service_of < 0)
        recruits = none[~program.integer[none] & np.isfinite(program.upper[none])]
        self.upper = self.upper + np.where(self.is_room, 0.0, -np.minimum(self.A[:, recruits].toarray(), 0.0) @ program.upper[recruits])
        openings = none[program.integer[none]]
        self.upper = np.where(self.is_room, self.upper - self.A[:, openings].toarray().min(axis=1, initial=0.0), self.upper)

    def capacity(self, opened: np.ndarray) -> np.ndarray:
        """What there is while the tiers in columns `opened` are open and everybody who can be is recruited."""
        taken = np.asarray(self.A[:, opened].sum(axis=1)).ravel()
        return np.where(self.is_room, self.upper, self.upper - taken)


def _room_rows(A: csr_matrix, outline: Outline) -> tuple[np.ndarray, np.ndarray]:
    """(rows of A (J, L) that hold the rooms of a site, -1 where a site has fewer; room days a room takes there (J, L, M))."""
    sites, modes = outline.rooms_used.shape
    held: list[dict] = [{} for _ in range(sites)]
    place, mode = np.nonzero(outline.rooms_used >= 0)
    entries = A[:, outline.rooms_used[place, mode]].tocoo()
    for row, column, days in zip(entries.row, entries.col, entries.data):
        held[place[column]].setdefault(row, np.zeros(modes))[mode[column]] = days
    sites_of = Counter(row for rows in held for row in rows)
    held = [{row: days for row, days in rows.items() if sites_of[row] == 1} for rows in held]
    most = max(map(len, held), default=0)
    rows, days = np.full((sites, most), -1), np.zeros((sites, most, modes))
    for site, mine in enumerate(held):
        for number, (row, of_mode) in enumerate(mine.items()):
            rows[site, number], days[site, number] = row, of_mode
    return rows, days


class Guess:
    """Searches the hosting of a program whose services are outlined."""

    def __init__(self, program: Program, outlines: tuple[Outline, ...], service_of: np.ndarray, seed: int):
        self.program, self.outlines, self.draw = program, outlines, np.random.default_rng(seed)
        self.shared = Shared(program, service_of, outlines)
        self.open = [np.ones(len(outline.hosts), dtype=bool) for outline in outlines]
        self.x = [np.zeros(len(program.cost)) for _ in outlines]
        self.use = np.zeros((len(outlines), len(self.shared.upper)))

    def run(self, seconds: float, stop: Callable[[], bool], duals: np.ndarray | None = None) -> np.ndarray | None:
        """Columns of the best guess: the best objective among those that fit, else the one that fits best. None if time is up."""
        end, best, found, waited = time.monotonic() + seconds, (np.inf, np.inf), None, 0
        price = self._first_prices()
        if duals is not None:
            price = np.maximum(-duals[self.shared.rows], 0.0)
        for _ in range(SWEEPS):
            misfit = self._sweep(price, end, stop)
            if misfit is None:
                break
            used, capacity = self.use.sum(axis=0), self._capacity()
            misfit += (np.maximum(used - capacity, 0.0) / np.maximum(capacity, 1.0)).sum()
            x = sum(self.x)
            standing = (misfit if misfit > FITS else 0.0, float(self.program.cost @ x))
            waited += 1
            if standing < best:
                best, found, waited = standing, x, 0
            if best[0] == 0.0 and waited >= PATIENCE:
                break
            ratio = np.where(capacity > 0, used / np.where(capacity > 0, capacity, 1.0), np.where(used > FITS, HIGHEST, 1.0))
            price = price * np.clip(ratio, LOWEST, HIGHEST) ** STEEPNESS
            if misfit > FITS:
                self.room_price *= HIGHEST
        return found

    def _first_prices(self) -> np.ndarray:
        """Prices before anything is known, in the objective's unit."""
        self.room_price = self.penalty = 0.0
        nothing = np.zeros(len(self.shared.upper))
        self.scale = 0.0
        total = sum(self._value(number, is_open, self._prices(number, nothing)) for number, is_open in enumerate(self.open))
        self.scale = max(abs(total), 1e-3)
        capacity, is_room = self._capacity(), self.shared.is_room
        self.penalty, self.room_price = DEAR * self.scale, 2.0 * self.scale / max(capacity[is_room].sum(), 1.0)
        return np.where(is_room, 0.0, FIRST_PRICE * self.scale / np.maximum(capacity, 1.0))

    def _capacity(self) -> np.ndarray:
        opened = [outline.opening[is_open] for outline, is_open in zip(self.outlines, self.open)]
        return self.shared.capacity(np.unique(np.concatenate(opened)))

    def _prices(self, number: int, price: np.ndarray) -> Prices:
        """Prices for one service beside the others as they are; the first service at a site pays for its opening."""
        outline, costs = self.outlines[number], self.program.cost + self.shared.A.T @ price
        others = np.zeros(len(costs), dtype=bool)
        for other, (mate, is_open) in enumerate(zip(self.outlines, self.open)):
            if other != number:
                others[mate.opening[is_open]] = True
        left = np.maximum(self.shared.upper - self.use.sum(axis=0) + self.use[number], 0.0)
        rows = self.shared.room_row[number]
        return Prices(outline, costs, np.where(others[outline.opening], 0.0, costs[outline.opening]),
                      np.where(rows >= 0, left[rows], np.inf), self.room_price, self.penalty)

    def _sweep(self, price: np.ndarray, end: float, stop: Callable[[], bool]) -> float | None:
        """Search every service once; what does not fit within them (areas, rooms, least visits), None if time is up."""
        misfit = 0.0
        for number in range(len(self.outlines)):
            if stop() or time.monotonic() > end:
                return None
            prices = self._prices(number, price)
            self.open[number] = self._search(number, prices)
            self.x[number], unfit = self._columns(number, self.open[number], prices)
            self.use[number] = self.shared.A @ self.x[number]
            misfit += unfit
        return misfit

    def _search(self, number: int, prices: Prices) -> np.ndarray:
        """Drop or add one site at a time while it pays."""
        outline, is_open = self.outlines[number], self.open[number].copy()
        best = self._value(number, is_open, prices)
        for _ in range(PASSES):
            before = best
            for site in self.draw.permutation(len(is_open)):
                is_open[site] = not is_open[site]
                allowed = is_open[site] or (outline.needed[:, is_open].sum(axis=1) >= outline.needed_least - FITS).all()
                value = self._value(number, is_open, prices) if allowed else np.inf
                if value < best - 1e-9 * self.scale:
                    best = value
                else:
                    is_open[site] = not is_open[site]
            if best > before - 1e-6 * self.scale:
                break
        return is_open

    def _value(self, number: int, is_open: np.ndarray, prices: Prices) -> float:
        """Objective at prices, with what does not fit, of a service at the given sites."""
        at = self._weigh(number, is_open, prices)
        return float(at.price[is_open].sum() + prices.assign @ at.share + UNMET * self.scale * np.maximum(at.unmet, 0.0).sum())

    def _weigh(self, number: int, is_open: np.ndarray, prices: Prices) -> Weighed:
        outline, sites = self.outlines[number], len(is_open)
        share, unmet = _nearest_first(outline, is_open)
        visits = np.bincount(outline.site, outline.visits * share, sites)
        driving = np.bincount(outline.site, outline.driving * share, sites)
        volume = (outline.at_site * visits)[:, None]
        rooms = np.maximum(volume / outline.room_visits, outline.least_rooms)
        workload = outline.fte_per_visit * visits[:, None] + outline.fte_per_driving * driving[:, None]
        staff = np.maximum(np.maximum(workload[:, :, None] + outline.driving_fte, outline.present_fte), outline.minimum_fte[:, :, None])
        misfit = np.maximum(rooms - outline.most_rooms, 0.0)
        price = (np.einsum("jp,jpm->jm", prices.staff, staff) + prices.rooms * rooms + prices.mode + prices.volume * volume
                 + prices.penalty * misfit)
        for place in range(prices.left.shape[1]):
            too_many = np.maximum(self.shared.room_days[number][:, place] * rooms - prices.left[:, place, None], 0.0)
            price, misfit = price + prices.room_price * too_many, misfit + too_many
        price = np.where(outline.use_mode >= 0, price, np.inf)
        mode = price.argmin(axis=1)
        few = np.where(visits < outline.minimum_visits - FITS, 1.0, 0.0)
        every = np.arange(sites)
        at = (price[every, mode] + prices.site + prices.visits * visits + prices.driving * driving + prices.penalty * few)
        return Weighed(share, unmet, visits, driving, mode, rooms, staff, at, misfit[every, mode] + few)

    def _columns(self, number: int, is_open: np.ndarray, prices: Prices) -> tuple[np.ndarray, float]:
        """(values of the service's columns, what does not fit)."""
        outline, x, here = self.outlines[number], np.zeros(len(self.program.cost)), np.flatnonzero(is_open)
        at = self._weigh(number, is_open, prices)
        mode = at.mode[here]
        x[outline.assign], x[outline.remote] = at.share, self.program.lower[outline.remote]
        x[outline.hosts[here]], x[outline.use_mode[here, mode]] = 1.0, 1.0
        x[outline.visits_at[here]], x[outline.home_driving[here]] = at.visits[here], at.driving[here]
        x[outline.volume[here, mode]] = (outline.at_site * at.visits)[here]
        x[outline.rooms_used[here, mode]] = at.rooms[here, mode]
        for slot in range(outline.staff.shape[1]):
            there = here[outline.staff[here, slot] >= 0]
            x[outline.staff[there, slot]] = at.staff[there, slot, at.mode[there]]
        return x, float(at.misfit[here].sum() + np.maximum(at.unmet, 0.0).sum())


def _nearest_first(outline: Outline, is_open: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(share (E,) of each entry, unmet (G,) of each area): each area's open sites in the order of minutes until its need is met."""
    share = np.where(is_open[outline.site], outline.local, 0.0)
    before = np.cumsum(share) - share
    left = outline.need[outline.area] - (before - before[outline.first_entry][outline.area])
    share = np.clip(left, 0.0, share)
    return share, outline.need - np.add.reduceat(share, outline.first_entry)
