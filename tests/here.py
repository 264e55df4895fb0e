"""Solves of tests in this process: a process of the solver's own takes two seconds of imports to start, more than a tiny case to solve.

Job and messages are pickled as for the child, and all else is the command's. What may happen to the process, and that it answers the same,
is tested with the true one in tests/solving and tests/test_cli_endings.py.

    with solver_here():
        outcome = solve(case, 0.0, 60, 1)
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from model.solving.strategy import solve_levels


@contextmanager
def solver_here() -> Iterator[None]:
    """Within it, solve() starts no process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.solving.solve._run", _run)
        yield


def _run(job, told, seconds: float) -> tuple[bool, int]:
    """In place of model.solving.solve._run: (whether who listened asked to stop, exit code 0)."""
    asked = []

    def hear(*message) -> None:
        try:
            told.hear(pickle.loads(pickle.dumps(message)))
        except KeyboardInterrupt:
            asked.append("stop")

    solution = solve_levels(pickle.loads(pickle.dumps(job)), lambda *said: hear("progress", *said), lambda: bool(asked))
    hear("solution", solution)
    return bool(asked), 0
