"""Quick: a plan that changes given figures, in a fraction of the time that a search by services takes.

The elastic model of these figures alone is the ordinary model but for them: its guess (model/solving/guess.py) proposes sites and
modes that keep every other limit and exceed these as little as it can. With sites and modes given, the least changes are a small
program. Where people are short in some staff areas they may be short in others, too, once decisions are whole: all pools of the same
profession may be changed. Afterwards one service after the other is decided anew, as long as that makes the changes smaller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from model.case import Case
from model.explaining.elastic import ElasticModel, elastic_model
from model.explaining.fewest import Correction, correction_of
from model.explaining.figures import Figure
from model.explaining.plans import Deadline
from model.formulation.sets import Pairs
from model.results.plan import Plan
from model.solving.guess import Guess
from model.solving.highs import Program
from model.solving.job import Job, make_job
from model.solving.search import Search
from model.solving.values import plan_of

NEAR_ENOUGH = 0.02  # relative: how far the amounts may be from the relaxation's when the search ends early
COST = "cost_keur"
PLACED = ("host_service", "use_mode")
POOLS = ("staff_pool", "area_pool")
FIXED_SHARE = 0.5  # of the time left, for the changes on the sites of a guess


@dataclass
class Quick:
    """model: with the figures alone; search: holds the best plan found for it; guessed: sites and modes of the last guess."""

    model: ElasticModel
    job: Job
    search: Search
    guessed: np.ndarray | None = None

    @classmethod
    def of(cls, wide: ElasticModel, figures: Iterable[int], bound: float, deadline: Deadline) -> Quick:
        """For some figures of an elastic model. bound: the least size of any change."""
        wanted = {wide.figures[place] for place in figures}
        short = {figure.key[-1] for figure in wanted if figure.kind in POOLS}
        wanted |= {figure for figure in wide.figures if figure.kind in POOLS and figure.key[-1] in short}
        return cls.alone(wide.case, wanted, bound, deadline)

    @classmethod
    def alone(cls, case: Case, wanted: Collection[Figure], bound: float, deadline: Deadline) -> Quick:
        """For these figures of a case and no others."""
        model = elastic_model(case, False, lambda figure: figure in wanted)
        job = make_job(model.opened, Pairs(model.opened), model.matrix, NEAR_ENOUGH, 0.0, 1)
        search = search_of(model, job, model.suggestable, deadline)
        search.raise_bound(bound)
        return cls(model, job, search)

    def find(self, deadline: Deadline) -> bool:
        """Whether a guess gave a plan."""
        if not all(len(outline.hosts) for outline in self.job.outlines):
            return False  # a service has no site whatever these figures are
        for cost, constant, elsewhere in self._aims():
            program = replace(self.search.program, cost=cost, constant=constant)
            guess = Guess(program, self.job.outlines, self.job.service_of, self.job.seed, elsewhere=elsewhere)
            x = guess.run(deadline.left(FIXED_SHARE), lambda: deadline.over)
            if x is None:
                break
            self.guessed = x
            self.search.take_hosting(x, deadline.left(FIXED_SHARE))
            if self.search.x is not None:
                return True
        return False

    def _aims(self) -> Iterator[tuple[np.ndarray, float, bool]]:
        """(cost of the columns, constant, more remote or purchased than must be) of each guess: cheap where the budget may change, else
        families go to the nearest of the guessed sites."""
        first, matrix = self.job.levels[0], self.model.matrix
        if any(figure.kind == "budget" for figure in self.model.figures):
            yield matrix.terms[COST], matrix.term_constants[COST], True
        yield first.cost, first.constant, True
        yield first.cost, first.constant, False

    def least(self, deadline: Deadline) -> float:
        """The least size of any change of these figures, by the relaxation: proven, and too small rather than too large."""
        self.search.deadline = deadline.end
        self.search.relax(deadline.left())
        return self.search.bound

    def better(self, deadline: Deadline) -> bool:
        """Whether deciding one service after the other anew, then the search by services, made the changes smaller."""
        before, self.search.deadline = self.search.value, deadline.end
        if not self.search.done():
            self.search.begin_parts()
            self.search.improve(np.arange(self.search.services), deadline.left(FIXED_SHARE))
        decide(self.search)
        return self.search.value < before - 1e-6

    def correction(self, wide: ElasticModel, least: int) -> Correction:
        """What the best plan changes, by the numbers of the wide model's figures."""
        places = {figure: place for place, figure in enumerate(wide.figures)}
        mine = correction_of(self.model, self.search.x, least)
        return replace(mine, figures=tuple(places[self.model.figures[place]] for place in mine.figures))

    @property
    def plan(self) -> Plan:
        return plan_of(self.model.matrix, self.search.x)

    def placed_in(self, wide: ElasticModel) -> np.ndarray:
        """The guessed sites and modes as columns of the wide model."""
        x = np.zeros(wide.matrix.columns)
        for family in PLACED:
            values = dict(zip(self.model.matrix.indices[family], self.guessed[self.model.matrix.families[family]]))
            x[wide.matrix.families[family]] = [values.get(index, 0.0) for index in wide.matrix.indices[family]]
        return x


def search_of(model: ElasticModel, job: Job, free: np.ndarray, deadline: Deadline) -> Search:
    """A search for plans with small changes of the free figures."""
    program: Program = model.program(free, model.size_cost())
    job = replace(job, lower=program.lower, upper=program.upper, seconds=deadline.left())
    return Search(job, program, lambda *_: None, lambda: False, deadline.end, NEAR_ENOUGH)


def decide(search: Search) -> None:
    """A plan on today's sites first, then service by service."""
    if not search.done():
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
