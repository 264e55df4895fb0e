"""Terminal: the few lines a command prints about a run."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from model.publish.nothing_fits import short_lines
from model.publish.sections import TRIP_ROWS
from model.publish.words import number, per_cent, signed

ROWS = (*TRIP_ROWS[:8], ("Family travel, hours a year", "travel_hours", 0), ("Cost, thousand euros a year", "cost_keur", 0),
        ("Staff, FTE", "staff_fte", 1), ("Open sites", "sites_open", 0))


def short_table(run: Mapping, tables: Mapping[str, pd.DataFrame]) -> str:
    """A short table of today and the plan, with status, gap and audit."""
    lines = [_headline(run)]
    if "indicators" in tables and not tables["indicators"].empty:
        county = tables["indicators"].query("service == '' and municipality == '' and group == ''").set_index("indicator")
        columns = ["today"] if run["status"] == "today" else ["today", "plan", "change"]
        lines.append(f"{'':36}" + "".join(f"{name:>14}" for name in columns))
        lines += [f"{title:36}" + "".join(f"{_cell(county.at[name, column], decimals, column):>14}" for column in columns)
                  for title, name, decimals in ROWS if name in county.index]
    lines += short_lines(run, tables)
    return "\n".join([*lines, _audit(run, tables)] if run["audit"]["passed"] is not None else lines)


def progress_line(seconds: float, level: int, step: str, plan: float, bound: float) -> str:
    """Where a solve stands: best plan and bound of its level, the gap in per cent and in family hours a year (first level).

    level: from 0. plan, bound: the best so far; inf without a plan, -inf without a bound.
    """
    unit = " h/year" if level == 0 else ""
    text = f"{seconds:5.0f} s  level {level + 1}, {step}: "
    text += f"plan {plan:,.0f}{unit}" if math.isfinite(plan) else "no plan yet"
    if not math.isfinite(bound):
        return text
    gap = max(plan - bound, 0.0)
    known = f", gap {100 * gap / max(abs(plan), 1e-9):.2f} % = {gap:,.0f}{unit}" if math.isfinite(plan) else ""
    return f"{text}, bound {bound:,.0f}{known}"


def _headline(run: Mapping) -> str:
    if run["status"] == "today":
        return f"{run['case']}: today's network"
    text = f"{run['case']} ({run['scenario']}): {run['status']} after {number(run['seconds'])} s"
    if run.get("gap") is not None:
        text += f", gap {per_cent(run['gap'], 3)} = {number(run['gap_hours'])} family hours a year"
    return text + (f" ({run['reason']})" if run.get("reason") else "")


def _cell(value, decimals, column: str) -> str:
    if decimals == "%":
        return f"{signed(100 * value, 1)} %-p" if column == "change" else per_cent(value, 1)
    return signed(value, decimals) if column == "change" else number(value, decimals)


def _audit(run: Mapping, tables: Mapping[str, pd.DataFrame]) -> str:
    audit = run["audit"]
    words = "passed" if audit["passed"] else "today breaks rules" if run["status"] == "today" else "FAILED"
    lines = [f"audit: {words}, {number(audit['checks'])} comparisons"]
    broken = tables.get("broken_rules")
    if broken is not None and len(broken):
        worst = broken.sort_values("excess", ascending=False).drop_duplicates("rule")
        lines += [f"  {row.rule}: {row.where}, by {number(row.excess, 2)} {row.unit}" for row in worst.itertuples()]
    note = "; travel minutes are estimated from the map" if run.get("travel_estimated") else ""
    return "\n".join([*lines, f"{number(run['assumptions'])} of {number(run['figures'])} figures are assumptions{note}"])
