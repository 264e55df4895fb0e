"""Starts benchmark: single changes of a case solved with a start from the base's plan and without, in turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from model import flow
from model.bench.refusal import Refusal
from model.scenarios.read import CheckedScenario, list_scenarios
from model.sweeping.ask import BASE_CLOSER

MANY = 6


class Watch:
    """Listens to a solve and ends it when its first level (families' trips) is proven to the gap: the plan is kept, the rest of the solve
    is not of interest. reached: seconds until then; NaN: not yet."""

    def __init__(self, gap: float):
        self.gap, self.plan, self.bound, self.reached = gap, math.inf, -math.inf, math.nan

    def hear(self, progress) -> None:
        """A Progress of the solve. Raises KeyboardInterrupt, which ends a solve."""
        if progress.level > 0:
            return
        self.plan, self.bound = min(self.plan, progress.objective), max(self.bound, progress.bound)
        if math.isnan(self.reached) and math.isfinite(self.plan) and self.plan - self.bound <= self.gap * max(abs(self.plan), 1e-9):
            self.reached = progress.seconds
            raise KeyboardInterrupt


def starts_table(folder: Path, names: Sequence[str], gap: float, seconds: float, say: Callable[[str], None],
                 base: Path | None = None) -> pd.DataFrame:
    """One row a scenario, and the medians. to_gap: seconds until the first level was proven to the gap, building included, where the
    solve is ended (empty: not within the limit); ratio: of these with and without a start (below 1: the start pays; empty unless both
    got there); the gaps then. The base is solved to its end. The row of medians says in `reached` how many ratios there are.

    names: scenarios; none = the first MANY that build on no other. Which of the two is solved first alternates. Raises Refusal for
    a base without a plan and for scenarios that are not there or have errors. base: folder of a run of the base; None: it is solved here.
    """
    options = flow.Options(gap, seconds, 1)
    chosen = _chosen(folder, names)
    with TemporaryDirectory(prefix="perheverkko-") as place:
        if base is None:
            report = flow.solve(flow.check(folder).case, replace(options, gap=BASE_CLOSER * gap))
            if report.status not in ("optimal", "feasible"):
                raise Refusal(f"the base has no plan to start from (status {report.status})")
            base = flow.write(report, Path(place) / "base", force=False)
            say(f"base: {report.status}, gap {report.run['gap']:.4f}, {report.run['seconds']} s")
        rows = pd.DataFrame([_row(checked, base, options, turn, say) for turn, checked in enumerate(chosen)])
    columns = ["to_gap_with_start", "to_gap_without", "ratio"]
    last = pd.DataFrame([{"scenario": "median", "reached": f"{rows['ratio'].count()} of {len(rows)}", **rows[columns].median()}])
    return pd.concat([rows, last], ignore_index=True)


def _chosen(folder: Path, names: Sequence[str]) -> list[CheckedScenario]:
    listed = {checked.scenario.name: checked for checked in list_scenarios(folder)}
    if unknown := [name for name in names if name not in listed]:
        raise Refusal(f"there is no scenario {', '.join(unknown)}")
    chosen = [listed[name] for name in names] or [checked for checked in listed.values() if len(checked.scenario.layers) == 1][:MANY]
    if wrong := [checked.scenario.name for checked in chosen if checked.case is None]:
        raise Refusal(f"these scenarios have errors (see perheverkko scenarios): {', '.join(wrong)}")
    if not chosen:
        raise Refusal("the case has no scenarios")
    return chosen


def _row(checked: CheckedScenario, base: Path, options: flow.Options, turn: int, say: Callable[[str], None]) -> dict:
    found, to_gap = {}, {}
    for start in (base, None) if turn % 2 == 0 else (None, base):
        watch = Watch(options.gap)
        run = found[start] = flow.solve(checked.case, options, watch.hear, checked.scenario, start=start).run
        proven = run["gap"] is not None and run["gap"] <= options.gap
        to_gap[start] = run["seconds"] if proven and math.isnan(watch.reached) else watch.reached
        how = "from the base" if start else "without a start"
        say(f"{checked.scenario.name}, {how}: {to_gap[start]:.1f} s to the gap, gap {run['gap']} after {run['seconds']} s")
    ratio = to_gap[base] / to_gap[None]
    return {"scenario": checked.scenario.name, "reached": "no" if math.isnan(ratio) else "yes", "to_gap_with_start": to_gap[base],
            "to_gap_without": to_gap[None], "ratio": ratio, "gap_with_start": found[base]["gap"], "gap_without": found[None]["gap"]}
