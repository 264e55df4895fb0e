"""Lean plans: what nobody needs is left to others, and the objective never pays for it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from model.bench.seeded import seeded_county
from model.solving import strategy
from model.solving.highs import Program, solve_mip
from model.solving.lean import TRIFLE, use_of_shared
from model.solving.search import Search
from model.solving.strategy import solve_levels
from tests.results.hand import altered
from tests.solving.hand import job_of

SERVICE_OF = np.array([0, 1, 1, -1])


def program(rows, upper, lower=None) -> Program:
    A = csr_matrix(np.array(rows, dtype=float))
    lower = np.full(len(upper), -np.inf) if lower is None else np.array(lower, dtype=float)
    return Program(A, lower, np.array(upper, dtype=float), np.zeros(4), np.full(4, 9.0), np.zeros(4), 0.0, np.zeros(4, dtype=bool))


def test_shares_of_people_and_of_rooms():
    """Six people for both services: a person is a sixth. Rooms of a site that opens (column 3) with 20: two room days are a tenth.
    Two things are shared, so each counts a half."""
    use = use_of_shared(program([[1, 1, 0, 0], [2, 0, 4, -20]], [6, 0]), SERVICE_OF)
    assert np.allclose(use, [(1 / 6 + 2 / 20) / 2, 1 / 6 / 2, 4 / 20 / 2, 0.0])


def test_what_is_not_given_out_does_not_count():
    """A row of one service alone, one that a service gives to another (-1), one that must be met exactly, and one without a limit."""
    use = use_of_shared(program([[0, 1, 1, 0], [1, -1, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0]], [6, 0, 5, np.inf], [-np.inf, -np.inf, 5, 1]),
                        SERVICE_OF)
    assert not use.any()


def test_all_of_everything_is_a_trifle():
    """Both limits reached: the whole trifle, two ten-thousandths of the objective."""
    p = program([[1, 1, 0, 0], [2, 0, 4, -20]], [6, 0])
    x = np.array([2.0, 4.0, 4.0, 1.0])
    assert (p.A @ x == p.row_upper).all()
    assert np.isclose(use_of_shared(p, SERVICE_OF) @ x, 1.0)
    assert TRIFLE <= 2e-4


def test_a_county_takes_no_room_it_does_not_need(monkeypatch):
    """With every decision but the rooms as the search left it, no plan takes fewer rooms; the objective does not see rooms."""
    case = altered(seeded_county(3, areas=20, sites=6, services=3, professions=3, slack=0.3), settings={"objective.levels": [
        {"terms": {"travel_burden_hours": 1, "unmet_visits": 20, "bypassed_visits": 1}, "tolerance": 0.001}]})
    job, matrix = job_of(case, 0.0, 20)
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    monkeypatch.setattr(Search, "whole", lambda *given: "stopped")  # branch and bound on the whole knows no trifle
    x, rooms = solve_levels(job, lambda *_: None, lambda: False).x, matrix.families["rooms_used"]
    others = np.setdiff1d(np.arange(matrix.columns), rooms)
    cost = np.zeros(matrix.columns)
    cost[rooms] = 1.0
    fixed = strategy.replace(strategy._program(job), cost=cost).bounded(others, x[others], x[others])
    assert solve_mip(fixed, 20, 0).objective >= x[rooms].sum() - 1e-3
