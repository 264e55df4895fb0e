"""Hitting: the fewest figures of which one at least is in every conflict (Reiter 1987)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from model.solving.highs import Program, solve_mip

SECONDS = 10.0


def hitting_set(conflicts: Sequence[tuple[int, ...]], excluded: Sequence[tuple[int, ...]], may: np.ndarray,
                cost: np.ndarray) -> tuple[int, ...] | None:
    """The cheapest figures that hit every conflict, without all of an excluded set; None: there are none.

    may (figures,): which may be chosen; cost (figures,): about 1 each, less or more where one figure is to go before another.
    """
    if any(not members for members in conflicts):
        return None
    rows = [(-1.0, members, -1.0) for members in conflicts] + [(1.0, members, len(members) - 1.0) for members in excluded]
    A, upper = np.zeros((len(rows), len(may))), np.array([most for _, _, most in rows])
    for number, (sign, members, _) in enumerate(rows):
        A[number, list(members)] = sign
    program = Program(csr_matrix(A), np.full(len(rows), -np.inf), upper, np.zeros(len(may)), may.astype(float), cost, 0.0,
                      np.ones(len(may), dtype=bool))
    solved = solve_mip(program, SECONDS, 0.0)
    return None if solved.x is None else tuple(int(place) for place in np.flatnonzero(solved.x > 0.5))
