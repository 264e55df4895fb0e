"""Fixed hosting: with the yes-or-no decisions given, the rest is a small linear program. Repairs and polishes plans."""

from __future__ import annotations

import numpy as np

from model.solving.highs import Program, Solved, solve_mip
from model.solving.rows import GeneratedRows


def with_hosting(program: Program, rows: GeneratedRows, hosts: np.ndarray, x: np.ndarray) -> Program:
    """The program with host columns fixed at the rounded x, all generated rows kept.

    Linking rows become bounds; a nearest-site row only matters where its site hosts.
    """
    hosting = np.round(x[hosts])
    fixed = program.bounded(hosts, hosting, hosting)
    open_here = fixed.lower[rows.host] > 0.5
    upper = fixed.upper.copy()
    upper[rows.assign] = np.minimum(upper[rows.assign], np.where(open_here, rows.local, 0.0))
    near = np.flatnonzero(rows.near & open_here & (rows.first < rows.end))
    return Program(fixed.A, fixed.row_lower, fixed.row_upper, fixed.lower, upper, fixed.cost, fixed.constant,
                   fixed.integer).with_rows(*rows.near_rows(near))


def polish(program: Program, rows: GeneratedRows, hosts: np.ndarray, x: np.ndarray, seconds: float) -> Solved:
    """Best continuous decisions for the yes-or-no decisions of x."""
    whole = np.flatnonzero(program.integer)
    values = np.round(x[whole])
    return solve_mip(with_hosting(program.bounded(whole, values, values), rows, hosts, x), seconds, 0.0)
