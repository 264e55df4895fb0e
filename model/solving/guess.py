"""Guess: a first hosting in seconds, by local search on one service after the other, at prices for what services share.

For given sites of a service, families go to the nearest and every site takes its cheapest mode; so a site more or less is weighed in
a fraction of a millisecond. Rooms left by the others are seen exactly, people and money through prices that rise while there is too
little (a Lagrangian heuristic, Beasley 1993). The guess only proposes sites and modes: the program itself decides whether they fit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from model.solving.highs import Program
from model.solving.outline import Outline
from model.solving.shared import Shared
from model.solving.trips import Trips, mean_trips
from model.solving.weighing import Prices, Weighed, nearest_first, with_critical_mass

SWEEPS, PASSES = 24, 3
PATIENCE = 6  # sweeps without a better guess, once one fits
FIRST_PRICE = 0.3  # of the objective, for all there is of a shared thing
LOWEST_FIRST = 0.05  # of it, for what a relaxation has to spare: a price of 0 could not rise
DEAR, UNMET = 0.05, 1.0  # of the objective, for one room that does not fit and for one area without a site
STEEPNESS, LOWEST, HIGHEST = 2.0, 0.7, 1.5  # a price follows (use / capacity) ** 2 within these
MOST_RISE = HIGHEST ** STEEPNESS
NEIGHBOURS = 5  # sites a service may move to from a site
FITS = 1e-6


class Guess:
    """Searches the hosting of a program whose services are outlined."""

    def __init__(self, program: Program, outlines: tuple[Outline, ...], service_of: np.ndarray, seed: int,
                 hosting: np.ndarray | None = None, elsewhere: bool = True):
        """hosting (columns,): sites to begin from; None: everywhere. elsewhere: remote and purchased visits may be more than they must."""
        self.elsewhere = elsewhere
        self.program, self.outlines, self.draw = program, outlines, np.random.default_rng(seed)
        self.shared = Shared(program, service_of, outlines)
        self.open = [np.ones(len(outline.hosts), dtype=bool) if hosting is None else hosting[outline.hosts] > 0.5 for outline in outlines]
        for outline, is_open in zip(outlines, self.open):  # what is promised and was not asked of the hosting to begin from
            broken = outline.needed[:, is_open].sum(axis=1) < outline.needed_least - FITS
            is_open |= (outline.needed[broken] > 0).any(axis=0)
        for _ in outlines:  # as often as one service may need another that needs another
            for outline, is_open in zip(outlines, self.open):
                is_open &= np.array([self._may_open(outline, site) for site in range(len(is_open))], dtype=bool)
        self.x = [np.zeros(len(program.cost)) for _ in outlines]
        self.use = np.zeros((len(outlines), len(self.shared.upper)))
        self.trips = Trips(program.cost, program.lower, outlines, [
            mean_trips(outline, nearest_first(outline, np.ones(len(outline.hosts), dtype=bool), outline.need)[0],
                       program.lower[outline.purchased]) for outline in outlines])
        self.near = [_near_sites(outline, program.cost) for outline in outlines]

    def run(self, seconds: float, stop: Callable[[], bool], duals: np.ndarray | None = None) -> np.ndarray | None:
        """Columns of the best guess: the best objective among those that fit, else the one that fits best. None if time is up."""
        end, best, found, waited = time.monotonic() + seconds, (np.inf, np.inf), None, 0
        price = self._first_prices()
        if duals is not None:
            price = np.where(price > 0, np.maximum(-duals[self.shared.rows], LOWEST_FIRST * price), 0.0)  # rooms are seen exactly
        for sweep in range(SWEEPS):
            misfit = self._sweep(price, end, stop)
            if misfit is None:
                break
            used, capacity = self.use.sum(axis=0), self._capacity()
            misfit += (np.maximum(used - capacity, 0.0) / np.maximum(capacity, 1.0)).sum() + self._alone()
            x = sum(self.x)
            self.trips.follow()
            standing = (misfit if misfit > FITS else 0.0, float(self.program.cost @ x) + self.trips.total())
            waited += 1
            if standing < best:
                best, found, waited = standing, x, 0
            if best[0] == 0.0 and waited >= PATIENCE:
                break
            ratio = np.where(capacity > 0, used / np.where(capacity > 0, capacity, 1.0), np.where(used > FITS, HIGHEST, 1.0))
            late = 0 if best[0] == 0.0 else sweep  # nothing has fitted yet: a little too much must cost a lot more soon
            price = price * np.minimum(np.clip(ratio, LOWEST, HIGHEST) ** np.where(ratio > 1, STEEPNESS * (1 + late), STEEPNESS), MOST_RISE)
            if misfit > FITS:
                self.room_price *= HIGHEST
        return found

    def _first_prices(self) -> np.ndarray:
        """Prices before anything is known, in the objective's unit."""
        self.room_price = self.penalty = self.unmet_price = 0.0
        nothing = np.zeros(len(self.shared.upper))
        self.scale = 0.0
        total = sum(self._value(number, is_open, self._prices(number, nothing)) for number, is_open in enumerate(self.open))
        self.scale = max(abs(total + self.trips.total()), 1e-3)
        self.unmet_price = UNMET * self.scale + self.trips.worst  # nobody is left out to shorten the longest trips
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
        prices = Prices(outline, costs, np.where(others[outline.opening], 0.0, costs[outline.opening]),
                        np.where(rows >= 0, left[rows], np.inf), self.room_price, self.penalty, *self._presence(number))
        prices.send_elsewhere(outline, costs, self.program.lower, self.program.upper if self.elsewhere else self.program.lower,
                              self.open[number], partial(self.trips.price, number))
        return prices

    def _presence(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """At each site of a service: people's days a week of the others (partners too), and the longest of their presences."""
        outline, (company, longest) = self.outlines[number], self._company(number)
        return company[outline.opening] + outline.partners, longest[outline.opening]

    def _company(self, without: int = -1) -> tuple[np.ndarray, np.ndarray]:
        """(people's days a week, longest presence) by opening column, over all services but one."""
        company, longest = np.zeros(len(self.program.cost)), np.zeros(len(self.program.cost))
        for number, (outline, is_open) in enumerate(zip(self.outlines, self.open)):
            if number != without and self.x[number].any():
                here = np.flatnonzero(is_open)
                chosen = np.where(outline.use_mode >= 0, self.x[number][outline.use_mode], 0.0)[here] > 0.5
                company[outline.opening[here]] += (outline.company[here] * chosen).sum(axis=1)
                np.maximum.at(longest, outline.opening[here], (outline.days[here] * chosen).max(axis=1))
        return company, longest

    def _alone(self) -> float:
        """Days a week for which people are missing where nobody may work alone."""
        company, longest = self._company()
        partners = np.full(len(company), np.inf)
        for outline in self.outlines:
            partners[outline.opening] = outline.partners
        return float(np.maximum(2 * longest - company - partners, 0.0).sum())

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
            self.trips.take(number, self._mean_trips(number, prices, self.x[number][self.outlines[number].assign]))
            misfit += unfit
        return misfit

    def _search(self, number: int, prices: Prices) -> np.ndarray:
        """Drop, add or swap sites while it pays."""
        is_open, kept, needed = self.open[number].copy(), self._kept(number), self._needed(number)
        best = self._value(number, is_open, prices)
        for _ in range(PASSES):
            before = best
            for site in self.draw.permutation(len(is_open)):
                best = self._try(number, is_open, prices, best, kept, needed, (site,))
            for site in self.draw.permutation(np.flatnonzero(is_open)):
                for other in self.near[number][site]:
                    if is_open[site] and not is_open[other]:
                        best = self._try(number, is_open, prices, best, kept, needed, (site, other))
            if best > before - 1e-6 * self.scale:
                break
        return is_open

    def _try(self, number: int, is_open: np.ndarray, prices: Prices, best: float, kept: np.ndarray, needed: tuple[np.ndarray, np.ndarray],
             sites: tuple[int, ...]) -> float:
        """Turn sites from open to closed or back and keep it if it pays; the better value."""
        outline, sites = self.outlines[number], list(sites)
        if any(kept[site] if is_open[site] else not self._may_open(outline, site) for site in sites):
            return best
        is_open[sites] = ~is_open[sites]
        coefficients, least = needed
        if (coefficients[:, is_open].sum(axis=1) >= least - FITS).all():
            value = self._value(number, is_open, prices)
            if value < best - 1e-9 * self.scale:
                return value
        is_open[sites] = ~is_open[sites]
        return best

    def _kept(self, number: int) -> np.ndarray:
        """Sites where another service needs this one."""
        kept = np.zeros(len(self.open[number]), dtype=bool)
        for outline, is_open in zip(self.outlines, self.open):
            mine = outline.requires[:, 1] == number
            here, there = outline.requires[mine, 0], outline.requires[mine, 2]
            kept[there[is_open[here]]] = True
        return kept

    def _needed(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients (R, J) of a service's sites and least sums (R,): what is promised of it, and the sites it is needed at for bundles
        to be whole somewhere (as often as they are now, where that is too seldom)."""
        outline, bundles = self.outlines[number], self.outlines[number].bundles
        lines, least = [outline.needed], [outline.needed_least]
        mates = [pair for other, pair in enumerate(zip(self.outlines, self.open)) if other != number]
        for row in np.unique(bundles[:, 1]):
            line = np.zeros((1, len(outline.hosts)))
            for place, _, whole in bundles[bundles[:, 1] == row]:
                line[0, place] = all(is_open[mate.bundles[mate.bundles[:, 2] == whole, 0]].all() for mate, is_open in mates)
            lines.append(line)
            least.append([min(self.program.row_lower[row], line[0, self.open[number]].sum())])
        return np.concatenate(lines), np.concatenate(least)

    def _may_open(self, outline: Outline, site: int) -> bool:
        """Whether the services that this one needs are at the site."""
        needs = outline.requires[outline.requires[:, 0] == site]
        return all(place >= 0 and self.open[mate][place] for _, mate, place in needs)

    def _value(self, number: int, is_open: np.ndarray, prices: Prices) -> float:
        """Objective at prices, with what does not fit, of a service at the given sites."""
        at = self._weigh(number, is_open, prices)
        long = self.trips.cost(number, self._mean_trips(number, prices, at.share)) if self.trips.matter else 0.0
        return float(at.price[is_open].sum() + prices.assign @ at.share + long + self.unmet_price * np.maximum(at.unmet, 0.0).sum())

    def _mean_trips(self, number: int, prices: Prices, share: np.ndarray) -> np.ndarray:
        return mean_trips(self.outlines[number], share, prices.purchased)

    def _weigh(self, number: int, is_open: np.ndarray, prices: Prices) -> Weighed:
        outline, sites = self.outlines[number], len(is_open)
        share, unmet = nearest_first(outline, is_open, prices.need)
        visits = np.bincount(outline.site, outline.visits * share, sites)
        driving = np.bincount(outline.site, outline.driving * share, sites)
        volume = (outline.at_site * visits)[:, None]
        rooms = np.maximum(volume / outline.room_visits, outline.least_rooms)
        workload = outline.fte_per_visit * visits[:, None] + outline.fte_per_driving * driving[:, None]
        staff = np.maximum(np.maximum(workload[:, :, None] + outline.driving_fte, outline.present_fte), outline.minimum_fte[:, :, None])
        staff = with_critical_mass(outline, staff, prices)
        misfit = np.maximum(rooms - outline.most_rooms, 0.0)
        price = (np.einsum("jp,jpm->jm", prices.staff, staff) + prices.rooms * rooms + prices.mode + prices.volume * volume
                 + prices.penalty * misfit)
        for place in range(prices.left.shape[1]):
            too_many = np.maximum(self.shared.room_days[number][:, place] * rooms - prices.left[:, place, None], 0.0)
            price, misfit = price + prices.room_price * too_many, misfit + too_many
        alone = np.maximum(2 * np.maximum(outline.days, prices.longest[:, None]) - outline.company - prices.company[:, None], 0.0)
        price, misfit = price + prices.penalty * alone, misfit + alone
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
        x[outline.assign], x[outline.remote], x[outline.purchased] = at.share, prices.remote, prices.purchased
        x[outline.hosts[here]], x[outline.use_mode[here, mode]] = 1.0, 1.0
        x[outline.visits_at[here]], x[outline.home_driving[here]] = at.visits[here], at.driving[here]
        x[outline.volume[here, mode]] = (outline.at_site * at.visits)[here]
        x[outline.rooms_used[here, mode]] = at.rooms[here, mode]
        for slot in range(outline.staff.shape[1]):
            there = here[outline.staff[here, slot] >= 0]
            x[outline.staff[there, slot]] = at.staff[there, slot, at.mode[there]]
        return x, float(at.misfit[here].sum() + np.maximum(at.unmet, 0.0).sum())


def _near_sites(outline: Outline, cost: np.ndarray) -> np.ndarray:
    """(J, NEIGHBOURS) sites for which an area has the shortest way to both; none where travel costs nothing."""
    sites = len(outline.hosts)
    if not cost[outline.assign].any():
        return np.zeros((sites, 0), dtype=np.int64)
    way = np.full((len(outline.first_entry), sites), np.inf)
    way[outline.area, outline.site] = cost[outline.assign] / np.maximum(outline.visits, 1e-9)
    both = np.array([(way + way[:, [site]]).min(axis=0) for site in range(sites)])
    np.fill_diagonal(both, np.inf)
    return np.argsort(both, axis=1, kind="stable")[:, :NEIGHBOURS]
