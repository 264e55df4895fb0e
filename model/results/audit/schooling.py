"""Schooling: which areas have pupils at a school, and which part of the visits is theirs; worked out apart from model/pupils.py."""

from __future__ import annotations

import numpy as np


def has_pupils(given) -> np.ndarray:
    """(i, j) some children of the area go to the school."""
    found = np.zeros((len(given.areas), len(given.sites)), dtype=bool)
    for row in given.records("pupils"):
        found[given.areas.index(row["area"]), given.sites.index(row["site"])] |= row["share"] > 0
    return found


def pupil_share(given) -> np.ndarray:
    """(i, k, j) part of an area's visits to a service that pupils of the school make: use rates x children of the row's age bands
    x share, over all visits; 0 where there are none."""
    pupils = np.zeros((len(given.areas), len(given.services), len(given.sites)))
    if len(given.tables["pupils"]) == 0:
        return pupils
    rows = [(given.areas.index(row["area"]), given.sites.index(row["site"]), row["groups"], row["share"])
            for row in given.records("pupils")]
    children = {band: given.number("areas", band) for *_, groups, _ in rows for band in groups}
    for use in given.records("demand"):
        k, rate, there = given.services.index(use["service"]), given.use_rate(use), given.people_using(use) > 0
        for i, j, groups, share in rows:
            if there[i]:
                pupils[i, k, j] += rate * share * sum(children[band][i] for band in groups if band in use["groups"])
    visits = given.visits[:, :, None]
    return np.minimum(np.divide(pupils, visits, out=np.zeros_like(pupils), where=visits > 0), 1.0)
