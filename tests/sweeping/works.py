"""Work functions for the tests, in a module that worker processes can import, and a runner without processes.

What only the real work needs is imported where it is done: most workers here start, do nothing of it, and die.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def mark(task: dict) -> int:
    """Note that this process has begun the task; how often it has been begun before."""
    folder = Path(task["sweep"]) / "marks"
    folder.mkdir(exist_ok=True, parents=True)
    before = len(list(folder.glob(f"{task['run']}+*")))
    (folder / f"{task['run']}+{before}+{os.getpid()}").touch()
    return before


def marks(sweep: Path, run: str) -> list[int]:
    """The processes that began a run."""
    return [int(path.name.split("+")[-1]) for path in sorted((sweep / "marks").glob(f"{run}+*"))]


def die_once(task: dict) -> dict:
    """Killed from outside while it works, as by a system out of memory; well the second time."""
    if mark(task) == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"run": task["run"], "status": "optimal", "error": ""}


def die_always(task: dict) -> dict:
    mark(task)
    os.kill(os.getpid(), signal.SIGKILL)


def behave(task: dict) -> dict:
    """What the task's name says: dies, raises, never_ends, or well."""
    if task["run"] == "dies":
        die_always(task)
    if task["run"] == "raises":
        raise ValueError("not today")
    if task["run"] == "never_ends":
        time.sleep(600)
    status = "crashed" if task["run"] == "crashes" and mark(task) < 2 else "optimal"
    return {"run": task["run"], "status": status, "error": ""}


def slowly(task: dict) -> dict:
    """The real work, solver and all in the worker's process; the first solve of a run takes time enough to be killed meanwhile."""
    import pytest

    from model import flow
    from model.sweeping.work import run_one
    from tests.here import solver_here

    again, honest = mark(task), flow.solve
    with solver_here(), pytest.MonkeyPatch.context() as patch:
        if not again:
            patch.setattr(flow, "solve", lambda *words, **options: (time.sleep(2), honest(*words, **options))[1])
        return run_one(task)


class Here:
    """A runner that works in this process, one task after the other."""

    words = "this process"

    def __init__(self, work):
        self.work, self.tasks = work, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def run(self, tasks, done, tick):
        for task in tasks:
            self.tasks.append(task)
            tick([task["run"]])
            done(self.work(task))
