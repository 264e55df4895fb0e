"""The elastic model: with no figure changed it is the model of the case, with a figure changed it is that of the changed case."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.case import Case
from model.explaining.elastic import ElasticModel, elastic_model
from model.explaining.figures import changed_case
from model.explaining.plans import EXACT
from model.explaining.register import KINDS
from model.formulation.build import build
from model.solving.highs import Program, solve_mip
from model.solving.matrix import compile_matrix
from tests.closeness import rule
from tests.explaining.hand import drafted
from tests.explaining.planted import KEPT, NORM, POOLS, PROMISE, STAFF_AREAS, count, lock, site
from tests.ways import ALL_WAYS, EVENINGS, MOBILE, ROOM_TYPES, SCHOOL, together

TERM = "travel_burden_hours"
FEASIBLE = {
    "as it is": {},
    "three sites": {"three_sites": True},
    "limits": {"cells": {"services/clinic/travel_limit_minutes": 15, "services/therapy/travel_limit_minutes": 5}},
    "nearest": {"cells": {"services/clinic/policy": "nearest", "services/therapy/policy": "nearest_within"}},
    "nearest everywhere": {"settings": {"assignment_policy": "nearest"}, "cells": {"sites/S2/opening_days": 1}},
    "soft": {"cells": {"services/clinic/policy": "soft", "sites/S2/rooms": 1, "sites/S2/opening_days": 1}},
    "few days": {"cells": {"sites/S1/opening_days": 2, "sites/S1/rooms": 1}},
    "partners on few days": {"settings": {"lone_worker_rule": "hard"},
                             "cells": {"sites/*/partner_staff_per_day": 1, "sites/S1/opening_days": 2,
                                       "staffing/clinic/nurse/present_per_open_day": 1}},
    "tiers": {"cells": {"services/clinic/tiers": "campus|local_station"}, "three_sites": True, "staff_today": None,
              "hosting": [{"service": "clinic", "site": "S1", "mode": "daily"}]},
    "tiers of a mode": together(EVENINGS, {"cells": {"modes/late/tiers": "campus", "services/clinic/modes": "late",
                                                     "sites/S2/tiers": "campus|station"}}),
    "a mode of another tier": {"cells": {"modes/weekly/tiers": "campus", "sites/S1/opening_days": 2}},
    "locks": {"add": {"locks": [lock("clinic", "S1", "must_not_host"), lock("therapy", "S2")]}},
    "closed and kept": {"cells": site("S1", KEPT | {"status": "must_close"}) | site("S2", KEPT)},
    "counts": {"add": count(minimum=1, maximum=1)},
    "teams": {"cells": {"staffing/clinic/nurse/minimum_fte": 3, "services/clinic/minimum_visits": 150,
                        "services/therapy/critical_mass_fte": 2, "services/therapy/critical_mass_rule": "hard"}},
    "norm": {"cells": NORM | {"staffing/clinic/nurse/norm_people_per_fte": 120}},
    "school": SCHOOL, "mobile unit": MOBILE, "evenings": EVENINGS, "rooms of a type": ROOM_TYPES, "all ways": ALL_WAYS,
    "typed rooms on few days": together(ROOM_TYPES, {"cells": {"sites/S1/opening_days": 2}}),
    "staff areas": together(STAFF_AREAS, POOLS, {"cells": {
        "professions/nurse/recruitable_fte": 1, "pools/south/nurse/recruitable_fte": 1}}),
    "staff bank": together(STAFF_AREAS, {"add": {
        "pools": [{"staff_area": "north", "profession": "nurse", "fte_available": 4.4},
                  {"staff_area": "south", "profession": "nurse", "fte_available": 0.2}],
        "staff_bank": [{"profession": "nurse", "fte": 0.4, "travel_share": 0.25}]}}),
    "leaders": {"add": {"supervision": [{"supervisor": "therapist", "supervised": "nurse", "span": 0.5}]},
                "cells": {"professions/therapist/fte_available": 1.5}},
    # the forbidden site would have a team too, were it not for the lock: its cases are expected at S1 and S2
    "deadline": {"three_sites": True, "add": {
        "locks": [lock("clinic", "S3", "must_not_host")],
        "deadlines": [{"services": "clinic", "profession": "nurse", "deadline_days": 5, "target_share": 0.8, "hours_per_case": 8}]},
        "cells": {"professions/nurse/fte_available": 5.6}},
    "norm of each staff area": together(STAFF_AREAS, {"cells": NORM | {
        "staffing/clinic/nurse/norm_people_per_fte": 125, "staffing/clinic/nurse/norm_scope": "staff_area"}}),
    "limits on change": {"settings": {"change_limits.sites_closed": 1, "change_limits.children_moved": 400, "change_limits.fte_moved": 0.5,
                                      "change_limits.trip_growth_minutes": 5}},
    "growing trips": {"settings": {"change_limits.trip_growth_minutes": 0}, "cells": {"services/clinic/travel_limit_minutes": 15}},
    "together": {"three_sites": True, "add": {"together": [rule("side", "must_share", municipality="Loppu"),
                                                           rule("apart", "must_not_share", municipality="Alku")]}},
    "bundle": {"add": {"together": [rule("house", "bundle", minimum=1, only_in_bundle="therapy")]}},
    "promise": {"add": {"guarantees": [PROMISE | {"municipality": "Alku", "days_per_week": 5}]}, "settings": {"budget_keur": 210}},
}


def optimum(program: Program) -> float:
    solved = solve_mip(program, 600, 0.0, options=EXACT)
    return solved.objective if solved.x is not None else math.inf


def as_given(case: Case) -> float:
    """The least travel burden of a case, hours a year."""
    matrix = compile_matrix(build(case, templates=False))
    return optimum(Program(matrix.A, matrix.row_lower, matrix.row_upper, matrix.lower, matrix.upper, matrix.terms[TERM],
                           matrix.term_constants[TERM], matrix.integer))


def unchanged(model: ElasticModel) -> float:
    return optimum(model.program(np.zeros(len(model.figures), dtype=bool), model.matrix.terms[TERM]))


@pytest.mark.parametrize("changes", FEASIBLE.values(), ids=FEASIBLE)
def test_with_no_figure_changed_nothing_changes(tmp_path, changes):
    case = drafted(tmp_path, **changes)
    assert unchanged(elastic_model(case)) == pytest.approx(as_given(case), rel=1e-7)
    assert as_given(case) < math.inf


def test_a_changed_figure_is_the_changed_case(tmp_path):
    """Rooms of S2 from 1 to 2 on its one day: the elastic model with that amount is the model of the changed case."""
    case = drafted(tmp_path, cells={"sites/S2/rooms": 1, "sites/S2/opening_days": 1})
    model = elastic_model(case)
    place = next(n for n, figure in enumerate(model.figures) if (figure.kind, figure.key) == ("rooms", ("S2",)))
    figure, free = model.figures[place], np.zeros(len(model.figures), dtype=bool)
    free[place] = True
    program = model.program(free, model.matrix.terms[TERM])
    columns = [model.changed[place], model.amount[place]]
    changed = changed_case(case, KINDS["rooms"].change(case, figure, 1.0))
    assert changed.sites["rooms"].tolist() == [2, 2]
    assert optimum(program.bounded(columns, [1.0, 1.0], [1.0, 1.0])) == pytest.approx(as_given(changed), rel=1e-7)
    assert as_given(changed) < as_given(case)


def test_travel_limits_of_many_minutes_are_drawn_together(tmp_path, monkeypatch):
    """With one step for all minutes beyond the limit, the elastic model is still that of the case."""
    monkeypatch.setattr("model.explaining.holds.MOST_STEPS", 1)
    case = drafted(tmp_path, cells={"services/clinic/travel_limit_minutes": 10})
    model = elastic_model(case)
    assert len([index for index in model.matrix.indices["step_taken"] if index[0] == "clinic"]) == 1
    assert unchanged(model) == pytest.approx(as_given(case))
