"""Together: whole pathways in one visit, hours saved by joint trips, visits with partners in the building."""

from __future__ import annotations

import numpy as np

from model.results.indicators.rows import Rows, Scope, ratio
from model.results.pathways import in_one_visit, joint_visits
from model.results.together import visits_beside_partners


def together_indicators(scope: Scope) -> list[Rows]:
    """Indicators of closeness of one plan; without pathways, or without partners, no row says anything of them."""
    return [*_pathways(scope), *_partners(scope)]


def _pathways(scope: Scope) -> list[Rows]:
    figures = scope.figures
    if figures.case.pathways.empty:
        return []
    top, whole = (sum(values) for values in zip(*(in_one_visit(figures, group) for group in figures.case.services_of_pathways)))
    table = joint_visits(figures)
    saved = table.groupby("area")["saved_hours"].sum().reindex(figures.case.areas["area"]).fillna(0.0).to_numpy(float)
    return [scope.by_group("share_of_pathways_in_one_visit", ratio(scope.area_rows @ top, scope.area_rows @ whole)[:, None]),
            scope.by_group("joint_trip_hours", (scope.area_rows @ saved)[:, None])]


def _partners(scope: Scope) -> list[Rows]:
    if scope.figures.case.partners.empty:
        return []
    visits, beside = (values @ scope.site_rows.T for values in visits_beside_partners(scope.figures))
    overall = ratio(beside.sum(axis=0), visits.sum(axis=0))
    return [scope.by_service("share_with_partners", ratio(beside, visits).T),
            scope.by_group("share_with_partners", np.asarray(overall)[:, None])]
