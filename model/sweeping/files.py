"""Files of a sweep: what was asked (sweep.yaml), a row for every run (sweep.csv), one page (summary.md); and who works there."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pandas as pd
import yaml

from model.publish.run_folder import plain
from model.sweeping import journal
from model.sweeping.ask import Ask
from model.sweeping.page import page
from model.sweeping.work import FIGURES, INDICATORS

ASKED_FILE, TABLE_FILE, PAGE_FILE, LOCK_FILE = "sweep.yaml", "sweep.csv", "summary.md", ".lock"


ABANDONED_SECONDS = 3600.0  # writing a run takes seconds


class Refused(Exception):
    """The folder cannot hold this sweep; the message says why."""


@contextmanager
def opened(folder: Path, ask: Ask, force: bool) -> Iterator[None]:
    """The sweep's folder for this call alone, with sweep.yaml written and old drafts of runs that were cut short taken away."""
    _check(folder, ask, force)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system lets go of it when the process ends, however it ends
        except BlockingIOError:
            raise Refused(f"another sweep is working in {folder} at this moment") from None
        _tidy(folder)
        text = {**ask.as_dict(), "asked": datetime.now().isoformat(timespec="seconds"), "runs": list(ask.runs())}
        put(folder / ASKED_FILE, yaml.safe_dump(plain(text), sort_keys=False, allow_unicode=True, width=120))
        yield


def _tidy(folder: Path) -> None:
    """Take away the drafts of runs that nobody can be writing any more: a worker elsewhere may still be at a fresh one."""
    for draft in folder.glob(".*.draft"):
        if time.time() - draft.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)


def _check(folder: Path, ask: Ask, force: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(path for path in folder.iterdir() if path.name != LOCK_FILE)):
        return
    try:
        before = yaml.safe_load((folder / ASKED_FILE).read_text(encoding="utf-8"))
        case, options = before["case"], before["options"]
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        raise Refused(f"{folder} is there already and is no sweep. Choose another --name") from None
    if case != ask.case:
        raise Refused(f"{folder} is a sweep of {case}, not of {ask.case}. Choose another --name")
    now = ask.as_dict()["options"]
    other = [f"{name} {options.get(name)}, not {value}" for name, value in now.items() if options.get(name) != value]
    if other and not force:
        raise Refused(f"the sweep {folder} was solved with {' and '.join(other)}. Choose another --name, or --force to solve its runs "
                      "anew")


def write(standing, ask: Ask, counted: Counter) -> None:
    """The table and the page."""
    write_table(standing, ask, counted)
    put(standing.folder / PAGE_FILE, page(standing, ask))


def write_table(standing, ask: Ask, counted: Counter) -> None:
    """sweep.csv as it stands."""
    put(standing.folder / TABLE_FILE, table(standing, ask, counted).to_csv(index=False, lineterminator="\n", float_format="%.10g"))


def table(standing, ask: Ask, counted: Counter) -> pd.DataFrame:
    """One row a run: run, scenario, a column for each axis of the grid (its factor), status, figures, indicators, whether it was there
    already, the run it started from, its folder, how often it was begun and finished in all calls, and its error."""
    rows = []
    for row in standing.rows():
        name = row["run"]
        rows.append({
            "run": name, "scenario": row["scenario"], **{axis: row["factors"].get(axis, 1.0) for axis in ask.grid}, "status": row["status"],
            **{figure: row.get(figure) for figure in (*FIGURES, *INDICATORS)},
            "reused": "yes" if row.get("reused") else "no", "started_from": row.get("start", ""),
            "folder": name if (standing.folder / name / "run.yaml").exists() else "",
            "times_begun": counted[name, journal.BEGUN], "times_finished": counted[name, journal.FINISHED], "error": row.get("error", "")})
    return pd.DataFrame(rows)


def remove(paths: Iterable[Path]) -> None:
    """Remove files, as far as they are there."""
    for path in list(paths):
        path.unlink(missing_ok=True)


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
