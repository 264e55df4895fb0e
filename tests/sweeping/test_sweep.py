"""A sweep: a row for every run, what is whole is not solved again, one failure leaves the rest alone."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from math import inf
from pathlib import Path

import pandas as pd
import pytest
import yaml

from model import flow
from model.flow import Options
from model.solving.solve import Progress
from model.sweeping import files, pulse
from model.sweeping.ask import Ask
from model.sweeping.needs import needs
from model.sweeping.page import _table
from model.sweeping.progress import solving_line
from model.sweeping.progress import table as drawn
from model.sweeping.sweep import Standing, _Teller, sweep
from model.sweeping.work import _listener, run_one
from tests.here import solver_here
from tests.scenarios.hand import write
from tests.sweeping.works import Here
from tests.tiny import write_tiny

ALONE = ("settings: {lone_worker_rule: hard}\nchanges:\n"
         "  - {table: staffing, where: {service: clinic}, set: {present_per_open_day: 1}}\n")
CLOSE = "changes:\n  - table: locks\n    add: [{service: clinic, site: S2, lock: must_not_host, reason: asked}]\n"
LEVELS = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0}]


SOLVED_BEFORE: dict = {}


@pytest.fixture(autouse=True)
def solved_once(monkeypatch):
    """The tests ask a few questions again and again: each is solved really, and once."""
    honest = flow.solve

    def solve(case, options, on_progress=None, scenario=None, start=None):
        key = (case.scenario, tuple(sorted(case.input_hashes.items())), options, start and start.name)
        if key not in SOLVED_BEFORE:
            with solver_here():
                SOLVED_BEFORE[key] = honest(case, options, on_progress, scenario, start)
        report = SOLVED_BEFORE[key]
        return replace(report, run={**report.run, "started": datetime.now().isoformat(timespec="seconds")})

    monkeypatch.setattr(flow, "solve", solve)


@pytest.fixture
def case(tmp_path):
    """The tiny case, travel alone minimised: 200 hours of the clinic at S1 and S2, 100 of therapy."""
    folder = write_tiny(tmp_path / "inputs" / "tiny", settings={"objective.levels": LEVELS})
    write(folder, "close_two", CLOSE)
    return folder


def ask(case, *scenarios, start=True, gap=0.005, **grid) -> Ask:
    return Ask("tiny", case, scenarios or ("base",), grid, Options(gap, 60.0), start)


def told(task) -> dict:
    """Work where it does not matter what is solved."""
    return {"run": task["run"], "status": "optimal", "error": "", "seconds": 1.0, "peak_memory_mb": 100.0}


def do(tmp_path, asked, tell=lambda _: None, force=False, work=run_one):
    """(Standing, the tasks that were begun, sweep.csv by run)."""
    runner = Here(work)
    standing = sweep(asked, tmp_path / "runs" / "s", runner, tell, force)
    table = pd.read_csv(standing.folder / "sweep.csv", keep_default_na=False).set_index("run")
    return standing, runner.tasks, table


def test_a_row_for_every_run_with_hand_worked_figures(case, tmp_path):
    """Clinic at S1 only: 466.67 hours instead of 200; therapy stays at 100. A tenth less demand: a tenth less travel."""
    standing, tasks, table = do(tmp_path, ask(case, "close_two", demand=(0.9, 1.0)))
    assert list(table.index) == ["base", "close_two_demand=0.9", "close_two"]
    assert table["travel_hours"].astype(float).tolist() == pytest.approx([300, 510, 566.67], abs=0.01)
    assert table["demand"].tolist() == [1.0, 0.9, 1.0] and set(table["status"]) == {"optimal"}
    assert [task["start"] for task in tasks] == ["", "base", "base"] == table["started_from"].tolist()
    assert set(table["times_begun"]) == set(table["times_finished"]) == {1}
    page = (standing.folder / "summary.md").read_text()
    assert "510 (+210)" in page and "567 (+267)" in page and "10,000 runs like the 3 solved ones" in page
    asked = yaml.safe_load((standing.folder / "sweep.yaml").read_text())
    assert asked["grid"] == {"demand": [0.9, 1.0]} and asked["runs"] == list(table.index)
    changes = pd.read_csv(standing.folder / "close_two_demand=0.9" / "tables" / "scenario_changes.csv", dtype=str)
    assert changes.query("column == 'visits_per_person'")[["before", "after"]].to_numpy().tolist() == [["1", "0.9"], ["0.5", "0.45"]]


def test_an_interrupted_sweep_goes_on_where_it_stopped(case, tmp_path):
    def interrupt(standing):
        if len(standing.results) == 2:
            raise KeyboardInterrupt

    asked = ask(case, demand=(0.8, 0.9))
    standing, _, table = do(tmp_path, asked, interrupt)
    assert standing.interrupted and table["status"].tolist() == ["optimal", "optimal", "not_run"]
    old, fresh = (standing.folder / f".base_demand=0.9.{number}.draft" for number in (1, 2))
    old.mkdir()  # as a worker leaves it that was stopped while writing
    os.utime(old, (0, 0))
    fresh.mkdir()  # a worker elsewhere is writing it at this moment
    standing, _, table = do(tmp_path, asked)
    assert not standing.interrupted and set(table["status"]) == {"optimal"} and not old.exists() and fresh.exists()
    assert table["reused"].tolist() == ["yes", "yes", "no"] and table["times_finished"].tolist() == [1, 1, 1]
    assert table["travel_hours"].astype(float).tolist() == pytest.approx([300, 240, 270])
    shutil.rmtree(standing.folder / "base_demand=0.8" / "tables")
    (standing.folder / "base_demand=0.8" / "run.yaml").write_text("case: [")  # no whole run any more
    assert do(tmp_path, asked)[2]["times_finished"].tolist() == [1, 2, 1]


def test_other_inputs_are_another_question(case, tmp_path):
    do(tmp_path, ask(case))
    cells = (case / "demand.csv").read_text()
    (case / "demand.csv").write_text(cells.replace("clinic,age_0_2,1,", "clinic,age_0_2,2,"))
    _, _, table = do(tmp_path, ask(case))
    assert table["reused"].tolist() == ["no"] and float(table["travel_hours"].iloc[0]) == pytest.approx(500)  # 2 * 200 + 100
    assert do(tmp_path, ask(case), force=True)[2]["times_finished"].tolist() == [3]


def test_one_failure_leaves_the_rest_alone(case, tmp_path):
    """A scenario with an error; two without a plan (0.1 nurses for 600 hours, seen before solving; each clinic's one nurse alone in the
    building, seen by the solver); a budget that is not there."""
    write(case, "bad", "changes: [{table: sites, where: {site: S9}, set: {rooms: 3}}]\n")
    write(case, "nobody", "changes: [{table: professions, where: {profession: nurse}, set: {fte_available: 0.1}}]\n")
    write(case, "alone", ALONE)
    asked = ask(case, "bad", "nobody", "alone", "close_two")
    standing, _, table = do(tmp_path, asked)
    assert table["status"].to_dict() == {"base": "optimal", "bad": "bad_input", "nobody": "infeasible", "alone": "infeasible",
                                         "close_two": "optimal"}
    assert "scenarios/bad.yaml line 3" in table.at["bad", "error"] and "0.6 FTE of nurse" in table.at["nobody", "error"]
    assert table["folder"].to_dict() == {"base": "base", "bad": "", "nobody": "", "alone": "alone", "close_two": "close_two"}
    page = (standing.folder / "summary.md").read_text()
    assert "- bad: inputs have errors" in page and "- nobody: no plan is possible" in page
    _, _, table = do(tmp_path, asked)
    assert table["times_begun"].tolist() == [1, 0, 0, 1, 1], "a proof that there is no plan is an answer"
    _, _, table = do(tmp_path, ask(case, budget=(0.9,)))
    assert table["status"].tolist() == ["optimal", "bad_input"] and "nothing to multiply" in table["error"].iloc[1]


def test_without_a_plan_of_the_base_the_others_start_anew(case, tmp_path):
    """0.1 FTE for 600 hours are too few, for 60 hours enough."""
    _, tasks, table = do(tmp_path, ask(write_tiny(case, cells={"professions/nurse/fte_available": 0.1}), demand=(0.1,)))
    assert table["status"].tolist() == ["infeasible", "optimal"] and [task["start"] for task in tasks] == ["", ""]


def test_without_start(case, tmp_path):
    _, tasks, _ = do(tmp_path, ask(case, demand=(0.9,), start=False), work=told)
    assert [task["start"] for task in tasks] == ["", ""]


def test_folders_that_cannot_be_used(case, tmp_path):
    """Another gap is another sweep, unless everything is to be solved anew: then what is there does not count."""
    folder = do(tmp_path, ask(case), work=told)[0].folder
    with pytest.raises(files.Refused, match=r"gap 0\.005, not 0\.01.*--force"):
        do(tmp_path, ask(case, gap=0.01), work=told)
    tasks = do(tmp_path, ask(case, gap=0.01), work=told, force=True)[1]
    assert tasks[0]["anew"] and tasks[0]["options"]["gap"] == 0.01
    with files.opened(folder, ask(case, gap=0.01), False), pytest.raises(files.Refused, match="at this moment"):
        do(tmp_path, ask(case, gap=0.01), work=told)
    (folder / "sweep.yaml").write_text("case: other\noptions: {}\n")
    with pytest.raises(files.Refused, match="a sweep of other"):
        do(tmp_path, ask(case), work=told, force=True)
    (folder / "sweep.yaml").unlink()
    with pytest.raises(files.Refused, match="is no sweep"):
        do(tmp_path, ask(case), work=told)


def test_what_many_more_would_take():
    """Mean 36 s: 10,000 runs are 100 hours, on 100 workers one; 1.25 times 800 MB = 1 GB each; mean 3 MB: 30 GB of disk."""
    found = needs([24, 48], [400, 800], [2, 4])
    assert (found.solving_hours, found.hours, found.worker_gb, found.memory_gb, found.disk_gb) == pytest.approx((100, 1, 1, 100, 30))


def test_what_this_call_has_finished_counts_whatever_the_version(case, tmp_path, monkeypatch):
    """A worker that dies after its run is whole: the run is given to another, perhaps with changed files of the program."""
    (base,) = do(tmp_path, ask(case))[1]
    assert run_one(base)["reused"] is True
    run = tmp_path / "runs" / "s" / "base" / "run.yaml"
    run.write_text(run.read_text().replace(f"perheverkko: {version('perheverkko')}", "perheverkko: 0.0.9"))
    assert run_one(base)["reused"] is True
    assert run_one({**base, "anew": True})["reused"] is True
    assert run_one({**base, "call": "another"})["reused"] is False


def test_a_run_that_somebody_else_writes_meanwhile(case, tmp_path, monkeypatch):
    """The other's run is taken if it answers the question, and replaced if it does not."""
    (base,) = do(tmp_path, ask(case))[1]
    folder, honest = tmp_path / "runs" / "s" / "base", flow.write
    kept = folder.rename(tmp_path / "kept")

    def meanwhile(report, to, force):
        if not to.exists():
            shutil.copytree(kept, to)
        return honest(report, to, force)

    monkeypatch.setattr(flow, "write", meanwhile)
    assert run_one(base)["reused"] is True
    shutil.rmtree(folder)
    (kept / "run.yaml").write_text((kept / "run.yaml").read_text().replace("seed: 1", "seed: 2"))
    row = run_one(base)
    assert (row["status"], row["reused"]) == ("optimal", False) and "seed: 1" in (folder / "run.yaml").read_text()


def test_a_stopped_call_begins_nothing_more(case, tmp_path):
    (base,) = do(tmp_path, ask(case), work=told)[1]
    Path(base["stop"]).touch()
    assert run_one(base)["status"] == "interrupted"
    assert not (tmp_path / "runs" / "s" / "base").exists()
    do(tmp_path, ask(case), work=told)
    assert not Path(base["stop"]).exists()


def test_a_listener_ends_a_solve_that_has_begun(tmp_path):
    """The file appears while the solve goes on: its next word of progress is its last."""
    stop = tmp_path / "stop"
    listen = _listener({"stop": str(stop), "sweep": str(tmp_path), "run": "a"})
    listen(Progress(0, "first plan", 200.0, 100.0, 3.0))
    stop.touch()
    with pytest.raises(KeyboardInterrupt):
        listen(Progress(0, "first plan", 200.0, 100.0, 4.0))


def test_a_solve_leaves_its_pulse(tmp_path, monkeypatch):
    """A plan of 200 hours and a bound of 150 is a gap of 25 %; what later levels reach is not the first level's."""
    monkeypatch.setattr(pulse, "EVERY_SECONDS", 0.0)
    leave = pulse.leaver(tmp_path, "a")
    leave(Progress(0, "bound", inf, 150.0, 2.0))
    assert pulse.felt(tmp_path)["a"].gap is None
    leave(Progress(0, "plan", 200.0, -inf, 7.4))
    leave(Progress(1, "plan", 3.0, 3.0, 9.0))
    assert pulse.felt(tmp_path) == {"a": pulse.Pulse(9.0, 1, 200.0, 150.0)} and pulse.felt(tmp_path)["a"].gap == 0.25
    pulse.stopped(tmp_path, "a")
    assert pulse.felt(tmp_path) == {}


def test_old_and_broken_pulses_are_not_felt(tmp_path):
    pulse.leaver(tmp_path, "a")(Progress(0, "plan", 200.0, 150.0, 7.4))
    pulse.leaver(tmp_path, "b")(Progress(0, "plan", 200.0, 150.0, 7.4))
    (tmp_path / pulse.FOLDER / "b").write_text("half a wo")
    assert list(pulse.felt(tmp_path)) == ["a"]
    os.utime(tmp_path / pulse.FOLDER / "a", (0, time.time() - 2 * pulse.FRESH_SECONDS))
    assert pulse.felt(tmp_path) == {}


def test_the_standing_says_how_far_each_solve_is(tmp_path):
    standing = Standing(tmp_path, {}, {}, solving=["a", "b"], pulses={"a": pulse.Pulse(61.3, 0, 200.0, 150.0)})
    assert solving_line(standing) == "being solved: a (61 s, gap 25.00 %), b"
    standing.pulses["b"] = pulse.Pulse(90.0, 1, 200.0, 190.0)
    assert solving_line(standing) == "being solved: a (61 s, gap 25.00 %), b (90 s, gap 5.00 %, priority 2)"
    assert drawn(standing).columns[1]._cells == ["being solved", "being solved, priority 2"]
    assert solving_line(Standing(tmp_path, {}, {})) == ""


def test_what_has_ended_is_not_being_solved(case, tmp_path, monkeypatch):
    """A runner that does not know what is being solved (Dask) goes by the pulses, which may be older than the last ending."""
    monkeypatch.setattr(pulse, "EVERY_SECONDS", -1.0)
    for name in ("a", "b"):
        pulse.leaver(tmp_path, name)(Progress(0, "plan", 200.0, 150.0, 7.4))
    standing = Standing(tmp_path, {}, {})
    teller = _Teller(standing, ask(case), lambda _: None)
    teller.tick([])
    assert standing.solving == ["a", "b"]
    teller.done({"run": "a", "status": "optimal"})
    teller.tick([])
    assert standing.solving == ["b"]


def test_nothing_is_left_of_the_pulses(case, tmp_path):
    do(tmp_path, ask(case), work=told)
    assert not (tmp_path / "runs" / "s" / pulse.FOLDER).exists()


def test_unmet_visits_are_told_beside_the_trips_they_shorten():
    """One visit in two hundred is unmet: the column is there where it matters, and nowhere else."""
    rows = [{"run": "base", "gap": 0.01, "share_with_service": 1.0, "travel_hours": 200.0},
            {"run": "short", "gap": 0.01, "share_with_service": 0.995, "travel_hours": 190.0}]
    assert "Visits met" in _table(rows) and "99.5 % (-0.5 %-p)" in _table(rows) and "190 (-10)" in _table(rows)
    assert "Visits met" not in _table(rows[:1])
