"""Fairness benchmark: the spread of trips under each choice of what fair means."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from model import flow
from model.case import Case
from model.results.figures import Figures
from model.results.tables import tables
from model.results.terms import terms
from model.results.today import todays_plan

MEAN = "travel_burden_hours"
CHOICES = (MEAN, "travel_worst_tenth", "kolm_pollak", "uncovered", "longest_trip")
TIE_BREAK = 0.05
SHOWN = ("mean_minutes", "p95_minutes", "worst_tenth_minutes", "max_minutes", "equal_trip_minutes")


def fairness_table(case: Case, seconds: float, say: Callable[[str], None], gap: float = 0.005,
                   choices: tuple[str, ...] = CHOICES) -> pd.DataFrame:
    """One row a choice, and today: mean, 95th percentile, mean of the longest tenth, longest and equally distributed trip in minutes
    (county, over headline services), uncovered visits, the travel burden, and the solve's status, gap and seconds."""
    today = todays_plan(case)
    worth = terms(Figures(case, today)).set_index("term")["value"]
    rows = [{"fair": "today", **_figures(tables(case, today, today)), "status": "today"}]
    for choice in choices:
        report = flow.solve(fair_case(case, choice, worth), flow.Options(gap, seconds, 1))
        rows.append({"fair": choice, **_figures(report.tables), "status": report.status, "gap": report.run.get("gap"),
                     "seconds": report.run["seconds"]})
        say(f"{choice}: {report.status}, gap {report.run.get('gap')}, {report.run['seconds']} s")
    return pd.DataFrame(rows)


def fair_case(case: Case, choice: str, worth: pd.Series) -> Case:
    """The case with another measure of fairness in place of the travel burden of its first level.

    The measure weighs so much that today's network is worth as much in it as in the travel burden; what else the level names keeps
    its weight. A twentieth of the travel burden stays to choose among plans that are equally fair. worth: today's value of each term.
    """
    first, *later = case.settings.objective.levels
    weight = first["terms"].get(MEAN, 1.0)
    if choice == MEAN:
        named = {**first["terms"], MEAN: weight}
    else:
        scale = worth[MEAN] / worth[choice] if worth[choice] > 0 and worth[MEAN] > 0 else 1.0
        named = {**first["terms"], choice: (1 - TIE_BREAK) * weight * float(scale), MEAN: TIE_BREAK * weight}
    settings = case.settings.as_dict()
    objective = {**settings["objective"], "levels": [{**first, "terms": named}, *later]}
    return case.changed(settings=case.settings.changed(objective=objective))


def _figures(found: dict) -> dict:
    """The county's trips and two terms of a plan's tables; empty without a plan."""
    if "indicators" not in found:
        return {}
    table, value = found["indicators"], found["terms"].set_index("term")["value"]
    county = table[(table["service"] == "") & (table["municipality"] == "") & (table["group"] == "")].set_index("indicator")["plan"]
    return {name: float(county[name]) for name in SHOWN if name in county} | {"uncovered": value["uncovered"], MEAN: value[MEAN]}
