"""Trips: how far families may be sent, past which nearer sites, and the visits themselves (which are never suggested away)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import Case
from model.explaining.figures import NEED, SETTINGS, Cell, Figure, scale_of, shown
from model.explaining.kinds import Kind, instead, names
from model.explaining.sizes import LONGEST_LIMIT
from model.formulation.sets import Pairs

FARTHEST_NEAR = 60.0  # minutes; the most the column within_minutes takes
SMALLEST_SHARE = 1e-6


def _service(case: Case, figure: Figure) -> str:
    return names(case, "services", "service")[figure.key[0]]


def travel_limits(case: Case) -> list[Figure]:
    """The travel limit of each service, up to the longest trip there is or the most the column takes."""
    longest = min(_longest(case), LONGEST_LIMIT)
    return [Figure("travel_limit", (row.service,), "services", place, "travel_limit_minutes", float(row.travel_limit_minutes),
                   longest - float(row.travel_limit_minutes), scale_of(row.travel_limit_minutes))
            for place, row in enumerate(case.services.itertuples()) if longest > row.travel_limit_minutes]


def _longest(case: Case) -> float:
    return float(np.nanmax(case.minutes.to_numpy(), initial=0))


def _limit_needed(case: Case, figure: Figure, plan) -> float:
    """Minutes beyond the limit that the plan's trips to sites take, areas without any site within the limit left out."""
    reach = Pairs(case).reach
    reach = reach[(reach["service"] == figure.key[0]) & ~reach["beyond_limit"]]
    trips = plan.assign[plan.assign["share"] > SMALLEST_SHARE].merge(reach, on=["area", "service", "site"])
    return max(float(trips["minutes"].max()) - figure.now, 0.0) if len(trips) else 0.0


def _limit_choices(case: Case, figure: Figure) -> list[float]:
    minutes = np.unique(case.minutes.to_numpy())
    return [float(value - figure.now) for value in minutes if figure.now < value <= figure.now + figure.most]


def near_policies(case: Case) -> list[Figure]:
    """Services whose families use the nearest host; one figure for all where a setting says so."""
    override = case.settings.assignment_policy
    if override in ("nearest", "nearest_within"):
        return [Figure("near_policy", (), SETTINGS, -1, "assignment_policy", override)]
    return [Figure("near_policy", (row.service,), "services", place,
                   "within_minutes" if row.policy == "nearest_within" else "policy",
                   float(row.within_minutes) if row.policy == "nearest_within" else row.policy)
            for place, row in enumerate(case.services.itertuples())
            if override == "per_service" and row.policy in ("nearest", "nearest_within")]


def _near_opened(case: Case, figure: Figure) -> list[Cell]:
    """Policy soft everywhere, at the tolerance there is: what passes a nearer host is then a decision of its own."""
    cells = [] if figure.key else [Cell(SETTINGS, -1, "assignment_policy", figure.now, "per_service")]
    for place, row in enumerate(case.services.itertuples()):
        if figure.key in ((), (row.service,)):
            _, within = case.policy(row)
            cells += [Cell("services", place, "policy", row.policy, "soft"),
                      Cell("services", place, "within_minutes", row.within_minutes, within)]
    return cells


def _near_cells(case: Case, figure: Figure, amount: float) -> list[Cell]:
    """within_minutes of this amount; beyond what the column takes, and where a setting rules, policy soft."""
    if not figure.key:
        return [Cell(SETTINGS, -1, "assignment_policy", figure.now, "soft")]
    row = case.services.iloc[figure.row]
    if not 0 <= amount <= FARTHEST_NEAR:
        return [Cell("services", figure.row, "policy", row.policy, "soft")]
    changed = [] if row.policy == "nearest_within" else [Cell("services", figure.row, "policy", row.policy, "nearest_within")]
    return [*changed, Cell("services", figure.row, "within_minutes", float(row.within_minutes), float(np.ceil(amount - 1e-3)))]


def _by_car(case: Case, service: str) -> pd.DataFrame:
    """REACH of a service, own schools left out: they bind their pupils only."""
    reach = Pairs(case).reach
    return reach[(reach["service"] == service) & ~reach["at_school"].astype(bool)]


def _near_needed(case: Case, figure: Figure, plan) -> float:
    """How much farther than the nearest host the plan sends anybody, minutes; beyond every tolerance for the setting."""
    if not figure.key:
        return np.inf
    reach = _by_car(case, figure.key[0])
    hosts = plan.hosting.loc[plan.hosting["service"] == figure.key[0], "site"]
    nearest = reach[reach["site"].isin(hosts)].groupby("area")["minutes"].min()
    trips = plan.assign[plan.assign["share"] > SMALLEST_SHARE].merge(reach, on=["area", "service", "site"])
    beyond = trips["minutes"].to_numpy(float) - nearest.reindex(trips["area"]).to_numpy(float)
    return max(float(np.nanmax(beyond, initial=0.0)), 0.0)


def _near_choices(case: Case, figure: Figure) -> list[float]:
    """Differences between two sites' minutes from an area that are above today's tolerance, up to what the column takes."""
    if not figure.key:
        return []
    now = case.policy(next(row for row in case.services.itertuples() if row.service == figure.key[0]))[1]
    found = set()
    for _, group in _by_car(case, figure.key[0]).groupby("area"):
        minutes = group["minutes"].to_numpy(float)
        found |= set(np.unique((minutes[None, :] - minutes[:, None]).round(6)))
    return [float(value) for value in sorted(found) if now < value <= FARTHEST_NEAR]


def _near_says(case: Case, figure: Figure) -> str:
    if not figure.key:
        return f"every service's families use the nearest host (assignment_policy {figure.now})"
    within = f", or one at most {shown(figure.now)} minutes farther" if figure.column == "within_minutes" else ""
    return f"families use the nearest host of {_service(case, figure)}{within}"


def _near_asks(case: Case, figure: Figure, cell: Cell) -> str:
    if cell.column == "within_minutes":
        return f"a host of {_service(case, figure)} counts as near if it is {instead(cell, 'minutes')} farther than the nearest"
    whose = _service(case, figure) if figure.key else "every service"
    return f"which site families use, {whose}: {instead(cell)}"


def visits(case: Case) -> list[Figure]:
    """The visits of each service: they may conflict with limits, and are never suggested for change."""
    if case.settings.allow_unmet:
        return []
    total, found = case.visits.sum(), {}
    for place, row in enumerate(case.demand.itertuples()):
        column = "visits_per_year" if np.isnan(row.visits_per_person) else "visits_per_person"
        found.setdefault(row.service, Figure("visits", (row.service,), "demand", place, column, float(getattr(row, column)),
                                             role=NEED))
    return [figure for service, figure in found.items() if total[service] > 0]


KINDS = (
    Kind("travel_limit", travel_limits, lambda case, figure:
         f"families are not sent farther than {shown(figure.now)} minutes for {_service(case, figure)}",
         lambda case, figure, cell: f"travel limit of {_service(case, figure)}: {instead(cell, 'minutes one way')}", direction=1,
         opened=lambda case, figure: [Cell("services", figure.row, figure.column, figure.now, _longest(case))],
         needed=_limit_needed, choices=_limit_choices),
    Kind("near_policy", near_policies, _near_says, _near_asks, cells=_near_cells, opened=_near_opened, needed=_near_needed,
         choices=_near_choices),
    Kind("visits", visits, lambda case, figure:
         f"families make {case.visits[figure.key[0]].sum():,.0f} visits a year to {_service(case, figure)}",
         lambda case, figure, cell: "", opened=lambda case, figure: [Cell(SETTINGS, -1, "allow_unmet", False, True)]),
)
