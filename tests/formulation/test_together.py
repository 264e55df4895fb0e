"""Services together in the formulation: their rules at the limit and beyond, and their sets by hand."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest

from model.formulation.build import build
from model.formulation.sets import Pairs
from model.results.audit.given import Given
from tests.closeness import PATHWAY, rule
from tests.formulation.boundaries_together import BOUNDARIES_OF_TOGETHER, RULES_OF_TOGETHER, VALUES_OF_TOGETHER
from tests.formulation.hand import assert_binds, constraints, each_boundary, put
from tests.results.hand import altered
from tests.tiny import tiny_case
from tests.ways import SCHOOL, together


@each_boundary(BOUNDARIES_OF_TOGETHER)
def test_rule_binds_at_its_limit(m_together, boundary):
    assert_binds(m_together, *boundary)


@pytest.mark.parametrize("term, decisions, value", VALUES_OF_TOGETHER)
def test_term(m_together, term, decisions, value):
    put(m_together, decisions)
    assert pyo.value(getattr(m_together, f"term_{term}")) == pytest.approx(value)


def test_without_the_tables_the_model_is_the_same(tiny):
    m = build(tiny)
    assert not [name for name in RULES_OF_TOGETHER if len(getattr(m, name))]
    assert not len(m.bundle_at) + len(m.visits_beside) + len(m.joined_share) + len(m.APART_HOSTS)


def test_templates_give_the_same_rows(close, m_together):
    assert {name: len(found) for name, found in constraints(build(close)).items()} == {
        name: len(found) for name, found in constraints(m_together).items()}


def test_joint_trips_that_are_not_counted_have_no_decisions(close):
    m = build(altered(close, settings={"count_joint_trips": False}))
    assert not len(m.joined_share) + len(m.joined_visits_have_a_trip)


def test_joint_places_have_two_services_a_trip_and_clients(close, m_together):
    """At S3 therapy cannot be; without clients in A1, and with S1 next door to A2, their trips save nothing."""
    assert set(m_together.JOINT) == {(area, "neuro", site) for area in ("A1", "A2", "A3") for site in ("S1", "S2")}
    assert m_together.joint_hours["A3", "neuro", "S2"] == pytest.approx(30 * 2 * 10 / 60)
    case = altered(close, cells={"areas/A1/age_7_12": 0, "travel/A2/S1/travel_minutes": 0})
    assert set(build(case).JOINT) == {("A2", "neuro", "S2"), ("A3", "neuro", "S1"), ("A3", "neuro", "S2")}


def test_visits_at_an_own_school_have_no_trip_to_save(tmp_path):
    """Half of A3's children of 7 to 12 are pupils of S4, which may host the clinic and therapy: no trip there, none to join."""
    at_school = {"cells": {"services/therapy/tiers": "campus|station|school", "services/therapy/modes": "daily|weekly|at_school",
                           "demand/therapy/groups": "age_7_12"}}
    m = build(tiny_case(tmp_path, **together(SCHOOL, PATHWAY, at_school)))
    assert {k for i, k, j in m.REACH if (i, j) == ("A3", "S4")} == {"clinic", "therapy"}
    assert set(m.JOINT) == {(area, "neuro", site) for area in ("A1", "A2", "A3") for site in ("S1", "S2")}


@pytest.mark.parametrize("kind, more, barred", [
    # youth work is at S1 only: what must be beside it cannot be elsewhere
    ("must_share", {"services": ("clinic",)}, {("clinic", "S2"), ("clinic", "S3")}),
    ("must_share", {"services": ("clinic",), "municipality": "Alku"}, {("clinic", "S3")}),
    ("must_not_share", {"services": ("clinic", "therapy")}, {("clinic", "S1"), ("therapy", "S1")}),
    ("bundle", {"services": ("clinic", "therapy"), "only_in_bundle": ("therapy",)}, {("therapy", "S2")}),
    ("bundle", {"services": ("clinic", "therapy"), "minimum": 1.0}, set()),
    ("should_share", {"services": ("clinic",)}, set()),
])
def test_partners_forbid_pairs(close, kind, more, barred):
    case = altered(close.changed(together=close.together.iloc[:0]), add={"together": [{**rule("x", kind), "partners": ("youth",), **more}]})
    free = set(Pairs(close.changed(together=close.together.iloc[:0])).hostable)
    hostable = set(Pairs(case).hostable)
    assert free - hostable == barred
    given = Given(case)
    assert {(given.services[k], given.sites[j]) for k, j in np.argwhere(given.hostable)} == hostable


def test_a_bundle_that_can_be_nowhere_keeps_its_rows(close):
    """Without reception anywhere the house is nowhere: its minimum cannot hold, and therapy, kept for it, is barred."""
    m = build(altered(close, cells={"sites/*/partners": ("youth",)}), templates=False)
    assert not len(m.BUNDLE_SITES) and not len(m.ONLY_IN_BUNDLE)
    put(m, {})
    assert m.bundle_is_at_enough_sites["house"].slack() == -1


def test_a_service_only_in_bundles_is_not_where_the_others_cannot_be(close):
    """A lock forbids the clinic at S1: no house there, and no therapy."""
    case = altered(close, add={"locks": [{"service": "clinic", "site": "S1", "lock": "must_not_host"}]})
    m = build(case, templates=False)
    put(m, {"host_service": {("therapy", "S1"): 1}})
    assert m.service_is_only_in_bundle["house", "therapy", "S1"].slack() == -1
