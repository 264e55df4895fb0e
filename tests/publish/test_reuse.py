"""Reuse: the very same question is not solved twice, and no other question is taken for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from model import flow
from model.publish.reuse import ASKED, code_sha256, same_run
from model.publish.run_folder import write_run
from tests.tiny import write_tiny

ASKS = {"case": "tiny", "scenario": "base", "inputs": {"sites.csv": "ab", "case.yaml": "cd"},
        "settings": {"budget_keur": float("nan"), "objective": {"levels": [{"terms": {"changes": 1.0}, "tolerance": 1e-05}]}},
        "options": {"gap": 0.005, "time_limit": 300.0}, "seed": 1, "versions": {"perheverkko": "0.1.0", "code": "ef", "highspy": "1"}}
ANSWER = {**ASKS, "status": "optimal", "started": "2025-01-31T08:00:00", "audit": {"passed": True, "checks": 10}}


@pytest.fixture
def runs(tmp_path):
    write_run(tmp_path / "runs" / "first", ANSWER, {}, "the page")
    return tmp_path / "runs"


def test_the_same_question_has_its_answer(runs):
    found = same_run(runs, ASKS)
    assert found.folder == runs / "first" and found.summary == "the page" and found.run["status"] == "optimal"


@pytest.mark.parametrize("other", [
    {"case": "other"}, {"scenario": "close_two"}, {"inputs": {"sites.csv": "ax", "case.yaml": "cd"}}, {"inputs": {"sites.csv": "ab"}},
    {"settings": {"budget_keur": 500.0}}, {"options": {"gap": 0.01, "time_limit": 300.0}}, {"options": {"gap": 0.005, "time_limit": 60.0}},
    {"seed": 2}, {"versions": {**ASKS["versions"], "perheverkko": "0.2.0"}}, {"versions": {**ASKS["versions"], "code": "gh"}},
    {"versions": {**ASKS["versions"], "highspy": "2"}}], ids=str)
def test_any_other_question_has_none(runs, other):
    assert same_run(runs, {**ASKS, **other}) is None
    assert set(other) <= set(ASKED)


@pytest.mark.parametrize("answer", [
    {"status": "infeasible"}, {"status": "no_plan"}, {"status": "interrupted"}, {"status": "today"}, {"status": "audit_failed"},
    {"audit": {"passed": False, "checks": 10}}, {"audit": {"passed": None, "checks": 0}}, {"audit": None}], ids=str)
def test_only_audited_plans_are_answers(tmp_path, answer):
    write_run(tmp_path / "one", {**ANSWER, **answer}, {}, "")
    assert same_run(tmp_path, ASKS) is None


def test_a_plan_at_the_time_limit_is_an_answer_within_the_same_limit(tmp_path):
    write_run(tmp_path / "one", {**ANSWER, "status": "feasible"}, {}, "")
    assert same_run(tmp_path, ASKS).folder.name == "one"


def test_the_latest_of_several_is_shown(runs):
    write_run(runs / "another", {**ANSWER, "started": "2025-03-01T08:00:00"}, {}, "")
    write_run(runs / "zero", {**ANSWER, "started": "2024-12-31T08:00:00"}, {}, "")
    assert same_run(runs, ASKS).folder.name == "another"


def test_what_is_no_whole_run_is_passed_over(tmp_path):
    for number, content in enumerate((b"- a\n", b"case: [\n", b"case: \xff\n", b"", b"case: tiny\n")):
        (tmp_path / f"run{number}").mkdir()
        (tmp_path / f"run{number}" / "run.yaml").write_bytes(content)
    (tmp_path / "none").mkdir()
    (tmp_path / "README.md").write_text("x")
    write_run(tmp_path / "whole", ANSWER, {}, "")
    (tmp_path / "whole").rename(tmp_path / ".whole.draft")
    assert same_run(tmp_path, ASKS) is None
    assert same_run(tmp_path / "nowhere", ASKS) is None


def test_any_other_code_is_another_version(tmp_path):
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "rule.py").write_text("x = 1")
    seen = [code_sha256.__wrapped__(tmp_path)]
    (tmp_path / "room" / "note.txt").write_text("x")
    assert code_sha256.__wrapped__(tmp_path) == seen[0]
    (tmp_path / "room" / "rule.py").write_text("x = 2")
    seen.append(code_sha256.__wrapped__(tmp_path))
    (tmp_path / "room" / "rule.py").rename(tmp_path / "room" / "rules.py")
    assert len({*seen, code_sha256.__wrapped__(tmp_path)}) == 3


class Solver:
    """Counts the solves of the command; the first is a real one, the others answer with its report."""

    def __init__(self, real):
        self.real, self.report, self.calls = real, None, 0

    def __call__(self, *args):
        self.calls += 1
        self.report = self.report or self.real(*args)
        return self.report


@pytest.mark.usefixtures("no_process")
def test_the_command_shows_the_run_again(tmp_path, monkeypatch):
    folder = write_tiny(tmp_path / "inputs" / "tiny")
    solver = Solver(flow.solve)
    monkeypatch.setattr(flow, "solve", solver)

    def solve(*words) -> tuple[str, list[str]]:
        result = CliRunner().invoke(cli.app, ["solve", str(folder), *words])
        assert result.exit_code == 0, result.output
        return result.output, sorted(path.name for path in (tmp_path / "runs").iterdir())

    first, (name,) = solve()
    again, kept = solve()
    assert solver.calls == 1 and kept == [name]
    assert f"files: {tmp_path / 'runs' / name}" in again and "reused" in again and "reused" not in first
    assert set(again.splitlines()[1:-2]) <= set(first.splitlines())  # the same table (the live line stands before the first)
    text, _ = solve("--json")
    assert json.loads(text)["reused"] is True and Path(json.loads(text)["folder"]).name == name and solver.calls == 1
    assert solve("--run", "named")[1] == sorted([name, "named"]) and solver.calls == 2
    solve("--force", "--run", "named")
    assert solver.calls == 3
    solve("--gap", "0.01", "--run", "other")
    sites = folder / "sites.csv"
    sites.write_text(sites.read_text(encoding="utf-8").replace("One", "Uno"), encoding="utf-8")
    assert solver.calls == 4
    assert "reused" not in solve()[0] and solver.calls == 5
