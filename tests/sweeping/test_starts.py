"""The benchmark of starts: every scenario both ways, in turn, and the median of the ratios."""

from __future__ import annotations

import pytest

from model import flow
from model.bench.starts import starts_table
from tests.scenarios.hand import write
from tests.tiny import write_tiny


class Report:
    """What a solve that took so many seconds gives."""

    status = "optimal"

    def __init__(self, seconds):
        self.run = {"status": "optimal", "gap": 0.01, "seconds": seconds}


@pytest.fixture
def case(tmp_path):
    folder = write_tiny(tmp_path / "tiny")
    for name in ("a", "b"):
        write(folder, name, "changes: [{table: sites, where: all, set: {rooms: 3}}]\n")
    write(folder, "c", "builds_on: a\nsettings: {budget_keur: 900}\n")
    return folder


def test_ratio_and_order(case, tmp_path, monkeypatch):
    """a takes 2 s with a start and 4 s without, b 3 s and 4 s: ratios 0.5 and 0.75, median 0.625."""
    asked, seconds = [], {("base", False): 9, ("a", True): 2, ("a", False): 4, ("b", True): 3, ("b", False): 4}

    def solve(found, options, scenario=None, start=None):
        asked.append((found.scenario, start is not None))
        return Report(seconds[asked[-1]])

    monkeypatch.setattr(flow, "solve", solve)
    monkeypatch.setattr(flow, "write", lambda report, folder, force: folder)
    table = starts_table(case, [], 0.01, 60, lambda _: None).set_index("scenario")
    assert asked == [("base", False), ("a", True), ("a", False), ("b", False), ("b", True)]
    assert table["ratio"].to_dict() == {"a": 0.5, "b": 0.75, "median": 0.625} and table.at["median", "seconds_with_start"] == 2.5


def test_scenarios_that_cannot_be_measured(case):
    write(case, "bad", "changes: [{table: sites, where: {site: S9}, set: {rooms: 3}}]\n")
    with pytest.raises(ValueError, match=r"have errors.*: bad"):
        starts_table(case, ["bad"], 0.01, 60, lambda _: None)
    with pytest.raises(ValueError, match="no scenario z"):
        starts_table(case, ["z"], 0.01, 60, lambda _: None)
