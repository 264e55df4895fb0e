"""Fairness: how trips are spread over families, as terms of the objective.

Every term counts headline services. `travel_worst_tenth` is the conditional value at risk of Rockafellar and Uryasev (2000) in its
linear form; `kolm_pollak` is the linear proxy of Horton, Logan, Murrell, Skipper and Speakman (2024, arXiv:2401.15452).

Both of the terms with decisions of their own look at the mean trip of an area to a service: where an area's visits are split between
a near and a far site, the mean is between the two and the exact figures are worse (model/README.md, Fairness).
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from model.case import Case
from model.formulation.decisions import remote_bounds
from model.formulation.declare import each
from model.formulation.fair_terms import TERMS_OF_FAIRNESS
from model.formulation.sets import Pairs


def named_terms(case: Case) -> set[str]:
    """Terms that some level of the objective names."""
    return {term for level in case.settings.objective.levels for term in level["terms"]}


def add_fair_trips(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Declare the trips that fairness looks at, as far as a level of the objective names one of its terms. fair_visits: those that
    are neither remote today nor at home."""
    named = named_terms(case)
    services = case.services.set_index("service")
    site_share = (1 - services["remote_share_today"]).astype(float).to_dict()
    travels = ((1 - services["home_visit_share"]) * (1 - services["remote_share_today"]) * services["headline"]).astype(float).to_dict()
    headline = services["headline"].astype(bool).to_dict()
    trips = [(i, k) for i, k in pairs.needs if headline[k]] if named & set(TERMS_OF_FAIRNESS) else []
    counted = [(i, k) for i, k in trips if travels[k] > 0]
    m.FAIR_TRIPS = pyo.Set(dimen=2, initialize=trips)
    m.fair_visits = pyo.Param(m.FAIR_TRIPS, initialize={(i, k): float(m.visits[i, k]) * travels[k] for i, k in trips})
    m.all_fair_visits = pyo.Param(initialize=sum(m.fair_visits.values()))
    m.site_share_today = pyo.Param(m.SERVICES, initialize=site_share)
    m.TAILS = pyo.Set(initialize=["county"] if "travel_worst_tenth" in named and counted else [])
    m.TAIL_TRIPS = pyo.Set(dimen=2, initialize=counted if len(m.TAILS) else [])
    m.LONGEST = pyo.Set(initialize=["county"] if "longest_trip" in named and counted else [])
    _add_minutes(m, pairs, services, set(trips))
    _add_longest(m, pairs, counted if len(m.LONGEST) else [])
    _add_kolm_pollak(m, case, "kolm_pollak" in named)
    _add_promises(m, services, "uncovered" in named)
    _add_need(m, case, "need_weighted_hours" in named)


def _add_minutes(m: pyo.ConcreteModel, pairs: Pairs, services, trips: set) -> None:
    """FAIR_REACH (area, service, site) with trip_minutes; longest_possible_minutes of them and of trips to purchased visits."""
    reach = pairs.reach if trips else pairs.reach.iloc[:0]
    minutes = {(i, k, j): float(t) for i, k, j, t in zip(reach["area"], reach["service"], reach["site"], reach["minutes"])
               if (i, k) in trips}
    m.FAIR_REACH = pyo.Set(dimen=3, initialize=list(minutes))
    m.trip_minutes = pyo.Param(m.FAIR_REACH, initialize=minutes)
    sites: dict[tuple[str, str], list[str]] = {}
    for i, k, j in minutes:
        sites.setdefault((i, k), []).append(j)
    m.FAIR_SITES = pyo.Set(m.FAIR_TRIPS, initialize={trip: sites.get(trip, []) for trip in m.FAIR_TRIPS})
    bought = services.loc[services["purchase_share_max"] > 0, "purchase_minutes"].max()
    m.longest_possible_minutes = pyo.Param(initialize=max([*minutes.values(), 0.0 if math.isnan(bought) else float(bought)],
                                                          default=0.0))


def _add_longest(m: pyo.ConcreteModel, pairs: Pairs, counted: list) -> None:
    """least_longest_minutes: the longest trip cannot be shorter, as some area has no site nearer; LONGEST_TRIPS: those that can be longer
    than that. Trips that never are need no rule."""
    reach = pairs.reach if counted else pairs.reach.iloc[:0]
    most_share = dict(zip(zip(reach["area"], reach["service"], reach["site"]), reach["most_share"].astype(float)))
    least = max((_least_trip(m, i, k, most_share) for i, k in counted), default=0.0)
    farthest = {(i, k): max([m.trip_minutes[i, k, j] for j in m.FAIR_SITES[i, k]] + [_purchase_trip(m, k)]) for i, k in counted}
    m.least_longest_minutes = pyo.Param(initialize=least)
    m.LONGEST_TRIPS = pyo.Set(dimen=2, initialize=[trip for trip in counted if farthest[trip] > least])


def _purchase_trip(m: pyo.ConcreteModel, k: str) -> float:
    return m.purchase_minutes[k] if m.purchase_share_max[k] > 0 else 0.0


def _least_trip(m: pyo.ConcreteModel, i: str, k: str, most_share: dict) -> float:
    """Mean trip of an area if every site had the service, minutes: as much as may be is remote or unmet, the rest goes to the nearest
    places until each has its largest share."""
    present = 1 - m.remote_share_today[k]
    places = [(m.trip_minutes[i, k, j], present * most_share[i, k, j]) for j in m.FAIR_SITES[i, k]]
    left, minutes = 1 - remote_bounds(m, i, k)[1] - m.unmet_share_max, 0.0
    for trip, share in sorted([*places, (m.purchase_minutes[k], m.purchase_share_max[k])]):
        taken = min(max(left, 0.0), share)
        left, minutes = left - taken, minutes + taken * trip
    return minutes / present


def _add_kolm_pollak(m: pyo.ConcreteModel, case: Case, named: bool) -> None:
    """weighed_hours: family hours if all of the area's visits go there, a trip of t minutes counted as (e^(kappa t) - 1) / kappa."""
    kappa = case.settings.objective.kolm_pollak_per_minute

    def hours(i, k, minutes):
        return m.visits[i, k] * 2 / 60 * math.expm1(kappa * minutes) / kappa

    m.WEIGHED_REACH = pyo.Set(dimen=3, initialize=m.FAIR_REACH if named else [])
    m.weighed_hours = pyo.Param(m.WEIGHED_REACH, initialize={
        (i, k, j): (1 - m.home_visit_share[k]) * hours(i, k, m.trip_minutes[i, k, j]) for i, k, j in m.WEIGHED_REACH})
    m.WEIGHED_TRIPS = pyo.Set(dimen=2, initialize=m.FAIR_TRIPS if named else [])
    m.weighed_purchase_hours = pyo.Param(m.WEIGHED_TRIPS, initialize={
        (i, k): hours(i, k, m.purchase_minutes[k]) for i, k in m.WEIGHED_TRIPS})


def _add_promises(m: pyo.ConcreteModel, services, named: bool) -> None:
    """UNCOVERED_REACH, UNCOVERED_PURCHASES: trips longer than the service's promise."""
    promise = services["promise_minutes"].astype(float).to_dict()  # NaN: no promise, and nothing is longer
    m.UNCOVERED_REACH = pyo.Set(dimen=3, initialize=[index for index in m.FAIR_REACH
                                                     if named and m.trip_minutes[index] > promise[index[1]]])
    m.UNCOVERED_PURCHASES = pyo.Set(dimen=2, initialize=[(i, k) for i, k in m.FAIR_TRIPS
                                                         if named and m.purchase_minutes[k] > promise[k]])


def _add_need(m: pyo.ConcreteModel, case: Case, named: bool) -> None:
    """need_index, or 1 where the case does not use it."""
    used = case.settings.objective.use_need_index
    index = case.areas["need_index"] if used else case.areas["need_index"] * 0 + 1
    m.need_index = pyo.Param(m.AREAS, initialize=dict(zip(case.areas["area"], index.astype(float))))
    m.NEED_REACH = pyo.Set(dimen=3, initialize=m.FAIR_REACH if named else [])
    m.NEED_TRIPS = pyo.Set(dimen=2, initialize=m.FAIR_TRIPS if named else [])


def add_fairness(m: pyo.ConcreteModel) -> None:
    """Rules that count the worst-off tenth and the longest trip."""
    m.worst_tenth_is_counted = each(m.TAIL_TRIPS, worst_tenth_is_counted)
    m.longest_trip_is_counted = each(m.LONGEST_TRIPS, longest_trip_is_counted)


def mean_trip_minutes(m, i, k):
    """Mean trip of the area's visits to a service that are not remote today, minutes; what becomes remote is a trip of 0."""
    to_sites = sum(m.trip_minutes[i, k, j] / m.site_share_today[k] * m.assign_share[i, k, j] for j in m.FAIR_SITES[i, k])
    return to_sites + m.purchase_minutes[k] / m.site_share_today[k] * m.purchased_share[i, k]


def worst_tenth_is_counted(m, i, k):
    """A mean trip is at most where the worst-off tenth begins and what it is beyond: for each area and headline service, minutes."""
    return mean_trip_minutes(m, i, k) <= m.tail_start_minutes["county"] + m.tail_excess_minutes[i, k]


def longest_trip_is_counted(m, i, k):
    """No mean trip is longer than the longest: for each area and headline service, minutes on both sides."""
    return mean_trip_minutes(m, i, k) <= m.longest_trip_minutes["county"]
