"""Starts benchmark: single changes of a case solved with a start from the base's plan and without, in turn."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from model import flow
from model.scenarios.read import CheckedScenario, list_scenarios

MANY = 6


def starts_table(folder: Path, names: Sequence[str], gap: float, seconds: float, say: Callable[[str], None]) -> pd.DataFrame:
    """One row a scenario, and the median: seconds with and without a start, their ratio (below 1: the start pays), proven gaps.

    names: scenarios; none = the first MANY that build on no other. Which of the two is solved first alternates. Raises ValueError for
    a base without a plan and for scenarios that are not there or have errors.
    """
    options = flow.Options(gap, seconds, 1)
    chosen = _chosen(folder, names)
    with TemporaryDirectory(prefix="perheverkko-") as place:
        report = flow.solve(flow.check(folder).case, options)
        if report.status not in ("optimal", "feasible"):
            raise ValueError(f"the base has no plan to start from (status {report.status})")
        base = flow.write(report, Path(place) / "base", force=False)
        say(f"base: {report.status}, gap {report.run['gap']:.4f}, {report.run['seconds']} s")
        rows = [_row(checked, base, options, turn, say) for turn, checked in enumerate(chosen)]
    columns = ("seconds_with_start", "seconds_without", "ratio")
    medians = {name: statistics.median(row[name] for row in rows) for name in columns}
    return pd.DataFrame([*rows, {"scenario": "median", **medians}])


def _chosen(folder: Path, names: Sequence[str]) -> list[CheckedScenario]:
    listed = {checked.scenario.name: checked for checked in list_scenarios(folder)}
    if unknown := [name for name in names if name not in listed]:
        raise ValueError(f"there is no scenario {', '.join(unknown)}")
    chosen = [listed[name] for name in names] or [checked for checked in listed.values() if len(checked.scenario.layers) == 1][:MANY]
    if wrong := [checked.scenario.name for checked in chosen if checked.case is None]:
        raise ValueError(f"these scenarios have errors (see perheverkko scenarios): {', '.join(wrong)}")
    if not chosen:
        raise ValueError("the case has no scenarios")
    return chosen


def _row(checked: CheckedScenario, base: Path, options: flow.Options, turn: int, say: Callable[[str], None]) -> dict:
    found = {}
    for start in (base, None) if turn % 2 == 0 else (None, base):
        run = flow.solve(checked.case, options, scenario=checked.scenario, start=start).run
        found[start] = run
        say(f"{checked.scenario.name}, {'from the base' if start else 'without a start'}: {run['status']}, gap {run['gap']}, "
            f"{run['seconds']} s")
    return {"scenario": checked.scenario.name, "seconds_with_start": found[base]["seconds"], "seconds_without": found[None]["seconds"],
            "ratio": found[base]["seconds"] / found[None]["seconds"], "gap_with_start": found[base]["gap"],
            "gap_without": found[None]["gap"], "status_with_start": found[base]["status"], "status_without": found[None]["status"]}
