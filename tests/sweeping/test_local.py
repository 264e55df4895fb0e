"""Workers on this machine: one that dies is replaced, its run is begun again, and the others go on."""

from __future__ import annotations

from model.sweeping.local import Local
from tests.sweeping.works import behave, die_once, marks


def results(work, names, folder, workers=2, limit=60.0) -> dict[str, dict]:
    found = {}
    with Local(workers, limit, work) as local:
        local.run([{"run": name, "sweep": str(folder)} for name in names], lambda row: found.setdefault(row["run"], row), lambda _: None)
    return found


def test_a_killed_worker_is_retried(tmp_path):
    """Each of three runs loses its worker once."""
    found = results(die_once, ["a", "b", "c"], tmp_path)
    assert {name: row["status"] for name, row in found.items()} == {"a": "optimal", "b": "optimal", "c": "optimal"}
    for name in found:
        first, second = marks(tmp_path, name)
        assert first != second


def test_every_kind_of_failure_leaves_the_rest_alone(tmp_path):
    """Three attempts for a worker that dies each time; the third helps a solver that breaks down twice."""
    found = results(behave, ["dies", "raises", "crashes", "never_ends", "well"], tmp_path, limit=8.0)
    assert {name: row["status"] for name, row in found.items()} == {
        "dies": "lost", "raises": "failed", "crashes": "optimal", "never_ends": "overdue", "well": "optimal"}
    assert len(marks(tmp_path, "dies")) == 3 and len(marks(tmp_path, "crashes")) == 3
    assert "not today" in found["raises"]["error"] and "died 3 times" in found["dies"]["error"] and "8 s" in found["never_ends"]["error"]
