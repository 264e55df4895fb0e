"""Planted infeasibilities: a case with a plan, harmed so that it has none, and the figure that then must be among those named.

Each plant is written for any case. Where it needs a service and a site, it takes a small site of today's network and the service
with most visits there. The planted figure is known by table, row and column; other changes may do as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from model.case import TIERS, Case
from model.explaining.figures import SETTINGS, Cell, changed_case
from model.schema.defaults import empty_table

TOO_MUCH = 2.0


@dataclass(frozen=True)
class Planted:
    """A case without a plan. cell: (table, row, column) of the planted figure."""

    name: str
    case: Case
    cell: tuple[str, int, str]


@dataclass(frozen=True)
class Anchor:
    """A service and a site that hosts it today, by id and row number."""

    service: str
    site: str
    service_row: int
    site_row: int


def planted(case: Case, wanted: Collection[str] = ()) -> Iterator[Planted]:
    """Every plant that can be made in the case, of those wanted, if any are named."""
    anchor = _anchor(case)
    for name, plant in PLANTS.items():
        if wanted and name not in wanted:
            continue
        made = plant(case, anchor)
        if made is not None:
            yield Planted(name, *made)


def _anchor(case: Case) -> Anchor:
    """The hosted service with most visits, at an open site of the lowest tier."""
    sites, visits = case.sites.set_index("site"), case.visits.sum()
    usable = case.hosting[case.hosting["site"].map(sites["status"]).isin(["existing", "must_keep"])]
    rank = usable["site"].map(sites["tier_today"]).map({tier: place for place, tier in enumerate(TIERS)})
    row = usable.assign(rank=rank, visits=usable["service"].map(visits)).sort_values(["rank", "visits"], ascending=False).iloc[0]
    return Anchor(row["service"], row["site"], int((case.services["service"] == row["service"]).argmax()),
                  int((case.sites["site"] == row["site"]).argmax()))


def _with(case: Case, *cells: tuple) -> Case:
    return changed_case(case, [Cell(table, row, column, None, value) for table, row, column, value in cells])


def _added(case: Case, table: str, **cells) -> tuple[Case, int]:
    """The case with a row added at the end of a table, and its row number."""
    row = empty_table(table, 1).assign(**{name: [value] for name, value in cells.items()})
    return case.changed(**{table: pd.concat([case.tables[table], row], ignore_index=True)}), len(case.tables[table])


def _locked(case: Case, anchor: Anchor) -> tuple[Case, int]:
    locks = case.locks[(case.locks["service"] != anchor.service) | (case.locks["site"] != anchor.site)].reset_index(drop=True)
    return _added(case.changed(locks=locks), "locks", service=anchor.service, site=anchor.site, lock="must_host", reason="planted")


def _pool(case: Case, profession: str) -> float:
    row = case.professions.set_index("profession").loc[profession]
    return float(row["fte_available"] + row["recruitable_fte"])


def _work(case: Case) -> pd.Series:
    """FTE of each profession that visits which cannot be purchased take."""
    services, people = case.services.set_index("service"), case.professions.set_index("profession")
    kept = case.visits.sum() * (1 - services["purchase_share_max"])
    rows = case.staffing
    fte = rows["service"].map(kept) * rows["hours_per_visit"] / rows["profession"].map(people["productive_hours"])
    return fte.groupby(rows["profession"]).sum()


def staff_pool(case: Case, anchor: Anchor):
    """Four fifths of the people whom the work of the busiest profession takes."""
    work = _work(case)
    row = int((case.professions["profession"] == work.idxmax()).argmax())
    return (_with(case, ("professions", row, "fte_available", 0.8 * float(work.max())), ("professions", row, "recruitable_fte", 0.0)),
            ("professions", row, "fte_available"))


def rooms(case: Case, anchor: Anchor):
    """A service that must be at a site with half the rooms it takes."""
    least = max(float(case.services["min_rooms"].iat[anchor.service_row]), 0.5)
    locked, _ = _locked(_with(case, ("services", anchor.service_row, "min_rooms", least)), anchor)
    return _with(locked, ("sites", anchor.site_row, "rooms", least / 2)), ("sites", anchor.site_row, "rooms")


def opening_days(case: Case, anchor: Anchor):
    """A service that must be at a site that is not open as long as its shortest mode."""
    days = case.modes.set_index("mode").loc[list(case.services["modes"].iat[anchor.service_row]), "days_per_week"].min()
    locked, _ = _locked(case, anchor)
    return _with(locked, ("sites", anchor.site_row, "opening_days", days / 2)), ("sites", anchor.site_row, "opening_days")


def travel_limit(case: Case, anchor: Anchor):
    """A service that must be at a site, for more visits than are within its travel limit."""
    minutes, visits = case.minutes[anchor.site].to_numpy(float), case.visits[anchor.service].to_numpy(float)
    limit = max(float(minutes[visits > 0].min()) + 1, 1.0)
    row = case.services.iloc[anchor.service_row]
    least = 0.5 * (visits[minutes <= limit].sum() + visits.sum()) * (1 - row["remote_share_max"] - row["purchase_share_max"])
    if visits[minutes <= limit].sum() >= least:
        return None
    locked, _ = _locked(case, anchor)
    return (_with(locked, ("services", anchor.service_row, "travel_limit_minutes", limit),
                  ("services", anchor.service_row, "minimum_visits", float(least))),
            ("services", anchor.service_row, "travel_limit_minutes"))


def minimum_visits(case: Case, anchor: Anchor):
    """More visits at each host than there are in all."""
    return (_with(case, ("services", anchor.service_row, "minimum_visits", 1.5 * float(case.visits[anchor.service].sum()))),
            ("services", anchor.service_row, "minimum_visits"))


def minimum_team(case: Case, anchor: Anchor):
    """A least team larger than the whole profession."""
    row = int((case.staffing["service"] == anchor.service).argmax())
    profession = case.staffing["profession"].iat[row]
    return (_with(case, ("staffing", row, "minimum_fte", TOO_MUCH * _pool(case, profession))), ("staffing", row, "minimum_fte"))


def critical_mass(case: Case, anchor: Anchor):
    """A hard critical mass larger than all who could work in the service."""
    people = case.staffing.loc[case.staffing["service"] == anchor.service, "profession"]
    mass = TOO_MUCH * sum(_pool(case, profession) for profession in people)
    return (_with(case, ("services", anchor.service_row, "critical_mass_fte", mass),
                  ("services", anchor.service_row, "critical_mass_rule", "hard")),
            ("services", anchor.service_row, "critical_mass_fte"))


def _norm(case: Case, anchor: Anchor, is_law: bool):
    row = int((case.staffing["service"] == anchor.service).argmax())
    people = float(case.areas["age_7_12"].sum())
    profession = case.staffing["profession"].iat[row]
    cells = (("norm_groups", ("age_7_12",)), ("norm_share", 1.0), ("norm_rule", "hard"), ("norm_is_law", is_law),
             ("norm_people_per_fte", people / (1.3 * _pool(case, profession))))
    pool = ("professions", int((case.professions["profession"] == profession).argmax()), "fte_available")
    return (_with(case, *(("staffing", row, column, value) for column, value in cells)),
            pool if is_law else ("staffing", row, "norm_people_per_fte"))


def budget(case: Case, anchor: Anchor):
    """A third of what the least work costs."""
    pay = case.professions.set_index("profession")["cost_keur_per_fte"]
    return (_with(case, (SETTINGS, -1, "budget_keur", float((_work(case) * pay).sum()) / 3)), (SETTINGS, -1, "budget_keur"))


def lone_worker(case: Case, anchor: Anchor):
    """Nobody but one person of one service in a building."""
    staffing = case.staffing.assign(present_per_open_day=0.0)
    staffing.loc[staffing.index[int((staffing["service"] == anchor.service).argmax())], "present_per_open_day"] = 1.0
    alone = case.changed(staffing=staffing, sites=case.sites.assign(partner_staff_per_day=0.0))
    return _with(alone, (SETTINGS, -1, "lone_worker_rule", "hard")), (SETTINGS, -1, "lone_worker_rule")


def _count(case: Case, column: str, value: float, municipality: str = ""):
    counts = case.counts[(case.counts["tier"] != "any") | (case.counts["municipality"] != municipality)].reset_index(drop=True)
    return _added(case.changed(counts=counts), "counts", tier="any", municipality=municipality, reason="planted", **{column: value})


def count_minimum(case: Case, anchor: Anchor):
    """More sites than there are."""
    changed, row = _count(case, "minimum", float(len(case.sites) + 1))
    return changed, ("counts", row, "minimum")


def count_maximum(case: Case, anchor: Anchor):
    """No site at all."""
    changed, row = _count(case, "maximum", 0.0)
    return changed, ("counts", row, "maximum")


def kept_site(case: Case, anchor: Anchor):
    """A site that must stay in a municipality that may have none."""
    changed, _ = _count(case, "maximum", 0.0, case.sites["municipality"].iat[anchor.site_row])
    return _with(changed, ("sites", anchor.site_row, "status", "must_keep")), ("sites", anchor.site_row, "status")


def closed_site(case: Case, anchor: Anchor):
    """A service that must be at a site that must close."""
    locked, _ = _locked(case, anchor)
    return _with(locked, ("sites", anchor.site_row, "status", "must_close")), ("sites", anchor.site_row, "status")


def guarantee(case: Case, anchor: Anchor):
    """More days promised than the municipality's sites can give."""
    town = case.sites["municipality"].iat[anchor.site_row]
    days = 7.0 * (case.sites["municipality"] == town).sum()
    promises = case.guarantees[(case.guarantees["municipality"] != town) | (case.guarantees["service"] != anchor.service)]
    changed, row = _added(case.changed(guarantees=promises.reset_index(drop=True)), "guarantees", municipality=town,
                          service=anchor.service, days_per_week=days + 1)
    return changed, ("guarantees", row, "days_per_week")


def forbidden_host(case: Case, anchor: Anchor):
    """A promise to a municipality whose every site a lock keeps free of the service, all but one closed for good."""
    town = case.sites["municipality"].iat[anchor.site_row]
    others = [row for row, name in enumerate(case.sites["municipality"]) if name == town and row != anchor.site_row]
    changed, lock = _locked(case, anchor)
    changed = _with(changed, ("locks", lock, "lock", "must_not_host"), *(("sites", row, "status", "unusable") for row in others))
    promises = changed.guarantees[(changed.guarantees["municipality"] != town) | (changed.guarantees["service"] != anchor.service)]
    changed, _ = _added(changed.changed(guarantees=promises.reset_index(drop=True)), "guarantees", municipality=town,
                        service=anchor.service, days_per_week=0.5)
    return changed, ("locks", lock, "lock")


def service_tier(case: Case, anchor: Anchor):
    """A service that must be at a site whose tier does not permit it."""
    site = case.sites.iloc[anchor.site_row]
    mine = set(site["tiers"] or (site["tier_today"],))
    others = tuple(tier for tier in TIERS if tier not in mine)
    if not others:
        return None
    locked, _ = _locked(case, anchor)
    return _with(locked, ("services", anchor.service_row, "tiers", others)), ("services", anchor.service_row, "tiers")


def required_service(case: Case, anchor: Anchor):
    """A service that must be at a site where the one it needs beside it must not be."""
    other = next(service for service in case.services["service"] if service != anchor.service)
    locked, _ = _locked(case, anchor)
    kept = locked.locks[(locked.locks["service"] != other) | (locked.locks["site"] != anchor.site)].reset_index(drop=True)
    locked, _ = _added(locked.changed(locks=kept), "locks", service=other, site=anchor.site, lock="must_not_host", reason="planted")
    return (_with(locked, ("services", anchor.service_row, "requires_services", (other,))),
            ("services", anchor.service_row, "requires_services"))


def _rule(case: Case, anchor: Anchor, kind: str, **more):
    """A rule of together.csv about the anchor's service and another one."""
    other = next(service for service in case.services["service"] if service != anchor.service)
    changed, row = _added(case, "together", together="planted", name="Planted", rule=kind, services=(anchor.service, other), owner="x",
                          reason="planted", **more)
    return changed, other, row


def must_not_share(case: Case, anchor: Anchor):
    """Two services that must be at one site and must not share any."""
    changed, other, row = _rule(case, anchor, "must_not_share")
    changed, _ = _locked(changed, anchor)
    changed, _ = _locked(changed, replace(anchor, service=other))
    return changed, ("together", row, "rule")


def bundle_minimum(case: Case, anchor: Anchor):
    """A bundle at more sites than there are."""
    changed, _, row = _rule(case, anchor, "bundle", minimum=len(case.sites) + 1)
    return changed, ("together", row, "minimum")


def sites_closed(case: Case, anchor: Anchor):
    """No site of today may close, and one must."""
    return (_with(case, ("sites", anchor.site_row, "status", "must_close"), (SETTINGS, -1, "change_limits.sites_closed", 0)),
            (SETTINGS, -1, "change_limits.sites_closed"))


PLANTS: dict[str, Callable] = {plant.__name__: plant for plant in (
    staff_pool, rooms, opening_days, travel_limit, minimum_visits, minimum_team, critical_mass, budget, lone_worker, count_minimum,
    count_maximum, kept_site, closed_site, guarantee, forbidden_host, service_tier, required_service,
    must_not_share, bundle_minimum, sites_closed)} | {
    "norm": lambda case, anchor: _norm(case, anchor, False), "law": lambda case, anchor: _norm(case, anchor, True)}
