"""The benchmark of starts: every scenario both ways, in turn, and the median of the ratios."""

from __future__ import annotations

import contextlib
import math

import pytest

from model import flow
from model.bench.refusal import Refusal
from model.bench.starts import starts_table
from model.solving.solve import Progress
from tests.scenarios.hand import write
from tests.tiny import write_tiny


class Report:
    """What a solve that took so many seconds gives."""

    status = "optimal"

    def __init__(self, gap, seconds):
        self.run = {"status": "optimal", "gap": gap, "seconds": seconds}


@pytest.fixture
def case(tmp_path):
    folder = write_tiny(tmp_path / "tiny")
    for name in ("a", "b"):
        write(folder, name, "changes: [{table: sites, where: all, set: {rooms: 3}}]\n")
    write(folder, "c", "builds_on: a\nsettings: {budget_keur: 900}\n")
    return folder


def test_ratio_and_order(case, tmp_path, monkeypatch):
    """a reaches the gap after 2 s with a start and 4 s without (told on the way), b after 3 s and 4 s (at the end): ratios 0.5 and 0.75,
    median 0.625. d does not get there with a start: no ratio."""
    write(case, "d", "changes: [{table: sites, where: all, set: {rooms: 3}}]\n")
    asked, told = [], {("base", False): 9, ("a", True): 2, ("a", False): 4, ("b", True): None, ("b", False): None, ("d", True): None,
                       ("d", False): 5}
    ended = {("b", True): (0.01, 3), ("b", False): (0.005, 4), ("d", True): (0.02, 60)}

    def solve(found, options, on_progress=None, scenario=None, start=None):
        asked.append((found.scenario, start is not None))
        with contextlib.suppress(KeyboardInterrupt):
            if told[asked[-1]] and on_progress:
                on_progress(Progress(1, "first plan", 100.0, 100.0, 0.5))  # of another level
                on_progress(Progress(0, "first plan", 100.0, -math.inf, 1.0))
                on_progress(Progress(0, "relaxation", math.inf, 98.9, 1.5))
                on_progress(Progress(0, "improving", 99.5, 98.5, told[asked[-1]]))  # 99.5 by 98.9 at best: 0.6 %
                asked.append("not ended")
        return Report(*ended.get(asked[-1], (0.01, 60)))

    monkeypatch.setattr(flow, "solve", solve)
    monkeypatch.setattr(flow, "write", lambda report, folder, force: folder)
    table = starts_table(case, [], 0.01, 60, lambda _: None).set_index("scenario")
    assert asked == [("base", False), ("a", True), ("a", False), ("b", False), ("b", True), ("d", True), ("d", False)]
    assert table["ratio"].dropna().to_dict() == {"a": 0.5, "b": 0.75, "median": 0.625} and table.at["median", "to_gap_with_start"] == 2.5
    assert table["reached"].tolist() == ["yes", "yes", "no", "2 of 3"] and table.at["d", "to_gap_without"] == 5


def test_scenarios_that_cannot_be_measured(case):
    write(case, "bad", "changes: [{table: sites, where: {site: S9}, set: {rooms: 3}}]\n")
    with pytest.raises(Refusal, match=r"have errors.*: bad"):
        starts_table(case, ["bad"], 0.01, 60, lambda _: None)
    with pytest.raises(Refusal, match="no scenario z"):
        starts_table(case, ["z"], 0.01, 60, lambda _: None)
