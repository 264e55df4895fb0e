"""Promises and places: which tiers host a service and permit a mode, what stands beside it, locks, and municipalities' guarantees."""

from __future__ import annotations

from model.case import TIERS, Case
from model.explaining.figures import Cell, Figure, scale_of
from model.explaining.kinds import Kind, instead, names, several
from model.premises import plan_tiers, setting_of


def _service(case: Case, service: str) -> str:
    return names(case, "services", "service")[service]


def _mode(case: Case, mode: str) -> str:
    return names(case, "modes", "mode")[mode]


def _site(case: Case, site: str) -> str:
    return names(case, "sites", "site")[site]


def service_tiers(case: Case) -> list[Figure]:
    """Each tier that sites may have and a service does not permit, if one of its modes belongs there."""
    there = {tier for site in case.sites.itertuples() for tier in plan_tiers(site)}
    setting = dict(zip(case.modes["mode"], case.modes["setting"]))
    return [Figure("service_tier", (row.service, tier), "services", place, "tiers", row.tiers)
            for place, row in enumerate(case.services.itertuples()) for tier in TIERS
            if tier in there - set(row.tiers) and setting_of((tier,)) in {setting[mode] for mode in row.modes}]


def _with_tier(case: Case, figure: Figure, amount: float = 0) -> list[Cell]:
    return [Cell("services", figure.row, "tiers", figure.now, (*figure.now, figure.key[1]))]


def mode_tiers(case: Case) -> list[Figure]:
    """Each tier that sites may have and a mode does not permit though a service of it does, if the tier is of the mode's setting."""
    there = {tier for site in case.sites.itertuples() for tier in plan_tiers(site)}
    wanted = {mode: {tier for row in case.services.itertuples() if mode in row.modes for tier in row.tiers} for mode in case.modes["mode"]}
    return [Figure("mode_tier", (row.mode, tier), "modes", place, "tiers", row.tiers)
            for place, row in enumerate(case.modes.itertuples()) if row.tiers for tier in TIERS
            if tier in there & wanted[row.mode] - set(row.tiers) and setting_of((tier,)) == row.setting]


def _mode_with_tier(case: Case, figure: Figure, amount: float = 0) -> list[Cell]:
    return [Cell("modes", figure.row, "tiers", figure.now, (*figure.now, figure.key[1]))]


def required_services(case: Case) -> list[Figure]:
    """Each service another one needs beside it."""
    return [Figure("required_service", (row.service, other), "services", place, "requires_services", row.requires_services)
            for place, row in enumerate(case.services.itertuples()) for other in row.requires_services]


def _without_required(case: Case, figure: Figure, amount: float) -> list[Cell]:
    return [Cell("services", figure.row, "requires_services", figure.now,
                 tuple(other for other in figure.now if other != figure.key[1]))]


def locks(case: Case, word: str) -> list[Figure]:
    """Locks of one kind."""
    return [Figure(word, (row.service, row.site), "locks", place, "lock", word)
            for place, row in enumerate(case.locks.itertuples()) if row.lock == word]


def _deleted(case: Case, figure: Figure, amount: float = 0) -> list[Cell]:
    return [Cell(figure.table, figure.row, figure.column, figure.now, None)]


def guarantees(case: Case) -> list[Figure]:
    """Days a week promised to municipalities."""
    return [Figure("guarantee", (row.municipality, row.service), "guarantees", place, "days_per_week", float(row.days_per_week),
                   float(row.days_per_week), scale_of(row.days_per_week))
            for place, row in enumerate(case.guarantees.itertuples())]


def _less_promised(case: Case, figure: Figure, amount: float) -> list[Cell]:
    """Fewer days, in tenths; a promise of less than a tenth is deleted."""
    tenths = int((figure.now - amount) * 10 + 1e-3)
    new = tenths / 10 if tenths else None
    return [Cell("guarantees", figure.row, "days_per_week", figure.now, new)]


def _promise_asks(case: Case, figure: Figure, cell: Cell) -> str:
    what = f"{_service(case, figure.key[1])} in {figure.key[0]}"
    return f"delete the promise of {what}" if cell.new is None else f"promise of {what}: {instead(cell, 'days a week')}"


KINDS = (
    Kind("service_tier", service_tiers, lambda case, figure:
         f"{_service(case, figure.key[0])} is never at a {figure.key[1].replace('_', ' ')}",
         lambda case, figure, cell: f"let {_service(case, figure.key[0])} be at a {figure.key[1].replace('_', ' ')}",
         cells=_with_tier, opened=_with_tier),
    Kind("mode_tier", mode_tiers, lambda case, figure:
         f"{_mode(case, figure.key[0])} is never used at a {figure.key[1].replace('_', ' ')}",
         lambda case, figure, cell: f"let {_mode(case, figure.key[0])} be used at a {figure.key[1].replace('_', ' ')}",
         cells=_mode_with_tier, opened=_mode_with_tier),
    Kind("required_service", required_services, lambda case, figure:
         f"{_service(case, figure.key[0])} needs {_service(case, figure.key[1])} beside it",
         lambda case, figure, cell: f"let {_service(case, figure.key[0])} do without {_service(case, figure.key[1])} beside it",
         cells=_without_required),
    Kind("must_host", lambda case: locks(case, "must_host"), lambda case, figure:
         f"{_service(case, figure.key[0])} must be at {_site(case, figure.key[1])}",
         lambda case, figure, cell: f"delete the lock of {_service(case, figure.key[0])} at {_site(case, figure.key[1])}",
         cells=_deleted),
    Kind("must_not_host", lambda case: locks(case, "must_not_host"), lambda case, figure:
         f"{_service(case, figure.key[0])} must not be at {_site(case, figure.key[1])}",
         lambda case, figure, cell: f"delete the lock of {_service(case, figure.key[0])} at {_site(case, figure.key[1])}",
         cells=_deleted, opened=_deleted),
    Kind("guarantee", guarantees, lambda case, figure:
         f"{figure.key[0]} is promised {_service(case, figure.key[1])} on {several(figure.now, 'day')} a week", _promise_asks,
         direction=-1, step=0.1, cells=_less_promised),
)
