"""Holds: rules of the elastic model that keep to the figures as given what was opened, unless a figure is changed.

The elastic model is built from the opened case: every set and coefficient has all the room it could be of use to have. Each
rule here takes that room back, as a limit of its own that the figure's decision `changed` or its amount gives way. With no
figure changed, the elastic model is the model of the case as it is given (a test solves both).
"""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo

from model.case import TIE_MINUTES
from model.explaining.kinds import Use
from model.formulation.declare import each
from model.formulation.quantities import is_open
from model.formulation.sets import Pairs

MOST_STEPS = 24  # of a travel limit: more than a tiny case has minutes; a county's are drawn together


def add_holds(m: pyo.ConcreteModel, use: Use) -> None:
    """Every rule of this page."""
    hold_rooms(m, use)
    hold_typed_rooms(m, use)
    hold_mobile_units(m, use)
    hold_opening_days(m, use)
    hold_tiers(m, use)
    hold_mode_tiers(m, use)
    hold_closed_sites(m, use)
    hold_forbidden_hosts(m, use)
    hold_nearest(m, use)
    hold_visits(m, use)
    hold_travel_limits(m, use)
    hold_trip_growth(m, use)


def hold_rooms(m, use: Use) -> None:
    """No more rooms are taken at once than the site has: for each service, site that is no mobile stop and mode, rooms."""
    rooms = use.case.sites.set_index("site")["rooms"]
    m.HELD_ROOMS = pyo.Set(dimen=3, initialize=[index for index in m.HOST_MODES if use.place("rooms", index[1]) is not None])
    m.rooms_are_as_given = each(m.HELD_ROOMS, lambda m, k, j, mode: m.rooms_used[k, j, mode] <= rooms[j] + use.amount("rooms", j))


def hold_typed_rooms(m, use: Use) -> None:
    """No more rooms of a type are taken at once than there are: for each service with a type, site that tells them apart and mode;
    and the types are no more than all rooms: for each such site, rooms."""
    types = dict(zip(use.case.services["service"], use.case.services["room_type"]))
    given = use.case.room_types.set_index(["site", "room_type"])["rooms"]
    m.HELD_TYPES = pyo.Set(dimen=3, initialize=[(k, j, mode) for k, j, mode in m.HOST_MODES
                                                if use.place("typed_rooms", j, types[k]) is not None])
    m.types_are_as_given = each(m.HELD_TYPES, lambda m, k, j, mode:
                                m.rooms_used[k, j, mode] <= given[j, types[k]] + use.amount("typed_rooms", j, types[k]))
    rooms, typed = use.case.sites.set_index("site")["rooms"], use.case.room_types
    m.TYPED_SITES = pyo.Set(initialize=list(dict.fromkeys(figure.key[0] for _, figure in use.of_kind("typed_rooms"))))
    m.types_are_rooms = each(m.TYPED_SITES, lambda m, j: sum(
        use.amount("typed_rooms", j, name) for name in typed.loc[typed["site"] == j, "room_type"])
        <= rooms[j] - typed.loc[typed["site"] == j, "rooms"].sum() + use.amount("rooms", j))


def hold_mobile_units(m, use: Use) -> None:
    """A unit's stop days fit its week, the drives included: for each mobile unit, days a week."""
    days = use.case.vehicles.set_index("vehicle")["days_per_week"]
    m.HELD_UNITS = pyo.Set(initialize=[v for v in m.VEHICLES if use.place("vehicle_days", v) is not None])
    m.weeks_are_as_given = each(m.HELD_UNITS, lambda m, v: sum((1 + m.drive_days[v, j]) * m.stop_days[v, j] for j in m.STOPS_OF[v])
                                + m.nothing <= days[v] + use.amount("vehicle_days", v))


def hold_opening_days(m, use: Use) -> None:
    """A mode fits the opening days: for each service, site and mode with more days than the site has, days a week."""
    days = use.case.sites.set_index("site")["opening_days"]
    m.LONGER_MODES = pyo.Set(dimen=3, initialize=[(k, j, mode) for k, j, mode in m.HOST_MODES if m.days_per_week[mode] > days[j]])
    m.opening_days_are_as_given = each(m.LONGER_MODES, lambda m, k, j, mode:
                                       m.days_per_week[mode] * m.use_mode[k, j, mode] <= days[j] + use.amount("opening_days", j))


def hold_tiers(m, use: Use) -> None:
    """A site in a tier that does not permit a service does not host it: for each service, site and such tier, yes or no."""
    m.OTHER_TIERS = pyo.Set(dimen=3, initialize=[(k, j, tier) for k, j in m.HOSTABLE for tier in m.PERMITTING_TIERS[k, j]
                                                 if use.place("service_tier", k, tier) is not None])
    m.tiers_are_as_given = each(m.OTHER_TIERS, lambda m, k, j, tier:
                                m.host_service[k, j] + m.open_site[j, tier] <= 1 + use.changed("service_tier", k, tier))


def hold_mode_tiers(m, use: Use) -> None:
    """A mode is not used at a site in a tier that does not permit it: for each service, site, mode and such tier, yes or no."""
    m.OTHER_MODE_TIERS = pyo.Set(dimen=4, initialize=[(k, j, mode, tier) for k, j, mode in m.HOST_MODES
                                                      for tier in m.PERMITTING_TIERS[k, j]
                                                      if use.place("mode_tier", mode, tier) is not None])
    m.mode_tiers_are_as_given = each(m.OTHER_MODE_TIERS, lambda m, k, j, mode, tier:
                                     m.use_mode[k, j, mode] + m.open_site[j, tier] <= 1 + use.changed("mode_tier", mode, tier))


def hold_closed_sites(m, use: Use) -> None:
    """A site that must close is closed: for each such site, open (0 or 1)."""
    m.SHUT_SITES = pyo.Set(initialize=[j for j in m.OPENABLE_SITES if use.place("closed_site", j) is not None])
    m.closed_sites_are_as_given = each(m.SHUT_SITES, lambda m, j: is_open(m, j) <= use.changed("closed_site", j))


def hold_forbidden_hosts(m, use: Use) -> None:
    """A service that must not be at a site is not there: for each such lock, hosted (0 or 1)."""
    m.FORBIDDEN_HOSTS = pyo.Set(dimen=2, initialize=[(k, j) for k, j in m.HOSTABLE if use.place("must_not_host", k, j) is not None])
    m.locks_are_as_given = each(m.FORBIDDEN_HOSTS, lambda m, k, j: m.host_service[k, j] <= use.changed("must_not_host", k, j))


def hold_nearest(m, use: Use) -> None:
    """Nobody is sent past a nearer host: for each service whose policy is not free or soft, areas (sum of shares)."""
    figure = {k: ("near_policy", k) if use.place("near_policy", k) is not None else ("near_policy",) for k in m.SERVICES}
    near = {row.service for row in use.case.services.itertuples() if use.case.policy(row)[0] in ("nearest", "nearest_within")}
    m.NEAR_SERVICES = pyo.Set(initialize=[k for k in m.SERVICES if k in near and len(m.AREAS_IN_NEED[k])])
    m.policies_are_as_given = each(m.NEAR_SERVICES, lambda m, k: sum(m.bypass_share[i, k] for i in m.AREAS_IN_NEED[k])
                                   <= len(m.AREAS_IN_NEED[k]) * use.changed(*figure[k]))


def hold_visits(m, use: Use) -> None:
    """All visits are met: for each service, areas (sum of shares)."""
    m.MET_SERVICES = pyo.Set(initialize=[figure.key[0] for _, figure in use.of_kind("visits")])
    m.visits_are_as_given = each(m.MET_SERVICES, lambda m, k: sum(m.unmet_share[i, k] for i in m.AREAS_IN_NEED[k])
                                 <= len(m.AREAS_IN_NEED[k]) * use.changed("visits", k))


def hold_travel_limits(m, use: Use) -> None:
    """Trips beyond the limit as given need a longer one: for each service and step of minutes, areas (sum of shares)."""
    steps = _steps_beyond(use)
    m.STEPS = pyo.Set(dimen=2, initialize=list(steps))
    m.step_taken = pyo.Var(m.STEPS, within=pyo.Binary, doc="the travel limit reaches this step (yes or no)")
    m.trips_are_as_given = each(m.STEPS, lambda m, k, n: sum(m.assign_share[i, k, j] for i, j in steps[k, n][1])
                                <= len({i for i, _ in steps[k, n][1]}) * m.step_taken[k, n])
    m.limit_reaches_step = each(m.STEPS, lambda m, k, n: steps[k, n][0] * m.step_taken[k, n] <= use.amount("travel_limit", k))


def hold_trip_growth(m, use: Use) -> None:
    """Trips that grow beyond the limit as given need a larger one: for each step of minutes and service, areas (sum of shares)."""
    steps = _steps_of_growth(use)
    m.GROWTH_STEPS = pyo.Set(initialize=list(steps))
    m.growth_taken = pyo.Var(m.GROWTH_STEPS, within=pyo.Binary, doc="the limit on growing trips reaches this step (yes or no)")
    m.GROWING = pyo.Set(dimen=2, initialize=[(n, k) for n, (_, pairs) in steps.items() for k in pairs])
    m.growth_is_as_given = each(m.GROWING, lambda m, n, k: sum(m.assign_share[i, k, j] for i, j in steps[n][1][k])
                                <= len({i for i, _ in steps[n][1][k]}) * m.growth_taken[n])
    m.growth_reaches_step = each(m.GROWTH_STEPS, lambda m, n: steps[n][0] * m.growth_taken[n] <= use.amount("trip_growth"))


def _steps_of_growth(use: Use) -> dict[int, tuple[float, dict[str, list]]]:
    """Step -> (minutes beyond the limit on growing trips, service -> pairs (area, site) no trip may use without it)."""
    if use.place("trip_growth") is None:
        return {}
    free, reach = set(Pairs(use.case).reach[["area", "service", "site"]].itertuples(index=False, name=None)), Pairs(use.opened).reach
    today, limit = use.case.todays_minutes, use.case.settings.change_limits.trip_growth_minutes
    over = np.array([minutes - today.at[i, k] - limit - TIE_MINUTES for i, k, minutes in zip(reach["area"], reach["service"],
                                                                                            reach["minutes"])], dtype=float)
    beyond = np.array([pair not in free for pair in zip(reach["area"], reach["service"], reach["site"])], dtype=bool) & (over > 0)
    far, over = reach[beyond], over[beyond]
    marks, step = _marks(over)
    steps: dict[int, tuple[float, dict[str, list]]] = {n: (float(mark), {}) for n, mark in enumerate(marks)}
    for n, i, k, j in zip(step, far["area"], far["service"], far["site"]):
        steps[int(n)][1].setdefault(k, []).append((i, j))
    return steps


def _marks(over: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(steps of minutes, each trip's step): each number of minutes one, or drawn together where there are very many."""
    marks = np.unique(over)
    if len(marks) > MOST_STEPS:
        marks = np.unique(np.quantile(over, np.linspace(0, 1, MOST_STEPS + 1)[1:], method="higher"))
    return marks, np.searchsorted(marks, over)


def _steps_beyond(use: Use) -> dict[tuple[str, int], tuple[float, list]]:
    """(service, step) -> (minutes beyond the limit, pairs (area, site) no trip may use without it)."""
    free, steps = set(Pairs(use.case).reach[["area", "service", "site"]].itertuples(index=False, name=None)), {}
    reach = Pairs(use.opened).reach
    limits = use.case.services.set_index("service")["travel_limit_minutes"]
    for k, group in reach.groupby("service", sort=False):
        far = group[group["minutes"] > limits[k]]
        beyond = far[np.array([pair not in free for pair in zip(far["area"], far["service"], far["site"])], dtype=bool)]
        if beyond.empty or use.place("travel_limit", k) is None:
            continue
        over = beyond["minutes"].to_numpy(float) - limits[k]
        marks, step = _marks(over)
        for n, mark in enumerate(marks):
            here = beyond[step == n]
            steps[k, n] = float(mark), list(zip(here["area"], here["site"]))
    return steps
