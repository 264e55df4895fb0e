"""Matrix: the Pyomo object m as plain arrays, ready for one hand-over to the solver and for a child process.

Pyomo's standard-form compiler gives rows and columns; the stock HiGHS interface spends three quarters of its time on bookkeeping
that a single hand-over does not need.
"""

from __future__ import annotations

import gc
import logging
from dataclasses import dataclass, field

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csr_matrix


class TriviallyInfeasible(Exception):
    """A rule without any decision in it cannot hold; the message names the rule and its index."""


@dataclass(frozen=True)
class Matrix:
    """min terms[t] . x + term_constants[t] subject to row_lower <= A x <= row_upper, lower <= x <= upper, x[integer] whole.

    terms: term name -> dense coefficients (columns,). families: decision name -> its column numbers, in the order of `indices`.
    indices: decision name -> its index tuples. row_rules, row_indices: rule of each row and its index in the rule.
    """

    A: csr_matrix
    row_lower: np.ndarray
    row_upper: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    integer: np.ndarray
    terms: dict[str, np.ndarray]
    term_constants: dict[str, float]
    families: dict[str, np.ndarray]
    indices: dict[str, list] = field(repr=False)
    row_rules: list[str] = field(repr=False)
    row_indices: list = field(repr=False)

    @property
    def columns(self) -> int:
        return len(self.lower)

    def level(self, weights: dict[str, float]) -> tuple[np.ndarray, float]:
        """(coefficients, constant) of a weighted sum of terms."""
        cost = sum((weight * self.terms[term] for term, weight in weights.items()), np.zeros(self.columns))
        return cost, sum(weight * self.term_constants[term] for term, weight in weights.items())


def compile_matrix(m: pyo.ConcreteModel) -> Matrix:
    """Compile m. Raises TriviallyInfeasible for a row without decisions that cannot hold."""
    terms = [objective for objective in m.component_objects(pyo.Objective) if objective.name.startswith("term_")]
    collecting, logger = gc.isenabled(), logging.getLogger("pyomo")
    level = logger.level
    logger.setLevel(logging.ERROR)  # Pyomo 6.10 warns of a deprecated call of its own while it fills in templates
    gc.disable()  # nothing here is garbage until the end; collecting while millions of objects are made costs a quarter
    m.objective.deactivate()
    for term in terms:
        term.activate()
    try:
        form = LinearStandardFormCompiler().write(m, mixed_form=True, set_sense=None)
    except InfeasibleConstraintException as error:
        raise TriviallyInfeasible(str(error)) from error
    finally:
        logger.setLevel(level)
        for term in terms:
            term.deactivate()
        m.objective.activate()
        if collecting:
            gc.enable()
    return _arrays(m, form, terms)


def _arrays(m, form, terms) -> Matrix:
    sign = np.fromiter((row.bound_type for row in form.rows), dtype=np.int8, count=len(form.rows))
    rhs = np.asarray(form.rhs, dtype=float)
    column_of = {id(variable): place for place, variable in enumerate(form.columns)}
    families, indices = {}, {}
    for family in m.component_objects(pyo.Var, descend_into=False):
        indices[family.name] = list(family.index_set())
        families[family.name] = np.fromiter((column_of.get(id(data), -1) for data in family.values()), dtype=np.int64,
                                            count=len(family))
    lost = [name for name, columns in families.items() if name != "longest_presence" and (columns < 0).any()]
    if lost:  # only the presence of sites without a lone-worker rule may be in no row
        raise RuntimeError(f"decisions that no rule and no term names: {', '.join(lost)}")
    lower, upper, integer = _bounds(form.columns)
    costs = form.c.toarray()
    names = [term.name.removeprefix("term_") for term in terms]
    return Matrix(A=csr_matrix(form.A), row_lower=np.where(sign == 1, -np.inf, rhs), row_upper=np.where(sign == -1, np.inf, rhs),
                  lower=lower, upper=upper, integer=integer, terms=dict(zip(names, costs)),
                  term_constants=dict(zip(names, (float(offset) for offset in form.c_offset))), families=families, indices=indices,
                  row_rules=[row.constraint.parent_component().name for row in form.rows],
                  row_indices=[row.constraint.index() for row in form.rows])


def _bounds(variables) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = len(variables)
    bounds = [variable.bounds for variable in variables]
    lower = np.fromiter((-np.inf if low is None else low for low, _ in bounds), dtype=float, count=count)
    upper = np.fromiter((np.inf if high is None else high for _, high in bounds), dtype=float, count=count)
    integer = np.fromiter((variable.is_integer() for variable in variables), dtype=bool, count=count)
    return lower, upper, integer
