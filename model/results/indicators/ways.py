"""Ways of being there: which part of the visits is made where, days of mobile units, evening work, residential care."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.indicators.rows import Rows, Scope
from model.results.residential import residential_care


def way_indicators(scope: Scope) -> list[Rows]:
    """Shares of visits by way, and what the special ways give."""
    return [*_shares(scope), _stop_days(scope), *_evenings(scope), *_residential(scope)]


def _shares(scope: Scope) -> list[Rows]:
    """Parts of all visits: at the county's own sites, schools and mobile stops, at home, remote, purchased."""
    trips = scope.figures.trips
    setting = scope.figures.case.settings_of_sites.reindex(trips["site"]).to_numpy()
    share, home = trips["share"].to_numpy(float), trips["home_share"].to_numpy(float)
    channel = trips["channel"].to_numpy()
    at_site = np.where(channel == "site", share * (1 - home), 0.0)
    parts = {"share_at_own_sites": at_site * (setting == "own"), "share_at_schools": at_site * (setting == "school"),
             "share_at_mobile_stops": at_site * (setting == "mobile"),
             "share_at_home": np.where(channel == "site", share * home, 0.0),
             "share_remote": share * (channel == "remote"), "share_purchased": share * (channel == "purchased")}
    rows = []
    for name, part in parts.items():
        values = np.zeros_like(scope.visits)
        np.add.at(values, scope.places(trips), part)
        rows += scope.means(name, values)
    return rows


def _stop_days(scope: Scope) -> Rows:
    """Days a week of mobile units at the stops of a municipality."""
    days = scope.figures.unit_days["stop_days"].reindex(scope.figures.sites.index).fillna(0.0)
    return scope.by_site_municipality("mobile_stop_days", days.to_numpy(float))


def _evenings(scope: Scope) -> list[Rows]:
    """Evening work by service, and of all services."""
    work = scope.figures.plan.evenings.groupby("service")["evening_fte"].sum().reindex(pd.Index(scope.services))
    fte = work.fillna(0.0).to_numpy(float)[None]
    return [scope.by_service("evening_fte", fte), scope.by_group("evening_fte", fte.sum(axis=1, keepdims=True))]


def _residential(scope: Scope) -> list[Rows]:
    """Places and cost of residential care in the case's year."""
    care = residential_care(scope.figures.case)
    care = care[care["year"] == scope.figures.case.settings.year]
    return [scope.by_group("residential_places", np.array([[float(care["places"].sum())]])),
            scope.by_group("residential_cost_keur", np.array([[float(care["cost_keur"].sum())]]))]
