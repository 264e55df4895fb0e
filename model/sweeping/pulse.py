"""Pulse: how far a run being solved is, left in a small file by whoever solves it, wherever that is."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path

FOLDER = ".pulse"
EVERY_SECONDS = 5.0
FRESH_SECONDS = 120.0  # a solver that has said nothing for so long says it in its next step, or is dead


@dataclass(frozen=True)
class Pulse:
    """seconds: of the solve; level: 0 is the first; objective, bound: of the first level, h a year (inf, -inf: none yet)."""

    seconds: float
    level: int
    objective: float
    bound: float

    @property
    def gap(self) -> float | None:
        """Relative, of the first level; None as long as there is no plan or no bound."""
        return max(self.objective - self.bound, 0.0) / max(abs(self.objective), 1e-9) if isfinite(self.objective - self.bound) else None


def leaver(sweep: Path, run: str) -> Callable:
    """Hears a solve's Progress and leaves its pulse in the sweep's folder every five seconds. What cannot be written is not said."""
    best, left = [inf, -inf], -inf

    def hear(progress) -> None:
        nonlocal left
        if progress.level == 0:
            best[:] = min(best[0], progress.objective), max(best[1], progress.bound)
        if time.monotonic() - left < EVERY_SECONDS:
            return
        left = time.monotonic()
        try:
            (sweep / FOLDER).mkdir(exist_ok=True)
            draft = sweep / FOLDER / f".{run}"
            draft.write_text(json.dumps([progress.seconds, progress.level, *best]), encoding="utf-8")
            draft.replace(sweep / FOLDER / run)
        except OSError:
            pass
    return hear


def stopped(sweep: Path, run: str) -> None:
    """The run is no longer being solved."""
    (sweep / FOLDER / run).unlink(missing_ok=True)


def forget(sweep: Path) -> None:
    """Nothing is being solved any more."""
    shutil.rmtree(sweep / FOLDER, ignore_errors=True)


def felt(sweep: Path) -> dict[str, Pulse]:
    """Run -> its pulse, of all that are being solved now."""
    found = {}
    for path in sorted((sweep / FOLDER).glob("[!.]*")):
        try:
            if time.time() - path.stat().st_mtime < FRESH_SECONDS:
                found[path.name] = Pulse(*json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue  # just being taken away
    return found
