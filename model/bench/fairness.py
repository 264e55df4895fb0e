"""Fairness benchmark: the spread of trips under each choice of what fair means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from model import flow
from model.case import Case
from model.results.figures import Figures
from model.results.tables import tables
from model.results.terms import terms
from model.results.today import todays_plan

MEAN = "travel_burden_hours"
NEED = "need_weighted_hours"
CHOICES = (MEAN, "travel_worst_tenth", "kolm_pollak", "uncovered", "longest_trip", NEED)
TIE_BREAK = 0.05
SHOWN = ("mean_minutes", "p95_minutes", "worst_tenth_minutes", "max_minutes", "equal_trip_minutes")


def fairness_table(case: Case, seconds: float, say: Callable[[str], None], gap: float = 0.005,
                   choices: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row a choice, and today: mean, 95th percentile, mean of the longest tenth, longest and equally distributed trip in minutes
    (county, over headline services), every choice's measure as the objective counts it, and the solve's status, gap and seconds.

    choices: none = all that differ in the case. above_best: by how much of itself a choice's own measure is above the least of all plans
    (0: no plan is better in it). Each choice starts from the plan before it that is best in its measure.
    """
    today = todays_plan(case)
    worth = terms(Figures(case, today)).set_index("term")["value"]
    rows, plans = [{"fair": "today", **_figures(tables(case, today, today)), "status": "today"}], []
    with TemporaryDirectory(prefix="perheverkko-") as place:
        for choice in choices or choices_of(case):
            start = min(plans, key=lambda plan: plan[0][choice], default=(None, None))[1]
            report = flow.solve(fair_case(case, choice, worth), flow.Options(gap, seconds, 1, near=False), start=start)
            figures = _figures(report.tables)
            rows.append({"fair": choice, **figures, "status": report.status, "gap": report.run.get("gap"),
                         "seconds": report.run["seconds"]})
            say(f"{choice}: {report.status}, gap {report.run.get('gap')}, {report.run['seconds']} s")
            if figures:
                plans.append((figures, flow.write(report, Path(place) / choice, force=False)))
    return with_above_best(pd.DataFrame(rows))


def choices_of(case: Case) -> tuple[str, ...]:
    """What fair may mean in the case: need counts only where it differs between areas and is not switched off (use_need_index)."""
    needs = case.settings.objective.use_need_index and case.areas["need_index"].nunique() > 1
    return tuple(choice for choice in CHOICES if needs or choice != NEED)


def with_above_best(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a column above_best; empty for today, which may break rules, and for a choice without a plan."""
    above, plans = pd.Series(float("nan"), table.index), table[table["fair"] != "today"]
    for place, fair in table["fair"].items():
        if fair in table.columns:
            own = table.at[place, fair]
            above[place] = (own - plans[fair].min()) / own if own > 0 else own  # a measure of 0 cannot be bettered
    return table.assign(above_best=above)


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
    """The county's trips and the choices' measures in a plan's tables; empty without a plan."""
    if "indicators" not in found:
        return {}
    table, value = found["indicators"], found["terms"].set_index("term")["value"]
    county = table[(table["service"] == "") & (table["municipality"] == "") & (table["group"] == "")].set_index("indicator")["plan"]
    return {name: float(county[name]) for name in SHOWN if name in county} | {name: float(value[name]) for name in CHOICES}
