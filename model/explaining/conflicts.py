"""Conflicts: limits that no plan can keep together, as few of them as can be found in time.

QuickXplain (Junker 2004): of a set of limits that conflict, halves are kept and tried in turn, so that few limits cost few
tries. A try that does not end in time counts as having a plan: its limits stay, and the set is not called irreducible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from model.explaining.elastic import ElasticModel
from model.explaining.plans import EXACT, Deadline
from model.solving.highs import solve_mip

SHORTEST_TRY = 0.05  # seconds


@dataclass(frozen=True)
class Conflict:
    """figures: numbers of limits that conflict. irreducible: proven that without any one of them there is a plan for the rest."""

    figures: tuple[int, ...]
    irreducible: bool


def conflict_of(model: ElasticModel, limits: Sequence[int], deadline: Deadline) -> Conflict | None:
    """A small conflict among limits (numbers of figures, the most telling first); None when they are not proven to conflict."""
    return reduced(limits, lambda kept: _conflict(model, kept, deadline))


def reduced(limits: Sequence[int], test: Callable[[Sequence[int]], bool | None]) -> Conflict | None:
    """The same by a test whether limits conflict when every other one may be changed (None: no answer)."""
    if test(limits) is not True:
        return None
    search = _Search(test)
    members = search.reduce((), False, tuple(limits))
    return Conflict(tuple(sorted(members)), not search.doubtful)


def _conflict(model: ElasticModel, kept: Sequence[int], deadline: Deadline) -> bool | None:
    if deadline.left() < SHORTEST_TRY:
        return None
    free = np.ones(len(model.figures), dtype=bool)
    free[list(kept)] = False
    solved = solve_mip(model.program(free), deadline.left(), 0.0, options=EXACT)
    return True if solved.status == "infeasible" else None if solved.x is None else False


class _Search:
    def __init__(self, test: Callable[[Sequence[int]], bool | None]):
        self.test, self.doubtful = test, False

    def _conflicts(self, limits: tuple[int, ...]) -> bool:
        answer = self.test(limits)
        self.doubtful |= answer is None
        return answer is True

    def reduce(self, kept: tuple[int, ...], is_new: bool, limits: tuple[int, ...]) -> tuple[int, ...]:
        """The members of `limits` that conflict together with all of `kept`."""
        if is_new and self._conflicts(kept):
            return ()
        if len(limits) == 1:
            return limits
        half = (len(limits) + 1) // 2
        first, second = limits[:half], limits[half:]
        of_second = self.reduce((*kept, *first), bool(first), second)
        of_first = self.reduce((*kept, *of_second), bool(of_second), first)
        return (*of_first, *of_second)
