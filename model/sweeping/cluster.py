"""Cluster: the same runs through a Dask scheduler, whose workers may be on any machine that sees the case and the sweep's folder."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence

from model.sweeping.local import RETRIES, TICK_SECONDS
from model.sweeping.work import run_one

PATIENCE_SECONDS = 20


class NoCluster(Exception):
    """The scheduler cannot be used; the message says why and what to do."""


class Cluster:
    """address: of the scheduler, such as tcp://host:8786. A run whose worker dies is given to another by the scheduler itself."""

    def __init__(self, address: str, work: Callable = run_one):
        self.address, self.work = address, work
        self.words = f"the workers of {address}"

    def __enter__(self) -> Cluster:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise NoCluster(f"--scheduler needs the library {error.name}, which is not installed: "
                            "pip install -e '.[dask]' -c constraints.txt brings it") from None
        try:
            self.client = Client(self.address, timeout=PATIENCE_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise NoCluster(f"no scheduler answers at {self.address} ({error}). Start one with: dask scheduler") from None
        self.words = f"{len(self.client.scheduler_info(n_workers=-1)['workers'])} workers of {self.address}"
        return self

    def __exit__(self, *_) -> None:
        self.client.close()  # what nobody waits for any more is dropped; what is being solved is stopped by its file

    def run(self, tasks: Sequence[dict], done: Callable[[dict], None], tick: Callable[[list[str]], None]) -> None:
        """Do the tasks; done(result) as each ends, tick about twice a second."""
        from distributed import as_completed

        waiting = {future: task for task in tasks for future in [self._begin(task)]}
        tries: Counter = Counter()
        endings = as_completed(list(waiting), loop=self.client.loop)
        while waiting:
            if not (batch := endings.next_batch(block=False)):
                time.sleep(TICK_SECONDS / 2)
            for future in batch:
                task = waiting.pop(future)
                tries[task["run"]] += 1
                result = _result(future, task)
                if result["status"] == "crashed" and tries[task["run"]] <= RETRIES:
                    again = self._begin(task)
                    waiting[again] = task
                    endings.add(again)
                else:
                    done(result)
            tick([])  # nobody here knows which run a worker is at, but their pulses tell

    def _begin(self, task: dict):
        return self.client.submit(self.work, task, key=f"{task['run']}-{uuid.uuid4().hex}", pure=False)


def _result(future, task: dict) -> dict:
    error = future.exception()
    if error is None:
        return future.result()
    words = " ".join(str(error).split())
    if type(error).__name__ == "KilledWorker":
        return {"run": task["run"], "status": "lost", "error": f"the workers that solved it died, one after the other: {words}"}
    return {"run": task["run"], "status": "failed", "error": f"{type(error).__name__}: {words}"}
