"""Stability benchmark: does a plan stay the same when all demand grows a little?"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from model import flow
from model.bench.refusal import Refusal
from model.case import Case
from model.publish.run_folder import read_run
from model.results.likeness import changes, hosting_of

GROWTH = 0.01
GAP = 0.001
COLUMNS = ["figure", "base", "more_demand", "unit"]


def stability_table(case: Case, seconds: float, say: Callable[[str], None], growth: float = GROWTH, gap: float = GAP,
                    start: bool = True, tolerance: float | None = None, base: Path | None = None) -> pd.DataFrame:
    """Columns figure, base, more_demand, unit: status, gaps and seconds of both solves, and how many hostings, delivery modes and sites
    differ between the two plans. say hears of each that does.

    start: the second solve starts from the first's plan. tolerance: share of the first level that later ones may give up in order to
    stay near today's network; None: as the case says. base: folder of a run of the case; None: it is solved here. Raises Refusal where
    one of the two has no plan.
    """
    options = flow.Options(gap, seconds, 1)
    if tolerance is not None:
        case = more_tolerant(case, tolerance)
    with TemporaryDirectory(prefix="perheverkko-") as place:
        if base is None:
            first = _solved(case, options, None, say, "base")
            base = flow.write(first, Path(place) / "base", force=False)
        elif "hosted_services" not in (first := read_run(base)).tables:
            raise Refusal(f"{base.name} has no plan to compare (status {first.run['status']})")
        second = _solved(more_demand(case, growth), options, base if start else None, say, f"{growth:.1%} more demand")
    found = plan_changes(first.tables, second.tables)
    for kind, what in found:
        say(f"{kind}: {what}")
    counted = [kind for kind, _ in found]
    rows = [(name, of(first.run), of(second.run), unit) for name, of, unit in (
        ("status", lambda run: run["status"], ""), ("gap of the first level", _first_gap, "share"),
        ("gap after the later levels", lambda run: run["gap"], "share"), ("time", lambda run: run["seconds"], "s"),
        ("audit passed", lambda run: run["audit"]["passed"], ""))]
    sizes = [len(report.tables["hosted_services"]) for report in (first, second)]
    rows += [("hostings", *sizes, "services at sites"),
             ("hostings that differ", 0, counted.count("comes") + counted.count("goes"), "services at sites"),
             ("modes that differ", 0, counted.count("changes mode"), "services at sites"),
             ("sites that differ", 0, counted.count("site differs"), "sites")]
    return pd.DataFrame(rows, columns=COLUMNS)


def more_demand(case: Case, growth: float) -> Case:
    """The case with all demand higher by a share."""
    counts = ["visits_per_person", "visits_per_year"]
    return case.changed(demand=case.demand.assign(**{column: case.demand[column] * (1 + growth) for column in counts}))


def more_tolerant(case: Case, tolerance: float) -> Case:
    """The case with another tolerance of its first level."""
    settings = case.settings.as_dict()
    first, *later = settings["objective"]["levels"]
    objective = {**settings["objective"], "levels": [{**first, "tolerance": tolerance}, *later]}
    return case.changed(settings=case.settings.changed(objective=objective))


def plan_changes(first: dict, second: dict) -> list[tuple[str, str]]:
    """(kind, what) of every difference between the hosted services and open sites of two plans' tables."""
    tiers = [dict(zip(tables["open_sites"]["site"], tables["open_sites"]["tier"])) for tables in (first, second)]
    return [*changes(*(hosting_of(tables["hosted_services"]) for tables in (first, second))),
            *(("site differs", site) for site in sorted(tiers[0].keys() | tiers[1].keys()) if tiers[0].get(site) != tiers[1].get(site))]


def _first_gap(run: dict) -> float:
    """What was proven of the first level when it was solved, before later ones gave up of it."""
    level = run["levels"][0]
    if level["bound"] is None:
        return math.nan
    return max(level["value"] - level["bound"], 0.0) / max(abs(level["value"]), 1e-9)


def _solved(case: Case, options: flow.Options, start: Path | None, say: Callable[[str], None], name: str) -> flow.Report:
    report = flow.solve(case, options, start=start)
    if "hosted_services" not in report.tables:
        raise Refusal(f"{name} has no plan to compare (status {report.status})")
    say(f"{name}: {report.status}, gap {report.run['gap']}, {report.run['seconds']} s")
    return report
