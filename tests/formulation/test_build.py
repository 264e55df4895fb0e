"""Building: two ways to expand the rules and two ways to give the pairwise rows mean the same; no solver is needed."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyomo.environ as pyo
import pytest

from model.bench.seeded import seeded_county
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.solving.matrix import TriviallyInfeasible, compile_matrix
from model.solving.rows import generated_rows
from tests.results.hand import altered

CLOSED = {"sites/S3/status": "must_close", "sites/S3/status_reason": "moves"}
CASES = {
    "healthy": lambda tiny, ruled: tiny,
    "every rule": lambda tiny, ruled: ruled,
    "a closed site": lambda tiny, ruled: altered(
        tiny, cells=CLOSED, settings={"lone_worker_rule": "hard"}, add={"counts": [{"tier": "local_station", "maximum": 1.0}]}
    ),
    "a site without rooms": lambda tiny, ruled: altered(tiny, cells={"sites/S3/rooms": 0, "services/*/tiers": ("campus",)}),
    "soft": lambda tiny, ruled: altered(
        tiny,
        cells={"services/clinic/remote_share_today": 0.1, "services/clinic/remote_share_max": 0.2},
        settings={"assignment_policy": "soft"},
    ),
    "county": lambda tiny, ruled: seeded_county(1, areas=12, sites=5, services=3, professions=3),
}


@pytest.fixture(params=[*CASES, "every way"], scope="module")
def case(request, tiny, ruled, ways):
    return ways if request.param == "every way" else CASES[request.param](tiny, ruled)


def names(matrix) -> np.ndarray:
    """Column number -> decision and index."""
    found = np.empty(matrix.columns, dtype=object)
    for family, places in matrix.families.items():
        for place, index in zip(places, matrix.indices[family]):
            if place >= 0:
                found[place] = f"{family}[{index}]"
    return found


def row_set(A, lower, upper, columns) -> list[tuple]:
    """Rows as sorted tuples of (decision, coefficient), with their sides."""
    A = A.tocsr(copy=True)
    A.sum_duplicates()
    A.eliminate_zeros()
    rows = []
    for row in range(A.shape[0]):
        inside = slice(A.indptr[row], A.indptr[row + 1])
        entries = sorted((columns[place], round(float(value), 9)) for place, value in zip(A.indices[inside], A.data[inside]))
        rows.append((tuple(entries), round(float(lower[row]), 9), round(float(upper[row]), 9)))
    return sorted(rows)


def test_templates_give_the_same_matrix_as_plain_rules(case):
    fast, plain = (compile_matrix(build(case, templates=templates)) for templates in (True, False))
    assert row_set(fast.A, fast.row_lower, fast.row_upper, names(fast)) == row_set(plain.A, plain.row_lower, plain.row_upper, names(plain))
    assert sorted(fast.row_rules) == sorted(plain.row_rules)
    for matrix in (fast, plain):
        assert None not in names(matrix).tolist()
    order = [dict(zip(names(matrix), range(matrix.columns))) for matrix in (fast, plain)]
    assert order[0].keys() == order[1].keys()
    ours, theirs = ([found[name] for name in order[0]] for found in order)
    for figures in ("lower", "upper", "integer"):
        assert (getattr(fast, figures)[ours] == getattr(plain, figures)[theirs]).all()
    for term in fast.terms:
        assert fast.terms[term][ours] == pytest.approx(plain.terms[term][theirs])
        assert fast.term_constants[term] == pytest.approx(plain.term_constants[term])


def test_generated_rows_are_the_rows_of_the_formulation(case):
    whole, lean = compile_matrix(build(case, pairwise=True)), compile_matrix(build(case, pairwise=False))
    generated = generated_rows(case, Pairs(case), lean)
    everything = np.arange(len(generated.assign))
    families = {
        "assigned_only_where_hosted": generated.link_rows(everything),
        "nearer_host_is_used": generated.near_rows(everything[generated.near & (generated.first < generated.end)]),
    }
    assert not set(families) & set(lean.row_rules)
    for rule, (A, upper) in families.items():
        mine = np.flatnonzero([name == rule for name in whole.row_rules])
        assert row_set(A, np.full(len(upper), -np.inf), upper, names(lean)) == row_set(
            whole.A[mine], whole.row_lower[mine], whole.row_upper[mine], names(whole)
        ), rule


def test_violations_are_those_of_the_rows(ruled):
    lean = compile_matrix(build(ruled, pairwise=False))
    generated = generated_rows(ruled, Pairs(ruled), lean)
    x, everything = np.random.default_rng(1).uniform(0, 1, lean.columns), np.arange(len(generated.assign))
    links, upper = generated.link_rows(everything)
    assert generated.link_violation(x) == pytest.approx(links @ x - upper)
    near = everything[generated.near & (generated.first < generated.end)]
    nears, upper = generated.near_rows(near)
    assert generated.near_violation(x)[near] == pytest.approx(nears @ x - upper)


def test_model_is_written_and_counted_without_a_solver(case, tmp_path):
    m = build(case, templates=False)
    m.write(str(tmp_path / "model.lp"))
    assert (tmp_path / "model.lp").stat().st_size > 0
    assert sum(1 for _ in m.component_data_objects(pyo.Var)) > 0


@pytest.mark.parametrize(
    "add, rule",
    [
        ({"locks": [{"service": "therapy", "site": "S3", "lock": "must_host"}]}, "locked_service_is_hosted"),  # S3 is a local station
        ({"guarantees": [{"municipality": "Elsewhere", "service": "clinic", "days_per_week": 1.0}]}, "municipality_keeps_service"),
        ({"counts": [{"tier": "any", "municipality": "Elsewhere", "minimum": 1.0}]}, "enough_sites_of_tier"),
    ],
)
def test_a_rule_that_cannot_hold_is_named(tiny, add, rule):
    case = altered(tiny, add=add)
    for templates in (True, False):
        with pytest.raises(TriviallyInfeasible, match=rule):
            compile_matrix(build(case, templates=templates))


def test_nearest_within_counts_sites_hardly_farther_as_near(tiny):
    """A1: S1 10, S3 20, S2 30 minutes. Within 10 minutes S3 is as near as S1, S2 is not."""
    near = build(altered(tiny, cells={"services/clinic/policy": "nearest_within", "services/clinic/within_minutes": 10}))
    assert list(near.FARTHER["A1", "clinic", "S1"]) == ["S2"]
    assert ("A1", "clinic", "S3") not in near.NEAR_RULES


def test_formulation_does_without_the_solver():
    code = "import sys, model.formulation.build; sys.exit('highspy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
