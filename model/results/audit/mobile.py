"""Audit of mobile units: their week, their stops and the services on board."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule, same


@rule
def service_days_have_unit(given, decided):
    """A service is at a stop on no more days than mobile units are there."""
    stops = (given.setting == "mobile")[None]
    return Comparison(decided.days, decided.stop_days.sum(axis=0)[None], (given.services, given.sites), "days a week", over=stops)


@rule
def unit_stops_where_open(given, decided):
    """A mobile unit is only at open stops it can drive to, on no more days than its week and the stop's opening days."""
    week, opening = given.number("vehicles", "days_per_week")[:, None], given.number("sites", "opening_days")[None]
    may = (given.setting == "mobile")[None] & given.hostable.any(axis=0)[None] & (given.drive_days < 1)
    most = np.where(may, np.minimum(week, opening) * decided.is_open[None], 0.0)
    return Comparison(decided.stop_days, most, (given.vehicles, given.sites), "days a week")


@rule
def unit_week_is_long_enough(given, decided):
    """A mobile unit's days at stops, with its drives there and back as part of its day, fit its week; one not in use has none."""
    days = np.where(decided.stop_days > 0, decided.stop_days * (1 + given.drive_days), 0.0).sum(axis=1)
    return Comparison(days, given.number("vehicles", "days_per_week") * decided.vehicle, (given.vehicles,), "days a week")


@rule
def vehicles_agree(given, decided):
    """The tables of mobile units agree with the plan's stop days, and have every unit."""
    frame, days = decided.tables["vehicles"], decided.tables["stop_days"]
    v = np.array([given.vehicles.index(vehicle) if vehicle in given.vehicles else 0 for vehicle in frame["vehicle"]], dtype=int)
    missing = np.array([vehicle not in set(frame["vehicle"]) for vehicle in given.vehicles], dtype=float)
    driving = np.where(decided.stop_days > 0, decided.stop_days * given.drive_days, 0.0)
    expected = {"stop_days": decided.stop_days.sum(axis=1), "driving_days": driving.sum(axis=1),
                "days_per_week": given.number("vehicles", "days_per_week"), "cost_keur": decided.costs["vehicles"]}
    pairs = [(given.vehicles.index(row.vehicle), given.sites.index(row.site)) for row in days.itertuples()
             if row.vehicle in given.vehicles and row.site in given.sites]
    known = days[days["vehicle"].isin(given.vehicles) & days["site"].isin(given.sites)]
    at = tuple(np.array(pairs, dtype=int).reshape(-1, 2).T)
    stops = {"drive_minutes": given.vehicle_minutes[at], "driving_hours": decided.driving_hours[at]}
    labels = known["vehicle"] + " at " + known["site"]
    return [Comparison(missing, 0.0, (given.vehicles,), "rows"),
            *(same("vehicles", frame, column, values[v], frame["vehicle"]) for column, values in expected.items()),
            *(same("stop_days", known, column, values, labels) for column, values in stops.items())]
