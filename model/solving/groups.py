"""Groups: which services to better together. One alone is stuck where another holds the people or rooms it would need; two are stuck
where a third does."""

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

LEAST_SECONDS = 1.0  # that a try counts for at least
GUESSED_SECONDS = {1: 3.0, 2: 17.0, 3: 25.0}  # of so many services at once, before they are tried: on a county one 1 to 18 s, two 7 to 41 s
HASTE = 0.5  # how much a group's seconds count against its promise: with 1 a large promise would wait behind many small ones
FADING = 0.1  # of a group's promise each time it brought nothing
STUCK, MOST_TOGETHER = 1e-3, 3  # of the objective: a service that costs so much too much deserves a third service beside its two
TIGHT = 1e-6
THIRD = 0.3  # of a pair's promise, where a third service joins it: other pairs come first
LEAST = 1e-5  # of the objective: a promise below it is none


class Groups:
    """Groups of services by what they promise for a second of work: every one, every two, and threes around two that are stuck."""

    def __init__(self, search: Search, relaxation: Relaxation):
        self.search, services = search, range(search.services)
        use = [_priced_use(search, relaxation, service) for service in services]
        self.shared = {pair: float(np.minimum(use[pair[0]], use[pair[1]]).sum()) for pair in combinations(services, 2)}
        self.shared |= dict.fromkeys(_tied(search), np.inf)  # one may be only where the other is: prices of people and rooms miss that
        self.shared |= dict.fromkeys(((service,) for service in services), np.inf)  # one alone may better what it shares with none
        self.seconds = {group: GUESSED_SECONDS[len(group)] for group in self.shared}
        self.faded = dict.fromkeys(self.shared, 1.0)
        self.plans: dict[tuple[int, ...], np.ndarray] = {}

    def best(self, x: np.ndarray, bounding: Bounding, busy: Collection[int]) -> tuple[int, ...] | None:
        """The group without a busy service that promises most; None if none promises anything. A group is not tried again on the plan
        it was tried on."""
        excess = np.maximum(bounding.excess(x), 0.0)
        promise = {group: min(excess[list(group)].sum(), shared) * self.faded[group] for group, shared in self.shared.items()
                   if self.plans.get(group) is not x and not set(group) & set(busy)}
        promise = {group: worth for group, worth in promise.items() if worth > LEAST * abs(self.search.value) * self.faded[group]}
        return max(promise, key=lambda group: promise[group] / self.seconds[group] ** HASTE, default=None)

    def part(self, group: tuple[int, ...]) -> Part:
        """The program's part of a group."""
        search = self.search
        return split(search.program, search.job.rows, search.job.service_of, search.job.rows_service, [group])[0]

    def tried(self, group: tuple[int, ...], seconds: float, bettered: bool, x: np.ndarray, bounding: Bounding) -> None:
        """Remember how long a group took, whether it bettered the plan and the plan x it need not be tried on again."""
        self.seconds[group], self.plans[group] = max(seconds, LEAST_SECONDS), x
        self.faded[group] = 1.0 if bettered else self.faded[group] * FADING
        if not bettered and len(group) < MOST_TOGETHER and bounding.excess(x)[list(group)].max() > STUCK * abs(self.search.value):
            for other in self._holders(group, x):
                larger = tuple(sorted((*group, other)))
                if larger not in self.shared:
                    self.shared[larger], self.faded[larger] = self.shared[group], THIRD
                    self.seconds[larger] = GUESSED_SECONDS[len(larger)]

    def _holders(self, group: tuple[int, ...], x: np.ndarray) -> list[int]:
        """Services that hold something in the plan x that the group uses too and of which nothing is left."""
        search = self.search
        p, service_of = search.program, search.job.service_of
        joining = np.unique(np.concatenate([search.parts[service].joining for service in group]))
        A = p.A[joining]
        activity = A @ x
        tight = (p.row_upper[joining] - activity < TIGHT) | (activity - p.row_lower[joining] < TIGHT)
        size = abs(A)
        ours = sum(np.asarray(size[:, np.flatnonzero(service_of == service)].sum(axis=1)).ravel() for service in group) > 0
        wanted, found = np.flatnonzero(tight & ours), []
        for service in set(range(search.services)) - set(group):
            mine = np.flatnonzero(service_of == service)
            if (size[wanted][:, mine] @ np.abs(x[mine])).max(initial=0.0) > TIGHT:
                found.append(service)
        return found


def _tied(search: Search) -> list[tuple[int, int]]:
    """Pairs of services that have a row to themselves."""
    A = search.program.A.tocoo()
    service = search.job.service_of[A.col]
    named = np.unique(np.stack([A.row, service])[:, service >= 0], axis=1)
    rows, counts = np.unique(named[0], return_counts=True)
    pairs = named[1][np.isin(named[0], rows[counts == 2])].reshape(-1, 2)  # in the order of rows, the lower service first
    return sorted({(int(one), int(other)) for one, other in pairs})


def _priced_use(search: Search, relaxation: Relaxation, service: int) -> np.ndarray:
    """(rows,): worth of what a service uses in the relaxation of each row that joins services."""
    part, mine = search.parts[service], np.flatnonzero(search.job.service_of == service)
    use = np.zeros(len(relaxation.duals))
    use[part.joining] = np.abs(relaxation.duals[part.joining] * (search.program.A[part.joining][:, mine] @ relaxation.x[mine]))
    return use
