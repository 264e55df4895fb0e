"""The run folder: whole or not there, refused or replaced, and read back as it was."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from model.publish import run_folder
from model.publish.run_folder import plain, read_run, write_run
from model.results.audit import audit
from model.results.typed import typed
from tests.results.hand import broken


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_run_holds_its_files(tmp_path, run, found):
    folder = write_run(tmp_path / "runs" / "first", run, found, "# Page\n", "log of the solver")
    assert names(folder) == ["run.yaml", "solver.log", "summary.md", "tables"]
    assert names(folder / "tables") == sorted(f"{name}.csv" for name in found)
    assert names(folder.parent) == ["first"]
    assert list(yaml.safe_load((folder / "run.yaml").read_text()))[:3] == ["case", "scenario", "status"]


def test_a_run_reads_back_as_it_was(tmp_path, rich, run, found):
    back = read_run(write_run(tmp_path / "one", run, found, "# Page\n", "log"))
    assert back.run == run and back.summary == "# Page\n" and back.log == "log"
    assert list(back.tables) == list(found)
    for name, frame in found.items():
        pd.testing.assert_frame_equal(back.tables[name], frame, check_exact=False, rtol=1e-9, atol=1e-9)
    assert broken(rich, back.tables) == set()  # what is on the disk still passes the audit


def test_ids_stay_text(tmp_path, run):
    areas = typed("worst_hit_areas", pd.DataFrame({"area": ["00100", "NA", ""], "name": ["Åström, Öljymäki", 'a "b"', "null"],
                                                   "children": [1.0, math.nan, 3.0]}))
    back = read_run(write_run(tmp_path / "one", run, {"worst_hit_areas": areas}, ""))
    assert back.tables["worst_hit_areas"]["area"].tolist() == ["00100", "NA", ""]
    assert back.tables["worst_hit_areas"]["name"].tolist() == ["Åström, Öljymäki", 'a "b"', "null"]
    assert math.isnan(back.tables["worst_hit_areas"]["children"][1])


def test_yes_and_no_are_words(tmp_path, run, found):
    folder = write_run(tmp_path / "one", run, found, "")
    assert set(pd.read_csv(folder / "tables" / "assignments.csv", dtype=str)["beyond_limit"]) == {"no"}
    assert read_run(folder).tables["assignments"]["beyond_limit"].dtype == bool


def test_a_run_without_a_plan_is_written_too(tmp_path, run):
    ended = {**run, "status": "infeasible", "objective": None, "gap": math.inf}
    back = read_run(write_run(tmp_path / "none", ended, {}, "# No plan\n"))
    assert back.tables == {} and back.run["objective"] is None and back.run["gap"] is None


def test_the_audits_tables_are_written_with_the_others(tmp_path, rich, run, found):
    back = read_run(write_run(tmp_path / "one", run, {**found, **audit(rich, found).tables()}, ""))
    assert back.tables["broken_rules"].empty and back.tables["audit"]["checks"].sum() > 0


def test_an_existing_name_is_refused(tmp_path, run, found):
    folder = write_run(tmp_path / "one", run, found, "first")
    with pytest.raises(FileExistsError, match="one"):
        write_run(folder, run, found, "second")
    assert (folder / "summary.md").read_text() == "first" and names(tmp_path) == ["one"]


def test_a_taken_name_gets_a_number(tmp_path, run, monkeypatch):
    """Also one that another run takes in the very moment, after it was seen to be free."""
    folder = tmp_path / "one"
    assert [write_run(folder, run, {}, text, numbered=True).name for text in "abc"] == ["one", "one_2", "one_3"]
    monkeypatch.setattr(Path, "exists", lambda path: False)
    assert write_run(folder, run, {}, "d", numbered=True).name == "one_4"
    assert [(tmp_path / name / "summary.md").read_text() for name in names(tmp_path)] == list("abcd")


def test_force_replaces_the_old_run(tmp_path, run, found):
    folder = write_run(tmp_path / "one", run, found, "first")
    (folder / "left over.txt").write_text("of the first run")
    write_run(folder, run, {}, "second", force=True)
    assert (folder / "summary.md").read_text() == "second"
    assert names(folder) == ["run.yaml", "solver.log", "summary.md", "tables"] and names(tmp_path) == ["one"]


def test_force_never_replaces_what_is_no_run(tmp_path, run, found):
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "areas.csv").write_text("kept")
    with pytest.raises(FileExistsError, match="not a run"):
        write_run(tmp_path / "inputs", run, found, "", force=True)
    assert names(tmp_path / "inputs") == ["areas.csv"]


@pytest.mark.parametrize("force", [False, True])
def test_an_error_in_the_middle_leaves_no_trace(tmp_path, run, found, force, monkeypatch):
    if force:
        write_run(tmp_path / "one", run, found, "first")
    written = []

    def full_disk(path, text):
        written.append(path)
        if len(written) == 5:
            raise OSError("no space left")
        path.write_text(text)

    monkeypatch.setattr(run_folder, "_write", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_run(tmp_path / "one", run, found, "second", force=force)
    assert names(tmp_path) == (["one"] if force else [])
    assert not force or read_run(tmp_path / "one").summary == "first"


def test_a_failed_renaming_brings_the_old_run_back(tmp_path, run, found, monkeypatch):
    folder = write_run(tmp_path / "one", run, found, "first")
    rename = Path.rename

    def fails_for_drafts(self, target):
        if self.suffix == ".draft":
            raise PermissionError("not now")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_drafts)
    with pytest.raises(PermissionError):
        write_run(folder, run, found, "second", force=True)
    assert read_run(folder).summary == "first" and names(tmp_path) == ["one"]


def test_a_folder_filled_by_another_run_meanwhile_is_not_mixed(tmp_path, run, found, monkeypatch):
    folder = tmp_path / "one"
    take = run_folder._take_name

    def other_is_faster(draft, target, force):
        (target / "tables").mkdir(parents=True)
        take(draft, target, force)

    monkeypatch.setattr(run_folder, "_take_name", other_is_faster)
    with pytest.raises(OSError):
        write_run(folder, run, found, "late")
    assert names(folder) == ["tables"] and names(tmp_path) == ["one"]


def test_a_killed_process_leaves_no_half_run(tmp_path):
    """A real kill -9 while the tables are written: nothing has the run's name, and the name can be used again."""
    program = textwrap.dedent("""
        import os, signal, sys
        import pandas as pd
        from model.publish import run_folder
        from model.results.typed import typed
        write, count = run_folder._write, []
        def dies(path, text):
            count.append(path)
            if len(count) == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            write(path, text)
        run_folder._write = dies
        tables = {name: typed(name, pd.DataFrame()) for name in ("rooms", "costs", "terms", "staff")}
        run_folder.write_run(sys.argv[1], {"status": "optimal"}, tables, "page")
    """)
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "one")], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "one").exists()
    assert [name for name in names(tmp_path) if not name.startswith(".")] == []
    with pytest.raises(FileNotFoundError):
        read_run(tmp_path / "one")
    write_run(tmp_path / "one", {"status": "optimal"}, {}, "again")
    assert read_run(tmp_path / "one").summary == "again"


def test_plain_words_only():
    assert plain({"a": np.float64(1.5), "b": np.int64(2), "c": (np.bool_(True), None), "d": Path("x") / "y", 5: math.nan}) == {
        "a": 1.5, "b": 2, "c": [True, None], "d": str(Path("x") / "y"), "5": None}
    with pytest.raises(TypeError, match="set"):
        plain({"a": {1, 2}})


def test_something_unwritable_is_refused_before_anything_is_written(tmp_path, run, found):
    with pytest.raises(TypeError):
        write_run(tmp_path / "runs" / "one", {**run, "odd": object()}, found, "")
    assert names(tmp_path) == []


def test_numbers_are_short_and_minus_nothing_is_zero(tmp_path, run):
    rooms = typed("rooms", pd.DataFrame({"site": ["S"], "rooms": [0.1 + 0.2], "room_days_available": [-0.0]}))
    folder = write_run(tmp_path / "one", run, {"rooms": rooms}, "")
    assert (folder / "tables" / "rooms.csv").read_text() == (
        "site,rooms,room_days_available,room_days_used,excess_room_days\nS,0.3,0,,\n")
