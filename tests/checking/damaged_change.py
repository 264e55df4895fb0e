"""Damages of limits on change and of fairness: limits and terms that say nothing, or too much."""

from __future__ import annotations

from tests.checking.damage import Damage


def damage(code: str, where: str, **changes) -> Damage:
    """The tiny case, harmed; `where` is file, line and column."""
    file, line, column = where.split()
    return Damage(code, file, int(line), column, changes)


CLOSED = {"sites/S2/status": "must_close", "sites/S2/status_reason": "the lease ends"}


def levels(term: str) -> list[dict]:
    return [{"terms": {term: 1.0}, "tolerance": 0.0}]


CHANGE = [
    damage("uncovered_without_promise", "case.yaml 7 objective.levels", settings={"objective.levels": levels("uncovered")}),
    damage("no_public_transport", "areas.csv 3 no_car_share", cells={"areas/A2/no_car_share": 0.1}),
    damage("fte_limit_without_staff_today", "case.yaml 7 change_limits.fte_moved", settings={"change_limits.fte_moved": 1},
           staff_today=None),
    damage("closures_beyond_limit", "case.yaml 7 change_limits.sites_closed", settings={"change_limits.sites_closed": 0}, cells=CLOSED),
    # the clinic's A2 from 10 to 20 minutes, A3 from 10 to 30
    damage("trip_grows_anyway", "case.yaml 7 change_limits.trip_growth_minutes", settings={"change_limits.trip_growth_minutes": 15},
           cells=CLOSED),
    # 30 minutes * 0.3 = 9
    damage("kolm_pollak_too_steep", "case.yaml 7 objective.kolm_pollak_per_minute",
           settings={"objective.kolm_pollak_per_minute": 0.3, "objective.levels": levels("kolm_pollak")}),
]
