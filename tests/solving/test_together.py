"""Services together, on and off, solved and worked out by hand.

Without (tests/tiny.py): clinic 200 hours, therapy 100, if every site that may host does.
"""

from __future__ import annotations

import pytest

from model.results.tables import tables
from model.results.today import todays_plan
from model.solving.fixed import settled
from model.solving.strategy import solve_levels
from tests.closeness import APART, HOUSE, PARTNERS, PATHWAY, SIDE, WISH
from tests.results.hand import altered
from tests.solving.hand import assert_the_way_of_a_county_agrees, hosts, job_of, objective_here, solved, solved_here
from tests.tiny import tiny_case
from tests.ways import together

FIRST = {"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]}
# half of the children are clients with a visit to each; therapy is at S1 only, the clinic has half of its visits: 50, 100, 150
MANY = {"cells": {"pathways/neuro/clients_per_100": 50, "pathway_services/neuro/clinic/visits_per_client": 1,
                  "demand/clinic/visits_per_person": 0.5, "services/therapy/tiers": "campus"}}


def case_of(folder, *parts: dict):
    return tiny_case(folder, **together(*parts, {"settings": FIRST}))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return case_of(tmp_path_factory.mktemp("many"), PATHWAY, MANY)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Partners are there, nothing is asked."""
    return case_of(tmp_path_factory.mktemp("asked"), PARTNERS)


def places(plan) -> set[tuple[str, str]]:
    return {(service, site) for service, site, _ in hosts(plan)}


def test_families_go_where_their_services_are(many):
    """Clinic and therapy at S1, all visits joined: (50*10 + 100*20 + 150*30) * 2/60 for both. Apart: the clinic at the nearest takes
    (50 + 100 + 150) * 10 * 2/60 = 100, and only A1's 50 visits are joined: 50 * 10 * 2/60."""
    solution, plan = solved_here(many)
    assert solution.levels[0].value == pytest.approx(7000 * 2 / 60)
    found = tables(many, plan, todays_plan(many))["pathways"].set_index("municipality")
    assert found.at["", "one_visit_share"] == pytest.approx(1)
    assert found.at["", "saved_hours"] == pytest.approx(7000 * 2 / 60)
    alone = altered(many, settings={"count_joint_trips": False})
    solution, plan = solved_here(alone)
    assert solution.levels[0].value == pytest.approx(100 + 7000 * 2 / 60)
    found = tables(alone, plan, todays_plan(alone))["pathways"].set_index("municipality")
    assert found.at["", "one_visit_share"] == pytest.approx(50 / 300)
    assert found.at["", "saved_hours"] == pytest.approx(50 / 3)


def test_the_command_agrees_with_the_tables(many):
    """As the command solves, over all levels, with the solver's own terms audited."""
    outcome = solved(many)
    assert outcome.terms["travel_burden_hours"] == pytest.approx(7000 * 2 / 60)


def test_an_area_without_clients_saves_nothing(many):
    # A3 has no client: its clinic visits are at S2: 150 * 10 * 2/60 = 50, therapy 150 * 30 * 2/60 = 150; A1 and A2 join all
    case = altered(many, cells={"areas/A3/age_7_12": 0})
    assert objective_here(case) == pytest.approx(2500 * 2 / 60 + 50 + 150)


@pytest.mark.parametrize("rules, hours, at", [
    ((), 300, None),
    # in Loppu (S2) together, in Alku (S1) apart: the clinic at both would need therapy at S2; it is, and at S1 therapy is not:
    # A1's therapy goes 30 minutes instead of 10: 50 * 20 * 2/60 more
    ((SIDE, APART), 300 + 100 / 3, {("clinic", "S1"), ("clinic", "S2"), ("therapy", "S2")}),
    # reception is at both sites
    ((HOUSE,), 300, {("clinic", "S1"), ("clinic", "S2"), ("therapy", "S1"), ("therapy", "S2")}),
])
def test_rules_on_sharing_sites(asked, rules, hours, at, tmp_path):
    case = case_of(tmp_path, PARTNERS, *rules, {"cells": {"services/*/policy": "nearest"}})
    solution, plan = solved_here(case)
    assert solution.levels[0].value == pytest.approx(hours)
    assert at is None or places(plan) == at


def test_a_bundle_keeps_its_service_from_elsewhere(tmp_path):
    """The clinic is at S2 alone (150 visits a room are too few at S1): the house is whole there, and therapy nowhere else."""
    case = case_of(tmp_path, PARTNERS, HOUSE, {"add": {"locks": [{"service": "clinic", "site": "S1", "lock": "must_not_host",
                                                                  "reason": "test"}]},
                                               "hosting": [{"service": "clinic", "site": "S2", "mode": "daily"},
                                                           {"service": "therapy", "site": "S1", "mode": "daily"}], "staff_today": None})
    solution, plan = solved_here(case)
    assert places(plan) == {("clinic", "S2"), ("therapy", "S2")}
    assert solution.levels[0].value == pytest.approx(800 / 3 + 400 / 3)  # all at S2


def test_a_wish_has_its_price(tmp_path):
    """Youth work is at S1. A visit apart counts 2 * 0.1 = 0.2 hours: of A2's 200 clinic visits each is 10 minutes, a third of an hour there
    and back, farther at S1: they stay at S2, for 0.2 each. At 1 hour apart all visits are at S1."""
    levels = [{"terms": {"travel_burden_hours": 1, "apart_visits": 0.1}, "tolerance": 0.0}]
    wish = {"add": {"together": [{**WISH["add"]["together"][0], "services": "clinic"}]}}
    case = tiny_case(tmp_path, **together(PARTNERS, wish, {"settings": {"objective.levels": levels}}))
    assert objective_here(case) == pytest.approx(300 + 0.2 * 500)
    dear = altered(case, cells={"together/wish/weight": 10})
    assert objective_here(dear) == pytest.approx(1400 / 3 + 100)


def test_companions_are_counted_without_a_price(tmp_path):
    """The wish weighs nothing in the objective, yet the solver's own term is the tables'."""
    case = case_of(tmp_path, PARTNERS, WISH)
    outcome = solved(case)
    assert outcome.terms["apart_visits"] == pytest.approx(2 * (500 + 250), abs=0.01)


def test_the_way_of_a_county_gives_the_same(tmp_path):
    """Pathways, a bundle, a wish and partners, whole and service by service."""
    levels = [{"terms": {"travel_burden_hours": 1, "apart_visits": 0.1, "cost_keur": 0.1}, "tolerance": 0.0}]
    case = tiny_case(tmp_path, **together(PARTNERS, PATHWAY, HOUSE, WISH, {"settings": {"objective.levels": levels}}))
    assert_the_way_of_a_county_agrees(case)


@pytest.mark.parametrize("clients", [10, 25, 50])
def test_more_joint_visits_never_cost(many, clients):
    fewer, more = (objective_here(altered(many, cells={"pathways/neuro/clients_per_100": count})) for count in (clients / 2, clients))
    assert more <= fewer + 1e-6


def test_trips_left_lying_are_joined_in_the_end(many):
    """Later levels may leave joined trips lying within their tolerance: half of them put back are all of them."""
    job, matrix = job_of(many, 1e-6, 30)
    best = solve_levels(job, lambda *_: None, lambda: False).x
    lying = best.copy()
    lying[matrix.families["joined_share"]] *= 0.5
    assert matrix.terms["travel_burden_hours"] @ lying > matrix.terms["travel_burden_hours"] @ best + 1
    assert matrix.terms["travel_burden_hours"] @ settled(matrix, lying) == pytest.approx(matrix.terms["travel_burden_hours"] @ best)
    assert settled(matrix, best) == pytest.approx(best)
