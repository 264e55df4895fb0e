"""Page of a sweep: its runs with their main indicators beside the base, what went wrong, and what many more runs would take."""

from __future__ import annotations

from collections import Counter

from model.publish.words import count, listed, number, per_cent, signed, table
from model.scenarios.layers import BASE
from model.sweeping.ask import Ask
from model.sweeping.needs import needs
from model.sweeping.work import SOLVED

WITH_SERVICE = ("Visits met", "share_with_service", "%")  # told where some run leaves visits unmet: others are shorter then
COLUMNS = (("Family travel, h/year", "travel_hours", 0), ("Mean trip, min", "mean_minutes", 1),
           ("Within 30 min", "share_within_30_min", "%"), ("Children over 60 min", "children_beyond_60_min", 0),
           ("Sites", "sites_open", 0), ("Services at other sites", "hostings_that_differ", 0), ("Staff, FTE", "staff_fte", 1),
           ("Cost, keur/year", "cost_keur", 0))
MOST_RUNS = 40  # a page has room for no more
STATUS_WORDS = {"optimal": "solved to the gap", "feasible": "solved, time ran out before the gap", "infeasible": "no plan is possible",
                "no_plan": "no plan found in time", "audit_failed": "plan fails the audit", "crashed": "solver broke down",
                "bad_input": "inputs have errors", "failed": "failed", "lost": "its process died", "overdue": "did not end",
                "interrupted": "interrupted", "not_run": "not solved yet"}


def page(standing, ask: Ask) -> str:
    """summary.md."""
    rows = standing.rows()
    solved = [row for row in rows if row["status"] in SOLVED]
    parts = [f"# {ask.case}: {count(len(rows), 'run')} side by side", _asked(ask), _counts(rows)]
    if standing.interrupted:
        parts.append("**The sweep was interrupted.** The same command goes on from here; what is solved is not solved again.")
    parts += [_table(rows), _reading(ask)]
    if wrong := [row for row in rows if row["status"] not in (*SOLVED, "not_run")]:
        lines = [f"- {row['run']}: {STATUS_WORDS[row['status']]}{': ' if row['error'] else ''}{row['error']}"
                 for row in wrong[:MOST_RUNS]]
        parts += ["## What was not solved", "\n".join(lines)]
    if solved:
        parts += ["## What many more runs would take", _more(standing, solved)]
    return "\n\n".join(parts) + "\n"


def _asked(ask: Ask) -> str:
    grid = "; ".join(f"{axis} × {', '.join(f'{factor:g}' for factor in factors)}" for axis, factors in ask.grid.items())
    options = ask.options
    crossed = f", each with {grid}" if grid else ""
    return (f"Asked: {listed(ask.scenarios, 6)}{crossed}. Gap {per_cent(options.gap, 2)}, at most {number(options.time_limit)} s "
            f"each, seed {options.seed}{_started(ask)}.")


def _started(ask: Ask) -> str:
    if not ask.start:
        return ""
    near = ", and of plans within the gap the nearest to it that was found" if ask.options.near else ""
    return f"; started from the plan of the base (gap {per_cent(ask.base_gap, 2)}){near}"


def _counts(rows: list[dict]) -> str:
    by_status = Counter(row["status"] for row in rows)
    return "; ".join(f"{STATUS_WORDS[status]}: {number(many)}" for status, many in by_status.most_common()) + "."


def _table(rows: list[dict]) -> str:
    base = next(row for row in rows if row["run"] == BASE)
    unmet = any(row.get(WITH_SERVICE[1], 1.0) < 1.0 - 1e-9 for row in rows)
    columns = [column for column in (WITH_SERVICE, *COLUMNS) if any(row.get(column[1]) is not None for row in rows)]
    columns = columns if unmet else [column for column in columns if column != WITH_SERVICE]
    heads = ["Run", "Gap", *(head for head, _, _ in columns)]
    lines = [[row["run"], per_cent(row.get("gap"), 2), *(_cell(row, base, name, decimals) for _, name, decimals in columns)]
             for row in rows[:MOST_RUNS]]
    more = f"\n\n{count(len(rows) - MOST_RUNS, 'more run')} in sweep.csv." if len(rows) > MOST_RUNS else ""
    return f"{table(heads, lines)}{more}"


def _cell(row: dict, base: dict, name: str, decimals) -> str:
    """The value, and in brackets its difference from the base's."""
    value, other = row.get(name), base.get(name)
    if value is None:
        return "–"
    shown = per_cent(value, 1) if decimals == "%" else number(value, decimals)
    if row is base or other is None:
        return shown
    change = f"{signed(100 * (value - other), 1)} %-p" if decimals == "%" else signed(value - other, decimals)
    return f"{shown} ({change})"


def _reading(ask: Ask) -> str:
    return (f"In brackets: the difference from the base. A difference relatively smaller than the gap (asked: "
            f"{per_cent(ask.options.gap, 2)}) may come from the search rather than from what was changed. Services at other sites: how "
            "many come to a site or leave one, beside the base's plan. Every run has its own folder here, with its own summary.md; "
            "`perheverkko compare` says who gains and who loses between two of them. Every figure of every run is in sweep.csv.")


def _more(standing, solved: list[dict]) -> str:
    folders = [standing.folder / row["run"] for row in solved]
    sizes = [sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6 for folder in folders]
    need = needs([row["seconds"] for row in solved], [row["peak_memory_mb"] for row in solved], sizes)
    return (f"{need.runs:,} runs like the {count(need.seen, 'solved one', 'solved ones')} above: {number(need.solving_hours, 1)} hours of "
            f"solving altogether, so {number(need.hours, 1)} hours on {need.workers} workers; {number(need.worker_gb, 1)} GB of memory for "
            f"each worker, {number(need.memory_gb)} GB altogether; {number(need.disk_gb, 1)} GB of disk. Starting processes and reading "
            "the inputs come on top.")
