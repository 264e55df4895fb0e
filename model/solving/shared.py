"""Shared: what several sites or services use up of the same, read off the matrix: rooms of a site, people, money."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.sparse import csr_matrix

from model.solving.highs import Program
from model.solving.outline import Outline


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
