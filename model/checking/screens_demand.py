"""Screens of demand: arithmetic without a solver that shows visits no plan can take."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.checking.network import ROUNDING
from model.reading.places import Finding, Place
from model.reading.words import amount, few


def service_without_site(inputs) -> Iterator[Finding]:
    """A service whose visits cannot all be remote or purchased has a site that can host it."""
    yield from _without_site(inputs, needs_site=True)


def service_remote_only(inputs) -> Iterator[Finding]:
    """A service without any possible site: all its visits would be remote or purchased."""
    yield from _without_site(inputs, needs_site=False)


def _without_site(inputs, needs_site: bool) -> Iterator[Finding]:
    network, table = inputs.network, inputs["services"]
    for k, service in enumerate(network.services):
        if network.total_visits[k] > 0 and (network.least_share[k] > 0) == needs_site and not network.roomy[k].any():
            yield table.finding(k, "service", "hosted by at least one site",
                                "Look at the tiers and modes of the service and at the sites.",
                                f"{service} has {amount(network.total_visits[k])} visits a year, but no site can host it: "
                                f"{network.reasons(service)}")


def required_service_elsewhere(inputs) -> Iterator[Finding]:
    """Some site can host the service together with those it requires."""
    network, table = inputs.network, inputs["services"]
    for k, service in enumerate(network.services):
        if network.total_visits[k] * network.least_share[k] > 0 and network.roomy[k].any() and not network.possible[k].any():
            yield table.finding(k, "requires_services", "services some site can host beside it",
                                "Look at the tiers of the services.",
                                f"no site can host {service} together with the services it requires: "
                                f"{network.reasons(service)}")


def demand_beyond_rooms(inputs) -> Iterator[Finding]:
    """Visits that need a room fit the rooms of all sites that could host the service."""
    network, table = inputs.network, inputs["services"]
    for k in _hosted(network):
        need, room = network.least_room_visits[:, k].sum(), network.capacity[k].sum()
        if need > room * (1 + ROUNDING):
            yield table.finding(k, "service", f"at most {amount(room)} visits a year at sites",
                                "More rooms or sites, shorter visits, more opening days, or a larger remote or purchased "
                                "share would help.",
                                f"{network.services[k]} needs rooms for at least {amount(need)} visits a year, but all "
                                f"{network.possible[k].sum()} sites that could host it have room for {amount(room)} at most")


def all_demand_beyond_rooms(inputs) -> Iterator[Finding]:
    """The room days all services need together fit those of all sites that may be open."""
    network = inputs.network
    rate = np.where(network.possible, network.visits_per_room_day, 0).max(axis=1)
    need = sum(network.least_room_visits[:, k].sum() / rate[k] for k in _hosted(network) if rate[k] > 0)
    usable = network.possible.any(axis=0)
    there = network.room_days[usable].sum()
    if need > there * (1 + ROUNDING):
        yield Finding(Place(inputs["sites"].table.file, 0, "rooms"), f"{amount(there)} room days a week",
                      f"at least {amount(need)} room days a week",
                      "More rooms or opening days, or a larger remote or purchased share would help.",
                      f"all services together need at least {amount(need)} room days a week, all sites together have "
                      f"{amount(there)}")


def only_site_too_small(inputs) -> Iterator[Finding]:
    """A site that is the only one some areas can use has room for them."""
    network, table = inputs.network, inputs["sites"]
    for k in _hosted(network):
        need, room = network.least_room_visits[:, k], network.capacity[k]
        if need.sum() > room.sum() * (1 + ROUNDING):
            continue  # said by demand_beyond_rooms
        part, _ = network.reach(k)
        alone = (part > 0) & ((part > 0).sum(axis=1) == 1)[:, None]
        forced = need @ np.where(alone, part, 0.0)
        for j in np.flatnonzero(forced > room * (1 + ROUNDING) + ROUNDING):
            areas = inputs.case.areas["area"].to_numpy()[alone[:, j] & (need > 0)]
            why = network.reason(network.services[k], network.sites[j])
            yield table.finding(j, "rooms", f"room for {amount(forced[j])} visits a year of {network.services[k]}",
                                f"More rooms there, another site nearby or a longer travel limit of {network.services[k]} "
                                "would help.",
                                f"{network.sites[j]} is the only site for {network.services[k]} within reach of {few(areas)}, "
                                f"who make {amount(forced[j])} visits a year there at least, but it has room for "
                                f"{amount(room[j])}{f' ({why})' if why else ''}")


def areas_beyond_limit(inputs) -> Iterator[Finding]:
    """Areas with visits that no hostable site is within the travel limit of; they may use their nearest one."""
    network, table = inputs.network, inputs["services"]
    for k, service in enumerate(network.services):
        if not network.hostable[k].any():
            continue
        _, stranded = network.reach(k)
        beyond = inputs.case.areas["area"].to_numpy()[stranded & (network.visits[:, k] > 0)]
        if len(beyond):
            limit = inputs.case.services["travel_limit_minutes"].iat[k]
            yield table.finding(k, "travel_limit_minutes", "within reach of every area",
                                "They may use their nearest site; a longer limit or a candidate site would help.",
                                f"{len(beyond)} {'area has' if len(beyond) == 1 else 'areas have'} no possible site of "
                                f"{service} within {limit:g} minutes: {few(beyond, 10)}")


def pupils_without_other_site(inputs) -> Iterator[Finding]:
    """A service that only schools can host has its visitors among their pupils, but for what can be remote or purchased."""
    network, table = inputs.network, inputs["services"]
    for k in _hosted(network):
        if (network.possible[k] & ~network.at_school).any():
            continue
        at_schools = np.where(network.possible[k][None, :], network.pupils[:, k], 0.0).sum(axis=1)
        left = (network.visits[:, k] > 0) & (at_schools < network.least_shares[:, k] - ROUNDING)
        if left.any():
            areas = inputs.case.areas["area"].to_numpy()[left]
            yield table.finding(k, "tiers", "a tier where others than pupils can go too",
                                "Add a tier, or look at the shares in pupils.csv and at the age bands in demand.csv.",
                                f"only schools can host {network.services[k]}, but part of its visits from {few(areas, 5)} is not "
                                "their pupils'")


def minimum_visits_beyond_demand(inputs) -> Iterator[Finding]:
    """There are visits enough for the least number of hosts there must be."""
    network, table = inputs.network, inputs["services"]
    for k, service in enumerate(inputs.case.services.itertuples()):
        hosts, why = _least_hosts(inputs, k)
        most = network.total_visits[k] * (1 - service.remote_share_today)
        if hosts * service.minimum_visits > most * (1 + ROUNDING):
            yield table.finding(k, "minimum_visits", f"at most {amount(most / hosts)}",
                                "Lower it, or look at the guarantees and locks.",
                                f"{service.service} must be at {hosts} {'site' if hosts == 1 else 'sites'} at least ({why}), "
                                f"each with {amount(service.minimum_visits)} visits a year, but sites can get {amount(most)} "
                                "together")


def _hosted(network) -> list[int]:
    """Services that sites must take some visits of, and that some site can host."""
    return [k for k in range(len(network.services)) if network.least_share[k] > 0 and network.possible[k].any()]


def _least_hosts(inputs, k: int) -> tuple[int, str]:
    """(least number of sites that must host service number k, why)."""
    network, case = inputs.network, inputs.case
    place = dict(zip(case.sites["site"], case.sites["municipality"]))
    hosts: dict[str, int] = {}
    for lock in case.locks.itertuples():
        if lock.service == network.services[k] and lock.lock == "must_host":
            hosts[place[lock.site]] = hosts.get(place[lock.site], 0) + 1
    for promise in case.guarantees.itertuples():
        if promise.service == network.services[k]:
            local = (case.sites["municipality"] == promise.municipality).to_numpy()
            most = np.where(local, network.most_days[k], 0).max(initial=0)
            if most > 0:
                least = int(np.ceil(promise.days_per_week / most - ROUNDING))
                hosts[promise.municipality] = max(hosts.get(promise.municipality, 0), least)
    if hosts:
        return sum(hosts.values()), "guarantees and locks"
    needed = network.total_visits[k] * network.least_share[k] > 0 and not case.settings.allow_unmet
    return int(needed), "its visits cannot all be remote or purchased"
