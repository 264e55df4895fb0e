"""The whole story on one page: files -> rows -> problems or a frozen Case -> Pyomo object -> outcome -> tidy tables -> audit ->
indicators -> files a person opens. Data walks in this direction only; each step is a room of its own.

    model/reading      files to rows that remember file and line
    model/checking     all problems at once, or the Case (model/case.py)
    model/scenarios    small files of changes laid over the rows, checked like any other case
    model/formulation  Case to the Pyomo object m; decisions.py is the page of all the model may choose
    model/solving      m to an Outcome; only solving/highs.py knows the solver
    model/explaining   no plan: the smallest changes of the planner's figures that give one, and the limits that conflict
    model/results      the plan as tidy tables, the audit without Pyomo, the indicators, today's network
    model/publish      tables to a run folder and a page of text
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from model.case import Case
from model.scenarios.read import CheckedScenario, Scenario, check_scenario

if TYPE_CHECKING:
    from model.explaining.draft import Draft
    from model.publish.run_folder import Run

PACKAGES = ("pyomo", "highspy", "pandas", "numpy", "scipy")


class NoStart(Exception):
    """A run that no solve can start from; the message says which and why."""


@dataclass(frozen=True)
class Options:
    """How to solve. gap: relative, 0.005 = 0.5 %; time_limit: seconds for all levels together; explain_seconds: for saying what
    would make a plan possible where none is (0 = say only that there is none). near: where a solve starts from another plan, it looks
    for the one nearest that among those within the gap."""

    gap: float = 0.005
    time_limit: float = 300.0
    seed: int = 1
    explain_seconds: float = 0.0
    near: bool = True


@dataclass(frozen=True)
class Report:
    """What a command shows and a run folder keeps: run (the mapping of run.yaml), tables, summary (markdown), log, proof."""

    run: dict
    tables: dict[str, pd.DataFrame]
    summary: str
    log: str
    proof: dict = field(default_factory=dict)

    @property
    def status(self) -> str:
        return self.run["status"]


def check(folder: Path, scenario: str | Path | None = None) -> CheckedScenario:
    """Read and check a case, with a scenario laid over it if one is named: all problems, and the Case if none is an error."""
    return check_scenario(folder, scenario)


def solve(case: Case, options: Options, on_progress: Callable | None = None, scenario: Scenario | None = None,
          start: Path | None = None) -> Report:
    """Solve a case, tabulate and audit the plan, and write the page about it.

    start: folder of a run whose sites and modes the search starts from, with what it proved of services that are the same.
    scenario: what the check says of the scenario the case comes from, for run.yaml and the table scenario_changes. Raises NoStart.
    """
    from model.publish.summary import summary
    from model.results.audit import audit
    from model.results.likeness import differences, hosting_of
    from model.results.tables import tables
    from model.results.today import todays_plan
    from model.solving.solve import solve as solve_case

    started = datetime.now()
    begin, proof = _start_of(start)
    outcome = solve_case(case, options.gap, options.time_limit, options.seed, on_progress, begin, proof, options.near)
    found, report = {}, None
    if outcome.plan is not None:
        found = tables(case, outcome.plan, todays_plan(case))
        report = audit(case, found, {
            "objective": outcome.objective, "bound": outcome.bound, "gap": outcome.gap, "terms": outcome.terms,
            "levels": [{"objective": level.value, "tolerance": level.tolerance} for level in outcome.levels]})
        found |= report.tables()
    run = _run(case, started, options, outcome, report, scenario, begin)
    if start is not None:
        run |= {"start": start.name, **({} if outcome.plan is None else differences(begin, hosting_of(found["hosted_services"])))}
    if outcome.status == "infeasible" and options.explain_seconds:
        explained, found, _ = _explained(case, options.explain_seconds, True, scenario)
        run |= {"explanation": explained["explanation"]}
    return Report(run, found | _changes(scenario), summary(case, run, found), "\n".join(outcome.log) + "\n", outcome.proof)


def _start_of(folder: Path | None) -> tuple[set[tuple[str, str, str]] | None, dict]:
    """((service, site, mode) of a run's plan, its proof). Raises NoStart."""
    if folder is None:
        return None, {}
    from model.publish.run_folder import read_proof, read_run
    from model.results.likeness import hosting_of
    from model.solving.proof import check_words

    try:
        tables, proof = read_run(folder).tables, read_proof(folder)
        check_words(proof)
    except (OSError, ValueError) as error:
        raise NoStart(f"the run {folder} is no start: {error}") from error
    if "hosted_services" not in tables:
        raise NoStart(f"the run {folder} has no plan to start from")
    return hosting_of(tables["hosted_services"]), proof


def explain(draft: Draft, seconds: float, scenario: Scenario | None = None) -> Report | None:
    """Why a case has no plan, and the smallest changes that would give it one; None where it has one. Status crashed: the explaining
    broke down before it had an answer."""
    from model.publish.summary import summary

    started, case = datetime.now(), draft.case
    explained, found, said = _explained(case, seconds, bool(draft.screens), scenario, draft.screens)
    if explained["explanation"]["answer"] == "fits":
        return None
    run = {**_basis(case, started, scenario), **explained, "gap": None, "seconds": explained["explanation"]["seconds"],
           "audit": {"passed": None, "checks": 0}}
    if explained["explanation"]["answer"] == "broken":
        run |= {"status": "crashed", "reason": "the explaining broke down"}
    return Report(run, found | _changes(scenario), summary(case, run, found), f"{said}\n" if said else "")


def _explained(case: Case, seconds: float, infeasible: bool, scenario: Scenario | None,
               screens: tuple = ()) -> tuple[dict, dict, str]:
    """What run.yaml says of an explanation, its tables, and the last words of one that broke down."""
    from model.explaining.apart import explain_apart
    from model.explaining.origins import Origins
    from model.explaining.tables import explanation_tables

    told = explain_apart(case, seconds, infeasible)
    known = infeasible or told.status in ("explained", "held")
    reason = "no plan can keep every rule: proven" if known else "whether there is a plan was not found out within the time limit"
    run = {"status": "infeasible" if known else "no_plan", "reason": reason, "explanation": {
        "answer": told.status, "alternatives": len(told.suggestions), "conflicts": len(told.conflicts), "laws_conflict": told.laws,
        "exhausted": told.exhausted, "stopped": told.stopped, "seconds": round(told.seconds, 2), "time_limit": seconds}}
    return run, explanation_tables(told, Origins(case, None if scenario is None else scenario.changes), screens), told.said


def evaluate(case: Case, scenario: Scenario | None = None) -> Report:
    """Today's network by the same yardstick: tables, indicators, and which rules today breaks and by how much."""
    from model.publish.summary import summary
    from model.results.today import evaluate as evaluate_case

    started = datetime.now()
    evaluation = evaluate_case(case)
    run = {**_basis(case, started, scenario), "status": "today", "staff_is_derived": evaluation.staff_is_derived,
           "audit": evaluation.audit.as_dict()}
    return Report(run, evaluation.tables | _changes(scenario), summary(case, run, evaluation.tables), "")


def write(report: Report, folder: Path, force: bool, numbered: bool = False) -> Path:
    """Write a report's run folder, whole or not at all, and return it. A taken name gets a number if numbered, else FileExistsError is
    raised without force."""
    from model.publish.run_folder import write_run

    return write_run(folder, report.run, report.tables, report.summary, report.log, force, numbered, report.proof)


def same_run(case: Case, options: Options, runs: Path, start: Path | None = None) -> Run | None:
    """The latest run in a folder of runs that solved the very same with the same options and has an audited plan. Raises NoStart."""
    from model.publish import reuse

    return reuse.same_run(runs, question(case, options, start))


def question(case: Case, options: Options, start: Path | None = None) -> dict:
    """What run.yaml says of the question a run of this case with these options answers; reuse.ASKED names the entries that must agree
    for the question to be the same. A plan to stay near is part of it, one only to begin from is not. Raises NoStart."""
    return {**_basis(case, datetime.now()), **_options(options, _start_of(start)[0])}


def _changes(scenario: Scenario | None) -> dict[str, pd.DataFrame]:
    return {} if scenario is None else {"scenario_changes": scenario.changes}


def _run(case: Case, started: datetime, options: Options, outcome, report, scenario: Scenario | None,
         begin: set[tuple[str, str, str]] | None) -> dict:
    """The mapping of run.yaml after a solve."""
    failed = report is not None and not report.passed
    hours = None if outcome.gap is None else outcome.gap * abs(outcome.objective)
    return {
        **_basis(case, started, scenario),
        "status": "audit_failed" if failed else outcome.status,
        "reason": outcome.reason,
        "objective": outcome.objective, "bound": outcome.bound, "gap": outcome.gap, "gap_hours": hours,
        "seconds": round(outcome.seconds, 2), "build_seconds": round(outcome.build_seconds, 2),
        "peak_memory_mb": round(outcome.peak_memory_mb),
        "audit": report.as_dict() if report else {"passed": None, "checks": 0},
        "levels": [{"terms": level.terms, "value": level.value, "bound": level.bound, "tolerance": level.tolerance}
                   for level in outcome.levels],
        "terms": outcome.terms, "size": outcome.size,
        **_options(options, begin),
        "machine": {"system": platform.system(), "processor": platform.machine()},
    }


def _options(options: Options, begin: set[tuple[str, str, str]] | None) -> dict:
    from model.results.likeness import digest

    near = {} if begin is None or not options.near else {"near": digest(begin)}
    return {"options": {"gap": options.gap, "time_limit": options.time_limit, **near}, "seed": options.seed}


def _basis(case: Case, started: datetime, scenario: Scenario | None = None) -> dict:
    """What every run says of its inputs."""
    from model.publish.reuse import code_sha256

    layers = () if scenario is None else scenario.layers
    return {
        "case": case.name, "scenario": case.scenario, "scenario_why": scenario.why if scenario else "",
        "scenario_layers": [{"name": name, "file": file, "why": why} for name, file, why in layers],
        "started": started.isoformat(timespec="seconds"),
        "figures": case.figures, "assumptions": case.assumptions, "travel_estimated": case.minutes_are_estimated,
        "public_transport_given": not case.public_transport.empty,
        "inputs": dict(case.input_hashes), "settings": case.settings.as_dict(),
        "versions": {"perheverkko": version("perheverkko"), "code": code_sha256(), "python": platform.python_version(),
                     **{package: version(package) for package in PACKAGES}},
    }
