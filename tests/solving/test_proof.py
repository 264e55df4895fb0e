"""Proofs: what one solve learned of its bound stands in the next as far as services are the same, and never proves too much."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from model import flow
from model.bench.seeded import seeded_county
from model.publish.run_folder import read_proof, write_run
from model.solving import strategy
from model.solving.bounding import Bounding
from model.solving.proof import Proof, as_words, check_words, of_words
from model.solving.search import Search
from model.solving.strategy import solve_levels
from tests.results.hand import altered
from tests.solving.hand import job_of

GAP = 0.005
INPUTS = Path(__file__).resolve().parents[2] / "inputs"
FIRST_LEVEL = [{"terms": {"travel_burden_hours": 1, "unmet_visits": 20, "bypassed_visits": 1}, "tolerance": 0.001}]


@pytest.fixture(scope="module")
def county():
    return altered(seeded_county(3, areas=20, sites=6, services=3, professions=3, slack=0.1), settings={"objective.levels": FIRST_LEVEL})


@pytest.fixture(scope="module")
def words(county):
    """The county's proof, read back from a text."""
    job, matrix = job_of(county, GAP, 40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strategy, "SMALL_COLUMNS", 0)
        solution = solve_levels(job, lambda *_: None, lambda: False)
    return json.loads(json.dumps(as_words(solution.proof, matrix, tuple(county.services["service"]))))


def taken(case, words) -> Bounding:
    """The bounding of a case that takes over a proof, not run yet; in thousands of hours, as a solve counts."""
    job, matrix = job_of(case, GAP, 40)
    program = strategy.replace(strategy._program(job), cost=job.levels[0].cost * 1e-3, constant=job.levels[0].constant * 1e-3)
    search = Search(job, program, lambda *_: None, lambda: False, np.inf, GAP)
    relaxation, proof = search.relax(20), of_words(words, matrix, tuple(case.services["service"]))
    bounding = Bounding(program, search.parts, job.service_of, proof.duals, relaxation.bound, 1e-6, 1)
    bounding.take(proof)
    return bounding


def optimum(case) -> float:
    """Solved whole, in thousands of hours."""
    job, _ = job_of(case, 0.0, 40)
    solution = solve_levels(job, lambda *_: None, lambda: False)
    assert solution.status == "proven"
    return solution.levels[0].value / 1e3


def test_the_same_case_is_proven_at_once(county, words):
    """Every service is as it was: no service is solved, and the bound is the old one."""
    bounding = taken(county, words)
    assert bounding.settled.all()
    assert bounding.bound == pytest.approx(bounding.relaxed * (1 + words["raised"]), rel=1e-6)
    assert bounding.bound <= optimum(county) * (1 + 1e-6)


def test_a_changed_service_is_not_taken_over(county, words):
    """One service with a tenth fewer visits: its bound is sought anew, those of the others stand, and the whole stays below the optimum."""
    service = county.services["service"].iloc[0]
    less = county.demand.copy()
    mine = less["service"] == service
    assert mine.any()
    for column in ("visits_per_person", "visits_per_year"):
        less.loc[mine, column] *= 0.9
    case = county.changed(demand=less)
    bounding = taken(case, words)
    assert bounding.settled.tolist() == [False, True, True]
    assert bounding.bound == -np.inf
    told = []
    bounding.run(np.inf, lambda: False, told.append)
    assert len(told) == 1
    assert bounding.bound <= optimum(case) * (1 + 1e-6)


def test_a_start_proves_with_it(county, words, monkeypatch):
    """The whole way of a county, from the plan and the proof of the same question: proven without solving a service."""
    job, _ = job_of(county, GAP, 40, proof=words)
    monkeypatch.setattr(strategy, "SMALL_COLUMNS", 0)
    solved = []
    monkeypatch.setattr("model.solving.bounding.solve_mip", lambda *given, **more: solved.append(given))
    solution = solve_levels(job, lambda *_: None, lambda: False)
    assert solution.status == "proven"
    assert not solved


def test_what_another_case_does_not_have_is_left_out(county, words):
    """Prices of rules that are not there and services of another name: neither counts."""
    _, matrix = job_of(county, GAP, 40)
    strange = {"raised": 0.0, "prices": [["staff_within_pool", ["nobody"], -5.0]], "services": {"other": {"at_least": 9.0, "digest": "x"}}}
    found = of_words(strange, matrix, tuple(county.services["service"]))
    assert not found.duals.any()
    assert (found.least == -np.inf).all()


def test_a_service_without_a_bound_is_left_out(county):
    """A solve that was ended before all services were bounded keeps what it knows, in figures that JSON has."""
    _, matrix = job_of(county, GAP, 40)
    names = tuple(county.services["service"])
    least = np.where(np.arange(len(names)) == 0, -np.inf, 7.0)
    words = as_words(Proof(np.zeros(len(matrix.row_rules)), least, ("x",) * len(names), 0.1), matrix, names)
    assert list(words["services"]) == list(names[1:])
    json.dumps(words, allow_nan=False)
    assert of_words(words, matrix, names).least.tolist() == least.tolist()


@pytest.mark.parametrize("name", ["keski-suomi", "etela-pohjanmaa"])
def test_what_belongs_to_no_service_has_an_end(name):
    """A price of no service's decision that is below 0 by rounding would else cost the whole bound. The cases have supervisors, a staff
    bank, wishes, partners' people and mobile units."""
    job, _ = job_of(flow.check(INPUTS / name).case, GAP, 40)
    assert np.isfinite(job.upper[job.service_of < 0]).all() and np.isfinite(job.lower[job.service_of < 0]).all()


def test_a_damaged_proof_is_no_start(tmp_path):
    """Half a file and a file of something else are told by name; without the file the plan alone is the start."""
    folder = write_run(tmp_path / "run", {"status": "optimal"}, {}, "", proof={"raised": 0.1, "prices": [], "services": {}})
    assert read_proof(folder)["raised"] == 0.1
    (folder / "proof.json").write_text('{"raised": 0.1, "pri')
    with pytest.raises(flow.NoStart, match=r"proof\.json is damaged .*delete it"):
        flow._start_of(folder)
    (folder / "proof.json").write_text('{"raised": 0.1, "prices": 7, "services": {}}')
    with pytest.raises(flow.NoStart, match=r"proof\.json does not hold prices and bounds .*delete it"):
        flow._start_of(folder)
    (folder / "proof.json").unlink()
    assert read_proof(folder) == {}
    check_words({})
    with pytest.raises(flow.NoStart, match="no plan to start from"):
        flow._start_of(folder)
