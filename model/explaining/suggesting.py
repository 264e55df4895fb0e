"""Suggesting: a set of changes as values to write into the files, no larger than need be, and shown to be sufficient."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from model.case import Case
from model.explaining.answer import Suggestion, changes_of
from model.explaining.elastic import ElasticModel
from model.explaining.fewest import Correction
from model.explaining.figures import Figure, changed_case
from model.explaining.plans import Deadline, Found, find_plan, is_small
from model.explaining.register import KINDS
from model.results.plan import Plan


@dataclass
class _Values:
    """Figures with the amounts tried last."""

    case: Case
    figures: tuple[Figure, ...]
    amounts: list[float]

    def changed(self) -> Case:
        return changed_case(self.case, [change.cell for change in changes_of(self.case, self.figures, self.amounts)])

    def with_amount(self, place: int, amount: float) -> _Values:
        return _Values(self.case, self.figures, [*self.amounts[:place], amount, *self.amounts[place + 1:]])

    def next_step(self) -> _Values:
        """Every amount a step larger: the solver's rounding may have taken a little too little."""
        larger = [amount + (KINDS[figure.kind].nudge or KINDS[figure.kind].step) for figure, amount in zip(self.figures, self.amounts)]
        return _Values(self.case, self.figures, larger)


def suggestion(model: ElasticModel, correction: Correction, least_changes: int, deadline: Deadline,
               plan: Plan | None = None) -> Suggestion | None:
    """The suggestion of a set of changes; None when the changed case is proven to have no plan.

    least_changes: proven least number of figures any set changes. plan: one of the elastic model, which is tried first.
    """
    case, figures = model.case, tuple(model.figures[place] for place in correction.figures)
    values = _Values(case, figures, list(correction.amounts))
    found = _verified(values, plan, deadline)
    if found.status == "none":
        values = values.next_step()
        found = _verified(values, None, deadline)
    if found.status == "none":
        return None
    if found.plan is not None:
        values = _smaller(values, found.plan, deadline)
    changes = changes_of(case, figures, values.amounts)
    return Suggestion(figures, changes, found.status == "plan", len(figures) <= least_changes)


def _verified(values: _Values, plan: Plan | None, deadline: Deadline) -> Found:
    """A plan of the changed case: the one at hand if the audit passes it, else one that is searched for."""
    changed = values.changed()
    if plan is not None and _keeps_every_rule(changed, plan):
        return Found("plan", plan)
    return find_plan(changed, deadline.left())


def _keeps_every_rule(case: Case, plan: Plan) -> bool:
    """The audit's verdict: every rule recomputed from the inputs, without the model."""
    from model.results.audit import audit
    from model.results.tables import tables
    from model.results.today import todays_plan

    return audit(case, tables(case, plan, todays_plan(case))).passed


def _smaller(values: _Values, plan: Plan, deadline: Deadline) -> _Values:
    """Amounts the elastic model only knows roughly, as small as the plan allows; in a small case as small as any plan allows."""
    for place, figure in enumerate(values.figures):
        kind = KINDS[figure.kind]
        if not kind.needed:
            continue
        needed, amount = kind.needed(values.changed(), figure, plan), values.amounts[place]
        if math.isnan(amount) or needed < amount:
            values = values.with_amount(place, needed)
        if is_small(values.case) and kind.choices:
            values = _least(values, place, kind.choices(values.case, figure), deadline)
    return values


def _least(values: _Values, place: int, choices: Sequence[float], deadline: Deadline) -> _Values:
    """The least of the choices that leaves a plan (bisection: a larger amount never takes a plan away)."""
    low, high = 0, bisect_left(choices, values.amounts[place] - 1e-9)
    while low < high:
        middle = (low + high) // 2
        tried = values.with_amount(place, choices[middle])
        if find_plan(tried.changed(), deadline.left()).status == "plan":
            values, high = tried, middle
        else:
            low = middle + 1
    return values
