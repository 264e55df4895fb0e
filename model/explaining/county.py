"""County: small sets of changes of a county's elastic model, where branch and bound on the whole takes too long.

The first answer changes what the linear relaxation changes: its figures are named as soon as it is solved, then a guess gives a plan
with them (quick.py), and this is bettered while time is left.

Further answers come from conflicts: limits the relaxation cannot keep together, no plan can. Every set of changes must change one
limit of each conflict, so the smallest set that does (a hitting set; Reiter 1987) is tried next: if the relaxation still has no plan
with it, that gives a further conflict; if it has one, a plan is looked for. Where the guess gives none, the search by services does;
else the sites of the guess or today's network with the smallest changes of any figures that permit it; failing that, the set with
the relaxation's amounts, not shown to be sufficient. Where even the relaxation takes too long, a guess that may change people, money,
locks, promises and counts comes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from model.explaining.conflicts import Conflict, reduced
from model.explaining.elastic import ElasticModel
from model.explaining.fewest import Answer, Correction, correction_of
from model.explaining.hitting import hitting_set
from model.explaining.plans import Deadline
from model.explaining.quick import NEAR_ENOUGH, Quick, decide, search_of
from model.formulation.sets import Pairs
from model.results.plan import Plan
from model.solving.highs import LinearProgram, Solved
from model.solving.job import Job, make_job
from model.solving.values import plan_of

NOTHING, PRICED, WORTH = 1e-6, 1e-7, 1e-4
WHOLE_SHARE = 0.5  # of the time left, for a whole plan with the smallest set of changes, and as much of the rest for one on today's sites
READY = ("staff_pool", "area_pool", "budget", "closed_site", "kept_site", "guarantee", "must_host", "must_not_host", "count_minimum",
         "count_maximum")
RELAX_SHARE = 0.4  # of the time left, for the first relaxation
QUICK_SHARE = 0.85  # of the time left, for a plan by a guess
FEW_LIMITS = 12  # a conflict of so few is not made smaller: each try takes as long as the relaxation
TRY_SHARE = 0.15  # of the time left, for a set with one change fewer


@dataclass
class County:
    """The search for one elastic model. conflicts: sets of figures that may be suggested, of which one at least must change;
    bound: least size of any change in the relaxation; first: its solution with that; x: the last plan found without quick;
    plan: of the last answer (None: it has none); quick: what found it, or None; relaxation: solved again and again from its last
    basis; tell: hears of a set of changes before a plan is looked for."""

    model: ElasticModel
    job: Job
    conflicts: list[tuple[int, ...]] = field(default_factory=list)
    bound: float = 0.0
    first: Solved | None = None
    x: np.ndarray | None = None
    plan: Plan | None = None
    quick: Quick | None = None
    relaxation: LinearProgram | None = None
    tell: Callable[[Correction], None] = lambda correction: None

    @classmethod
    def of(cls, model: ElasticModel, tell: Callable[[Correction], None] = lambda correction: None) -> County:
        return cls(model, make_job(model.opened, Pairs(model.opened), model.matrix, NEAR_ENOUGH, 0.0, 1), tell=tell)

    def conflicts_relaxed(self, deadline: Deadline) -> bool:
        """Whether the relaxation already proves that there is no plan."""
        if self.first is None:
            solved = self._relaxed((), self.model.suggestable, deadline)
            if solved.x is None:
                return False
            self.first, self.bound = solved, solved.objective
        return self.bound > NOTHING

    def smallest_change(self, excluded: Sequence[tuple[int, ...]], deadline: Deadline) -> Answer:
        """As fewest.smallest_change; least_changes is the size of the smallest hitting set (1 of the first answer)."""
        if self.conflicts_relaxed(Deadline(deadline.left(RELAX_SHARE))) and not excluded:
            answer = self._answer(self._paid(self.first), deadline)
            if answer.status == "found":
                return answer
        if self.first is None:
            return self._without_relaxation(deadline) if not excluded else Answer("unknown")
        while deadline.left() > 1:
            figures = self._hitting_set(excluded)
            if figures is None:
                return Answer("none")
            solved = self._relaxed(figures, self.model.suggestable, deadline) if figures else self.first
            if solved.x is None:
                break
            if solved.objective > NOTHING:
                self._learn(solved, figures, deadline)
                continue
            return self._answer(figures, deadline)
        return Answer("unknown")

    def _without_relaxation(self, deadline: Deadline) -> Answer:
        """Where the relaxation takes too long: a plan by a guess that may change what a guess can exceed or ignore."""
        self.x = self.plan = self.quick = None
        figures = [place for place, figure in enumerate(self.model.figures) if figure.kind in READY]
        if deadline.left() > 1 and figures and self._quickly(figures, deadline):
            return Answer("found", self.quick.correction(self.model, 1))
        return Answer("unknown")

    def _answer(self, figures: tuple[int, ...], deadline: Deadline) -> Answer:
        """A whole plan that changes these figures; else one that changes any on given sites; else the relaxation's amounts alone."""
        self.x = self.plan = self.quick = None
        free = self._mask(figures) if figures else self.model.suggestable  # none: only whole decisions conflict
        relaxed = self.first if not self.conflicts else self._relaxed((), free, deadline)
        least = 1 if not self.conflicts else max(len(figures), 1)
        self.tell(correction_of(self.model, relaxed.x, least, whole=False)) if relaxed.x is not None and figures else None
        if figures and self._quickly(figures, Deadline(deadline.left(QUICK_SHARE))):
            return Answer("found", self.quick.correction(self.model, least))
        self._search_whole(figures, free, deadline)
        self.plan = None if self.x is None else plan_of(self.model.matrix, self.x)
        x = relaxed.x if self.x is None else self.x
        if x is None:
            return Answer("unknown")
        correction = correction_of(self.model, x, least, whole=self.x is not None)
        return Answer("found", correction) if correction.figures else Answer("unknown")

    def _quickly(self, figures: tuple[int, ...], deadline: Deadline) -> bool:
        """Whether a guess gave a plan: with these figures, or on its sites with any."""
        quick = Quick.of(self.model, figures, self.bound, deadline)
        if quick.find(deadline):
            self.quick, self.plan = quick, quick.plan
            return bool(quick.correction(self.model, 1).figures)
        if quick.guessed is not None:
            search = search_of(self.model, self.job, self.model.suggestable, deadline)
            search.take_hosting(quick.placed_in(self.model), deadline.left())
            self.x = search.x
        return False

    def smaller(self, deadline: Deadline) -> Correction | None:
        """The last answer with smaller changes; None where none are found."""
        if self.quick is None or not self.quick.better(deadline):
            return None
        self.plan = self.quick.plan
        return self.quick.correction(self.model, 1)

    def _search_whole(self, figures: tuple[int, ...], free: np.ndarray, deadline: Deadline) -> None:
        """The search by services for these figures (none: any); else a plan that changes any on given sites, with as few as it can."""
        placed, self.x = self.x, self._whole(free, Deadline(deadline.left(WHOLE_SHARE)))
        if self.x is None:
            self.x = placed if placed is not None else self._today(self.model.suggestable, Deadline(deadline.left(WHOLE_SHARE)))
            if self.x is not None:
                self._fewer(deadline, self._today)
        elif not figures:
            self._fewer(deadline, self._whole)

    def conflict(self, limits: Sequence[int], deadline: Deadline) -> Conflict | None:
        """A small conflict among limits in the relaxation; never called irreducible, as whole decisions may conflict sooner."""
        every = len(set(limits)) == len(self.model.figures)
        solved = self.first if every else self._held(limits, deadline)
        if solved is None or solved.x is None or solved.objective <= NOTHING:
            return None
        prices = self._prices(solved)
        priced = [place for place in limits if prices[place] > PRICED]  # by duality: those without a price may give way as well
        for few in self._telling(priced, prices, solved):
            if self._conflict(few, deadline):
                priced = few
                break
        found = reduced(priced, lambda kept: self._conflict(kept, deadline)) if len(priced) > FEW_LIMITS else None
        return Conflict(tuple(sorted(priced)) if found is None else found.figures, False)

    def _telling(self, priced: list[int], prices: np.ndarray, solved: Solved) -> list[list[int]]:
        """Smaller sets to try: what the relaxation changes, what else is of its kinds, and what is worth something other than just the
        price of the whole change (the relaxation is indifferent to that, so it is rarely needed)."""
        figures, paid = self.model.figures, set(self._paid(solved))
        kinds = {figures[place].kind for place in paid}
        unlike = {place for place in priced if prices[place] > WORTH and (figures[place].most > 0 or abs(prices[place] - 1) > WORTH)}
        return [[place for place in priced if place in unlike | paid],
                [place for place in priced if place in unlike or figures[place].kind in kinds]]

    def _held(self, kept: Iterable[int], deadline: Deadline) -> Solved:
        """The least size of changes of these limits when every other one may give way. Solved from the start: that is quicker than from
        the last basis, where so much else could be changed."""
        free = ~self._mask(kept)
        program = self.model.program(np.ones(len(free), dtype=bool), self._cost(np.flatnonzero(free)))
        return LinearProgram(program).solve(deadline.left())

    def _conflict(self, kept: Iterable[int], deadline: Deadline) -> bool | None:
        solved = self._held(kept, deadline)
        return None if solved.x is None else solved.objective > NOTHING

    def _relaxed(self, free: Iterable[int], may: np.ndarray, deadline: Deadline) -> Solved:
        """The relaxation with the least size of changes beyond the free figures, of those that may be changed at all."""
        program = self.model.program(may, self._cost(free))
        if self.relaxation is None:
            self.relaxation = LinearProgram(program)
        else:
            self.relaxation.change(program.lower, program.upper, program.cost)
        return self.relaxation.solve(deadline.left())

    def _cost(self, free: Iterable[int]) -> np.ndarray:
        """Sizes of changes; nothing for the free figures."""
        cost = self.model.size_cost()
        for place in free:
            cost[[column for column in (self.model.changed[place], self.model.amount[place]) if column >= 0]] = 0.0
        return cost

    def _learn(self, solved: Solved, figures: tuple[int, ...], deadline: Deadline) -> None:
        """A further conflict: the figures the relaxation changes, if they alone conflict, else those whose rows carry a price."""
        may, paid = np.flatnonzero(self.model.suggestable), tuple(place for place in self._paid(solved) if place not in figures)
        rest = self._relaxed([place for place in may if place not in paid], self.model.suggestable, deadline)
        if rest.x is None or rest.objective <= NOTHING:
            prices = self._prices(solved)
            paid = tuple(int(place) for place in may if prices[place] > PRICED and place not in figures)
        self.conflicts.append(paid)

    def _paid(self, solved: Solved) -> tuple[int, ...]:
        """The figures a solution changes."""
        return tuple(int(place) for place in np.flatnonzero(self.model.suggestable & (solved.x[self._columns] > NOTHING)))

    def _prices(self, solved: Solved) -> np.ndarray:
        """What each figure's rows are worth in a relaxation, for one unit of its amount or for the whole change."""
        ties = np.array([rule in ("an_amount_is_a_change", "changes_are_counted") for rule in self.model.matrix.row_rules])
        return (abs(self.model.matrix.A).T @ np.where(ties, 0.0, np.abs(solved.duals)))[self._columns]

    @property
    def _columns(self) -> np.ndarray:
        return np.where(self.model.amount >= 0, self.model.amount, self.model.changed)

    def _hitting_set(self, excluded: Sequence[tuple[int, ...]]) -> tuple[int, ...] | None:
        """The fewest figures that hit every conflict, without all of an excluded set; None: there are none."""
        cost = np.array([1 + 1e-4 * (figure.most == 0) for figure in self.model.figures])
        return hitting_set(self.conflicts, excluded, self.model.suggestable, cost)

    def _today(self, free: np.ndarray, deadline: Deadline) -> np.ndarray | None:
        """A plan on today's sites."""
        search = search_of(self.model, self.job, free, deadline)
        search.keep_today(search.left())
        return search.x

    def _whole(self, free: np.ndarray, deadline: Deadline) -> np.ndarray | None:
        """A plan on today's sites first, then service by service."""
        search = search_of(self.model, self.job, free, deadline)
        search.raise_bound(self.bound)
        decide(search)
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
