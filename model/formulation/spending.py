"""Spending: the plan costs no more than the budget."""

from __future__ import annotations

import math

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.quantities import cost_keur


def add_spending(m: pyo.ConcreteModel, case: Case) -> None:
    """The budget, if there is one."""
    m.BUDGETS = pyo.Set(initialize=[] if math.isnan(case.settings.budget_keur) else ["county"])
    m.cost_within_budget = each(m.BUDGETS, cost_within_budget)


def cost_within_budget(m, county):
    """The plan's yearly cost is within the budget: thousand euros on both sides."""
    return cost_keur(m) <= m.budget_keur
