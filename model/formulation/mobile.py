"""Mobile units: which vehicles are in use, and on how many days a week each is at which stop.

Promises to planners: a service is at a stop only on days a mobile unit is there, within the rooms on board (`rooms_fit_site`);
no unit has more days than its week, the drives from its base to its stops and back included. A stop day takes one day at the
stop, and the drive comes on top of it as its part of the unit's day.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.quantities import days_hosted, is_open, unit_days


def add_units(m: pyo.ConcreteModel, case: Case) -> None:
    """Figures of mobile units: their week, their rooms, their drives and what they cost."""
    vehicles, stops = case.vehicles.set_index("vehicle"), case.vehicle_stops.set_index(["vehicle", "site"])
    m.vehicle_days = pyo.Param(m.VEHICLES, initialize=vehicles["days_per_week"].astype(float).to_dict())
    m.vehicle_rooms = pyo.Param(m.VEHICLES, initialize=vehicles["rooms"].astype(float).to_dict())
    m.vehicle_keur = pyo.Param(m.VEHICLES, initialize=vehicles["cost_keur"].astype(float).to_dict())
    m.drive_days = pyo.Param(m.VEHICLE_STOPS, initialize={pair: float(stops["drive_days"][pair]) for pair in m.VEHICLE_STOPS})
    m.most_stop_days = pyo.Param(m.VEHICLE_STOPS, initialize={pair: float(stops["most_days"][pair]) for pair in m.VEHICLE_STOPS})
    m.stop_day_keur = pyo.Param(m.VEHICLE_STOPS, initialize={
        (v, j): float(vehicles.at[v, "driving_eur_per_hour"] / 1000 * 2 * stops["drive_minutes"][v, j] / 60
                      * case.settings.weeks_per_year) for v, j in m.VEHICLE_STOPS})


def add_mobile(m: pyo.ConcreteModel, case: Case) -> None:
    """Rules of mobile units."""
    at_stops = set(case.stops)
    m.STOP_HOSTS = pyo.Set(dimen=2, initialize=[(k, j) for k, j in m.HOSTABLE if j in at_stops])
    m.service_days_have_unit = each(m.STOP_HOSTS, service_days_have_unit)
    m.unit_stops_where_open = each(m.VEHICLE_STOPS, unit_stops_where_open)
    m.unit_week_is_long_enough = each(m.VEHICLES, unit_week_is_long_enough)


def service_days_have_unit(m, k, j):
    """A service is at a stop only with a mobile unit: for each service and stop, days a week on both sides."""
    return days_hosted(m, k, j) <= unit_days(m, j)


def unit_stops_where_open(m, v, j):
    """A mobile unit stops at open stops only: for each unit and stop, days a week, at most its week and the stop's opening days."""
    return m.stop_days[v, j] <= m.most_stop_days[v, j] * is_open(m, j)


def unit_week_is_long_enough(m, v):
    """A unit's stop days and drives fit its week, if it is in use: for each mobile unit, days a week on both sides."""
    driven = sum((1 + m.drive_days[v, j]) * m.stop_days[v, j] for j in m.STOPS_OF[v]) if len(m.VEHICLE_STOPS) else 0
    return driven <= m.vehicle_days[v] * m.use_vehicle[v]
