"""County benchmark: figures of this machine, printed and never asserted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pandas as pd

from model.bench.seeded import seeded_county
from model.case import Case
from model.checking.check import check_folder
from model.flow import Options
from model.flow import solve as solve_case
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.solving.job import make_job
from model.solving.matrix import compile_matrix

TARGETS = {"free": 0.005, "nearest_within": 0.01}


def county_figures(case: Case, repeat: int, seconds: float, say: Callable[[str], None]) -> pd.DataFrame:
    """Columns figure, median, runs, unit: proven gap, time and memory with free and nearest assignment; seconds of `check`; build plus
    hand-over against the same model through Pyomo's own HiGHS interface, alternating, as a ratio."""
    rows = []
    for policy, gap in TARGETS.items():
        runs = []
        for turn in range(repeat):
            report = solve_case(case.changed(settings=case.settings.changed(assignment_policy=policy)),
                                Options(gap, seconds, turn + 1))
            run = report.run
            say(f"{policy}, seed {turn + 1}: {run['status']}, gap {run['gap']}, {run['seconds']} s, "
                f"{run['peak_memory_mb']} MB, audit {'passed' if run['audit']['passed'] else 'FAILED'}")
            runs.append(run)
        for name, key, unit in (("proven gap", "gap", "share"), ("time", "seconds", "s"), ("peak memory", "peak_memory_mb", "MB")):
            rows.append(_row(f"{policy}: {name}", [run[key] for run in runs], unit))
        rows.append(_row(f"{policy}: first level proven after", [_first_level_seconds(report.log)], "s"))
    rows.append(_row("check", [_seconds(lambda: check_folder(case.folder)) for _ in range(repeat)], "s"))
    ours, theirs = [], []
    for _ in range(repeat):
        ours.append(_seconds(lambda: _our_hand_over(case)))
        theirs.append(_seconds(lambda: _pyomo_hand_over(case)))
        say(f"build and hand-over: ours {ours[-1]:.1f} s, through Pyomo's interface {theirs[-1]:.1f} s")
    rows += [_row("build and hand-over, ours", ours, "s"), _row("build and hand-over, Pyomo's interface", theirs, "s"),
             _row("ratio", [their / our for our, their in zip(ours, theirs)], "times")]
    return pd.DataFrame(rows)


def first_plans(first: int, cases: int, seconds: float, say: Callable[[str], None]) -> pd.DataFrame:
    """One row a seeded county: seconds to the first plan (nan: none within the time limit) and the audit's verdict."""
    rows = []
    for seed in range(first, first + cases):
        case, seen = seeded_county(seed), []

        def progress(told, seen=seen) -> None:
            if told.objective < float("inf") and not seen:
                seen.append(told.seconds)
                raise KeyboardInterrupt  # the plan is kept; the rest of the solve is not of interest here

        report = solve_case(case, Options(0.01, seconds, 1), progress)
        rows.append({"seed": seed, "first_plan_seconds": seen[0] if seen else float("nan"), "status": report.status,
                     "audit_passed": report.run["audit"]["passed"]})
        say(f"seed {seed}: {rows[-1]['first_plan_seconds']:.1f} s, {report.status}, audit {rows[-1]['audit_passed']}")
    return pd.DataFrame(rows)


def _row(figure: str, values: list, unit: str) -> dict:
    known = [value for value in values if value is not None]
    return {"figure": figure, "median": statistics.median(known) if known else float("nan"), "runs": len(known), "unit": unit}


def _seconds(work: Callable) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _first_level_seconds(log: str) -> float | None:
    """When the second level began: the first level's plan was proven, or its time was up."""
    for line in log.splitlines():
        if " level 2 " in line:
            return float(line.split(" s ")[0])
    return None


def _our_hand_over(case: Case) -> None:
    """Case to a loaded solver with every row: build, compile, generated rows, one passModel."""
    from model.solving.highs import LinearProgram
    from model.solving.strategy import whole_program

    pairs = Pairs(case)
    matrix = compile_matrix(build(case, pairwise=False))
    LinearProgram(whole_program(make_job(case, pairs, matrix, 0.0, 1.0, 1)))


def _pyomo_hand_over(case: Case) -> None:
    """The same model with every row through pyomo.contrib.solver, without solving it."""
    from pyomo.contrib.solver.solvers.highs import Highs

    solver = Highs()
    solver.set_instance(build(case, pairwise=True, templates=False))
