"""Likeness: how far a plan is from the one it started from."""

from __future__ import annotations

import hashlib
from collections.abc import Set

import pandas as pd


def differences(start: Set[tuple[str, str, str]], hosted: pd.DataFrame) -> dict:
    """hostings_that_differ: services that come to a site or leave one; modes_that_differ: those that stay there in another mode.

    start: (service, site, mode) of the plan it started from. hosted: columns service, site, mode.
    """
    before = {(service, site): mode for service, site, mode in start}
    after = {(row.service, row.site): row.mode for row in hosted.itertuples()}
    return {"hostings_that_differ": len(before.keys() ^ after.keys()),
            "modes_that_differ": sum(before[place] != after[place] for place in before.keys() & after.keys())}


def digest(start: Set[tuple[str, str, str]]) -> str:
    """The same for the same sites and modes."""
    return hashlib.sha256("\n".join(" ".join(hosted) for hosted in sorted(start)).encode()).hexdigest()[:16]
