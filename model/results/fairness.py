"""Fairness of a plan: the terms of fairness as the objective counts them, from the plan's trips (model/README.md, Fairness)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.figures import Figures

TENTH = 0.1
UNITS = {
    "travel_worst_tenth": "minutes one way",
    "longest_trip": "minutes one way",
    "kolm_pollak": "family hours a year, long trips weighed",
    "uncovered": "visits a year",
    "need_weighted_hours": "family hours a year, weighed by need",
}


def fairness_terms(figures: Figures) -> dict[str, float]:
    """Every term of fairness."""
    trips = _headline_trips(figures)
    means, objective = mean_trips_of_visits(figures), figures.case.settings.objective
    kappa, minutes, visits = objective.kolm_pollak_per_minute, trips["travel_minutes"], trips["travelling_visits"]
    promise = figures.services["promise_minutes"].reindex(trips["service"]).to_numpy(float)
    index = figures.case.areas.set_index("area")["need_index"].reindex(trips["area"]).to_numpy(float)
    return {
        "travel_worst_tenth": worst_mean(means["minutes"].to_numpy(), means["visits"].to_numpy(), TENTH),
        "longest_trip": float(means.loc[means["visits"] > 0, "minutes"].max()) if (means["visits"] > 0).any() else 0.0,
        "kolm_pollak": float((visits * 2 / 60 * np.expm1(kappa * minutes) / kappa).sum()),
        "uncovered": float(visits[minutes.to_numpy() > promise].sum()),
        "need_weighted_hours": float((trips["travel_hours"] * (index if objective.use_need_index else 1.0)).sum()),
    }


def _headline_trips(figures: Figures) -> pd.DataFrame:
    """Trips to sites and purchased visits of headline services."""
    trips = figures.trips
    headline = trips["service"].map(figures.services["headline"]).to_numpy(bool)
    return trips[headline & trips["channel"].isin(["site", "purchased"]).to_numpy()]


def mean_trips_of_visits(figures: Figures) -> pd.DataFrame:
    """Per area and headline service it needs: visits (neither remote today nor at home) and minutes, the mean trip of those not
    remote today; what is remote beyond today is a trip of 0 minutes."""
    trips, services = _headline_trips(figures), figures.services
    sums = (trips["share"] * trips["travel_minutes"]).astype(float).groupby([trips["area"], trips["service"]]).sum()
    needed = figures.case.visits[services.index[services["headline"].to_numpy(bool)]].stack()
    needed = needed[needed > 0]
    of_service = services.reindex(needed.index.get_level_values(1))
    at_sites = 1 - of_service["remote_share_today"].to_numpy(float)
    visits = needed.to_numpy(float) * at_sites * (1 - of_service["home_visit_share"].to_numpy(float))
    total = sums.reindex(needed.index).fillna(0.0).to_numpy(float)
    minutes = np.divide(total, at_sites, out=np.zeros(len(total)), where=at_sites > 0)
    return pd.DataFrame({"visits": visits, "minutes": minutes}, index=needed.index)


def worst_mean(minutes: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Mean of the `share` of the weight with the most minutes; what lies on its border counts with the part that belongs to it."""
    whole = weights.sum()
    if not whole > 0:
        return 0.0
    order = np.argsort(-minutes, kind="stable")
    before = np.cumsum(weights[order]) - weights[order]
    taken = np.clip(share * whole - before, 0.0, weights[order])
    return float((taken * minutes[order]).sum() / (share * whole))
