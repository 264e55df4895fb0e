"""Audit of fairness: its terms by other ways than the formulation and the results take.

The mean of the worst-off tenth is the least of t + sum of w (z - t)+ / (0.1 W) over t, which is at the 90th percentile of z.
"""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule

TENTH = 0.1
AT_LEAST = ("travel_worst_tenth", "longest_trip")  # counted from above: a solver's own figure may be more, never less


def fairness_terms(given, decided) -> dict[str, float]:
    """Every term of fairness from inputs and decisions."""
    objective, minutes = given.settings["objective"], np.nan_to_num(given.minutes)
    headline = given.column("services", "headline").astype(float)
    home, bought = given.number("services", "home_visit_share"), given.number("services", "purchase_minutes")
    kappa, promise = objective["kolm_pollak_per_minute"], given.number("services", "promise_minutes")
    to_sites = given.visits * ((1 - home) * headline)[None]
    purchased = given.visits * decided.purchased * headline[None]
    need = given.number("areas", "need_index") if objective["use_need_index"] else np.ones(len(given.areas))

    def both(weigh) -> float:
        """Visits at sites and purchased ones, each trip counted as weigh(minutes, k)."""
        return float(sum((to_sites[:, [k]] * decided.assign[:, k] * weigh(minutes, k)).sum() + purchased[:, k].sum() * weigh(bought[k], k)
                         for k in range(len(given.services))))

    hours = np.einsum("ik,ij,ikj->i", to_sites, minutes, decided.assign, optimize=True) + purchased @ bought
    means, visits = _means(given, decided, minutes)
    return {
        "travel_worst_tenth": _worst_tenth(means, visits),
        "longest_trip": float(means[visits > 0].max(initial=0.0)),
        "kolm_pollak": both(lambda t, k: (np.exp(kappa * t) - 1) / kappa / 30),
        "uncovered": both(lambda t, k: np.asarray(t > promise[k], dtype=float)),
        "need_weighted_hours": float((need * hours).sum() / 30),
    }


@rule
def worst_tenth_is_counted(given, decided):
    """The worst-off tenth, in the table of terms and as the solver states it, is no shorter than its mean trips."""
    return _no_less(decided, "travel_worst_tenth", _worst_tenth(*_means(given, decided, np.nan_to_num(given.minutes))))


@rule
def longest_trip_is_counted(given, decided):
    """The longest trip, in the table of terms and as the solver states it, is no shorter than any mean trip."""
    means, visits = _means(given, decided, np.nan_to_num(given.minutes))
    return _no_less(decided, "longest_trip", float(means[visits > 0].max(initial=0.0)))


def _no_less(decided, term: str, minutes: float) -> Comparison:
    """The figure is at least these minutes wherever it is stated."""
    table, stated = decided.tables["terms"], decided.objective.get("terms", {})
    figures = [float(table.loc[table["term"] == term, "value"].sum()), *([stated[term]] if term in stated else [])]
    names = [f"{term} {where}" for where in ("in the table", "as stated")][:len(figures)]
    return Comparison(np.full(len(figures), minutes), np.array(figures, dtype=float), (names,), "minutes one way", size=10 * minutes)


def _means(given, decided, minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """((i, k) mean trip of the visits that are not remote today, (i, k) those of them that are not at home), headline services."""
    present = 1 - given.number("services", "remote_share_today")
    travels = present * (1 - given.number("services", "home_visit_share")) * given.column("services", "headline").astype(float)
    total = np.einsum("ij,ikj->ik", minutes, decided.assign) + decided.purchased * given.number("services", "purchase_minutes")[None]
    return total / np.where(present > 0, present, 1.0)[None], given.visits * travels[None]


def _worst_tenth(means: np.ndarray, visits: np.ndarray) -> float:
    z, w = means[visits > 0], visits[visits > 0]
    if not len(z):
        return 0.0
    order = np.argsort(z)
    reached = np.searchsorted(np.cumsum(w[order]), (1 - TENTH) * w.sum())
    start = z[order][min(reached, len(z) - 1)]
    return float(start + (w * np.maximum(z - start, 0.0)).sum() / (TENTH * w.sum()))
