"""Dask: a scheduler and workers in processes of their own, a worker killed in the middle; nothing lost, nothing solved twice."""

from __future__ import annotations

import sys

import pytest

from model.bench.refusal import Refusal
from model.bench.sweep import killed_sweep
from model.flow import Options
from model.sweeping import cluster
from model.sweeping.ask import Ask
from model.sweeping.cluster import Cluster, NoCluster
from tests.sweeping.works import slowly
from tests.tiny import write_tiny


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match=r"distributed, which is not installed: pip install -e '\.\[dask\]'"), Cluster("tcp://localhost:1"):
        pass


def test_a_scheduler_that_does_not_answer(monkeypatch):
    pytest.importorskip("distributed", reason="needs the extra dask")
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1)
    with pytest.raises(NoCluster, match=r"no scheduler answers at tcp://127\.0\.0\.1:1 "), Cluster("tcp://127.0.0.1:1"):
        pass


def test_two_killed_workers_lose_nothing_and_nothing_is_solved_twice(tmp_path):
    """Travel follows demand: 300 hours at 1, 240 at 0.8, and so on. Two of three workers are killed while they solve."""
    pytest.importorskip("distributed", reason="needs the extra dask")
    case = write_tiny(tmp_path / "tiny", settings={"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0}]})
    factors = (0.7, 0.8, 0.9)
    ask = Ask("tiny", case, ("base",), {"demand": factors}, Options(0.005, 60.0))
    table, killed = killed_sweep(ask, tmp_path, 3, 2, lambda _: None, slowly)
    assert len(set(killed)) == 2 and set(table["status"]) == {"optimal"}, table["error"].tolist()
    assert table["travel_hours"].astype(float).tolist() == pytest.approx([300, *(300 * factor for factor in factors)], abs=0.01)
    assert set(table["times_finished"]) == {1} and table["times_begun"].to_dict() == {run: 1 + (run in killed) for run in table.index}


def test_somebody_has_to_be_left(tmp_path):
    with pytest.raises(Refusal, match="of 2 workers at most 1 can be killed"):
        killed_sweep(Ask("tiny", tmp_path, ("base",), {}, Options(0.005, 60.0)), tmp_path, 2, 2, print)
