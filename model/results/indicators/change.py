"""Change and cost: what a plan changes for children against today, which premises it empties, what it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results import terms
from model.results.changes import mean_trips
from model.results.figures import Figures
from model.results.indicators.rows import Rows, Scope
from model.results.moves import moved_fte, moved_shares

LONGER_MINUTES = (10, 20, 30)


def change_indicators(scope: Scope, today: Figures) -> list[Rows]:
    """Change against today (0 for today itself), and cost."""
    growth = mean_trips(scope.figures).to_numpy() - mean_trips(today).to_numpy()
    longer = [row for minutes in LONGER_MINUTES
              for row in scope.counts(f"children_trip_{minutes}_min_longer", (growth >= minutes - 1e-9).astype(float))]
    moved = scope.counts("children_whose_site_changes", _moved_share(scope, today))
    still_open = scope.figures.sites.index.isin(scope.figures.open_sites["site"])
    emptied = scope.figures.sites.index.isin(today.open_sites["site"]) & ~still_open
    staff = scope.by_group("fte_moved", np.array([[moved_fte(scope.figures, today)]]))
    return [*moved, *longer, scope.by_site_municipality("premises_emptied", emptied.astype(float)), staff, *_costs(scope)]


def _moved_share(scope: Scope, today: Figures) -> np.ndarray:
    """(area, service) part of today's visits to sites that neither stays at its site nor becomes remote."""
    table = moved_shares(scope.figures, today)["moved_share"].reset_index()
    shares = np.zeros(scope.visits.shape)
    shares[scope.places(table)] = table["moved_share"].to_numpy(float)
    return shares


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
