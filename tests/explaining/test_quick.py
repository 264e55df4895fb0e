"""Quick plans: with some figures elastic alone, amounts and bounds worked out by hand on the tiny case."""

from __future__ import annotations

import pytest

from model.explaining import explain as explaining
from model.explaining.elastic import elastic_model
from model.explaining.fewest import correction_of
from model.explaining.plans import Deadline
from model.explaining.quick import Quick
from tests.explaining.hand import SECONDS, drafted
from tests.explaining.planted import only


def figures_of(case, *kinds):
    model = elastic_model(case, False)
    return model, [place for place, figure in enumerate(model.figures) if figure.kind in kinds]


def quick(folder, *kinds, **changes) -> Quick:
    model, places = figures_of(drafted(folder, **changes), *kinds)
    return Quick.of(model, places, 0.0, Deadline(SECONDS))


def test_people_that_are_missing(tmp_path):
    """600 visits of an hour take 0.6 nurses of 1000 hours; there are 0.5. The therapists' 5 are as they are."""
    found = quick(tmp_path, "staff_pool", cells={"professions/nurse/fte_available": 0.5})
    assert found.find(Deadline(SECONDS))
    correction = correction_of(found.model, found.search.x, 1)
    assert [found.model.figures[place].key for place in correction.figures] == [("nurse",)]
    assert correction.amounts == pytest.approx((0.1,), abs=1e-6)
    assert set(found.plan.hosting["service"]) == {"clinic", "therapy"}


def test_money_that_is_missing_and_its_least(tmp_path):
    """S2 alone: 60 and 0.9 * 50 are 105 of a budget of 50: 1.1 times it is missing. No plan does with less, and neither may the bound
    be larger."""
    found = quick(tmp_path, "budget", settings={"budget_keur": 50})
    assert found.find(Deadline(SECONDS))
    bound = found.least(Deadline(SECONDS))
    found.better(Deadline(SECONDS))
    (amount,) = correction_of(found.model, found.search.x, 1).amounts
    assert 55 - 1e-6 <= amount <= 55 * 1.02
    assert 0 < bound <= 55 / 50 + 1e-6


def test_other_figures_stay_as_they_are(tmp_path):
    """People may be added, the budget of 50 may not: no plan; and none is claimed."""
    found = quick(tmp_path, "staff_pool", settings={"budget_keur": 50})
    assert not found.find(Deadline(SECONDS)) and found.search.x is None


def test_a_service_without_any_site_has_no_guess(tmp_path):
    """Therapy is for local stations alone, S1 is a campus."""
    found = quick(tmp_path, "staff_pool", **{**only("S1"), "cells": {"services/therapy/tiers": "local_station"}, "staff_today": None,
                                             "hosting": [{"service": "clinic", "site": "S1", "mode": "daily"}]})
    assert not found.find(Deadline(SECONDS)) and found.guessed is None


def test_a_county_is_told_what_is_enough_and_what_is_not(tmp_path, monkeypatch):
    """The budget of 40 pays less than the work, 45. 105 is enough; the words say below which value none is."""
    monkeypatch.setattr(explaining, "is_small", lambda case: False)
    found = explaining.explain(drafted(tmp_path, settings={"budget_keur": 40}), SECONDS)
    (suggestion,) = found.suggestions
    (change,) = suggestion.changes
    assert suggestion.sufficient and suggestion.fewest and 105 <= change.cell.new <= 107
    value = float(change.words.split("; less than ")[1].split()[0])
    assert change.words.endswith("is proven not to be enough") and 45 <= value <= 105
    assert {limits.found_by for limits in found.conflicts} == {"arithmetic"}
