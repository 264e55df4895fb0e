"""Never more workers than the memory allows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from model.sweeping import memory


@pytest.fixture
def free(monkeypatch, tmp_path):
    """Sets the machine's free memory in GB, and a container's limit and use in bytes."""
    def put(gb: float, limit: str = "", used: int = 0):
        monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: SimpleNamespace(available=gb * 1e9))
        monkeypatch.setattr(memory, "CONTAINER", tmp_path)
        if limit:
            (tmp_path / "memory.max").write_text(f"{limit}\n")
            (tmp_path / "memory.current").write_text(f"{used}\n")
    return put


def test_as_many_as_asked_for_where_they_fit(free):
    free(4.9)  # 4.9 / 1.2 = 4.08: four solves
    assert memory.workers_that_fit(4) == (4, "")


def test_fewer_are_started_and_it_is_said(free):
    free(4.9)
    workers, sentence = memory.workers_that_fit(5)
    assert workers == 4 and "5 workers are lowered to 4" in sentence and "4.9 GB" in sentence


def test_one_is_always_started(free):
    free(0.3)
    assert memory.workers_that_fit(2)[0] == 1
    assert memory.workers_that_fit(1)[0] == 1


def test_the_limit_of_a_container_counts(free):
    free(64, limit="4000000000", used=1_500_000_000)  # 2.5 GB are left: two solves
    assert memory.workers_that_fit(8)[0] == 2
    free(64, limit="max")
    assert memory.workers_that_fit(8)[0] == 8


def test_a_worker_for_each_processor_unless_asked(free, monkeypatch):
    free(64)
    monkeypatch.setattr(memory.os, "sched_getaffinity", lambda _: {0, 1, 2})
    assert memory.workers_that_fit(None) == (3, "")
