"""Pairs: which two services to better together. One alone is stuck where another holds the people or rooms it would need."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from model.solving.bounding import Bounding
from model.solving.relaxation import Relaxation
from model.solving.services import Part, split

if TYPE_CHECKING:
    from model.solving.search import Search

LEAST_SECONDS, LONGER = 1.0, 4.0  # a pair is thought to take so many times what its two take one by one, before it is tried
FADING = 0.1  # of a pair's promise each time it brought nothing
LEAST = 1e-5  # of the objective: a promise below it is none


class Pairs:
    """Pairs of services by what they promise for a second of work."""

    def __init__(self, search: Search, relaxation: Relaxation):
        self.search, services = search, range(search.services)
        use = [_priced_use(search, relaxation, service) for service in services]
        self.shared = {pair: float(np.minimum(use[pair[0]], use[pair[1]]).sum()) for pair in combinations(services, 2)}
        self.seconds = {pair: LEAST_SECONDS + LONGER * float(search.seconds[list(pair)].sum()) for pair in self.shared}
        self.faded = dict.fromkeys(self.shared, 1.0)
        self.plans: dict[tuple[int, int], np.ndarray] = {}

    def best(self, x: np.ndarray, bounding: Bounding, busy: Collection[int]) -> tuple[int, int] | None:
        """The pair without a busy service that promises most; None if none promises anything. A pair is not tried again on the plan it
        was tried on."""
        excess = np.maximum(bounding.excess(x), 0.0)
        promise = {pair: min(excess[list(pair)].sum(), shared) * self.faded[pair] for pair, shared in self.shared.items()
                   if self.plans.get(pair) is not x and not set(pair) & set(busy)}
        promise = {pair: worth for pair, worth in promise.items() if worth > LEAST * abs(self.search.value) * self.faded[pair]}
        return max(promise, key=lambda pair: promise[pair] / self.seconds[pair], default=None)

    def part(self, pair: tuple[int, int]) -> Part:
        """The program's part of a pair."""
        search = self.search
        return split(search.program, search.job.rows, search.job.service_of, search.job.rows_service, [pair])[0]

    def tried(self, pair: tuple[int, int], seconds: float, bettered: bool, x: np.ndarray) -> None:
        """Remember how long a pair took, whether it bettered the plan and the plan x it need not be tried on again."""
        self.seconds[pair], self.plans[pair] = max(seconds, LEAST_SECONDS), x
        self.faded[pair] = 1.0 if bettered else self.faded[pair] * FADING


def _priced_use(search: Search, relaxation: Relaxation, service: int) -> np.ndarray:
    """(rows,): worth of what a service uses in the relaxation of each row that joins services."""
    part, mine = search.parts[service], np.flatnonzero(search.job.service_of == service)
    use = np.zeros(len(relaxation.duals))
    use[part.joining] = np.abs(relaxation.duals[part.joining] * (search.program.A[part.joining][:, mine] @ relaxation.x[mine]))
    return use
