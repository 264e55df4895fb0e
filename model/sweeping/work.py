"""Work: one run of a sweep, wherever it is done. Takes and gives plain values, so that any pool or cluster can carry them."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from model import flow
from model.checking.catalogue import SCREENS
from model.publish.reuse import ASKED
from model.publish.run_folder import Run, plain, read_run
from model.sweeping import journal, pulse
from model.sweeping.layer import NothingToMultiply, check_run

SCREEN_CODES = frozenset(check.code for check in SCREENS)  # each error of theirs proves that there is no plan
SOLVED = ("optimal", "feasible")
ENDED = (*SOLVED, "infeasible", "no_plan")  # what the same question would be answered with again
INDICATORS = ("share_with_service", "mean_minutes", "share_within_30_min", "children_beyond_60_min", "travel_hours",
              "children_whose_site_changes", "sites_open", "staff_fte", "missing_norm_fte", "cost_keur")
FIGURES = ("objective", "bound", "gap", "seconds", "peak_memory_mb", "hostings_that_differ", "modes_that_differ")
MOST_PROBLEMS = 5


def run_one(task: Mapping) -> dict:
    """Solve one run and write its folder, or find it whole already. Never raises: what goes wrong is the run's own error.

    task: run (its name), case (folder or workbook), scenario ("base": none), factors (axis -> factor), options (of
    flow.Options), sweep (folder of the sweep, in which the run's own folder is), start (name of the run to start from, or ""),
    call (a name of this call of the sweep, like no other), anew (what was whole before the call does not count), stop (a file whose
    appearance ends the solve).
    Gives run, status, error, reused, start, the FIGURES and the INDICATORS (absent: no plan).
    """
    try:
        return _run(task)
    except NothingToMultiply as error:
        return {"run": task["run"], "status": "bad_input", "error": str(error)}
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        words = f"{type(error).__name__}: {error} ({Path(where.filename).name} line {where.lineno})"
        return {"run": task["run"], "status": "failed", "error": " ".join(words.split())}


def _run(task: Mapping) -> dict:
    name, sweep = task["run"], Path(task["sweep"])
    folder, start = sweep / name, sweep / task["start"] if task["start"] else None
    checked = check_run(Path(task["case"]), task["scenario"], task["factors"], name)
    if checked.case is None:
        proven = all(problem.code in SCREEN_CODES for problem in checked.errors)
        return {"run": name, "status": "infeasible" if proven else "bad_input", "error": _sentences(checked.errors)}
    options = flow.Options(**task["options"])
    if found := ended(folder, checked.case, options, start, task["call"], task["anew"]):
        return {**answer(name, found), "reused": True}
    if Path(task["stop"]).exists():
        return {"run": name, "status": "interrupted", "error": "stopped before it was begun"}
    journal.note(sweep, name, journal.BEGUN)
    try:
        report = flow.solve(checked.case, options, _listener(task), checked.scenario, start=start)
    finally:
        pulse.stopped(sweep, name)
    if report.status == "interrupted":
        return {"run": name, "status": "interrupted", "error": "stopped before it was finished"}
    report = replace(report, run={**report.run, "sweep_call": task["call"]})
    try:
        flow.write(report, folder, force=(folder / "run.yaml").exists())
    except FileExistsError:
        if found := ended(folder, checked.case, options, start, task["call"], task["anew"]):
            return {**answer(name, found), "reused": True}  # somebody who was thought dead has finished it meanwhile
        flow.write(report, folder, force=True)
    journal.note(sweep, name, journal.FINISHED)
    return answer(name, Run(folder, plain(report.run), report.tables, report.summary, report.log))


def ended(folder: Path, case, options: flow.Options, start: Path | None, call: str, anew: bool) -> Run | None:
    """The run of a folder, if it is whole and answers the very same question: inputs, settings, options, the plan to stay near and
    versions.

    What this call itself has finished counts whatever the version, so that a worker that dies after finishing costs no second solve.
    """
    try:
        text = (folder / "run.yaml").read_text(encoding="utf-8")
        run = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    if not isinstance(run, dict) or run.get("status") not in ENDED:
        return None
    of_this_call = run.get("sweep_call") == call
    if anew and not of_this_call:
        return None
    if run["status"] in SOLVED and (run.get("audit") or {}).get("passed") is not True:
        return None
    wanted = flow.question(case, options, start)
    keys = [key for key in ASKED if key != "versions" or not of_this_call]
    return read_run(folder) if all(run.get(key) == plain(wanted[key]) for key in keys) else None


def answer(name: str, found: Run) -> dict:
    """What the sweep's table says of a run."""
    run = found.run
    row = {"run": name, "status": run["status"], "error": "" if run["status"] in SOLVED else run.get("reason") or "", "reused": False,
           "start": run.get("start", ""), **{figure: run.get(figure) for figure in FIGURES}}
    if "indicators" in found.tables and run["status"] != "audit_failed":
        county = found.tables["indicators"].query("service == '' and municipality == '' and group == ''").set_index("indicator")["plan"]
        row |= {indicator: float(county[indicator]) for indicator in INDICATORS if indicator in county.index}
    return row


def _sentences(problems) -> str:
    more = f" ({len(problems) - MOST_PROBLEMS} more errors)" if len(problems) > MOST_PROBLEMS else ""
    return " ".join(problem.sentence() for problem in problems[:MOST_PROBLEMS]) + more


def _listener(task: Mapping) -> Callable:
    """Listens to a solve, leaves its pulse, and ends it when the stop file has appeared: the only word that reaches a solve on another
    machine."""
    stop, leave = Path(task["stop"]), pulse.leaver(Path(task["sweep"]), task["run"])

    def listen(progress) -> None:
        leave(progress)
        if stop.exists():
            raise KeyboardInterrupt
    return listen
