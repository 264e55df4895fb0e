"""The whole story on one page: files -> rows -> problems or a frozen Case -> Pyomo object -> outcome -> tidy tables -> audit ->
indicators -> files a person opens. Data walks in this direction only; each step is a room of its own.

    model/reading      files to rows that remember file and line
    model/checking     all problems at once, or the Case (model/case.py)
    model/formulation  Case to the Pyomo object m; decisions.py is the page of all the model may choose
    model/solving      m to an Outcome; only solving/highs.py knows the solver
    model/results      the plan as tidy tables, the audit without Pyomo, the indicators, today's network
    model/publish      tables to a run folder and a page of text
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from model.case import Case
from model.checking.check import Checked, check_folder

PACKAGES = ("pyomo", "highspy", "pandas", "numpy", "scipy")


@dataclass(frozen=True)
class Options:
    """How to solve. gap: relative, 0.005 = 0.5 %; time_limit: seconds for all levels together."""

    gap: float = 0.005
    time_limit: float = 300.0
    seed: int = 1


@dataclass(frozen=True)
class Report:
    """What a command shows and a run folder keeps: run (the mapping of run.yaml), tables, summary (markdown), log."""

    run: dict
    tables: dict[str, pd.DataFrame]
    summary: str
    log: str

    @property
    def status(self) -> str:
        return self.run["status"]


def check(folder: Path) -> Checked:
    """Read and check a case folder: all problems, and the Case if none is an error."""
    return check_folder(folder)


def solve(case: Case, options: Options, on_progress: Callable | None = None) -> Report:
    """Solve a case, tabulate and audit the plan, and write the page about it."""
    from model.publish.summary import summary
    from model.results.audit import audit
    from model.results.tables import tables
    from model.results.today import todays_plan
    from model.solving.solve import solve as solve_case

    started = datetime.now()
    outcome = solve_case(case, options.gap, options.time_limit, options.seed, on_progress)
    found, report = {}, None
    if outcome.plan is not None:
        found = tables(case, outcome.plan, todays_plan(case))
        report = audit(case, found, {
            "objective": outcome.objective, "bound": outcome.bound, "gap": outcome.gap, "terms": outcome.terms,
            "levels": [{"objective": level.value, "tolerance": level.tolerance} for level in outcome.levels]})
        found |= report.tables()
    run = _run(case, started, options, outcome, report)
    return Report(run, found, summary(case, run, found), "\n".join(outcome.log) + "\n")


def evaluate(case: Case) -> Report:
    """Today's network by the same yardstick: tables, indicators, and which rules today breaks and by how much."""
    from model.publish.summary import summary
    from model.results.today import evaluate as evaluate_case

    started = datetime.now()
    evaluation = evaluate_case(case)
    run = {**_basis(case, started), "status": "today", "staff_is_derived": evaluation.staff_is_derived,
           "audit": evaluation.audit.as_dict()}
    return Report(run, evaluation.tables, summary(case, run, evaluation.tables), "")


def write(report: Report, folder: Path, force: bool) -> Path:
    """Write a report's run folder, whole or not at all. Raises FileExistsError for a taken name without force."""
    from model.publish.run_folder import write_run

    return write_run(folder, report.run, report.tables, report.summary, report.log, force)


def _run(case: Case, started: datetime, options: Options, outcome, report) -> dict:
    """The mapping of run.yaml after a solve."""
    failed = report is not None and not report.passed
    hours = None if outcome.gap is None else outcome.gap * abs(outcome.objective)
    return {
        **_basis(case, started),
        "status": "audit_failed" if failed else outcome.status,
        "reason": outcome.reason,
        "objective": outcome.objective, "bound": outcome.bound, "gap": outcome.gap, "gap_hours": hours,
        "seconds": round(outcome.seconds, 2), "build_seconds": round(outcome.build_seconds, 2),
        "peak_memory_mb": round(outcome.peak_memory_mb),
        "audit": report.as_dict() if report else {"passed": None, "checks": 0},
        "levels": [{"terms": level.terms, "value": level.value, "bound": level.bound, "tolerance": level.tolerance}
                   for level in outcome.levels],
        "terms": outcome.terms, "size": outcome.size,
        "options": {"gap": options.gap, "time_limit": options.time_limit}, "seed": options.seed,
        "machine": {"system": platform.system(), "processor": platform.machine()},
    }


def _basis(case: Case, started: datetime) -> dict:
    """What every run says of its inputs."""
    return {
        "case": case.name, "scenario": case.scenario, "started": started.isoformat(timespec="seconds"),
        "figures": case.figures, "assumptions": case.assumptions, "travel_estimated": case.minutes_are_estimated,
        "inputs": dict(case.input_hashes), "settings": case.settings.as_dict(),
        "versions": {"perheverkko": version("perheverkko"), "python": platform.python_version(),
                     **{package: version(package) for package in PACKAGES}},
    }
