"""Closeness: partners in buildings, bundles, wishes and pathways as arrays, worked out apart from model/sharing.py and the tables."""

from __future__ import annotations

import numpy as np


def here(given, row: dict) -> np.ndarray:
    """(j) sites at which a rule of together.csv holds."""
    return np.array([row["municipality"] in ("", town) for town in given.column("sites", "municipality")], dtype=bool)


def has(given, partner: str) -> np.ndarray:
    """(j) sites with a partner in the building."""
    return np.array([partner in there for there in given.column("sites", "partners")], dtype=bool)


def barred(given) -> np.ndarray:
    """(k, j) what the partners in a building forbid: a service without a partner it must share with, or beside one it must not."""
    found = np.zeros((len(given.services), len(given.sites)), dtype=bool)
    for row in given.records("together"):
        concerned = {"must_share": row["services"], "must_not_share": row["services"], "bundle": row["only_in_bundle"]}
        for service in concerned.get(row["rule"], ()):
            for partner in row["partners"]:
                wrong = has(given, partner) if row["rule"] == "must_not_share" else ~has(given, partner)
                found[given.services.index(service)] |= here(given, row) & wrong
    return found


def whole(given, decided, row: dict) -> np.ndarray:
    """(j) sites of a bundle with all its services and partners."""
    there = here(given, row)
    for service in row["services"]:
        there = there & (decided.host[given.services.index(service)] > 0)
    for partner in row["partners"]:
        there = there & has(given, partner)
    return there


def received(given, decided) -> np.ndarray:
    """(k, j) visits received at a site, those made at home left out."""
    return decided.visits_at * (1 - given.number("services", "home_visit_share"))[:, None]


def wishes(given, decided) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """(rule, service, companion) -> (visits received, those of them where the companion is missing, weight)."""
    found, visits = {}, received(given, decided)
    for row in given.records("together"):
        if row["rule"] != "should_share":
            continue
        there = {other: decided.host[given.services.index(other)] > 0 for other in row["services"]}
        there |= {partner: has(given, partner) for partner in row["partners"]}
        for service in row["services"]:
            mine = visits[given.services.index(service)] * here(given, row)
            for companion, beside in there.items():
                if companion != service:
                    found[row["together"], service, companion] = (mine.sum(), mine[~beside].sum(), row["weight"])
    return found


def apart_visits(given, decided) -> float:
    """Visits received apart from what is wanted beside them, by weight."""
    return float(sum(apart * weight for _, apart, weight in wishes(given, decided).values()))


def clients(given) -> np.ndarray:
    """(i, g) clients in a year."""
    found = [given.people(row["groups"]) * row["clients_per_100"] / 100 for row in given.records("pathways")]
    return np.stack(found, axis=1) if found else np.zeros((len(given.areas), 0))


def on_pathway(given, group: str) -> list[int]:
    """Places of the services of a client group's pathway."""
    return [given.services.index(row["service"]) for row in given.records("pathway_services") if row["client_group"] == group]


def at_sites(given, decided, group: str) -> np.ndarray:
    """(i, services of the pathway, j) parts of a client's visits to each service that are made at each site."""
    services = on_pathway(given, group)
    return decided.assign[:, services] * (1 - given.number("services", "home_visit_share")[services])[None, :, None]


def most_joined(given, decided) -> np.ndarray:
    """(i, g, j) visits that can be joined to another trip: the sum over the services less the largest of them."""
    found = np.zeros((len(given.areas), len(given.client_groups), len(given.sites)))
    for g, group in enumerate(given.client_groups):
        parts = at_sites(given, decided, group)
        found[:, g] = parts.sum(axis=1) - parts.max(axis=1, initial=0.0)
    return found


def visits_joined(given, decided) -> np.ndarray:
    """(i, g, j) visits a year that are joined to another trip."""
    joint = given.number("pathways", "joint_visits_per_client")
    return (clients(given) * joint[None])[:, :, None] * decided.joined


def hours_saved(given, decided) -> np.ndarray:
    """(i, g, j) family hours a year that are saved."""
    return visits_joined(given, decided) * 2 * np.nan_to_num(given.minutes)[:, None, :] / 60


def counted_hours(given, decided) -> float:
    """Family hours that the travel burden is less by."""
    return float(hours_saved(given, decided).sum()) if given.settings["count_joint_trips"] else 0.0


def one_visit(given, decided, group: str) -> tuple[np.ndarray, np.ndarray]:
    """By area: (the most clients with their whole pathway in one visit, clients whose whole pathway is at sites)."""
    parts, people = at_sites(given, decided, group), clients(given)[:, given.client_groups.index(group)]
    if parts.shape[1] == 0:
        return np.zeros_like(people), np.zeros_like(people)
    return people * parts.min(axis=1).sum(axis=1), people * parts.sum(axis=2).min(axis=1)
