"""Declare a rule over its index set."""

from __future__ import annotations

from collections.abc import Callable

import pyomo.environ as pyo


def each(index: pyo.Set, rule: Callable) -> pyo.Constraint:
    """The constraint of `rule` for each member of `index`. Pyomo cannot expand a template over an empty set: no rule then."""
    return pyo.Constraint(index, rule=rule) if len(index) else pyo.Constraint(index)


def total(index: pyo.Set, term: Callable):
    """Sum of `term` over the members of `index`; 0 over an empty set, which a template cannot run over."""
    return sum(term(*member) if isinstance(member, tuple) else term(member) for member in index) if len(index) else 0
