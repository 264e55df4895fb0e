"""Nothing fits: what would make a plan possible, and which limits conflict, for the summary and the terminal."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from model.publish.words import count, table

LAWS = ("**The laws alone ask for more than the staff there is.** Whatever else is changed: as long as the laws hold, only more "
        "people help.")

BROKEN = ("**The explaining broke down: this is a fault of Perheverkko, not of the case.** More time will not mend it. Please report "
          "it with the inputs.")


def nothing_fits(run: Mapping, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Blocks of markdown about a case without a plan; none where nothing was explained."""
    if "suggestions" not in tables:
        return []
    return ["## What would make a plan possible", *_answer(run, tables["suggestions"]), *_conflicts(run, tables["conflicts"])]


def short_lines(run: Mapping, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The same for the terminal: each change with its file and line, the value now and the suggested one; then what conflicts."""
    if "suggestions" not in tables:
        return []
    rows, limits, lines = tables["suggestions"], tables["conflicts"], []
    if len(rows):
        heads = ("alternative", "file and line", "now", "suggested", "unit", "in words")
        lines.append("What would make a plan possible, each alternative by itself:")
        lines += _columns([heads, *((f"{row.alternative:.0f}", _place(row), row.value_now, row.suggested_value, row.unit,
                                     row.in_words + ("" if row.sufficient else " (not shown to be sufficient)"))
                                    for row in rows.itertuples())])
    lines += [block.replace("**", "") for block in _standing(run, rows)]
    for _, together in limits.groupby("conflict"):
        lines.append("Seen by arithmetic alone:" if (together["found_by"] == "arithmetic").all() else "No plan keeps all of these:")
        lines += [f"  - {_sentence(row.in_words)} ({_place(row)})" for row in together.itertuples()]
    return lines


def _columns(rows: list[tuple]) -> list[str]:
    """Rows of words under one another, two blanks between columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]


def _answer(run: Mapping, rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return _standing(run, rows)
    first = rows[rows["alternative"] == 1]
    changed = first["changes"].iloc[0]
    fewest = "No fewer changes do: this is proven." if first["fewest"].all() else "That no fewer changes do is not proven."
    shown = ("A plan that keeps every rule was found with it." if first["sufficient"].all() else
             "Time did not suffice to show that a plan exists with it.")
    heads = ("alternative", "file and line", "row", "column", "now", "suggested", "unit", "sufficient")
    lines = [(f"{row.alternative:.0f}", _place(row), row.row, row.column, row.value_now, row.suggested_value, row.unit,
              "yes" if row.sufficient else "not shown") for row in rows.itertuples()]
    return [f"The smallest change is of {count(changed, 'figure')}: **{_words(first)}**. {shown} {fewest}", table(heads, lines),
            *_standing(run, rows)]


def _standing(run: Mapping, rows: pd.DataFrame) -> list[str]:
    """What the search as a whole can and cannot say."""
    told = run["explanation"]
    blocks = [LAWS] if told["laws_conflict"] else []
    if told["answer"] == "held":
        blocks.append("**No change of the planner's figures gives a plan:** laws, the visits families make, or what cannot be changed "
                      "conflict among themselves.")
    elif told["answer"] == "broken":
        blocks.append(BROKEN)
    elif rows.empty:
        blocks.append("Why there is no plan was not found out in the time given. Give `perheverkko explain` more time.")
    elif told["exhausted"]:
        blocks.append("Nothing else helps: every other set of changes that gives a plan holds one of these. This is proven.")
    if told["stopped"] and len(rows):
        blocks.append("The search ended before it was done: there may be smaller changes.")
    return blocks


def _conflicts(run: Mapping, rows: pd.DataFrame) -> list[str]:
    """Each conflict as a list of limits with their places."""
    blocks = ["## What cannot be kept together"] if len(rows) else []
    for _, limits in rows.groupby("conflict"):
        lines = "\n".join(f"- {_sentence(row.in_words)} ({_place(row)})" for row in limits.itertuples())
        if (limits["found_by"] == "arithmetic").all():
            blocks.append(f"Seen by arithmetic alone:\n\n{lines}")
        else:
            doubt = ("Without any one of them the others have a plan: this is proven." if limits["irreducible"].all() else
                     "Whether all of them are needed for the conflict is not proven.")
            blocks.append(f"No plan keeps all of these. {doubt}\n\n{lines}")
    return blocks


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(rows: pd.DataFrame) -> str:
    return "; ".join(rows["in_words"])


def _place(row) -> str:
    return f"{row.file} line {row.line:.0f}" if row.line else row.file
