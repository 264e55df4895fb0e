"""The elastic model: the formulation of the opened case, in which every figure of the register may be changed.

`changed[f]` says whether a figure is changed, `amount[f]` by how much. A rule's rows are loosened by what the register says
(model/explaining/register.py); what the opened case gives too much is held back (model/explaining/holds.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyomo.environ as pyo

from model.case import Case
from model.explaining.figures import PLANNER, Figure, changed_case
from model.explaining.holds import add_holds
from model.explaining.kinds import Use
from model.explaining.register import ELASTIC, KINDS
from model.formulation.build import build
from model.solving.highs import Program
from model.solving.matrix import Matrix, compile_matrix


@dataclass(frozen=True)
class ElasticModel:
    """case: as given; opened: as the formulation saw it. figures: all of them. matrix: the compiled model.
    changed, amount: column of each figure's decisions (-1: a figure without an amount)."""

    case: Case
    opened: Case
    figures: tuple[Figure, ...]
    matrix: Matrix
    changed: np.ndarray
    amount: np.ndarray

    @property
    def suggestable(self) -> np.ndarray:
        """Which figures may be suggested for change."""
        return np.array([figure.role == PLANNER for figure in self.figures], dtype=bool)

    def program(self, free: np.ndarray, cost: np.ndarray | None = None) -> Program:
        """The program in which only the figures marked free may be changed. cost: of the columns, else none."""
        matrix = self.matrix
        upper = matrix.upper.copy()
        upper[self.changed] = np.where(free, 1.0, 0.0)
        amounts = self.amount >= 0
        upper[self.amount[amounts]] = np.where(free, [figure.most for figure in self.figures], 0.0)[amounts]
        zero = np.zeros(matrix.columns)
        return Program(matrix.A, matrix.row_lower, matrix.row_upper, matrix.lower, upper, zero if cost is None else cost, 0.0,
                       matrix.integer)

    def count_cost(self) -> np.ndarray:
        """1 for each changed figure."""
        cost = np.zeros(self.matrix.columns)
        cost[self.changed] = 1.0
        return cost

    def size_cost(self) -> np.ndarray:
        """Amounts over their scale; 1 for a figure without an amount."""
        cost = np.zeros(self.matrix.columns)
        for figure, changed, amount in zip(self.figures, self.changed, self.amount):
            cost[amount if amount >= 0 else changed] = 1.0 / figure.scale
        return cost


def elastic_model(case: Case, pairwise: bool = True, wanted: Callable[[Figure], bool] | None = None) -> ElasticModel:
    """The elastic model of a case, with the figures that are wanted (all, if not said).

    pairwise = False leaves the rows of area, service and site to the solver's row generation. Raises TriviallyInfeasible when
    a held rule without any decision in it cannot hold.
    """
    figures = [figure for kind in KINDS.values() for figure in kind.figures(case) if wanted is None or wanted(figure)]
    opened = changed_case(case, [cell for figure in figures if KINDS[figure.kind].opened
                                 for cell in KINDS[figure.kind].opened(case, figure)])
    m = build(opened, pairwise, templates=not pairwise)
    _add_figures(m, figures)
    use = Use(case, opened, figures, m.changed, m.amount)
    for rule, elastic in ELASTIC.items():
        if elastic.loosened:
            for index, row in m.component(rule).items():
                key = index if isinstance(index, tuple) else (index,)
                _loosen(row, elastic.loosened(use, m, *key))
    add_holds(m, use)
    matrix = compile_matrix(m)
    amount = np.full(len(figures), -1)
    for index, column in zip(matrix.indices["amount"], matrix.families["amount"]):
        amount[index] = column
    return ElasticModel(case, opened, tuple(figures), matrix, matrix.families["changed"], amount)


def _add_figures(m: pyo.ConcreteModel, figures: list[Figure]) -> None:
    m.FIGURES = pyo.Set(initialize=range(len(figures)))
    m.AMOUNTS = pyo.Set(initialize=[place for place, figure in enumerate(figures) if figure.most > 0])
    m.changed = pyo.Var(m.FIGURES, within=pyo.Binary, doc="the figure is changed (yes or no)")
    m.amount = pyo.Var(m.AMOUNTS, within=pyo.NonNegativeReals, doc="by how much, in the figure's unit")
    m.an_amount_is_a_change = pyo.Constraint(m.AMOUNTS, rule=lambda m, f: m.amount[f] <= figures[f].most * m.changed[f])
    m.changes_are_counted = pyo.Constraint(expr=sum(m.changed[f] for f in m.FIGURES) <= len(figures))


def _loosen(row, by) -> None:
    """Add `by` to the lenient side of a row; an equation keeps its lower side only."""
    if isinstance(by, (int, float)) and by == 0:
        return
    _ = row.expr  # a row that is still a template becomes an expression when it is asked for
    if row.lower is not None:
        row.set_value((row.lower, row.body + by, None))
    else:
        row.set_value((None, row.body - by, row.upper))
