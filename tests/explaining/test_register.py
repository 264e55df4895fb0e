"""The register is complete: no rule of the formulation is forgotten, no kind of figure is without a rule."""

from __future__ import annotations

import inspect

import pyomo.environ as pyo

from model.explaining import holds
from model.explaining.register import ELASTIC, HELD, KINDS
from model.formulation.build import build
from model.schema.dictionary import input_tables, settings
from tests import closeness
from tests.explaining.hand import drafted
from tests.explaining.planted import KEPT, NORM, POOLS, PROMISE, STAFF_AREAS, count, lock, site
from tests.ways import EVENINGS, MOBILE, ROOM_TYPES, together


def test_every_rule_is_elastic_or_held_with_its_reason(tmp_path):
    rules = {rule.name for rule in build(drafted(tmp_path)).component_objects(pyo.Constraint)}
    assert rules == set(ELASTIC) | set(HELD)
    assert not set(ELASTIC) & set(HELD)
    assert all(len(reason) > 10 for reason in HELD.values())


def test_every_kind_gives_way_in_some_rule():
    assert set(KINDS) == {kind for elastic in ELASTIC.values() for kind in elastic.kinds}


def test_what_is_opened_is_held_back():
    """A rule that no row is loosened in has its kinds opened; every kind opened has a hold of its own or a loosened row."""
    for rule, elastic in ELASTIC.items():
        if elastic.loosened is None:
            assert all(KINDS[kind].opened for kind in elastic.kinds), rule
    held = inspect.getsource(holds)
    loosened = {kind for elastic in ELASTIC.values() if elastic.loosened for kind in elastic.kinds}
    for name, kind in KINDS.items():
        assert not kind.opened or f'"{name}"' in held or name in loosened, name


EVERYTHING = together(STAFF_AREAS, POOLS, EVENINGS, MOBILE, ROOM_TYPES, {
    "settings": {"budget_keur": 500, "lone_worker_rule": "hard", "change_limits.sites_closed": 1, "change_limits.children_moved": 400,
                 "change_limits.fte_moved": 0.5, "change_limits.trip_growth_minutes": 5},
    "cells": {**NORM, **site("S1", KEPT), **site("S2", {"opening_days": 2}),
              "services/clinic/policy": "nearest", "services/therapy/policy": "nearest_within",
              "services/therapy/requires_services": "clinic", "services/clinic/minimum_visits": 10,
              "services/clinic/critical_mass_fte": 1, "services/clinic/critical_mass_rule": "hard",
              "services/clinic/travel_limit_minutes": 20, "staffing/clinic/nurse/minimum_fte": 1, "modes/late/tiers": "campus"},
    "add": {**count(minimum=1, maximum=2), "guarantees": [PROMISE],
            "together": [closeness.rule("side", "must_share", municipality="Loppu"),
                         closeness.rule("apart", "must_not_share", municipality="Alku"),
                         closeness.rule("house", "bundle", minimum=1, only_in_bundle="therapy")],
            "locks": [lock("clinic", "S1"), lock("therapy", "S2", "must_not_host")],
            "sites": [{"site": "S6", "name": "Six", "municipality": "Alku", "lat": 61.51, "lon": 23.8, "tier_today": "local_station",
                       "status": "must_close", "status_reason": "old", "rooms": 1, "cost_local_station_keur": 9}],
            "travel": [{"area": area, "site": "S6", "travel_minutes": 15} for area in ("A1", "A2", "A3")]},
})


def test_figures_stand_in_the_dictionary_and_speak(tmp_path):
    """In a case with everything every kind has a figure, each with words for the limit and for a change."""
    case = drafted(tmp_path, **EVERYTHING)
    for kind in KINDS.values():
        figures = kind.figures(case)
        assert figures, kind.name
        for figure in figures:
            known = settings() if figure.table == "case" else input_tables()[figure.table].columns
            assert figure.column in known and figure.kind == kind.name
            assert len(kind.says(case, figure).split()) >= 3
            for cell in kind.change(case, figure, 0.4 * figure.most) if figure.role == "planner" else ():
                assert kind.asks(case, figure, cell)
