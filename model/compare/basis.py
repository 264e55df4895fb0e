"""Basis: what the runs were made with, where it differs, and how sure the order of two plans is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from model.compare.sides import Side
from model.publish.words import listed, number, per_cent, signed
from model.reading.words import amount, few

MOST_SETTINGS = 12
DIGITS = 12
PROGRAM = "the program's own files"
TERMS = {"travel_burden_hours": "family travel", "waiting_burden_hours": "waiting", "cost_keur": "cost", "changes": "changes",
         "norm_shortfall_fte": "staff missing from norms", "unmet_visits": "visits not met", "bypassed_visits": "nearer hosts passed by"}


def runs_table(sides: Sequence[Side]) -> pd.DataFrame:
    """A row for each run: run, case, scenario, status, started, gap, gap_hours, gap_asked, audit_passed."""
    return pd.DataFrame([{
        "run": side.label, "case": side.run["case"], "scenario": side.run.get("scenario", ""), "status": side.run["status"],
        "started": str(side.run.get("started", "")), "gap": None if side.is_today else side.gap,
        "gap_hours": side.run.get("gap_hours"), "gap_asked": side.run.get("options", {}).get("gap"),
        "audit_passed": side.run.get("audit", {}).get("passed") is True} for side in sides])


def notes(sides: Sequence[Side]) -> list[str]:
    """Sentences on everything that makes the runs less comparable, the gravest first."""
    return [*_audits(sides), *_ends(sides), *_scenarios(sides),
            *_inputs(sides), *_settings(sides), *_same_value(sides, "Travel minutes", _travel),
            *_options(sides), *_versions(sides), *_areas(sides)]


def _audits(sides) -> list[str]:
    found = []
    for side in sides:
        if side.run.get("audit", {}).get("passed") is not True:
            found.append(f"**{side.label} breaks rules that a plan would have to keep**: it is today's network as it is." if side.is_today
                         else f"**{side.label} did not pass its audit: it must not be used as a plan.** Its figures may be wrong.")
    return found


def _ends(sides) -> list[str]:
    """Plans that the search did not finish."""
    words = {"feasible": "time ran out before the gap asked for was reached", "interrupted": "the run was stopped by hand"}
    return [f"{side.label}: {words[side.run['status']]}; a better plan may exist." for side in sides if side.run["status"] in words]


def _same_value(sides, what: str, of) -> list[str]:
    """A sentence if a value is not the same everywhere: which run has which."""
    labels: dict[str, list[str]] = {}
    for side in sides:
        labels.setdefault(str(of(side)), []).append(side.label)
    return [f"{what}: {'; '.join(f'{value} in {listed(names)}' for value, names in labels.items())}."] if len(labels) > 1 else []


def _travel(side) -> str:
    return "estimated from the map" if side.run.get("travel_estimated") else "of the case's own table"


def _scenarios(sides) -> list[str]:
    """Which scenario each run is of, and why each was written."""
    found = _same_value(sides, "Scenario", lambda side: side.run.get("scenario"))
    why = {side.run.get("scenario"): side.run.get("scenario_why") for side in sides}
    return found + [f"Why {scenario}: {words}" for scenario, words in why.items() if found and words]


def _inputs(sides) -> list[str]:
    """Input files that are not those of the first run (files of scenarios apart)."""
    first, found = _files(sides[0]), []
    for side in sides[1:]:
        own = _files(side)
        files = [file for file in {**first, **own} if first.get(file) != own.get(file)]
        if files:
            found.append(f"Other input files than {sides[0].label} in {side.label}: {few(files, 20)}. Differences below come from "
                         "them as well.")
    return found


def _files(side) -> dict[str, str]:
    layers = {layer["file"] for layer in side.run.get("scenario_layers") or []}
    return {file: sha256 for file, sha256 in side.run.get("inputs", {}).items() if file not in layers}


def _settings(sides) -> list[str]:
    flat = [dict(_flat(side.run.get("settings", {}))) for side in sides]
    names = dict.fromkeys(name for settings in flat for name in settings)
    found = [line for name in names for line in _same_value(
        sides, f"Setting {name}", lambda side, name=name: flat[sides.index(side)].get(name, "not set"))]
    more = len(found) - MOST_SETTINGS
    return found[:MOST_SETTINGS] + ([f"{more} more settings differ: see the run.yaml of each run."] if more > 0 else [])


def _flat(settings: Mapping, above: str = ""):
    """(dotted path, value in words)."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, list):
            yield f"{above}{name}", ", then ".join(_level(level) for level in value)
        else:
            yield f"{above}{name}", amount(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _level(level) -> str:
    if not isinstance(level, Mapping):
        return str(level)
    terms = " + ".join(f"{weight:g} {term}" for term, weight in level.get("terms", {}).items())
    return f"{terms} (tolerance {level.get('tolerance', 0):g})"


def _options(sides) -> list[str]:
    """Gap and time asked for, of the runs that were solved."""
    solved = [side for side in sides if not side.is_today]
    return [*_same_value(solved, "Gap asked for", lambda side: per_cent(side.run.get("options", {}).get("gap"), 2)),
            *_same_value(solved, "Time limit in seconds", lambda side: number(side.run.get("options", {}).get("time_limit")))]


def _versions(sides) -> list[str]:
    """Versions of the program and of what it is built on (of its own files, the first digits of their sha256)."""
    versions = [side.run.get("versions", {}) for side in sides]
    return [line for package in dict.fromkeys(package for own in versions for package in own) for line in _same_value(
        sides, f"Version of {PROGRAM if package == 'code' else package}",
        lambda side, package=package: str(side.run.get("versions", {}).get(package, "not kept"))[:DIGITS])]


def _areas(sides) -> list[str]:
    """Areas that are not in both, which nothing can be said about."""
    first = set(sides[0].tables["areas"]["area"])
    counts = [(side.label, len(first ^ set(side.tables["areas"]["area"]))) for side in sides[1:]]
    return [f"{number(differ)} areas are only in one of {sides[0].label} and {label}: trips compare the others." for label, differ in
            counts if differ]


def first_level(side: Side) -> dict[str, float]:
    """Weights of the first level of the objective: what a gap is measured in."""
    return dict(side.run["settings"]["objective"]["levels"][0]["terms"])


def objective(side: Side) -> float:
    """Value of the first level, family hours a year: the weighted sum of the run's terms."""
    terms = dict(zip(side.tables["terms"]["term"], side.tables["terms"]["value"]))
    return float(sum(weight * terms[term] for term, weight in first_level(side).items()))


def objective_parts(first: Side, other: Side) -> str:
    """What the difference of two first levels is made of: `travel burden -22,807, norm shortfall -8,496` (family hours a year)."""
    values = [dict(zip(side.tables["terms"]["term"], side.tables["terms"]["value"])) for side in (first, other)]
    parts = {term: weight * (values[1][term] - values[0][term]) for term, weight in first_level(first).items()}
    return listed([f"{TERMS.get(term, term)} {signed(change)}" for term, change in parts.items() if abs(change) >= 0.5])


def verdict(first: Side, other: Side) -> dict:
    """How sure it is which of two runs is better by the first level of the objective.

    first_hours, other_hours, change_hours: family hours a year; gap_hours: what the search may still save on the run with more
    hours; order: sure | within the gap | same | gap not known | not comparable (the runs weigh their objectives differently).
    The order is sure if the run with fewer hours is below the bound of the other: then no plan for the other can catch up.
    """
    values = {"first_hours": objective(first), "other_hours": objective(other)}
    change = values["other_hours"] - values["first_hours"]
    worse = other if change > 0 else first
    gap = 0.0 if worse.is_today else worse.run.get("gap_hours")
    if first_level(first) != first_level(other):
        order = "not comparable"
    elif abs(change) <= 1e-6 * max(abs(values["first_hours"]), 1.0):
        order = "same"
    elif gap is None or not math.isfinite(gap):
        order = "gap not known"
    else:
        order = "sure" if abs(change) > gap else "within the gap"
    return {"run": other.label, **values, "change_hours": change, "gap_hours": gap, "order": order}
