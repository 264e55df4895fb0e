"""Relaxation: the linear program with its generated rows. Gives the bound, the prices of rooms and people, and the rows
that matter to the whole program."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from model.solving.highs import LinearProgram, Program
from model.solving.rows import GeneratedRows

VIOLATION = 1e-6
MOST_NEAR_ROWS = 4000  # per round: they are long
TAIL_ROUNDS, TAIL_GAIN = 3, 5e-5  # the last rounds bring next to nothing: end when so many raise the bound by less (relative)


@dataclass(frozen=True)
class Relaxation:
    """program: the whole program with the rows taken. duals: of the program's own rows (the generated ones left out).
    The bound holds whether or not some generated rows are still violated."""

    status: str
    program: Program
    x: np.ndarray | None
    bound: float
    duals: np.ndarray | None
    links: int
    nears: int


def relax(program: Program, rows: GeneratedRows, seconds: float, seed: int = 0) -> Relaxation:
    """Solve the relaxation in rounds: solve, add the violated rows, solve again from the basis."""
    deadline = time.monotonic() + seconds
    lp, own, grown = LinearProgram(program, seed), program.A.shape[0], program
    taken_links, taken_nears = np.zeros(len(rows.assign), dtype=bool), np.zeros(len(rows.assign), dtype=bool)
    best, bounds = None, []
    while True:
        solved = lp.solve(deadline - time.monotonic())
        if solved.x is None:
            break
        best = solved
        bounds.append(solved.bound)
        if len(bounds) > TAIL_ROUNDS and bounds[-1] - bounds[-1 - TAIL_ROUNDS] < TAIL_GAIN * abs(bounds[-1]):
            break
        links = np.flatnonzero((rows.link_violation(solved.x) > VIOLATION) & ~taken_links)
        near = rows.near_violation(solved.x)
        nears = np.flatnonzero((near > VIOLATION) & ~taken_nears)
        nears = nears[np.argsort(-near[nears], kind="stable")[:MOST_NEAR_ROWS]]
        if not len(links) and not len(nears):
            break
        taken_links[links], taken_nears[nears] = True, True
        for A, upper in (rows.link_rows(links), rows.near_rows(nears)):
            lp.add_rows(A, upper)
            grown = grown.with_rows(A, upper)
    if best is None:
        return Relaxation(solved.status, grown, None, -np.inf, None, 0, 0)
    return Relaxation("optimal", grown, best.x, best.bound, best.duals[:own], int(taken_links.sum()), int(taken_nears.sum()))
