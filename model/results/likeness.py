"""Likeness: how far a plan is from the one it started from."""

from __future__ import annotations

import hashlib
from collections.abc import Set

import pandas as pd


def changes(before: Set[tuple[str, str, str]], after: Set[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """(kind, what) of every difference between two plans' (service, site, mode). kind: goes, comes or changes mode."""
    first, second = ({(service, site): mode for service, site, mode in plan} for plan in (before, after))
    found = [("goes", f"{service} at {site}") for service, site in sorted(first.keys() - second.keys())]
    found += [("comes", f"{service} at {site}") for service, site in sorted(second.keys() - first.keys())]
    return found + [("changes mode", f"{place[0]} at {place[1]}: {first[place]} to {second[place]}")
                    for place in sorted(first.keys() & second.keys()) if first[place] != second[place]]


def differences(before: Set[tuple[str, str, str]], after: Set[tuple[str, str, str]]) -> dict:
    """hostings_that_differ: services that come to a site or leave one; modes_that_differ: those that stay there in another mode."""
    kinds = [kind for kind, _ in changes(before, after)]
    return {"hostings_that_differ": len(kinds) - kinds.count("changes mode"), "modes_that_differ": kinds.count("changes mode")}


def hosting_of(hosted: pd.DataFrame) -> set[tuple[str, str, str]]:
    """(service, site, mode) of the table hosted_services."""
    return set(zip(hosted["service"], hosted["site"], hosted["mode"]))


def digest(plan: Set[tuple[str, str, str]]) -> str:
    """The same for the same sites and modes."""
    return hashlib.sha256("\n".join(" ".join(hosted) for hosted in sorted(plan)).encode()).hexdigest()[:16]
