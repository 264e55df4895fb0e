"""Outline: what one service's sites take of each thing, read off the matrix, so that a set of sites can be weighed in microseconds.

Nothing is formulated anew here: every figure is a ratio of two coefficients of a rule of the formulation, found by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.solving.rows import GeneratedRows
from model.solving.trips import CountedTrips, TripRules

if TYPE_CHECKING:  # the solver's process needs neither the case nor Pyomo
    from model.solving.matrix import Matrix

GRIDS = ("use_mode", "volume", "rooms_used")


@dataclass(frozen=True)
class Outline:
    """One service. J sites where it may be, M modes, P professions, E entries (area and site, by area and minutes), G areas.

    Columns of the program: hosts, visits_at, home_driving (J,); use_mode, volume, rooms_used (J, M) and staff (J, P), -1 where there is
    none (or the mode would break a promise, or is not for the tier the site opens in); assign (E,); remote and purchased (G,); opening
    (J,): the site in the tier that suits most services.
    Entries: site (E,) place among hosts, local (E,) largest share, visits and driving (E,) the whole area's visits and hours of home
    driving a year, area (E,) place among the areas; first_entry and need (G,): an area's first entry and the share to be assigned.
    Figures: at_site (J,) visits received per visit assigned; room_visits, most_rooms, least_rooms (J, M); fte_per_visit,
    fte_per_driving (J, P) per visit and per hour of home driving; driving_fte (J, P, M) of a visiting team; present_fte (J, P, M) and
    minimum_fte (J, P) at least; critical_fte (J,) of all professions together; minimum_visits (J,); days (J, M) of presence and company
    (J, M) of people's days a week, partners (J,) the same of others in the building where nobody may work alone (inf where that is no
    rule). needed (R, J), needed_least (R,): promises to be somewhere. requires (Q, 3): place here, number of the other service and its
    place, -1 where it cannot be. bundles (Q, 3): place here, the row that asks for a bundle somewhere and the column that says it is whole
    here. trips: where the objective counts the longest of them.
    """

    hosts: np.ndarray
    visits_at: np.ndarray
    home_driving: np.ndarray
    use_mode: np.ndarray
    volume: np.ndarray
    rooms_used: np.ndarray
    staff: np.ndarray
    assign: np.ndarray
    remote: np.ndarray
    purchased: np.ndarray
    site: np.ndarray
    local: np.ndarray
    visits: np.ndarray
    driving: np.ndarray
    area: np.ndarray
    first_entry: np.ndarray
    need: np.ndarray
    at_site: np.ndarray
    room_visits: np.ndarray
    most_rooms: np.ndarray
    least_rooms: np.ndarray
    fte_per_visit: np.ndarray
    fte_per_driving: np.ndarray
    driving_fte: np.ndarray
    present_fte: np.ndarray
    minimum_fte: np.ndarray
    critical_fte: np.ndarray
    minimum_visits: np.ndarray
    days: np.ndarray
    company: np.ndarray
    partners: np.ndarray
    requires: np.ndarray
    bundles: np.ndarray
    needed: np.ndarray
    needed_least: np.ndarray
    opening: np.ndarray
    trips: CountedTrips


def outlines(matrix: Matrix, rows: GeneratedRows, rows_service: np.ndarray, numbers: dict[str, int]) -> tuple[Outline, ...]:
    """One outline a service, in the services' order. rows_service: service number of each entry of `rows`."""
    read = _Reader(matrix)
    visits, driving = np.zeros(matrix.columns), np.zeros(matrix.columns)
    _, assign, value = read.pairs("visits_are_counted", "visits_at", "assign_share")
    visits[assign] = value
    _, assign, value = read.pairs("home_driving_is_counted", "home_driving_hours", "assign_share")
    driving[assign] = value
    figures, trips = read.figures(), TripRules(matrix, read.pairs)
    service_of_host = np.array([numbers[k] for k, _ in matrix.indices["host_service"]], dtype=np.int64)
    elsewhere = {family: {(k, i): column for (i, k), column in zip(matrix.indices[family], matrix.families[family])}
                 for family in ("remote_share", "purchased_share")}
    bypass_of = dict(zip(matrix.families["bypass_share"].tolist(), matrix.indices["bypass_share"]))
    found = []
    for number in range(len(numbers)):
        mine = np.flatnonzero(service_of_host == number)
        place = np.full(matrix.columns, -1)
        place[read.host_columns[mine]] = np.arange(len(mine))
        entries = np.flatnonzero(rows_service == number)
        first = np.flatnonzero(np.diff(rows.bypass[entries], prepend=-1))
        areas = [bypass_of[column] for column in rows.bypass[entries][first].tolist()]
        remote, purchased = (np.array([columns[k, i] for i, k in areas], dtype=np.int64) for columns in elsewhere.values())
        local, area = rows.local[entries], np.cumsum(np.isin(np.arange(len(entries)), first)) - 1
        needed, least, too_rare = read.needed(mine)
        left_out = read.left_out(mine, too_rare)
        grids = {family: np.where(left_out, -1, read.grid[family][mine]) for family in GRIDS}
        found.append(Outline(
            hosts=read.host_columns[mine], visits_at=read.visits_at[mine], home_driving=read.home_driving[mine],
            **grids, staff=read.staff[mine], assign=rows.assign[entries], remote=remote,
            purchased=purchased,
            site=place[rows.host[entries]], local=local, visits=visits[rows.assign[entries]], driving=driving[rows.assign[entries]],
            area=area, first_entry=first,
            need=np.maximum.reduceat(local, first) if len(first) else np.zeros(0),
            **{name: values[mine] for name, values in figures.items()}, requires=read.requires(mine, service_of_host),
            bundles=read.bundles(mine),
            needed=needed, needed_least=least, opening=read.opening[mine],
            trips=trips.of(rows.assign[entries], area, purchased)))
    return tuple(found)


class _Reader:
    """Coefficients of the rules, by name and by the decisions' indices."""

    def __init__(self, matrix: Matrix):
        self.matrix, self.rules = matrix, np.array(matrix.row_rules)
        self.host_columns = matrix.families["host_service"]
        places = {index: place for place, index in enumerate(matrix.indices["host_service"])}
        modes = {mode: place for place, mode in enumerate(dict.fromkeys(mode for _, _, mode in matrix.indices["use_mode"]))}
        self.hosts, self.modes = len(places), len(modes)
        self.host_of, self.mode_of = np.full(matrix.columns, -1), np.full(matrix.columns, -1)
        self.host_of[self.host_columns] = np.arange(self.hosts)
        self.grid = {family: np.full((self.hosts, self.modes), -1) for family in GRIDS}
        for family in GRIDS:
            for (k, j, mode), column in zip(matrix.indices[family], matrix.families[family]):
                self.grid[family][places[k, j], modes[mode]] = column
                self.host_of[column], self.mode_of[column] = places[k, j], modes[mode]
        self.visits_at, self.home_driving = np.full(self.hosts, -1), np.full(self.hosts, -1)
        for family, columns in (("visits_at", self.visits_at), ("home_driving_hours", self.home_driving)):
            for index, column in zip(matrix.indices[family], matrix.families[family]):
                columns[places[index]] = column
                self.host_of[column] = places[index]
        self._place_staff(places)
        self.opening = self._openings()

    def _openings(self) -> np.ndarray:
        """For every host place the column of its site's tier that permits most services (the first among equals)."""
        opens = self.matrix.families["open_site"]
        permits = dict(zip(*np.unique(self.pairs("service_needs_permitting_tier", "host_service", "open_site")[1], return_counts=True)))
        best: dict = {}
        for (j, _), column in zip(self.matrix.indices["open_site"], opens):
            if j not in best or permits.get(column, 0) > permits.get(best[j], 0):
                best[j] = column
        return np.array([best.get(j, -1) for _, j in self.matrix.indices["host_service"]], dtype=np.int64)

    def _place_staff(self, places: dict) -> None:
        teams = [[] for _ in range(self.hosts)]
        self.slot_of = np.full(self.matrix.columns, -1)
        for (k, _, j), column in zip(self.matrix.indices["staff_fte"], self.matrix.families["staff_fte"]):
            self.host_of[column], self.slot_of[column] = places[k, j], len(teams[places[k, j]])
            teams[places[k, j]].append(column)
        self.slots = max(map(len, teams), default=0)
        self.staff = np.full((self.hosts, self.slots), -1)
        for place, team in enumerate(teams):
            self.staff[place, :len(team)] = team

    def pairs(self, rule: str, left: str, right: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(left columns, right columns, values) of every row of a rule, such that left = value * right where it binds."""
        rows = self.matrix.A[np.flatnonzero(self.rules == rule)]
        lefts, rights = self.matrix.families[left], self.matrix.families[right]
        a, b = rows[:, lefts].tocsr(), rows[:, rights].tocsr()
        out = []
        for row in range(rows.shape[0]):
            mine, other = slice(a.indptr[row], a.indptr[row + 1]), slice(b.indptr[row], b.indptr[row + 1])
            values = -np.outer(1 / a.data[mine], b.data[other])
            out.append((np.repeat(lefts[a.indices[mine]], values.shape[1]), np.tile(rights[b.indices[other]], values.shape[0]),
                        values.ravel()))
        if not out:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        return tuple(np.concatenate(parts) for parts in zip(*out))

    def figures(self) -> dict[str, np.ndarray]:
        """The figures of an Outline for every host place."""
        flat, by_mode = (self.hosts,), (self.hosts, self.modes)
        team, team_by_mode = (self.hosts, self.slots), (self.hosts, self.slots, self.modes)
        return {
            "at_site": self._fill(flat, "volume_splits_by_mode", "volume", "visits_at"),
            "room_visits": np.where(self.grid["use_mode"] >= 0, self._fill(by_mode, "volume_fits_rooms", "volume", "rooms_used"), np.inf),
            "most_rooms": self._fill(by_mode, "rooms_need_mode", "rooms_used", "use_mode"),
            "least_rooms": self._fill(by_mode, "mode_takes_its_rooms", "rooms_used", "use_mode"),
            "fte_per_visit": self._fill(team, "staff_covers_workload", "staff_fte", "visits_at"),
            "fte_per_driving": self._fill(team, "staff_covers_workload", "staff_fte", "home_driving_hours"),
            "driving_fte": self._fill(team_by_mode, "staff_covers_workload", "staff_fte", "use_mode"),
            "present_fte": self._fill(team_by_mode, "open_days_are_staffed", "staff_fte", "use_mode"),
            "minimum_fte": self._fill(team, "team_reaches_minimum", "staff_fte", "host_service"),
            "critical_fte": self._fill(team, "service_reaches_critical_mass", "staff_fte", "host_service").max(axis=1, initial=0.0),
            "minimum_visits": self._fill(flat, "volume_is_worthwhile", "visits_at", "host_service"),
            "days": self._by_presence("presence_is_counted", "use_mode"),
            "company": 2 * self._by_presence("nobody_works_alone", "use_mode"),
            "partners": 2 * self._partners(),
        }

    def _fill(self, shape: tuple[int, ...], rule: str, left: str, right: str) -> np.ndarray:
        """Values of a rule laid out by host, slot of the profession and mode; 0 where the rule has no row."""
        lefts, rights, values = self.pairs(rule, left, right)
        own = self.host_of[lefts] == self.host_of[rights]  # a team's row names other services' people too
        lefts, rights, values, out = lefts[own], rights[own], values[own], np.zeros(shape)
        place = [self.host_of[lefts]]
        if left == "staff_fte":
            place.append(self.slot_of[lefts])
        if len(shape) > len(place):
            place.append(np.maximum(self.mode_of[lefts], self.mode_of[rights]))
        out[tuple(place)] = values
        return out

    def _by_presence(self, rule: str, right: str) -> np.ndarray:
        """What a decision adds to the presence at its site, by host and mode."""
        _, rights, values = self.pairs(rule, "longest_presence", right)
        of_column = np.full(self.matrix.columns, np.nan)
        of_column[rights] = values
        return np.where(self.grid[right] >= 0, np.nan_to_num(of_column[self.grid[right]]), 0.0)

    def _partners(self) -> np.ndarray:
        """What others in the building add, by host; without limit where no row asks for company."""
        _, opening, values = self.pairs("nobody_works_alone", "longest_presence", "open_site")
        of_column, asked = np.zeros(self.matrix.columns), np.zeros(self.hosts, dtype=bool)
        of_column[opening] = values
        asked[self.host_of[self.pairs("presence_is_counted", "longest_presence", "use_mode")[1]]] = True
        return np.where(asked, of_column[self.opening], np.inf)

    def left_out(self, mine: np.ndarray, too_rare: np.ndarray) -> np.ndarray:
        """(J, M) modes that are too rare, or that the tier of `opening` does not permit where it permits some other."""
        modes, tiers, _ = self.pairs("mode_needs_permitting_tier", "use_mode", "open_site")
        barred, fits = np.zeros((self.hosts, self.modes), dtype=bool), tiers == self.opening[self.host_of[modes]]
        barred[self.host_of[modes], self.mode_of[modes]] = True
        barred[self.host_of[modes[fits]], self.mode_of[modes[fits]]] = False
        some_other = ((self.grid["use_mode"][mine] >= 0) & ~too_rare & ~barred[mine]).any(axis=1)
        return too_rare | barred[mine] & some_other[:, None]

    def requires(self, mine: np.ndarray, service_of_host: np.ndarray) -> np.ndarray:
        """(Q, 3): place in `mine` of a site, number of the service that must be there too and its place among its hosts (-1: nowhere)."""
        place = np.full(self.hosts, -1)
        place[mine] = np.arange(len(mine))
        within = np.zeros(self.hosts, dtype=np.int64)  # place of every host among its service's
        for number in np.unique(service_of_host):
            within[service_of_host == number] = np.arange((service_of_host == number).sum())
        rows, found = self.matrix.A[np.flatnonzero(self.rules == "service_needs_required_service")], []
        for row in range(rows.shape[0]):
            cells = slice(rows.indptr[row], rows.indptr[row + 1])
            hosts, values = self.host_of[rows.indices[cells]], rows.data[cells]
            dependent, mate = hosts[values > 0], hosts[values < 0]
            if len(dependent) and place[dependent[0]] >= 0:
                found.append((place[dependent[0]], service_of_host[mate[0]] if len(mate) else -1, within[mate[0]] if len(mate) else -1))
        return np.array(found, dtype=np.int64).reshape(len(found), 3)

    def bundles(self, mine: np.ndarray) -> np.ndarray:
        """(Q, 3): place in `mine` of a site, row that asks for a bundle with this service, column that says it is whole at the site."""
        place = np.full(self.matrix.columns, -1)
        place[self.host_columns[mine]] = np.arange(len(mine))
        asking, found = np.full(self.matrix.columns, -1), []
        for row in np.flatnonzero(self.rules == "bundle_is_at_enough_sites"):
            asking[self.matrix.A.indices[self.matrix.A.indptr[row]:self.matrix.A.indptr[row + 1]]] = row
        for whole, host, _ in zip(*self.pairs("bundle_is_whole", "bundle_at", "host_service")):
            if place[host] >= 0 and asking[whole] >= 0:
                found.append((place[host], asking[whole], whole))
        return np.array(found, dtype=np.int64).reshape(len(found), 3)

    def needed(self, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows that ask for a service somewhere (guarantees and locks): coefficients (R, J) of a site in its most frequent mode, least
        sums (R,); and which modes (J, M) are too rare where one site alone must keep the promise."""
        A, place = self.matrix.A, np.full(self.hosts, -1)
        place[mine] = np.arange(len(mine))
        most, least, too_rare = [], [], np.zeros((len(mine), self.modes), dtype=bool)
        for row in np.flatnonzero(np.isin(self.rules, ("municipality_keeps_service", "locked_service_is_hosted"))):
            columns, values = A.indices[A.indptr[row]:A.indptr[row + 1]], A.data[A.indptr[row]:A.indptr[row + 1]]
            sites = np.where(self.host_of[columns] >= 0, place[self.host_of[columns]], -1)
            if (sites < 0).all():
                continue
            line = np.zeros(len(mine))
            np.maximum.at(line, sites[sites >= 0], values[sites >= 0])
            most.append(line)
            least.append(self.matrix.row_lower[row])
            if len(set(sites.tolist())) == 1:
                rare = (self.mode_of[columns] >= 0) & (values < least[-1])
                too_rare[sites[rare], self.mode_of[columns][rare]] = True
        return np.array(most).reshape(len(least), len(mine)), np.array(least), too_rare
