"""Fewest: the smallest sets of changes of a small elastic model, proven by branch and bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from model.explaining.elastic import ElasticModel
from model.explaining.plans import EXACT, Deadline
from model.solving.highs import Program, Solved, solve_mip

UNCHANGED = 1e-9


@dataclass(frozen=True)
class Correction:
    """figures: numbers of those changed; amounts: by how much, in their units (nan: changed as a whole).
    least_changes: proven least number of changes of any set that is not excluded."""

    figures: tuple[int, ...]
    amounts: tuple[float, ...]
    least_changes: int


@dataclass(frozen=True)
class Answer:
    """status: found, none (proven: no change that may be suggested helps) or unknown (no answer in time)."""

    status: str
    correction: Correction | None = None


def smallest_change(model: ElasticModel, excluded: Sequence[tuple[int, ...]], deadline: Deadline) -> Answer:
    """The fewest figures and, among as few, the smallest amounts; sets that hold an excluded one are left out.

    The case as it is is taken to have no plan: at least one figure is changed.
    """
    free = model.suggestable
    some = _at_most(model, np.flatnonzero(free), -1, sign=-1)
    program = model.program(free, model.count_cost()).with_rows(*some)
    for figures in excluded:
        program = program.with_rows(*_at_most(model, figures, len(figures) - 1))
    counted = _solve(program, deadline)
    if counted.x is None:
        return Answer("none" if counted.status == "infeasible" else "unknown")
    least, count = math.ceil(counted.bound - 1e-6), round(counted.objective)
    sized = _solve(_with_cost(program, model.size_cost()).with_rows(*_at_most(model, np.flatnonzero(free), count)), deadline, counted.x)
    correction = correction_of(model, counted.x if sized.x is None else sized.x, max(least, 1))
    return Answer("found", correction) if correction.figures else Answer("unknown")


def correction_of(model: ElasticModel, x: np.ndarray, least: int, whole: bool = True) -> Correction:
    """What x changes. whole: x has yes-or-no decisions; else any amount and any part of a change counts as one."""
    figures, amounts = [], []
    for place, amount in enumerate(model.amount):
        changed = x[model.changed[place]] > (0.5 if whole else UNCHANGED)
        if changed and (amount < 0 or x[amount] > UNCHANGED):
            figures.append(place)
            amounts.append(float(x[amount]) if amount >= 0 else math.nan)
    return Correction(tuple(figures), tuple(amounts), least)


def _solve(program: Program, deadline: Deadline, start: np.ndarray | None = None) -> Solved:
    return solve_mip(program, deadline.left(), 0.0, start=start, options=EXACT | {"mip_abs_gap": 1e-7})


def _with_cost(program: Program, cost: np.ndarray) -> Program:
    return Program(program.A, program.row_lower, program.row_upper, program.lower, program.upper, cost, 0.0, program.integer)


def _at_most(model: ElasticModel, figures: Sequence[int], most: int, sign: int = 1) -> tuple[csr_matrix, np.ndarray]:
    """The row: sign * (how many of these figures are changed) is at most `most`."""
    columns = model.changed[list(figures)]
    row = csr_matrix((np.full(len(columns), float(sign)), (np.zeros(len(columns), dtype=int), columns)),
                     shape=(1, model.matrix.columns))
    return row, np.array([float(most)])
