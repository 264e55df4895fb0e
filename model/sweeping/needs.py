"""Needs: what many more runs like those of a sweep would take, worked out from what these took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MANY = 10_000
HANDS = 100
SPARE = 1.25  # memory beyond the largest seen


@dataclass(frozen=True)
class Needs:
    """runs like `seen` solved ones, on `workers` workers of one solve each: hours of solving altogether, hours from begin to end, GB of
    memory a worker and altogether, GB of disk."""

    runs: int
    seen: int
    workers: int
    solving_hours: float
    hours: float
    worker_gb: float
    memory_gb: float
    disk_gb: float


def needs(seconds: Sequence[float], memory_mb: Sequence[float], folder_mb: Sequence[float], runs: int = MANY,
          workers: int = HANDS) -> Needs:
    """Mean seconds and mean folder size times the runs; the largest memory seen times SPARE for each worker."""
    solving = runs * sum(seconds) / len(seconds) / 3600
    worker_gb = SPARE * max(memory_mb) / 1000
    return Needs(runs, len(seconds), workers, solving, solving / workers, worker_gb, worker_gb * workers,
                 runs * sum(folder_mb) / len(folder_mb) / 1000)
