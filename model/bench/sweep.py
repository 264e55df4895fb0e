"""Sweep benchmark: a sweep on a Dask cluster of processes of this machine, workers killed in the middle of their runs; what is
lost, and what is solved twice."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from model.bench.refusal import Refusal
from model.sweeping import journal
from model.sweeping.ask import Ask
from model.sweeping.cluster import Cluster
from model.sweeping.sweep import sweep
from model.sweeping.work import SOLVED, run_one

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 120.0
LOOK_SECONDS = 0.02


@contextmanager
def cluster(workers: int, place: Path) -> Iterator[str]:
    """The address of a scheduler with workers, each a process that nobody starts again; all ended at the end."""
    file, dask = place / "scheduler.json", [sys.executable, "-m", "dask"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "PYTHONPATH": path}, "cwd": place}
    worker = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    processes = [subprocess.Popen([*dask, *words], **quiet) for words in (scheduler, *[worker] * workers)]
    try:
        deadline = time.monotonic() + STARTING_SECONDS
        while not file.exists():
            if time.monotonic() > deadline or processes[0].poll() is not None:
                raise Refusal("the Dask scheduler does not start: is the extra dask installed?")
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))["address"]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


class Killer(threading.Thread):
    """Kills the worker that is at work on one run after another, until so many are killed. killed: the runs they were at."""

    def __init__(self, folder: Path, kills: int, say: Callable[[str], None]):
        super().__init__(daemon=True)
        self.folder, self.kills, self.say, self.killed, self.over = folder, kills, say, [], threading.Event()

    def run(self) -> None:
        while len(self.killed) < self.kills and not self.over.wait(LOOK_SECONDS):
            for run, process in self._at_work():
                if run not in self.killed:
                    os.kill(process, signal.SIGKILL)
                    self.killed.append(run)
                    self.say(f"killed the worker that was solving {run} (process {process})")
                    break

    def _at_work(self) -> list[tuple[str, int]]:
        """(run, process) of the runs that have been begun by a living process and not finished, by the journal."""
        found = []
        for path in (self.folder / journal.FOLDER).glob("*.csv"):
            process = int(path.stem.rpartition("-")[2])
            with path.open(encoding="utf-8", newline="") as file:
                last = [row for row in csv.reader(file) if len(row) == 3][-1:]
            if last and last[0][2] == journal.BEGUN and _lives(process):
                found.append((last[0][1], process))
        return found


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def killed_sweep(ask: Ask, place: Path, workers: int, kills: int, say: Callable[[str], None],
                 work: Callable = run_one) -> tuple[pd.DataFrame, list[str]]:
    """(sweep.csv of a sweep during which so many workers were killed, each at another run; those runs).

    place: an empty folder for the sweep. Raises Refusal for as many kills as workers and where no scheduler starts.
    """
    if kills >= workers:
        raise Refusal(f"of {workers} workers at most {workers - 1} can be killed: somebody has to do the work")
    folder = place / "sweep"
    with cluster(workers, place) as address:
        killer = Killer(folder, kills, say)
        killer.start()
        try:
            sweep(ask, folder, Cluster(address, work), lambda standing: standing.latest and say(
                f"{standing.latest}: {standing.results[standing.latest]['status']}"))
        finally:
            killer.over.set()
            killer.join()
    return pd.read_csv(folder / "sweep.csv", keep_default_na=False).set_index("run"), killer.killed


def sweep_figures(ask: Ask, place: Path, workers: int, kills: int, say: Callable[[str], None]) -> pd.DataFrame:
    """Figures of such a sweep: figure, value."""
    begin = time.monotonic()
    table, killed = killed_sweep(ask, place, workers, kills, say)
    figures = {
        "workers, each a process": workers, "workers killed in the middle of a run": len(killed), "runs asked for": len(table),
        "runs solved": int(table["status"].isin(SOLVED).sum()),
        "runs with another answer (no plan, errors in the inputs)": int((~table["status"].isin((*SOLVED, "lost"))).sum()),
        "runs lost": int((table["status"] == "lost").sum()), "runs begun again": int((table["times_begun"] > 1).sum()),
        "runs finished more than once": int((table["times_finished"] > 1).sum()), "seconds": round(time.monotonic() - begin, 1)}
    return pd.DataFrame({"figure": figures.keys(), "value": [f"{value:g}" for value in figures.values()]})
