"""The way a county's case is explained, on tiny cases: the same answers as by branch and bound."""

from __future__ import annotations

import pytest

from model.explaining import explain as explaining
from model.explaining.county import County
from model.explaining.elastic import elastic_model
from model.explaining.plans import Deadline
from model.explaining.quick import Quick
from tests.explaining.hand import SECONDS, drafted, named
from tests.explaining.planted import PLANTED, lock
from tests.explaining.test_explain import POOL_AND_BUDGET

BY_NAME = {str(planted): planted for planted in PLANTED}


@pytest.fixture(autouse=True)
def every_case_is_a_county(monkeypatch):
    monkeypatch.setattr(explaining, "is_small", lambda case: False)


@pytest.mark.parametrize("name", ["norm by law", "budget", "must_close", "lone worker", "tiers"])
def test_the_county_s_way_names_what_is_planted(tmp_path, name):
    planted = BY_NAME[name]
    case = drafted(tmp_path, **planted.changes)
    found = explaining.explain(case, SECONDS)
    place, value = next(iter(planted.named.items()))
    assert (place, value) in named(case, found)
    assert all(one.sufficient for one in found.suggestions)
    assert found.suggestions[0].fewest and found.suggestions[0].changed == 1
    assert found.conflicts and not any(limits.irreducible for limits in found.conflicts)


def test_two_changes_by_two_conflicts(tmp_path):
    """The pool alone and the budget alone conflict with the visits: every set has both, and the county's way says so."""
    case = drafted(tmp_path, **POOL_AND_BUDGET)
    found = explaining.explain(case, SECONDS)
    assert named(case, found) == {("professions.csv 2 fte_available", "0.6"), ("case.yaml 6 budget_keur", "105")}
    assert not found.suggestions[0].fewest  # travel limits and tiers were not all among the figures tried


def test_conflicts_are_hit_and_answers_excluded(tmp_path):
    """must_close and must_host at S2: either gives way, nothing else."""
    planted = BY_NAME["must_close"]
    model = elastic_model(drafted(tmp_path, **planted.changes), pairwise=False)
    county, excluded, kinds = County.of(model), [], set()
    for _ in range(2):
        answer = county.smallest_change(excluded, Deadline(SECONDS))
        excluded.append(answer.correction.figures)
        kinds |= {model.figures[place].kind for place in answer.correction.figures}
    assert kinds == {"closed_site", "must_host"}
    assert county.smallest_change(excluded, Deadline(SECONDS)).status == "none"


def test_whole_decisions_that_conflict(tmp_path):
    """The relaxation opens S1 by half and halves the rule: at S1, 1 FTE of nurses on 5 days takes 1.5, there are 0.9. Clinic at one
    site only: 0.75 FTE on 2.5 days in the relaxation, 1.5 or 0.3 FTE in truth, and weekly has no room for 600 visits there."""
    case = drafted(tmp_path, cells={"staffing/clinic/nurse/present_per_open_day": 1, "professions/nurse/fte_available": 0.9,
                                    "sites/S1/rooms": 1, "sites/S2/rooms": 1, "services/clinic/minimum_visits": 301})
    found = explaining.explain(case, SECONDS)
    assert found.status == "explained" and all(one.sufficient for one in found.suggestions)
    assert found.suggestions[0].changed == 1


def test_where_no_whole_plan_is_found_in_time(tmp_path, monkeypatch):
    """600 clinic visits take 0.6 nurses, there are 0.5: on the sites of a guess 0.1 more, and on
    today's network, too; without any of them the relaxation's 0.1, no plan shown."""
    model = elastic_model(drafted(tmp_path, **BY_NAME["staff pool"].changes), pairwise=False)
    for place, lost, has_plan in ((Quick, "find", True), (County, "_whole", True), (County, "_today", False)):
        monkeypatch.setattr(place, lost, lambda *_: None)
        county = County.of(model)
        answer = county.smallest_change([], Deadline(SECONDS))
        assert [model.figures[figure].kind for figure in answer.correction.figures] == ["staff_pool"]
        assert answer.correction.amounts == pytest.approx((0.1,), abs=1e-4) and (county.plan is not None) == has_plan


def test_without_time_there_is_no_answer(tmp_path):
    county = County.of(elastic_model(drafted(tmp_path, add={"locks": [lock("clinic", "S1")]}), pairwise=False))
    assert county.smallest_change([], Deadline(0)).status == "unknown"
