"""Build: Case -> Pyomo object m. Needs no solver: m can be counted, printed and written as LP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyomo.core.base.constraint as pyomo_constraint
import pyomo.core.base.objective as pyomo_objective
import pyomo.environ as pyo

from model.case import Case
from model.formulation.assignment import add_assignment
from model.formulation.change import add_change, add_change_limits
from model.formulation.deadlines import add_deadline_teams, add_deadlines
from model.formulation.decisions import add_decisions
from model.formulation.evenings import add_evenings
from model.formulation.fairness import add_fair_trips, add_fairness
from model.formulation.hosting import add_hosting
from model.formulation.mobile import add_mobile, add_units
from model.formulation.nearest import add_nearest
from model.formulation.objective import add_objective
from model.formulation.opening import add_opening
from model.formulation.parameters import add_parameters
from model.formulation.pathways import add_pathway_trips, add_pathways
from model.formulation.people import add_people
from model.formulation.pools import add_pools
from model.formulation.rooms import add_rooms
from model.formulation.schools import add_schools
from model.formulation.sets import Pairs, add_sets
from model.formulation.spending import add_spending
from model.formulation.staffing import add_staffing
from model.formulation.together import add_bundles, add_together


def build(case: Case, pairwise: bool = True, templates: bool = True) -> pyo.ConcreteModel:
    """The model of a case.

    pairwise: False leaves the two families with a row per area, service and site (`assigned_only_where_hosted`,
        `nearer_host_is_used`) empty; the solver then generates their rows.
    templates: expand each rule once and fill in its figures later (several times faster, same matrix).
    """
    pairs = Pairs(case)
    m = pyo.ConcreteModel(name=case.name)
    with _templatised(templates):
        add_sets(m, case, pairs)
        add_parameters(m, case, pairs)
        add_people(m, case, pairs)
        add_deadline_teams(m, case, pairs)
        add_units(m, case)
        add_bundles(m, case, pairs)
        add_pathway_trips(m, case, pairs)
        add_change_limits(m, case, pairs)
        add_fair_trips(m, case, pairs)
        add_decisions(m)
        add_opening(m, case)
        add_hosting(m, case)
        add_rooms(m, case)
        add_assignment(m, pairs, pairwise)
        add_nearest(m, case, pairs, pairwise)
        add_schools(m, case, pairs)
        add_mobile(m, case)
        add_evenings(m, case)
        add_staffing(m, case)
        add_pools(m)
        add_deadlines(m)
        add_together(m, case, pairs)
        add_pathways(m)
        add_change(m)
        add_fairness(m)
        add_spending(m, case)
        add_objective(m, case)
    return m


@contextmanager
def _templatised(on: bool) -> Iterator[None]:
    """Pyomo's switch is global: set it for the building only."""
    before = pyomo_constraint.TEMPLATIZE_CONSTRAINTS, pyomo_objective.TEMPLATIZE_OBJECTIVES
    pyomo_constraint.TEMPLATIZE_CONSTRAINTS = pyomo_objective.TEMPLATIZE_OBJECTIVES = on
    try:
        yield
    finally:
        pyomo_constraint.TEMPLATIZE_CONSTRAINTS, pyomo_objective.TEMPLATIZE_OBJECTIVES = before
