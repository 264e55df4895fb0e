"""Explanations: more than one change, laws, what nothing can mend, and what is said when time runs out."""

from __future__ import annotations

import pytest

from model.explaining import suggesting
from model.explaining.explain import explain
from model.explaining.figures import LAW, NEED, PLANNER
from model.explaining.plans import Found
from tests.explaining.hand import SECONDS, drafted, explained, named
from tests.explaining.planted import NORM, count, lock, only, site

POOL_AND_BUDGET = {"cells": {"professions/nurse/fte_available": 0.5}, "settings": {"budget_keur": 100}}


def words(limits) -> set[tuple[str, tuple]]:
    return {(figure.kind, figure.key) for figure in limits.figures}


def test_two_causes_need_two_changes(tmp_path):
    """0.6 FTE of nurses and 60 + 0.9 * 50 keur; each change resolves a conflict of its own, and no other set does."""
    case, found = explained(tmp_path, **POOL_AND_BUDGET)
    (only_one,) = found.suggestions
    assert named(case, found) == {("professions.csv 2 fte_available", "0.6"), ("case.yaml 6 budget_keur", "105")}
    assert only_one.changed == 2 and only_one.fewest and only_one.sufficient and found.exhausted
    assert only_one.size == pytest.approx(0.2 + 0.05)
    pool, budget = found.conflicts
    assert words(pool) == {("staff_pool", ("nurse",)), ("visits", ("clinic",))}
    assert words(budget) == {("budget", ()), ("visits", ("clinic",)), ("visits", ("therapy",))}
    assert pool.irreducible and budget.irreducible


def test_alternatives_are_ranked_by_number_then_size(tmp_path):
    """At most one site, but locks at both, and a third one at S1: one count, or one lock at S2, or both at S1."""
    case, found = explained(tmp_path, add={**count(maximum=1), "locks": [lock("clinic", "S1"), lock("therapy", "S1"),
                                                                         lock("clinic", "S2")]})
    assert [(one.changed, one.fewest) for one in found.suggestions] == [(1, True), (1, True), (2, False)]
    assert named(case, found) == {("counts.csv 2 maximum", "2"), ("locks.csv 4 lock", "(delete the row)"),
                                  ("locks.csv 2 lock", "(delete the row)"), ("locks.csv 3 lock", "(delete the row)")}
    assert found.exhausted is False  # three alternatives are enough


def test_laws_alone_against_the_pools(tmp_path):
    """600 children / 100 are 6 FTE by law, 5 there are: only people are suggested, and it is said why."""
    _case, found = explained(tmp_path, cells=NORM)
    assert found.laws
    assert {figure.role for figure in found.conflicts[0].figures} == {LAW, PLANNER}
    assert words(found.conflicts[0]) == {("norm", ("clinic", "nurse")), ("staff_pool", ("nurse",))}
    assert {figure.kind for one in found.suggestions for figure in one.figures} == {"staff_pool"}


def test_a_norm_of_the_county_s_own_is_no_law(tmp_path):
    _case, found = explained(tmp_path, cells=NORM | {"staffing/clinic/nurse/norm_is_law": "no"})
    assert not found.laws
    assert "norm" in {figure.kind for one in found.suggestions for figure in one.figures}


def test_a_law_and_a_budget(tmp_path):
    """The law's 5 FTE (600 / 120) cost 250, therapy 15, S2 60: 325. The pools suffice for the law, so it is not the law alone."""
    case, found = explained(tmp_path, cells=NORM | {"staffing/clinic/nurse/norm_people_per_fte": 120}, settings={"budget_keur": 300})
    assert not found.laws
    assert named(case, found) == {("case.yaml 6 budget_keur", "325")}
    assert ("norm", ("clinic", "nurse")) in words(found.conflicts[0])


def test_what_no_change_can_mend(tmp_path):
    """The only site is unusable: the visits have nowhere to go, and neither is ever among the changes."""
    _case, found = explained(tmp_path, **{**only("S1"), "cells": site("S1", {"status": "unusable", "status_reason": "air"})})
    assert (found.status, found.suggestions, found.exhausted) == ("held", (), True)
    (conflict,) = found.conflicts
    assert {figure.role for figure in conflict.figures} == {NEED} and len(conflict.figures) == 1


def test_a_case_with_a_plan_needs_no_explanation(tmp_path):
    assert explain(drafted(tmp_path), SECONDS).status == "fits"


def test_without_time_nothing_is_claimed(tmp_path):
    found = explain(drafted(tmp_path, **POOL_AND_BUDGET), 0.0, infeasible=True)
    assert found.status == "unknown" and found.stopped and not found.suggestions and not found.conflicts


def test_every_better_answer_is_told(tmp_path):
    told = []
    last = explain(drafted(tmp_path, **POOL_AND_BUDGET), SECONDS, tell=told.append)
    assert next(len(one.suggestions) for one in told) == 1 and told[0].stopped
    assert told[-1] == last and not last.stopped


def test_changes_that_prove_insufficient_are_not_suggested(tmp_path, monkeypatch):
    """If the changed case has no plan after all, the set is dropped, not called sufficient."""
    monkeypatch.setattr(suggesting, "find_plan", lambda case, seconds: Found("none"))
    found = explain(drafted(tmp_path, cells={"professions/nurse/fte_available": 0.5}), SECONDS, infeasible=True)
    assert found.suggestions == ()


def test_a_set_that_could_not_be_verified_is_not_called_sufficient(tmp_path, monkeypatch):
    monkeypatch.setattr(suggesting, "find_plan", lambda case, seconds: Found("unknown"))
    found = explain(drafted(tmp_path, cells={"professions/nurse/fte_available": 0.5}), SECONDS, infeasible=True)
    assert [one.sufficient for one in found.suggestions] == [False]


def test_a_value_a_rounding_too_small_is_raised_by_one_step(tmp_path, monkeypatch):
    """The first value is refused, as if the solver had rounded: 0.61 instead of 0.6 FTE."""
    real, tries = suggesting.find_plan, []

    def first_refused(case, seconds):
        tries.append(case)
        return Found("none") if len(tries) == 1 else real(case, seconds)

    monkeypatch.setattr(suggesting, "find_plan", first_refused)
    case = drafted(tmp_path, cells={"professions/nurse/fte_available": 0.5})
    assert named(case, explain(case, SECONDS, infeasible=True)) == {("professions.csv 2 fte_available", "0.61")}
