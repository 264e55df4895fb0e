"""Dask: a scheduler and workers in processes of their own, a worker killed in the middle; nothing lost, nothing solved twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from model.flow import Options
from model.sweeping import cluster
from model.sweeping.ask import Ask
from model.sweeping.cluster import Cluster, NoCluster
from model.sweeping.sweep import sweep
from tests.sweeping.works import marks, slowly
from tests.tiny import write_tiny

ROOT = Path(__file__).resolve().parents[2]


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match=r"distributed, which is not installed: pip install -e '\.\[dask\]'"), Cluster("tcp://localhost:1"):
        pass


def test_a_scheduler_that_does_not_answer(monkeypatch):
    pytest.importorskip("distributed", reason="needs the extra dask")
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1)
    with pytest.raises(NoCluster, match=r"no scheduler answers at tcp://127\.0\.0\.1:1 "), Cluster("tcp://127.0.0.1:1"):
        pass


@pytest.fixture
def scheduler(tmp_path):
    """The address of a scheduler with three workers, each a process that nobody starts again."""
    pytest.importorskip("distributed", reason="needs the extra dask")
    import json

    file, dask = tmp_path / "scheduler.json", [sys.executable, "-m", "dask"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env, "cwd": tmp_path}
    worker = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    words = [["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)], worker, worker, worker]
    processes = [subprocess.Popen([*dask, *some], **quiet) for some in words]
    deadline = time.monotonic() + 120
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    yield json.loads(file.read_text())["address"]
    for process in reversed(processes):
        process.kill()
        process.wait()


def test_two_killed_workers_lose_nothing_and_nothing_is_solved_twice(scheduler, tmp_path):
    """Travel follows demand: 300 hours at 1, 240 at 0.8, and so on. The first workers of two runs are killed in the middle."""
    folder = tmp_path / "runs" / "s"
    case = write_tiny(tmp_path / "tiny", settings={"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0}]})
    factors, killed = (0.7, 0.8, 0.9), []

    def kill():
        deadline = time.monotonic() + 600  # a busy machine solves slowly
        for run in ("base", "base_demand=0.8"):
            while not marks(folder, run) and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(0.3)
            os.kill(marks(folder, run)[0], signal.SIGKILL)
            killed.append(run)

    killer = threading.Thread(target=kill)
    killer.start()
    asked = Ask("tiny", case, ("base",), {"demand": factors}, Options(0.005, 60.0))
    standing = sweep(asked, folder, Cluster(scheduler, slowly), lambda _: None)
    killer.join()
    table = pd.read_csv(folder / "sweep.csv").set_index("run")
    assert killed == ["base", "base_demand=0.8"] and set(table["status"]) == {"optimal"}, table["error"].tolist()
    assert table["travel_hours"].tolist() == pytest.approx([300, *(300 * factor for factor in factors)], abs=0.01)
    assert set(table["times_finished"]) == {1} and all(len(marks(folder, run)) == 2 for run in killed)
    assert standing.where.endswith(scheduler)
