"""Fixed hosting: with the yes-or-no decisions given, the rest is a small linear program. Repairs, polishes and settles plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from model.solving.highs import Program, Solved, solve_mip
from model.solving.rows import GeneratedRows

if TYPE_CHECKING:  # the solver's process needs neither the case nor Pyomo
    from model.solving.matrix import Matrix

COUNTING = ("joined_share", "visits_beside", "tail_start_minutes", "tail_excess_minutes", "longest_trip_minutes")
SETTLE_SECONDS = 20.0


def with_hosting(program: Program, rows: GeneratedRows, hosts: np.ndarray, x: np.ndarray) -> Program:
    """The program with host columns fixed at the rounded x, all generated rows kept.

    Linking rows become bounds; a nearest-site row only matters where its site hosts.
    """
    hosting = np.round(x[hosts])
    fixed = program.bounded(hosts, hosting, hosting)
    return at_open_sites(fixed, rows, fixed.lower[rows.host] > 0.5)


def at_open_sites(program: Program, rows: GeneratedRows, open_here: np.ndarray) -> Program:
    """The program with visits at open sites only, and with the nearest-site rows of those. open_here: yes or no for every assign column."""
    upper = program.upper.copy()
    upper[rows.assign] = np.minimum(upper[rows.assign], np.where(open_here, rows.local, 0.0))
    near = np.flatnonzero(open_here & rows.near & (rows.first < rows.end))
    return replace(program, upper=upper).with_rows(*rows.near_rows(near))


def polish(program: Program, rows: GeneratedRows, hosts: np.ndarray, x: np.ndarray, seconds: float) -> Solved:
    """Best continuous decisions for the yes-or-no decisions of x."""
    whole = np.flatnonzero(program.integer)
    values = np.round(x[whole])
    return solve_mip(with_hosting(program.bounded(whole, values, values), rows, hosts, x), seconds, 0.0)


def settled(matrix: Matrix, x: np.ndarray) -> np.ndarray:
    """x with the decisions that only count something (joined trips, the longest trips) at the best the rest of the plan allows.

    Later levels leave them lying anywhere within the tolerance of the level that counts them.
    """
    columns = np.concatenate([matrix.families[name] for name in COUNTING])
    if not len(columns):
        return x
    rows = np.unique(matrix.A.tocsc()[:, columns].indices)
    fixed = x.copy()
    fixed[columns] = 0.0
    given, cost = matrix.A[rows] @ fixed, sum(matrix.terms.values())[columns]
    program = Program(matrix.A[rows][:, columns].tocsr(), matrix.row_lower[rows] - given, matrix.row_upper[rows] - given,
                      matrix.lower[columns], matrix.upper[columns], cost, 0.0, np.zeros(len(columns), dtype=bool))
    solved = solve_mip(program, SETTLE_SECONDS, 0.0)
    if solved.status != "optimal" or solved.objective > cost @ x[columns]:
        return x
    fixed[columns] = solved.x
    return fixed
