"""Progress: the standing of a sweep as a table that is drawn again and again, or as a line for each run that ends."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from model.publish.words import number, per_cent
from model.sweeping.page import STATUS_WORDS
from model.sweeping.work import SOLVED

SHOWN = 12  # runs that ended last, in the table


def standing_line(standing) -> str:
    """How far it is: `4 of 20 runs ended, 1 not solved, 2 being solved, 310 s, about 1,200 s left`."""
    results = list(standing.results.values())
    wrong = sum(row["status"] not in SOLVED for row in results)
    parts = [f"{len(results)} of {len(standing.runs)} runs ended"]
    parts += [f"{wrong} not solved"] if wrong else []
    parts += [f"{len(standing.solving)} being solved"] if standing.solving else []
    parts.append(f"{number(standing.seconds)} s")
    worked = sum(not row.get("reused") for row in results)
    if worked and not standing.interrupted and len(results) < len(standing.runs):
        parts.append(f"about {number(standing.seconds / worked * (len(standing.runs) - len(results)))} s left")
    return f"{', '.join(parts)} ({standing.where})" if standing.where else ", ".join(parts)


def run_line(row: Mapping) -> str:
    """One run that ended: `close_two: solved to the gap, gap 0.42 %, 151,344 family hours a year, 12 s`."""
    parts = [f"{row['run']}: {STATUS_WORDS[row['status']]}"]
    parts += [f"gap {per_cent(row['gap'], 2)}"] if row.get("gap") is not None else []
    parts += [f"{number(row['travel_hours'])} family hours a year"] if "travel_hours" in row else []
    parts += [f"{number(row['seconds'])} s"] if row.get("seconds") is not None else []
    parts += ["was there already"] if row.get("reused") else []
    return ", ".join(parts) + (f" ({row['error']})" if row.get("error") else "")


def solving_line(standing) -> str:
    """What is being solved and how far: `being solved: close_two (120 s, gap 2.10 %), campus_shut (15 s)`; "": nothing."""
    parts = []
    for name in standing.solving[:SHOWN]:
        pulse = standing.pulses.get(name)
        gap, _, seconds = _so_far(pulse)
        figures = [f"{seconds} s" if seconds else "", f"gap {gap}" if gap else "", _priority(pulse)]
        parts.append(f"{name} ({', '.join(filter(None, figures))})" if any(figures) else name)
    more = f" and {len(standing.solving) - SHOWN} more" if len(standing.solving) > SHOWN else ""
    return f"being solved: {', '.join(parts)}{more}" if parts else ""


def _priority(pulse) -> str:
    """`priority 2` where the first one has its plan, whose gap stays as it is; "" before."""
    return f"priority {pulse.level + 1}" if pulse is not None and pulse.level else ""


def _so_far(pulse) -> tuple[str, str, str]:
    """Gap of the first level, hours of its best plan, seconds; "" for what is not known."""
    if pulse is None:
        return "", "", ""
    gap = "" if pulse.gap is None else per_cent(pulse.gap, 2)
    return gap, number(pulse.objective) if isfinite(pulse.objective) else "", number(pulse.seconds)


def lines(standing) -> list[str]:
    """All runs, a line each, and the sum of it."""
    return [*(run_line(row) for row in standing.rows()), f"{standing_line(standing)}."]


def table(standing):
    """A rich table: the runs being solved and those that ended last."""
    from rich.table import Table

    drawn = Table(title=standing_line(standing), title_justify="left", expand=False)
    drawn.add_column("run")
    drawn.add_column("status")
    for head in ("gap", "family hours a year", "seconds"):
        drawn.add_column(head, justify="right")
    ended = list(standing.results.values())
    if len(ended) > SHOWN:
        drawn.add_row(f"… {len(ended) - SHOWN} earlier", "", "", "", "")
    for row in ended[-SHOWN:]:
        status = STATUS_WORDS[row["status"]] + (", was there already" if row.get("reused") else "")
        drawn.add_row(row["run"], status, per_cent(row.get("gap"), 2), number(row.get("travel_hours")), number(row.get("seconds")))
    for name in standing.solving[:SHOWN]:
        pulse = standing.pulses.get(name)
        drawn.add_row(name, ", ".join(filter(None, ["being solved", _priority(pulse)])), *_so_far(pulse))
    return drawn
