"""Local: runs on this machine, each in a worker process of its own, which may die without harm to the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, TimeoutError, wait
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from model.sweeping.work import run_one

RETRIES = 2
AGAIN = ("lost", "crashed")  # the process died: of the worker, or of its solver
TICK_SECONDS = 1.0


class Local:
    """workers: how many solve at a time; limit: seconds after which a run is given up; work: the work function."""

    def __init__(self, workers: int, limit: float, work: Callable = run_one):
        self.workers, self.limit, self.work = workers, limit, work
        self.words = f"{workers} worker{'' if workers == 1 else 's'} on this machine"

    def __enter__(self) -> Local:
        # spawn: a fresh process each, because copies of this one would inherit its threads
        self.pool = ProcessPool(max_workers=self.workers, context=get_context("spawn"))
        return self

    def __exit__(self, kind, *_) -> None:
        if kind:
            self.pool.stop()  # their solvers end by themselves when the workers are gone
        else:
            self.pool.close()
        self.pool.join()

    def run(self, tasks: Sequence[dict], done: Callable[[dict], None], tick: Callable[[list[str]], None]) -> None:
        """Do the tasks; done(result) as each ends, tick(names of those being solved) about every second."""
        waiting = {self._begin(task): task for task in tasks}
        tries: Counter = Counter()
        while waiting:
            ended, _ = wait(waiting, TICK_SECONDS, FIRST_COMPLETED)
            for future in ended:
                task = waiting.pop(future)
                tries[task["run"]] += 1
                result = self._result(future, task)
                if result["status"] in AGAIN and tries[task["run"]] <= RETRIES:
                    waiting[self._begin(task)] = task
                else:
                    done(result)
            tick([task["run"] for future, task in waiting.items() if future.running()])

    def _begin(self, task: dict):
        return self.pool.schedule(self.work, args=(task,), timeout=self.limit)

    def _result(self, future, task: dict) -> dict:
        try:
            return future.result()
        except ProcessExpired as error:
            return {"run": task["run"], "status": "lost", "error": f"its process died {RETRIES + 1} times (exit code {error.exitcode})"}
        except TimeoutError:
            return {"run": task["run"], "status": "overdue", "error": f"it did not end within {self.limit:,.0f} s and was given up"}
        except Exception as error:  # what a worker could not even send back
            return {"run": task["run"], "status": "failed", "error": f"{type(error).__name__}: {error}"}
