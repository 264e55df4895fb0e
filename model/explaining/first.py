"""First: answers for a county from what arithmetic alone sees (arithmetic.py).

The fewest figures that resolve every contradiction are changed in a model with these alone, which is as small as the ordinary one: a
guess gives a plan, and with it amounts that are shown to be sufficient. Where one figure with an amount is enough, the relaxation says
below which value it cannot be, and deciding service by service anew makes the change smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from model.case import Case
from model.explaining.answer import Change, Suggestion, changes_of
from model.explaining.arithmetic import planners
from model.explaining.elastic import ElasticModel
from model.explaining.fewest import correction_of
from model.explaining.figures import Figure, shown
from model.explaining.hitting import hitting_set
from model.explaining.plans import Deadline
from model.explaining.quick import Quick
from model.explaining.register import KINDS
from model.explaining.suggesting import suggestion
from model.solving.matrix import TriviallyInfeasible

BOUND_SHARE, BETTER_SHARE = 0.5, 0.6  # of the time left, for the relaxation and for smaller changes


def resolving(contradictions: Sequence[tuple[Figure, ...]], most: int) -> Iterator[tuple[Figure, ...]]:
    """Sets of figures that resolve every contradiction, fewest first, at most so many; none where one contradiction cannot be."""
    figures = list(dict.fromkeys(figure for one in contradictions for figure in planners(one)))
    places = {figure: place for place, figure in enumerate(figures)}
    conflicts = [tuple(places[figure] for figure in planners(one)) for one in contradictions]
    cost, excluded = np.array([1 + 1e-4 * (figure.most == 0) for figure in figures]), []
    while conflicts and len(excluded) < most:
        chosen = hitting_set(conflicts, excluded, np.ones(len(figures), dtype=bool), cost)
        if chosen is None:
            return
        excluded.append(chosen)
        yield tuple(figures[place] for place in chosen)


def answer(case: Case, figures: tuple[Figure, ...], least: int, deadline: Deadline, tell: Callable[[Suggestion], None]) -> None:
    """Tell of changes of these figures that are shown to be sufficient, then of smaller ones. least: proven least number of changes."""
    try:
        quick = Quick.alone(case, figures, 0.0, deadline)
    except TriviallyInfeasible:
        return  # other figures must change, too
    found = _found(quick, least, deadline) if quick.find(deadline) else None
    if found is None:
        if all(not figure.most for figure in figures):
            tell(Suggestion(figures, changes_of(case, figures, [float("nan")] * len(figures)), False, len(figures) <= least))
        return
    tell(found)
    if not found.sufficient or not any(figure.most for figure in found.figures):
        return
    bound = quick.least(Deadline(deadline.left(BOUND_SHARE)))
    tell(_with_least(case, found, quick.model, bound))
    if quick.better(Deadline(deadline.left(BETTER_SHARE))):
        better = _found(quick, least, deadline)
        if better is not None and better.sufficient:
            tell(_with_least(case, better, quick.model, bound))


def _found(quick: Quick, least: int, deadline: Deadline) -> Suggestion | None:
    correction = correction_of(quick.model, quick.search.x, least)
    return suggestion(quick.model, correction, least, deadline, quick.plan) if correction.figures else None


def _with_least(case: Case, found: Suggestion, model: ElasticModel, bound: float) -> Suggestion:
    """The suggestion, with the value below (or above) which its only figure is proven not to be enough."""
    figure = found.figures[0]
    kind = KINDS[figure.kind]
    if len(model.figures) > 1 or len(found.changes) > 1 or not figure.most or not np.isfinite(bound) or bound <= 0:
        return found
    value = figure.now + kind.direction * bound * figure.scale
    steps = np.floor(value / kind.step) if kind.direction > 0 else np.ceil(value / kind.step)
    side = "less" if kind.direction > 0 else "more"
    (change,) = found.changes
    words = f"{change.words}; {side} than {shown(round(float(steps * kind.step), 6))} is proven not to be enough"
    return replace(found, changes=(Change(change.cell, words, change.relative),))
