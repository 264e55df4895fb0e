"""The sheets made from the indicators: key figures of the county, and a row for each municipality."""

from __future__ import annotations

import math

import pandas as pd

from model.publish.run_folder import Run
from model.results.indicators import registry
from model.workbook.formats import number_format
from model.workbook.grid import Column, number_column
from model.workbook.words import Words

OF_MUNICIPALITY = ("mean_minutes", "share_within_30_min", "travel_hours", "children_whose_site_changes", "sites_open")
SHOWN = {"mean_minutes": ("today", "plan", "change"), "share_within_30_min": ("today", "plan"), "travel_hours": ("today", "plan"),
         "children_whose_site_changes": ("plan",), "sites_open": ("today", "plan")}


def sides_of(run: Run) -> tuple[str, ...]:
    """What a run's indicators say: today alone, or today, the plan and the change."""
    return ("today",) if run.run["status"] == "today" else ("today", "plan", "change")


def key_figures(runs: list[tuple[str, Run]], words: Words) -> list[Column]:
    """Every indicator over services of the whole county, the runs side by side; those without a value in any run left out."""
    values = {name: _over_services(run.tables["indicators"]) for name, run in runs}
    found = [indicator for indicator in registry() if any((indicator, "") in frame.index for frame in values.values())]
    entries = [registry()[indicator] for indicator in found]
    forms = {side: [number_format(entry["unit"], side == "change") for entry in entries] for side in ("today", "plan", "change")}
    columns = [Column("topic", words.column("topic"), [words.value(entry["topic"]) for entry in entries]),
               Column("indicator_name", words.column("indicator_name"), [words.indicator(indicator) for indicator in found]),
               Column("unit", words.column("unit"), [words.unit(entry["unit"]) for entry in entries])]
    for name, run in runs:
        for side in sides_of(run):
            numbers = [_value(values[name], indicator, "", side) for indicator in found]
            meaning = words.fact("whole_county") if side == "change" else ""
            columns.append(Column(side, words.column(side), numbers, "", meaning, forms[side], name if len(runs) > 1 else ""))
    return [*columns, Column("better", words.column("better"), [words.value(entry["better"]) for entry in entries]),
            Column("indicator", words.column("indicator"), found),
            Column("of", words.column("of"), [words.indicator(indicator, "of") for indicator in found]),
            Column("meaning", words.column("meaning"), [words.indicator(indicator, "meaning") for indicator in found])]


def municipalities(runs: list[tuple[str, Run]], words: Words) -> list[Column]:
    """A row for each municipality of areas or sites: its people, trips and sites, the runs side by side."""
    frames = {name: _over_services(run.tables["indicators"]) for name, run in runs}
    names = list(dict.fromkeys(name for frame in frames.values() for _, name in frame.index if name))
    columns = [Column("municipality", words.column("municipality"), names)]
    if "areas" in runs[0][1].tables:
        people = runs[0][1].tables["areas"].groupby("municipality")[["population", "children"]].sum()
        columns += [number_column(name, words.column(name), people[name].reindex(names).fillna(0).tolist(), "people", words)
                    for name in ("population", "children")]
    for name, run in runs:
        for indicator in OF_MUNICIPALITY:
            for side in [side for side in SHOWN[indicator] if side in sides_of(run)]:
                numbers = [_value(frames[name], indicator, place, side) for place in names]
                column, unit = f"{indicator}_{side}", registry()[indicator]["unit"]
                columns.append(number_column(column, words.column(column), numbers, unit, words, "", name if len(runs) > 1 else ""))
    return columns


def _over_services(indicators: pd.DataFrame) -> pd.DataFrame:
    """today, plan, change by (indicator, municipality), of the rows over services and all children."""
    rows = indicators[(indicators["service"] == "") & (indicators["group"] == "")]
    return rows.set_index(["indicator", "municipality"])[["today", "plan", "change"]]


def _value(frame: pd.DataFrame, indicator: str, municipality: str, side: str) -> float:
    return float(frame.at[(indicator, municipality), side]) if (indicator, municipality) in frame.index else math.nan
