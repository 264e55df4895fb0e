"""Page: a comparison as one page of markdown, and shorter for the terminal."""

from __future__ import annotations

import pandas as pd

from model.compare.basis import objective_parts
from model.compare.comparison import Comparison, columns
from model.compare.page_people import people
from model.compare.page_sites import emptied, sites_and_services, staff
from model.compare.sides import Side
from model.compare.trips import DEFINITION
from model.publish.sections import COST_ROWS, TRANSIT_ROWS, TRIP_ROWS
from model.publish.words import listed, number, per_cent, signed, table

MORE_ROWS = (
    ("Open days a week within 30 minutes", "open_days_within_30_min", 2),
    ("Services below their critical mass", "units_below_critical_mass", 0),
    ("Days a week somebody may be alone", "lone_worker_days", 1),
    ("Working time spent driving", "staff_travel_share", "%"))
CHANGE_ROWS = (
    ("Children whose site changes", "children_whose_site_changes", 0),
    ("Trip at least 10 minutes longer", "children_trip_10_min_longer", 0),
    ("Trip at least 20 minutes longer", "children_trip_20_min_longer", 0),
    ("Trip at least 30 minutes longer", "children_trip_30_min_longer", 0))
WITHIN = {"yes": "within the gap", "unknown": "gap not known", "no": ""}
STATUS = {"optimal": "proven within the gap asked for", "feasible": "time ran out", "interrupted": "stopped by hand",
          "today": "today's network", "audit_failed": "audit failed"}


def page(comparison: Comparison, short: bool = False) -> str:
    """The page as markdown; short: without municipalities, age bands, definitions and the list of files."""
    parts = [_title(comparison), _runs(comparison), _verdicts(comparison), *_notes(comparison), *_indicators(comparison, short)]
    for other in comparison.others:
        parts.append("## {1} against {0}".format(*comparison.pair(other)))
        parts += [*sites_and_services(comparison, other, short), *staff(comparison, other, short), *people(comparison, other, short),
                  *emptied(comparison, other)]
    return "\n\n".join([*parts, *([] if short else [_basis(comparison), _files()])]) + "\n"


def _title(comparison: Comparison) -> str:
    settings = comparison.first.run.get("settings", {})
    name = settings.get("name") or comparison.first.run["case"]
    return f"# {name}: {listed([side.label for side in comparison.others])} compared with {comparison.first.label}"


def _runs(comparison: Comparison) -> str:
    rows = [(_named(comparison, side), side.run.get("scenario", ""), str(side.run.get("started", "")).replace("T", " "),
             STATUS.get(side.run["status"], side.run["status"]), _gap(side), _audit(side)) for side in comparison.sides]
    return table(("run", "scenario", "made", "status", "gap", "audit"), rows)


def _named(comparison: Comparison, side: Side) -> str:
    word = comparison.words[side.label]
    return side.label if word == side.label else f"{word} = {side.label}"


def _gap(side: Side) -> str:
    if side.is_today:
        return "none: no search"
    hours = side.run.get("gap_hours")
    return "not known" if side.gap is None else f"{per_cent(side.gap, 2)} = {number(hours)} h a year"


def _audit(side: Side) -> str:
    passed = side.run.get("audit", {}).get("passed") is True
    return "passed" if passed else "breaks rules" if side.is_today else "FAILED"


def _verdicts(comparison: Comparison) -> str:
    """Which run is better by the first priority of the objective, and how sure that is."""
    first, lines = comparison.words[comparison.first.label], []
    for row, side in zip(comparison.tables["verdicts"].itertuples(), comparison.others):
        other = comparison.words[side.label]
        better, worse, worse_side = (other, first, comparison.first) if row.change_hours < 0 else (first, other, side)
        ahead = f"ahead of {worse} by {number(abs(row.change_hours))} family hours a year"
        parts = f"By the objective's first priority ({objective_parts(comparison.first, side)})"
        lines.append({
            "sure": f"**{better} is {ahead}.** {parts}. " + (
                "No search can better today's network, so the order of the two is sure." if worse_side.is_today else
                f"That is more than the {number(row.gap_hours)} which a better plan could still save on {worse}: the order is sure."),
            "within the gap": f"**{other} and {first} cannot be told apart: the difference is within the gap.** {better} is {ahead}, but a "
                              f"better plan could still save {number(row.gap_hours)} on {worse}. {parts}.",
            "same": f"**{other} and {first} are equal** by the objective's first priority.",
            "gap not known": f"**{better} is {ahead}**, but what a better plan could save on {worse} is not known. {parts}.",
            "not comparable": f"The objectives of {other} and {first} put different things first, so their gaps say nothing of the "
                              "difference between the two.",
        }[row.order])
    return "\n".join(f"- {line}" for line in lines)


def _notes(comparison: Comparison) -> list[str]:
    """What makes the runs less comparable."""
    if not comparison.notes:
        return []
    return ["## Read with care", "\n".join(f"- {line}" for line in comparison.notes)]


def _indicators(comparison: Comparison, short: bool) -> list[str]:
    """The county's indicators, run by run."""
    blocks = ["## Indicators of the county"]
    for head, rows in (("trips and visits", (*TRIP_ROWS, *TRANSIT_ROWS, *MORE_ROWS)), ("cost, staff and sites", COST_ROWS),
                       ("against today, mean over services", CHANGE_ROWS)):
        lines = _indicator_lines(comparison, rows, short)
        heads = [word for other in comparison.others for word in (comparison.words[other.label], "change", "")]
        blocks += [table([head, comparison.words[comparison.first.label], *heads], lines)] if lines else []
    how = ["Trips are one way by car, over headline services, each counted equally; a change of a share is in percentage points."]
    how += ["What is the same in every run is left out."] if short else []
    if comparison.tables["indicators"]["within_gap"].eq("yes").any():
        how.append("\"Within the gap\" marks a difference that is smaller, in proportion to the figure, than the larger of the two gaps "
                   "above: the difference between these very plans is real, but other plans as good as they are might not show it.")
    return [*blocks, " ".join(how)]


def _indicator_lines(comparison: Comparison, rows, short: bool) -> list[list[str]]:
    """A line for each indicator: the first run's value, then value, change and mark of every other run."""
    county, lines = [_county(comparison.of("indicators", other)) for other in comparison.others], []
    for words, indicator, shown in rows:
        if not all(indicator in values.index for values in county):
            continue
        line, changes = [words, _value(county[0].at[indicator, "first"], shown)], []
        for values in county:
            row = values.loc[indicator]
            changes.append(_change(row["change"], shown))
            line += [_value(row["other"], shown), changes[-1], WITHIN[row["within_gap"]] if is_something(changes[-1]) else ""]
        if not short or any(map(is_something, changes)):
            lines.append(line)
    return lines


def _county(rows: pd.DataFrame) -> pd.DataFrame:
    """The county's indicators over services, by indicator."""
    return rows[(rows["service"] == "") & (rows["municipality"] == "") & (rows["group"] == "")].set_index("indicator")


def _value(value, shown) -> str:
    return per_cent(value, 1) if shown == "%" else number(value, shown)


def _change(value, shown) -> str:
    return signed(100 * value, 1) if shown == "%" else signed(value, shown)


def is_something(text: str) -> bool:
    """Whether a change is there at all at the decimals shown."""
    return any(digit in text for digit in "123456789")


def _basis(comparison: Comparison) -> str:
    lines = ["## How the figures are made", DEFINITION]
    if any(side.run.get("travel_estimated") for side in comparison.sides):
        lines.append("**Travel minutes are estimates** from distances on the map, not measured or routed.")
    lines.append("A gap is how much better, relatively, a plan could still be by the first priority of its objective. The order of two "
                 "runs is sure if the better one is ahead of the other by more than the other's gap.")
    return "\n\n".join(lines)


def _files() -> str:
    lines = [f"- `{name}.csv`: one row is {words['row']}" for name, words in columns().items()]
    return "\n".join(["## Tables beside this page", "", *lines, "", "Columns are described in `model/compare/tables.yaml`."])
