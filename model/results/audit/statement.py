"""Audit of what the solver says about a plan: its terms, its objective, its levels and its gap."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule
from model.results.audit.fairness import AT_LEAST
from model.results.audit.spending import objective_terms

# A solver works out an objective from a point that keeps whole numbers within 1e-6; rounding them moves sums of many terms.
ROUNDING = 10.0


def weighted(level, terms: dict[str, float]) -> float:
    """The weighted sum of a level of objective.levels."""
    return float(sum(weight * terms[term] for term, weight in level["terms"].items()))


@rule
def solver_agrees_on_terms(given, decided):
    """The solver's own value of every term is the recomputed one; of a term counted from above it is no less."""
    stated, terms = decided.objective.get("terms", {}), objective_terms(given, decided)
    exact, above = ([term for term in stated if term in terms and (term in AT_LEAST) == from_above] for from_above in (False, True))
    found = []
    for names, equal in (exact, True), (above, False):
        left, right = (np.array([values[name] for name in names], dtype=float) for values in (terms, stated))
        found.append(Comparison(left, right, (names,), "the term's unit", equal=equal, size=ROUNDING * np.abs(left)))
    return found


@rule
def objective_is_first_level(given, decided):
    """The stated objective is the weighted sum of the first level's terms, or no less where one of them is counted from above."""
    stated, level = decided.objective.get("objective"), given.settings["objective"]["levels"][0]
    value = weighted(level, objective_terms(given, decided))
    return Comparison(np.array([value]), _number(stated), (["objective"],), "the objective's unit",
                      equal=not set(AT_LEAST) & set(level["terms"]), over=stated is not None, size=ROUNDING * abs(value))


@rule
def levels_are_kept(given, decided):
    """Every level of the objective stays within what later levels may give up: incumbent x (1 + tolerance)."""
    levels, terms = decided.objective.get("levels", []), objective_terms(given, decided)
    settings = given.settings["objective"]["levels"]
    values = np.array([weighted(level, terms) for level, _ in zip(settings, levels)], dtype=float)
    limits = np.array([_number(level["objective"]) * (1 + _number(level.get("tolerance", 0)))
                       for _, level in zip(settings, levels)], dtype=float)
    names = [f"level {number}" for number in range(1, len(values) + 1)]
    return Comparison(values, limits, (names,), "the objective's unit", size=ROUNDING * np.abs(values))


@rule
def gap_is_stated_rightly(given, decided):
    """The stated gap is (objective - bound) / |objective|, and the bound is not above the objective."""
    stated = {name: decided.objective.get(name) for name in ("objective", "bound", "gap")}
    if any(value is None for value in stated.values()):
        return []
    objective, bound, gap = (_number(value) for value in stated.values())
    expected = (objective - bound) / abs(objective) if objective else 0.0
    right = Comparison(np.array([gap]), max(expected, 0.0), (["gap"],), "share", equal=True)
    below = Comparison(np.array([bound]), objective, (["bound"],), "the objective's unit", size=ROUNDING * abs(objective))
    return [right, below]


def _number(value) -> float:
    return float("nan") if value is None else float(value)
