"""Memory: how many solves this machine can hold at a time."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

SOLVE_GB = 1.2  # what a solve of a whole county takes at most, with the process that watches it
CONTAINER = Path("/sys/fs/cgroup")  # a container's own limit, which the machine's figures do not show


def workers_that_fit(asked: int | None) -> tuple[int, str]:
    """How many workers to start, and a sentence if that is fewer than asked for ("" otherwise). asked: None = one a processor."""
    wanted = asked or len(os.sched_getaffinity(0))
    free = available_gb()
    fit = max(1, int(free / SOLVE_GB))
    if fit >= wanted:
        return wanted, ""
    return fit, (f"{wanted} workers are lowered to {fit}: {free:.1f} GB of memory is free, and each solve may take {SOLVE_GB} GB.")


def available_gb() -> float:
    """Memory free for new processes, in GB: the machine's, or what the container's limit leaves if that is less."""
    free = psutil.virtual_memory().available
    try:
        limit, used = ((CONTAINER / name).read_text().strip() for name in ("memory.max", "memory.current"))
    except OSError:
        return free / 1e9
    return (free if limit == "max" else min(free, max(int(limit) - int(used), 0))) / 1e9
