"""Premises: rooms, opening days, and which sites must stay, close or be counted."""

from __future__ import annotations

import numpy as np

from model.case import Case
from model.explaining.figures import Cell, Figure, scale_of, shown
from model.explaining.kinds import Kind, instead, names, several
from model.explaining.sizes import MOST_OPENING_DAYS, site_rooms
from model.premises import plan_tiers

PLACES = {"any": ("open site", "open sites"), "campus": ("campus", "campuses"), "station": ("station", "stations"),
          "local_station": ("local station", "local stations"), "school": ("school", "schools"),
          "mobile_stop": ("mobile stop", "mobile stops")}


def _usable(case: Case, row) -> bool:
    """Whether a row of sites is a building that is not given up as unusable; a stop's rooms and days are those of mobile units."""
    return row.site not in case.stops and not (row.status == "unusable" and row.site in case.shut)


def _site(case: Case, figure: Figure) -> str:
    return names(case, "sites", "site")[figure.key[0]]


def rooms(case: Case) -> list[Figure]:
    """The rooms of each site, where more could be of use."""
    total = site_rooms(case)
    return [Figure("rooms", (row.site,), "sites", place, "rooms", float(row.rooms), float(total[row.site] - row.rooms),
                   scale_of(row.rooms))
            for place, row in enumerate(case.sites.itertuples()) if _usable(case, row) and total[row.site] > row.rooms]


def typed_rooms(case: Case) -> list[Figure]:
    """The rooms of a type at each site that tells its rooms apart, where more could be of use."""
    total, usable = site_rooms(case), {row.site for row in case.sites.itertuples() if _usable(case, row)}
    return [Figure("typed_rooms", (row.site, row.room_type), "room_types", place, "rooms", float(row.rooms),
                   float(total[row.site] - row.rooms), scale_of(row.rooms))
            for place, row in enumerate(case.room_types.itertuples()) if row.site in usable and total[row.site] > row.rooms]


def opening_days(case: Case) -> list[Figure]:
    """The opening days of each site that is not open on all weekdays."""
    return [Figure("opening_days", (row.site,), "sites", place, "opening_days", float(row.opening_days),
                   MOST_OPENING_DAYS - float(row.opening_days), scale_of(row.opening_days))
            for place, row in enumerate(case.sites.itertuples()) if _usable(case, row) and row.opening_days < MOST_OPENING_DAYS]


def vehicle_days(case: Case) -> list[Figure]:
    """The week of each mobile unit that is not on the road on all weekdays."""
    return [Figure("vehicle_days", (row.vehicle,), "vehicles", place, "days_per_week", float(row.days_per_week),
                   MOST_OPENING_DAYS - float(row.days_per_week), scale_of(row.days_per_week))
            for place, row in enumerate(case.vehicles.itertuples()) if row.days_per_week < MOST_OPENING_DAYS]


def kept_sites(case: Case) -> list[Figure]:
    """Sites that must stay open."""
    return [Figure("kept_site", (row.site,), "sites", place, "status", "must_keep")
            for place, row in enumerate(case.sites.itertuples()) if row.status == "must_keep"]


def closed_sites(case: Case) -> list[Figure]:
    """Sites that must close and whose cost is known in every tier they could have."""
    return [Figure("closed_site", (row.site,), "sites", place, "status", "must_close")
            for place, row in enumerate(case.sites.itertuples())
            if row.status == "must_close" and (tiers := plan_tiers(row))
            and not np.isnan([getattr(row, f"cost_{tier}_keur") for tier in tiers]).any()]


def least_rooms(case: Case) -> list[Figure]:
    """The rooms each service takes at least."""
    return [Figure("least_rooms", (row.service,), "services", place, "min_rooms", float(row.min_rooms), float(row.min_rooms),
                   scale_of(row.min_rooms))
            for place, row in enumerate(case.services.itertuples()) if row.min_rooms > 0]


def minimum_visits(case: Case) -> list[Figure]:
    """The least worthwhile visits of each service."""
    return [Figure("minimum_visits", (row.service,), "services", place, "minimum_visits", float(row.minimum_visits),
                   float(row.minimum_visits), scale_of(row.minimum_visits))
            for place, row in enumerate(case.services.itertuples()) if row.minimum_visits > 0]


def count_minima(case: Case) -> list[Figure]:
    """Least numbers of open sites."""
    return [Figure("count_minimum", (place,), "counts", place, "minimum", float(row.minimum), float(row.minimum),
                   scale_of(row.minimum))
            for place, row in enumerate(case.counts.itertuples()) if row.minimum > 0]


def count_maxima(case: Case) -> list[Figure]:
    """Largest numbers of open sites."""
    return [Figure("count_maximum", (place,), "counts", place, "maximum", float(row.maximum), float(len(case.sites)),
                   scale_of(row.maximum))
            for place, row in enumerate(case.counts.itertuples()) if not np.isnan(row.maximum)]


def _counted(case: Case, figure: Figure, number: float) -> str:
    """`1 open site in the county`, `2 campuses in Alku`."""
    row = case.counts.iloc[figure.row]
    one, many = PLACES[row.tier]
    return f"{shown(number)} {one if number == 1 else many} in {row.municipality or 'the county'}"


def _service(case: Case, figure: Figure) -> str:
    return names(case, "services", "service")[figure.key[0]]


KINDS = (
    Kind("rooms", rooms, lambda case, figure: f"{_site(case, figure)} has {several(figure.now, 'room')}",
         lambda case, figure, cell: f"rooms of {_site(case, figure)}: {instead(cell)}", direction=1,
         opened=lambda case, figure: [Cell("sites", figure.row, "rooms", figure.now, figure.now + figure.most)]),
    Kind("typed_rooms", typed_rooms, lambda case, figure:
         f"{several(figure.now, 'room')} of {_site(case, figure)} {'is' if figure.now == 1 else 'are'} of the type {figure.key[1]}",
         lambda case, figure, cell: f"rooms of the type {figure.key[1]} at {_site(case, figure)}: {instead(cell)}", direction=1,
         opened=lambda case, figure: [Cell("room_types", figure.row, "rooms", figure.now, figure.now + figure.most)]),
    Kind("vehicle_days", vehicle_days, lambda case, figure:
         f"{names(case, 'vehicles', 'vehicle')[figure.key[0]]} is on the road on {several(figure.now, 'day')} a week",
         lambda case, figure, cell: f"days of {names(case, 'vehicles', 'vehicle')[figure.key[0]]}: {instead(cell, 'days a week')}",
         direction=1, step=0.5,
         opened=lambda case, figure: [Cell("vehicles", figure.row, "days_per_week", figure.now, figure.now + figure.most)]),
    Kind("opening_days", opening_days, lambda case, figure:
         f"{_site(case, figure)} is open on {several(figure.now, 'day')} a week",
         lambda case, figure, cell: f"opening days of {_site(case, figure)}: {instead(cell, 'days a week')}", direction=1, step=0.5,
         opened=lambda case, figure: [Cell("sites", figure.row, "opening_days", figure.now, figure.now + figure.most)]),
    Kind("kept_site", kept_sites, lambda case, figure: f"{_site(case, figure)} must stay open",
         lambda case, figure, cell: f"let {_site(case, figure)} close",
         cells=lambda case, figure, amount: [Cell("sites", figure.row, "status", "must_keep", "existing")]),
    Kind("closed_site", closed_sites, lambda case, figure: f"{_site(case, figure)} must close",
         lambda case, figure, cell: f"let {_site(case, figure)} stay open",
         cells=lambda case, figure, amount: [Cell("sites", figure.row, "status", "must_close", "existing")],
         opened=lambda case, figure: [Cell("sites", figure.row, "status", "must_close", "existing")]),
    Kind("least_rooms", least_rooms, lambda case, figure:
         f"{_service(case, figure)} takes at least {several(figure.now, 'room')} on each of its open days",
         lambda case, figure, cell: f"least rooms of {_service(case, figure)}: {instead(cell)}", direction=-1, step=0.01),
    Kind("minimum_visits", minimum_visits, lambda case, figure:
         f"a site hosts {_service(case, figure)} for at least {figure.now:,.10g} visits a year",
         lambda case, figure, cell: f"least visits of {_service(case, figure)} at a site: {instead(cell, 'visits a year')}",
         direction=-1),
    Kind("count_minimum", count_minima, lambda case, figure: f"there must be at least {_counted(case, figure, figure.now)}",
         lambda case, figure, cell: f"at least {_counted(case, figure, cell.new)} instead of {shown(cell.now)}",
         direction=-1),
    Kind("count_maximum", count_maxima, lambda case, figure: f"there may be at most {_counted(case, figure, figure.now)}",
         lambda case, figure, cell: f"at most {_counted(case, figure, cell.new)} instead of {shown(cell.now)}",
         direction=1),
)
