"""Explain: why a case has no plan, and the smallest changes of the planner's figures that would give it one.

0. A county: what contradicts by arithmetic alone, and the fewest changes that resolve it (first.py); the rest where that does not do.
1. Is there really no plan? 2. The elastic model gives the smallest set of changes, then others; each is made in the case and
shown to be sufficient. 3. Limits that conflict: one conflict for each change of the first set. 4. Whether the laws alone ask for
more than the pools hold.

A county's model would grow to twice its size if every travel limit and every tier were opened. They are left out at first, and
opened for the services of the conflicts found, if these are few. An answer comes early and is bettered while time is left: what the
relaxation changes; a plan with that; its conflicts; smaller changes; other sets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from model.case import Case
from model.explaining import fewest, first
from model.explaining.answer import Explanation, Suggestion, changes_of, limits_of
from model.explaining.arithmetic import contradictions
from model.explaining.conflicts import Conflict, conflict_of
from model.explaining.county import County
from model.explaining.elastic import ElasticModel, elastic_model
from model.explaining.fewest import Answer, Correction
from model.explaining.figures import LAW, NEED, PLANNER
from model.explaining.plans import Deadline, find_plan, is_small
from model.explaining.suggesting import suggestion
from model.solving.matrix import TriviallyInfeasible

ALTERNATIVES = 3
MOST_CONFLICTS = 3
MOST_TRIES = 12  # sets of changes tried, those that prove insufficient included
WIDENING = ("travel_limit", "service_tier", "trip_growth")
MOST_WIDENED = 3  # services
FIRST_SHARE, CONFLICT_SHARE, BETTER_SHARE, OTHERS_SHARE = 0.8, 0.5, 0.3, 0.7  # of the time left, for the steps of a county's answer
ARITHMETIC_SHARE = 0.7  # of the time left, for the first set of changes that resolves what arithmetic sees
EACH_SHARE = 0.6  # of the time left, for each conflict, or each further set by arithmetic


class Explaining:
    """One explanation under way. tell hears of every better one, so that none is lost when time or patience runs out."""

    def __init__(self, case: Case, seconds: float, tell: Callable[[Explanation], None] | None = None):
        self.case, self.tell = case, tell or (lambda explanation: None)
        self.deadline, self.seconds = Deadline(seconds), seconds
        self.found = Explanation("unknown", stopped=True)

    def explain(self, infeasible: bool = False) -> Explanation:
        """The explanation. infeasible: it is known already that there is no plan."""
        try:
            self._small(infeasible) if is_small(self.case) else self._county(infeasible)
        except TriviallyInfeasible:
            return self.note(status="held", stopped=False)
        return self.note(stopped=self.found.status != "fits" and self.deadline.over)

    def _has_no_plan(self) -> bool:
        """Proven to have none; if not, that is the answer."""
        status = find_plan(self.case, self.deadline.left(0.4)).status
        if status != "none":
            self.note(status="fits" if status == "plan" else "unknown")
        return status == "none"

    def note(self, **changes) -> Explanation:
        """Tell of what is known by now."""
        self.found = replace(self.found, seconds=self.seconds - self.deadline.left(), **changes)
        self.tell(self.found)
        return self.found

    def _small(self, infeasible: bool) -> None:
        """Every figure at once; all that is said is proven."""
        if not infeasible and not self._has_no_plan():
            return
        model = elastic_model(self.case)
        last = self._suggest(model, lambda excluded, deadline: fewest.smallest_change(model, excluded, deadline), Deadline(
            self.deadline.left(0.7)))
        if last == "none":
            self.note(status="explained" if self.found.suggestions else "held", exhausted=True)
        self._find_conflicts(model, lambda limits: conflict_of(model, limits, self.deadline))

    def _county(self, infeasible: bool) -> None:
        """What arithmetic sees; else without travel limits and tiers, then with those of the services in conflict."""
        infeasible = self._by_arithmetic() or infeasible
        if any(one.sufficient for one in self.found.suggestions) or self.deadline.over:
            return
        model = elastic_model(self.case, False, lambda figure: figure.kind not in WIDENING)
        county = County.of(model, lambda correction: self._tell_early(model, correction))
        if not infeasible and not county.conflicts_relaxed(self.deadline) and not self._has_no_plan():
            return
        self._suggest(model, county.smallest_change, Deadline(self.deadline.left(FIRST_SHARE)), county, 1)
        conflicts = Deadline(self.deadline.left(CONFLICT_SHARE))
        self._find_conflicts(model, lambda limits: county.conflict(limits, Deadline(conflicts.left(EACH_SHARE))), True)
        self._better(model, county, Deadline(self.deadline.left(BETTER_SHARE)))
        self._suggest(model, county.smallest_change, Deadline(self.deadline.left(OTHERS_SHARE)), county)
        services = set(self.case.services["service"]) & {
            word for limits in self.found.conflicts for figure in limits.figures for word in figure.key}
        if len(self.found.suggestions) < ALTERNATIVES and 0 < len(services) <= MOST_WIDENED and not self.deadline.over:
            wider = elastic_model(self.case, False, lambda figure: figure.kind not in WIDENING or figure.key[0] in services)
            county = County.of(wider)
            self._suggest(wider, county.smallest_change, self.deadline, county)

    def _by_arithmetic(self) -> bool:
        """Whether limits contradict each other by arithmetic alone; if they do, changes that resolve it."""
        known = contradictions(self.case)
        if not known:
            return False
        self.note(conflicts=tuple(limits_of(self.case, figures, False, "arithmetic") for figures in known))
        least = 0
        for number, figures in enumerate(first.resolving(known, ALTERNATIVES)):
            least = least or len(figures)
            if self.deadline.over:
                break
            latest: list[Suggestion] = []

            def tell(found: Suggestion, latest=latest) -> None:
                self._take(found, latest.pop() if latest else None)
                latest.append(found)

            first.answer(self.case, figures, least, Deadline(self.deadline.left(ARITHMETIC_SHARE if number == 0 else EACH_SHARE)), tell)
        return True

    def _tell_early(self, model: ElasticModel, correction: Correction) -> None:
        """A first set of changes, before it is shown to be sufficient."""
        if not self.found.suggestions:
            figures = tuple(model.figures[place] for place in correction.figures)
            early = Suggestion(figures, changes_of(self.case, figures, correction.amounts), False, False)
            self.note(status="explained", suggestions=(early,))

    def _better(self, model: ElasticModel, county: County, deadline: Deadline) -> None:
        """The first set with smaller changes, if a plan shows that they are sufficient."""
        correction = county.smaller(deadline) if self.found.suggestions else None
        found = correction and suggestion(model, correction, 1, deadline, county.plan)
        if found and found.sufficient:
            self._take(found, self.found.suggestions[0])

    def _take(self, found: Suggestion | None, instead: Suggestion | None) -> None:
        """A suggestion (if there is one) in place of an earlier one."""
        suggestions = [one for one in self.found.suggestions if one is not instead] + ([found] if found else [])
        self.note(status="explained" if suggestions else "unknown", suggestions=_ranked(suggestions))

    def _suggest(self, model: ElasticModel, smallest: Callable[[list, Deadline], Answer], deadline: Deadline,
                 county: County | None = None, wanted: int = ALTERNATIVES) -> str:
        """The smallest sets of changes, one after the other, those found before left out, until so many are wanted; the status of the
        last answer."""
        places = {figure: place for place, figure in enumerate(model.figures)}
        excluded, least = [tuple(places[figure] for figure in one.figures) for one in self.found.suggestions], 1
        for _ in range(MOST_TRIES):
            if deadline.over:
                break
            answer = smallest(excluded, deadline)
            if answer.status != "found":
                return answer.status
            if county is None and not excluded:
                least = answer.correction.least_changes
            excluded.append(answer.correction.figures)
            found = suggestion(model, answer.correction, least, deadline, county and county.plan)
            early = self.found.suggestions[0] if len(excluded) == 1 and self.found.suggestions else None
            if found is not None and early is not None and not found.sufficient and len(found.figures) > len(early.figures):
                found = early
            if found is not None or early is not None:
                self._take(found, early)
            if len(self.found.suggestions) >= wanted:
                break
        return "unknown"

    def _find_conflicts(self, model: ElasticModel, conflict_among: Callable[[list[int]], Conflict | None],
                        together: bool = False) -> None:
        """For each change of the first set a conflict that it alone of the set resolves; and one of laws and pools, if there is.
        together: one of the whole first set before any other, as people of one pool may stand in for those of another."""
        places = {figure: place for place, figure in enumerate(model.figures)}
        mine = [places[figure] for figure in self.found.suggestions[0].figures] if self.found.suggestions else []
        planners, laws, needs = ([place for place, figure in enumerate(model.figures) if figure.role == role]
                                 for role in (PLANNER, LAW, NEED))
        pools = [place for place, figure in enumerate(model.figures) if figure.kind in ("staff_pool", "area_pool")]
        others = [place for place in planners if place not in mine]
        if together and mine and (conflict := conflict_among([*mine, *others, *laws, *needs])):
            self._add(model, conflict)
            mine = [place for place in mine if place not in conflict.figures]
        if laws and (conflict := conflict_among([*laws, *pools])):
            self._add(model, conflict, laws=True)
        for limits in [[place, *others, *laws, *needs] for place in mine[:MOST_CONFLICTS]] or [[*laws, *needs]]:
            if limits and not (together and self.found.conflicts and not mine) and (conflict := conflict_among(limits)):
                self._add(model, conflict)

    def _add(self, model: ElasticModel, conflict: Conflict, laws: bool = False) -> None:
        new = limits_of(self.case, [model.figures[place] for place in conflict.figures], conflict.irreducible)
        known = [limits for limits in self.found.conflicts if limits.figures != new.figures]
        self.note(conflicts=(*known, new), laws=self.found.laws or laws)


def explain(case: Case, seconds: float, infeasible: bool = False, tell: Callable[[Explanation], None] | None = None) -> Explanation:
    """Explain a case in this process; see Explaining."""
    return Explaining(case, seconds, tell).explain(infeasible)


def _ranked(suggestions: list[Suggestion]) -> tuple[Suggestion, ...]:
    """Sufficient ones first, then fewer changes, then smaller ones."""
    return tuple(sorted(suggestions, key=lambda one: (not one.sufficient, one.changed, one.size)))
