"""Arithmetic: limits that contradict each other without any solver, each with every figure that could resolve it.

A contradiction is a set of figures of which one at least must change, whatever the plan. The smallest sets of changes that resolve all
of them are where a county's answer begins (first.py): they take no relaxation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from model.case import Case
from model.explaining.figures import PLANNER, Figure, changed_case
from model.explaining.register import KINDS
from model.formulation.sets import Pairs
from model.premises import plan_tiers

OPENING = ("closed_site", "must_not_host", "service_tier", "opening_days")  # kinds that decide whether a service may be at a site
ROUNDING = 1e-6
MOST_NEEDS = 3


@dataclass(frozen=True)
class _Network:
    """A case and what its figures of OPENING could open."""

    case: Case

    @cached_property
    def figures(self) -> dict[tuple, Figure]:
        """(kind, *key) -> figure."""
        return {(figure.kind, *figure.key): figure for kind in KINDS.values() for figure in kind.figures(self.case)}

    def of(self, kind: str) -> list[Figure]:
        return [figure for figure in self.figures.values() if figure.kind == kind]

    @cached_property
    def pairs(self) -> Pairs:
        return Pairs(self.case)

    @cached_property
    def hosts(self) -> set[tuple[str, str]]:
        """(service, site) as the case is."""
        return set(self.pairs.hostable)

    @cached_property
    def opened(self) -> Pairs:
        """With every figure of OPENING changed."""
        return Pairs(changed_case(self.case, [cell for kind in OPENING for figure in self.of(kind)
                                              for cell in KINDS[kind].opened(self.case, figure)]))

    def in_the_way(self, service: str, site: str) -> list[tuple[Figure, ...]]:
        """Why a service that could be at a site may not: sets of figures, one of each must change."""
        row = self.case.sites.set_index("site", drop=False).loc[site]
        tiers = [self.figures[name] for tier in plan_tiers(row) if (name := ("service_tier", service, tier)) in self.figures]
        permits = set(plan_tiers(row)) & set(self.case.services.set_index("service").at[service, "tiers"])
        alone = [(self.figures[name],) for name in (("closed_site", site), ("must_not_host", service, site)) if name in self.figures]
        return [*alone, *([tuple(tiers)] if tiers and not permits else [])]


def contradictions(case: Case) -> list[tuple[Figure, ...]]:
    """Every contradiction found, without those that hold another one; visits families make stand at the end of theirs."""
    network = _Network(case)
    found = [*_locks(network), *_promises(network), *_counts(network), *_visits(network), *_people_and_money(network)]
    found = sorted(dict.fromkeys(found), key=len)
    kept: list[tuple[Figure, ...]] = []
    for figures in found:
        if not any({one for one in other if one.role == PLANNER} <= set(figures) for other in kept):
            kept.append(figures)
    return kept


def _locks(network: _Network) -> Iterator[tuple[Figure, ...]]:
    """A service that must be at a site, and what keeps it from there."""
    for lock in network.of("must_host"):
        if lock.key not in network.hosts:
            for figures in network.in_the_way(*lock.key):
                yield lock, *figures


def _promises(network: _Network) -> Iterator[tuple[Figure, ...]]:
    """Days promised to a municipality none of whose sites may host the service."""
    town = network.case.sites.set_index("site")["municipality"]
    could = set(network.opened.hostable)
    for promise in network.of("guarantee"):
        name, service = promise.key
        local = list(town.index[town == name])
        if not any((service, site) in network.hosts for site in local):
            ways = [figure for site in local if (service, site) in could for figures in network.in_the_way(service, site)
                    for figure in figures]
            yield promise, *dict.fromkeys(ways)


def _counts(network: _Network) -> Iterator[tuple[Figure, ...]]:
    """Sites that must stay and are more than may be open; fewer sites that may be open than must."""
    case = network.case
    town = case.sites.set_index("site")["municipality"]
    openable = {site for site, _ in network.pairs.site_tiers}
    for row, (tier, place) in enumerate(zip(case.counts["tier"], case.counts["municipality"])):
        local = [site for site in town.index if tier == "any" and place in ("", town[site])]
        most, least = (network.figures.get((kind, row)) for kind in ("count_maximum", "count_minimum"))
        kept = [figure for figure in network.of("kept_site") if figure.key[0] in local]
        if most and len(kept) > most.now:
            yield most, *kept
        closed = [figure for figure in network.of("closed_site") if figure.key[0] in local]
        if least and tier == "any" and len(openable & set(local)) < least.now:
            yield least, *closed


def _visits(network: _Network) -> Iterator[tuple[Figure, ...]]:
    """Visits of a service that no site may take: the sites that could, and the visits themselves."""
    case, services = network.case, network.case.services.set_index("service")
    if case.settings.allow_unmet:
        return
    keys = ["area", "service"]
    capacity = network.pairs.reach.groupby(keys)["most_share"].sum().reindex(pd.MultiIndex.from_tuples(network.pairs.needs, names=keys),
                                                                           fill_value=0.0)
    of_service = capacity.index.get_level_values("service")
    elsewhere = services.loc[of_service, ["remote_share_max", "purchase_share_max"]].sum(axis=1).to_numpy(float)
    missing = set(capacity.index[capacity.to_numpy(float) + elsewhere < 1 - ROUNDING])
    ways: dict[tuple[str, str], list] = {}
    for area, service, site in network.opened.reach[["area", "service", "site"]].itertuples(index=False, name=None):
        if (area, service) in missing and (service, site) not in network.hosts:
            ways.setdefault((area, service), []).extend(figure for figures in network.in_the_way(service, site) for figure in figures)
    for (_, service), figures in ways.items():
        yield *dict.fromkeys(figures), network.figures["visits", service]


def _people_and_money(network: _Network) -> Iterator[tuple[Figure, ...]]:
    """Work of visits that cannot be purchased, beyond the people there are; its pay, beyond the budget."""
    case, people = network.case, network.case.professions.set_index("profession")
    if case.settings.allow_unmet:
        return
    kept = case.visits.sum() * (1 - case.services.set_index("service")["purchase_share_max"])
    rows = case.staffing
    work = rows["service"].map(kept) * rows["hours_per_visit"] / rows["profession"].map(people["productive_hours"])
    fte = work.groupby(rows["profession"]).sum()
    for profession, needed in fte.items():
        there = people.at[profession, "fte_available"] + people.at[profession, "recruitable_fte"]
        pools = [figure for kind in ("staff_pool", "area_pool") for figure in network.of(kind) if figure.key[-1] == profession]
        if needed > there * (1 + ROUNDING) and pools:
            yield *pools, *_needs(network, rows.loc[rows["profession"] == profession, "service"])
    budget = network.figures.get(("budget",))
    if budget and (fte * people.loc[fte.index, "cost_keur_per_fte"]).sum() > budget.now * (1 + ROUNDING):
        yield budget, *_needs(network, rows["service"])


def _needs(network: _Network, services: pd.Series) -> list[Figure]:
    """The visits of services, as long as these are few: a whole county's are no telling limit."""
    found = [network.figures["visits", service] for service in dict.fromkeys(services) if ("visits", service) in network.figures]
    return found if len(found) <= MOST_NEEDS else []


def planners(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Those that may be suggested for change."""
    return tuple(figure for figure in figures if figure.role == PLANNER)
