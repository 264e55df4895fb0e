"""Accessibility: the distribution of families' trips.

Percentile q: the smallest t such that at least q of the weight travels at most t. Longest tenth: the conditional value at
risk, with the trip at the border split exactly. Equal trip: ln(sum of w e^(kappa t) / W) / kappa (Kolm and Pollak). Gini: sum of
w (2 C - w - W) t / (W sum of w t), where C is the weight up to and with the trip and W all weight.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.changes import mean_trips
from model.results.indicators.rows import Rows, Scope, ratio

LIMITS = (15, 30, 45, 60)
FAR_MINUTES = 60
WORST = 0.1


def trip_indicators(scope: Scope) -> list[Rows]:
    """Every accessibility indicator of one plan."""
    trips = trips_of(scope)
    keys, figures = _distribution(weighed(scope, trips), scope.figures.case.settings.objective.kolm_pollak_per_minute)
    places = np.append("", scope.services)[keys[0]], scope.municipalities[keys[1]], scope.groups[keys[2]]
    return [*(Rows(name, *places, values) for name, values in figures.items()), _within_promise(scope, trips),
            *_far_children(scope, trips), *_travel_hours(scope)]


def trips_of(scope: Scope, channel: str = "") -> pd.DataFrame:
    """Families' trips (of one channel, if it is named): places of area and service, site, minutes, visits, and part of the area's
    travelling visits to the service."""
    trips = scope.figures.trips
    trips = trips[(trips["travelling_visits"] > 0) & trips["travel_minutes"].notna() & (trips["channel"].isin([channel]) | (channel == ""))]
    area, service = scope.places(trips)
    visits = trips["travelling_visits"].to_numpy(float)
    total = np.zeros(scope.visits.shape)
    np.add.at(total, (area, service), visits)
    return pd.DataFrame({"area": area, "service": service, "site": trips["site"].to_numpy(object),
                         "minutes": trips["travel_minutes"].to_numpy(float), "visits": visits,
                         "part": visits / total[area, service]})


def weighed(scope: Scope, trips: pd.DataFrame) -> pd.DataFrame:
    """A row per trip and scope it counts in: service (0 = over services), municipality (0 = county), group, minutes, weight."""
    own = pd.Index(scope.municipalities).get_indexer(scope.figures.case.areas["municipality"])[trips["area"]]
    headline = scope.headline[trips["service"]]
    frames = []
    for municipality in (np.zeros(len(trips), dtype=int), own):
        frames.append(trips[["minutes"]].assign(service=trips["service"] + 1, municipality=municipality, group=0,
                                                weight=trips["visits"]))
        for group in range(len(scope.groups)):
            people = scope.people[trips["area"], group] * trips["part"].to_numpy()
            of_scope = municipality * len(scope.services) + trips["service"].to_numpy()
            total = np.bincount(of_scope, people)[of_scope]
            weight = np.divide(people, total, out=np.zeros(len(people)), where=total > 0)
            frames.append(trips[["minutes"]].assign(service=0, municipality=municipality, group=group, weight=weight)[headline])
    rows = pd.concat(frames, ignore_index=True)
    return rows[rows["weight"] > 0]


def _distribution(weighed: pd.DataFrame, kappa: float = 0.04) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(places of service, municipality and group; figures of the minutes there), in one pass over sorted rows."""
    if weighed.empty:
        return np.zeros((3, 0), dtype=int), {}
    minutes, *keys = (weighed[column].to_numpy() for column in ("minutes", "group", "municipality", "service"))
    order = np.lexsort([minutes, *keys])
    keys, minutes, weight = np.array(keys[::-1])[:, order], minutes[order], weighed["weight"].to_numpy()[order]
    first = np.flatnonzero(np.append(True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)))
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(minutes))))

    def total(values):
        return np.add.reduceat(values, first)

    whole = total(weight)
    weight = weight / whole[group]
    upto = np.cumsum(weight)
    upto = upto - (upto[first] - weight[first])[group]
    mean = total(weight * minutes)
    tail = np.clip(WORST - (1 - upto), 0, weight)
    reached = {q: np.minimum.reduceat(np.where(upto >= q - 1e-9, minutes, np.inf), first) for q in (0.9, 0.95)}
    unequal = total(weight * (2 * upto - weight - 1) * minutes)
    figures = {
        "mean_minutes": mean, "p90_minutes": reached[0.9], "p95_minutes": reached[0.95],
        "max_minutes": np.maximum.reduceat(minutes, first),
        "worst_tenth_minutes": total(tail * minutes) / total(tail),
        **{f"share_within_{limit}_min": total(weight * (minutes <= limit)) for limit in LIMITS},
        "equal_trip_minutes": np.log(total(weight * np.exp(kappa * minutes))) / kappa,
        "gini_minutes": np.divide(unequal, mean, out=np.zeros(len(mean)), where=mean > 0),
    }
    return keys[:, first], figures


def _within_promise(scope: Scope, trips: pd.DataFrame) -> Rows:
    """Share of each service's travelling visits within its promise, where it has one."""
    promise = scope.figures.services["promise_minutes"].to_numpy(float)
    kept = np.zeros(scope.visits.shape)
    travelling = np.zeros_like(kept)
    place = (trips["area"], trips["service"])
    np.add.at(travelling, place, trips["visits"])
    np.add.at(kept, place, trips["visits"] * (trips["minutes"] <= promise[trips["service"]]))
    shares = ratio(scope.area_rows @ kept, scope.area_rows @ travelling)
    return scope.by_service("share_within_promise", shares, shown=~np.isnan(promise))


def _far_children(scope: Scope, trips: pd.DataFrame) -> list[Rows]:
    """Children whose trip to a service, and to any headline service, is over 60 minutes."""
    far = np.zeros(scope.visits.shape)
    np.add.at(far, (trips["area"], trips["service"]), trips["part"] * (trips["minutes"] > FAR_MINUTES))
    some = (mean_trips(scope.figures).to_numpy()[:, scope.headline] > FAR_MINUTES).any(axis=1)
    return [*scope.counts("children_beyond_60_min", far),
            scope.by_group("children_with_a_service_beyond_60_min", scope.area_rows @ (scope.people * some[:, None]))]


def _travel_hours(scope: Scope) -> list[Rows]:
    """Family hours by service, and over headline services."""
    hours = np.zeros(scope.visits.shape)
    trips = scope.figures.trips
    np.add.at(hours, scope.places(trips), trips["travel_hours"])
    rows = scope.area_rows @ hours
    return [scope.by_service("travel_hours", rows),
            scope.by_group("travel_hours", rows[:, scope.headline].sum(axis=1, keepdims=True))]
