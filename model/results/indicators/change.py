"""Change and cost: what a plan changes for children against today, which premises it empties, what it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results import terms
from model.results.changes import mean_trips
from model.results.figures import Figures
from model.results.indicators.rows import Rows, Scope

LONGER_MINUTES = (10, 20, 30)


def change_indicators(scope: Scope, today: Figures) -> list[Rows]:
    """Change against today (0 for today itself), and cost."""
    growth = mean_trips(scope.figures).to_numpy() - mean_trips(today).to_numpy()
    longer = [row for minutes in LONGER_MINUTES
              for row in scope.counts(f"children_trip_{minutes}_min_longer", (growth >= minutes - 1e-9).astype(float))]
    moved = scope.counts("children_whose_site_changes", _moved_share(scope, today))
    still_open = scope.figures.sites.index.isin(scope.figures.open_sites["site"])
    emptied = scope.figures.sites.index.isin(today.open_sites["site"]) & ~still_open
    return [*moved, *longer, scope.by_site_municipality("premises_emptied", emptied.astype(float)), *_costs(scope)]


def _moved_share(scope: Scope, today: Figures) -> np.ndarray:
    """(area, service) part of today's use of sites that goes elsewhere: 1 - sum over sites of the smaller of both shares."""
    before, after = _site_shares(scope, today), _site_shares(scope, scope.figures)
    used_today = before.sum(axis=2) > 0
    return np.where(used_today, 1 - np.minimum(before, after).sum(axis=2), 0.0).clip(0, 1)


def _site_shares(scope: Scope, figures: Figures) -> np.ndarray:
    """(area, service, site) shares of what goes to sites, summing to 1 (or 0 where nothing does)."""
    shares = np.zeros((*scope.visits.shape, len(figures.sites)))
    assign = figures.plan.assign
    np.add.at(shares, (*scope.places(assign), figures.sites.index.get_indexer(assign["site"])), assign["share"].to_numpy(float))
    total = shares.sum(axis=2, keepdims=True)
    return np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)


def _costs(scope: Scope) -> list[Rows]:
    """Yearly cost of the network, of its premises and of its staff, thousand euros."""
    figures = scope.figures
    costs = terms.costs(figures)
    premises = pd.Series(terms.premises_keur(figures), index=figures.open_sites["site"])
    premises = premises.reindex(figures.sites.index).fillna(0.0)
    staff = costs.loc[costs["term"] == "staff", "cost_keur"].sum()
    return [scope.by_group("cost_keur", np.array([[costs["cost_keur"].sum()]])),
            scope.by_site_municipality("cost_premises_keur", premises.to_numpy(float)),
            scope.by_group("cost_staff_keur", np.array([[staff]]))]
