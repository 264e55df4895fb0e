"""County: small sets of changes of a county's elastic model, where branch and bound on the whole takes too long.

Conflicts come from the linear relaxation: limits it cannot keep together, no plan can. Every set of changes must change one limit
of each conflict, so the smallest set that does (a hitting set; Reiter 1987) is tried first: if the relaxation still has no plan
with it, that gives a further conflict; if it has one, the search by services looks for a whole plan with the smallest amounts.
A set as small as the hitting set is proven to be smallest. Where the search finds no such plan in time, today's network with the
smallest changes that permit it is an answer; failing that, the set with the relaxation's amounts, not shown to be sufficient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csr_matrix

from model.explaining.conflicts import Conflict, reduced
from model.explaining.elastic import ElasticModel
from model.explaining.fewest import Answer, correction_of
from model.explaining.plans import Deadline
from model.formulation.sets import Pairs
from model.results.plan import Plan
from model.solving.highs import LinearProgram, Program, Solved, solve_mip
from model.solving.job import Job, make_job
from model.solving.search import Search
from model.solving.values import plan_of

NOTHING, PRICED = 1e-6, 1e-7
NEAR_ENOUGH = 0.02  # relative: how far the amounts may be from the relaxation's when the search ends early
WHOLE_SHARE = 0.5  # of the time left, for a whole plan with the smallest set of changes, and as much of the rest for one on today's sites
TRY_SHARE = 0.15  # of the time left, for a set with one change fewer


@dataclass
class County:
    """The search for one elastic model. conflicts: sets of figures that may be suggested, of which one at least must change;
    bound: least size of any change in the relaxation; x: the last plan found (None: the last answer has none); relaxation: solved
    again and again from its last basis."""

    model: ElasticModel
    job: Job
    conflicts: list[tuple[int, ...]] = field(default_factory=list)
    bound: float = 0.0
    x: np.ndarray | None = None
    relaxation: LinearProgram | None = None

    @classmethod
    def of(cls, model: ElasticModel) -> County:
        return cls(model, make_job(model.opened, Pairs(model.opened), model.matrix, NEAR_ENOUGH, 0.0, 1))

    def conflicts_relaxed(self, deadline: Deadline) -> bool:
        """Whether the relaxation already proves that there is no plan."""
        solved = self._relaxed((), self.model.suggestable, deadline)
        if solved.x is not None and solved.objective > NOTHING:
            self._learn(solved, (), deadline)
        return bool(self.conflicts)

    def smallest_change(self, excluded: Sequence[tuple[int, ...]], deadline: Deadline) -> Answer:
        """As fewest.smallest_change; least_changes is the size of the smallest hitting set."""
        while deadline.left() > 1:
            figures = self._hitting_set(excluded)
            if figures is None:
                return Answer("none")
            solved = self._relaxed(figures, self.model.suggestable, deadline)
            if solved.x is None:
                break
            if solved.objective > NOTHING:
                self._learn(solved, figures, deadline)
                continue
            return self._answer(figures, deadline)
        return Answer("unknown")

    def _answer(self, figures: tuple[int, ...], deadline: Deadline) -> Answer:
        """A whole plan that changes these figures; else one on today's sites; else the relaxation's amounts alone."""
        free = self._mask(figures) if figures else self.model.suggestable  # none: only whole decisions conflict
        relaxed = self._relaxed((), free, deadline).x
        self.x = self._whole(free, Deadline(deadline.left(WHOLE_SHARE)))
        if self.x is None:
            self.x = self._today(self.model.suggestable, Deadline(deadline.left(WHOLE_SHARE)))
            if self.x is not None:
                self._fewer(deadline, self._today)
        elif not figures:
            self._fewer(deadline, self._whole)
        x = relaxed if self.x is None else self.x
        if x is None:
            return Answer("unknown")
        correction = correction_of(self.model, x, max(len(figures), 1), whole=self.x is not None)
        return Answer("found", correction) if correction.figures else Answer("unknown")

    @property
    def plan(self) -> Plan | None:
        """The plan of the last answer, if it has one."""
        return None if self.x is None else plan_of(self.model.matrix, self.x)

    def conflict(self, limits: Sequence[int], deadline: Deadline) -> Conflict | None:
        """A small conflict among limits in the relaxation; never called irreducible, as whole decisions may conflict sooner."""
        found = reduced(limits, lambda kept: self._conflict(kept, deadline))
        return found and Conflict(found.figures, False)

    def _conflict(self, kept: Iterable[int], deadline: Deadline) -> bool | None:
        everything = np.ones(len(self.model.figures), dtype=bool)
        solved = self._relaxed(np.flatnonzero(~self._mask(kept)), everything, deadline)
        return None if solved.x is None else solved.objective > NOTHING

    def _relaxed(self, free: Iterable[int], may: np.ndarray, deadline: Deadline) -> Solved:
        """The relaxation with the least size of changes beyond the free figures, of those that may be changed at all."""
        cost = self.model.size_cost()
        for place in free:
            cost[[column for column in (self.model.changed[place], self.model.amount[place]) if column >= 0]] = 0.0
        program = self.model.program(may, cost)
        if self.relaxation is None:
            self.relaxation = LinearProgram(program)
        else:
            self.relaxation.change(program.lower, program.upper, program.cost)
        return self.relaxation.solve(deadline.left())

    def _learn(self, solved: Solved, figures: tuple[int, ...], deadline: Deadline) -> None:
        """A further conflict: the figures the relaxation changes, if they alone conflict, else those whose rows carry a price."""
        if not figures:
            self.bound = solved.objective
        may = np.flatnonzero(self.model.suggestable)
        column = np.where(self.model.amount >= 0, self.model.amount, self.model.changed)
        paid = tuple(int(place) for place in may if solved.x[column[place]] > NOTHING and place not in figures)
        rest = self._relaxed([place for place in may if place not in paid], self.model.suggestable, deadline)
        if rest.x is not None and rest.objective > NOTHING:
            self.conflicts.append(paid)
            return
        ties = np.array([rule in ("an_amount_is_a_change", "changes_are_counted") for rule in self.model.matrix.row_rules])
        prices = abs(self.model.matrix.A).T @ np.where(ties, 0.0, np.abs(solved.duals))
        self.conflicts.append(tuple(int(place) for place in may if prices[column[place]] > PRICED and place not in figures))

    def _hitting_set(self, excluded: Sequence[tuple[int, ...]]) -> tuple[int, ...] | None:
        """The fewest figures that hit every conflict, without all of an excluded set; None: there are none."""
        may = self.model.suggestable
        rows = [(-1.0, members, -1.0) for members in self.conflicts] + [(1.0, members, len(members) - 1.0) for members in excluded]
        if any(not members for members in self.conflicts):
            return None
        A, upper = np.zeros((len(rows), len(may))), np.array([most for _, _, most in rows])
        for number, (sign, members, _) in enumerate(rows):
            A[number, list(members)] = sign
        cost = np.array([1 + 1e-4 * (figure.most == 0) for figure in self.model.figures])
        program = Program(csr_matrix(A), np.full(len(rows), -np.inf), upper, np.zeros(len(may)), may.astype(float), cost, 0.0,
                          np.ones(len(may), dtype=bool))
        solved = solve_mip(program, 10.0, 0.0)
        return None if solved.x is None else tuple(int(place) for place in np.flatnonzero(solved.x > 0.5))

    def _search(self, free: np.ndarray, deadline: Deadline) -> Search:
        """A search for plans with small changes of the free figures."""
        program = self.model.program(free, self.model.size_cost())
        job = replace(self.job, lower=program.lower, upper=program.upper, seconds=deadline.left())
        return Search(job, program, lambda *_: None, lambda: False, deadline.end, NEAR_ENOUGH)

    def _today(self, free: np.ndarray, deadline: Deadline) -> np.ndarray | None:
        """A plan on today's sites."""
        search = self._search(free, deadline)
        search.keep_today(search.left())
        return search.x

    def _whole(self, free: np.ndarray, deadline: Deadline) -> np.ndarray | None:
        """A plan on today's sites first, then service by service."""
        search = self._search(free, deadline)
        search.raise_bound(self.bound)
        search.keep_today(0.3 * search.left())
        if not search.done():
            relaxation = search.relax(0.5 * search.left())
            if relaxation.x is not None:
                order = search.order(relaxation)
                x = search.construct(relaxation, relaxation.x, order, 0.5 * search.left())
                search.offer(search.repair(relaxation, x, order, 0.6 * search.left()))
                if search.x is not None:
                    search.improve(order, 0.5 * search.left())
                if not search.done():
                    search.whole(relaxation.program)
        return search.x

    def _fewer(self, deadline: Deadline, plan_with: Callable[[np.ndarray, Deadline], np.ndarray | None]) -> None:
        """Plans with one change fewer, as long as they are found."""
        tried: set[int] = set()
        while len(figures := correction_of(self.model, self.x, 1).figures) > 1 and deadline.left() > 1:
            if not (left := [place for place in figures if place not in tried]):
                return
            tried.add(left[0])
            x = plan_with(self._mask(place for place in figures if place != left[0]), Deadline(deadline.left(TRY_SHARE)))
            self.x = self.x if x is None else x

    def _mask(self, figures: Iterable[int]) -> np.ndarray:
        mask = np.zeros(len(self.model.figures), dtype=bool)
        mask[list(figures)] = True
        return mask
