"""Delivery modes and rooms: on how many days a service is open, and whether its visits and rooms fit.

Promises to planners: a hosted service has one mode; its visits fit the hours of its rooms; the rooms fit the site; a service
is not kept for too few visits. Mode binaries with the volume split by mode: a multiple-choice formulation of the days, as
integer days with a big-M leave a gap several times larger.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.quantities import is_open, room_days_there


def add_rooms(m: pyo.ConcreteModel, case: Case) -> None:
    """Rules on modes, volume and rooms."""
    with_minimum = set(case.services.loc[case.services["minimum_visits"] > 0, "service"])
    m.MINIMUM_HOSTS = pyo.Set(dimen=2, initialize=[(k, j) for k, j in m.HOSTABLE if k in with_minimum])
    m.hosted_service_has_one_mode = each(m.HOSTABLE, hosted_service_has_one_mode)
    m.volume_splits_by_mode = each(m.HOSTABLE, volume_splits_by_mode)
    m.volume_fits_rooms = each(m.HOST_MODES, volume_fits_rooms)
    m.rooms_need_mode = each(m.HOST_MODES, rooms_need_mode)
    m.mode_takes_its_rooms = each(m.HOST_MODES, mode_takes_its_rooms)
    m.rooms_fit_site = each(m.HOSTING_SITES, rooms_fit_site)
    _add_room_types(m, case)
    m.room_types_fit_site = each(m.TYPED_ROOMS, room_types_fit_site)
    m.volume_is_worthwhile = each(m.MINIMUM_HOSTS, volume_is_worthwhile)


def _add_room_types(m: pyo.ConcreteModel, case: Case) -> None:
    """TYPED_ROOMS (site, type) where rooms are told apart; OF_TYPE: the (service, mode) there that need the type."""
    needed = dict(zip(case.services["service"], case.services["room_type"]))
    typed, stops = set(case.room_types["site"]), set(case.stops)
    asked: dict[tuple[str, str], list] = {}
    for k, j, mode in m.HOST_MODES:
        if needed[k] and j in typed and j not in stops:
            asked.setdefault((j, needed[k]), []).append((k, mode))
    m.TYPED_ROOMS = pyo.Set(dimen=2, initialize=list(asked))
    m.OF_TYPE = pyo.Set(m.TYPED_ROOMS, dimen=2, initialize=asked)
    rooms = dict(zip(zip(case.room_types["site"], case.room_types["room_type"]), case.room_types["rooms"].astype(float)))
    m.typed_rooms = pyo.Param(m.TYPED_ROOMS, initialize={place: rooms.get(place, 0.0) for place in m.TYPED_ROOMS})


def hosted_service_has_one_mode(m, k, j):
    """A hosted service has exactly one delivery mode: for each service and site, modes (count) equal hosted (0 or 1)."""
    return sum(m.use_mode[k, j, mode] for mode in m.MODES_OF[k, j]) == m.host_service[k, j]


def volume_splits_by_mode(m, k, j):
    """Visits received at the site belong to its mode: for each service and site, visits a year on both sides."""
    return sum(m.volume[k, j, mode] for mode in m.MODES_OF[k, j]) == (1 - m.home_visit_share[k]) * m.visits_at[k, j]


def volume_fits_rooms(m, k, j, mode):
    """Visits fit the hours of the rooms used: for each service, site and mode, visits a year on both sides."""
    return m.volume[k, j, mode] <= m.room_visits[k, mode] * m.rooms_used[k, j, mode]


def rooms_need_mode(m, k, j, mode):
    """Rooms are used only in the mode chosen, and no more than there are of the service's type: for each service, site and mode,
    rooms."""
    return m.rooms_used[k, j, mode] <= m.service_rooms[k, j] * m.use_mode[k, j, mode]


def mode_takes_its_rooms(m, k, j, mode):
    """A service takes its least rooms on each open day: for each service, site and mode, rooms on both sides."""
    return m.rooms_used[k, j, mode] >= m.min_rooms[k] * m.use_mode[k, j, mode]


def rooms_fit_site(m, j):
    """Rooms used fit the rooms of an open site or of the mobile units at a stop: for each site that may host, room days a week."""
    used = sum(m.days_per_week[mode] * m.rooms_used[k, j, mode] for k, mode in m.SERVICE_MODES_AT[j])
    return used <= room_days_there(m, j)


def room_types_fit_site(m, j, room_type):
    """Rooms of a type fit those the site has: for each site that tells its rooms apart and type needed, room days a week."""
    used = sum(m.days_per_week[mode] * m.rooms_used[k, j, mode] for k, mode in m.OF_TYPE[j, room_type])
    return used <= m.typed_rooms[j, room_type] * m.opening_days[j] * is_open(m, j)


def volume_is_worthwhile(m, k, j):
    """A service is hosted only for its least worthwhile visits: for each service with a minimum and site, visits a year."""
    return m.visits_at[k, j] >= m.minimum_visits[k] * m.host_service[k, j]
