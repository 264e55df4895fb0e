"""Run folder: a run on disk, written whole or not at all, and read back with the dictionary's types."""

from __future__ import annotations

import errno
import json
import math
import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from model.results.typed import NUMERIC, typed
from model.schema.dictionary import result_tables

DIGITS = "%.10g"


@dataclass(frozen=True)
class Run:
    """A run read back: the mapping of run.yaml, the tables, and the page and log as text ("" when absent)."""

    folder: Path
    run: dict
    tables: dict[str, pd.DataFrame]
    summary: str
    log: str


def write_run(folder: Path | str, run: Mapping, tables: Mapping[str, pd.DataFrame], summary: str, log: str = "",
              force: bool = False, numbered: bool = False, proof: Mapping | None = None) -> Path:
    """Write run.yaml, tables/*.csv, summary.md and solver.log, and proof.json if there is a proof, to the new folder, and return it.

    All is written to a hidden folder beside it, which takes the name at the very end: a folder of that name is always whole.
    numbered: a name that is taken, before or meanwhile, gets a number: my-plan_2.
    Raises FileExistsError when the name is taken (unless force: then the old run is kept until the new one is whole; what
    is no run is never replaced), and TypeError, before anything is written, when run holds something YAML has no word for.
    """
    folder = Path(folder)
    if folder.exists() and not force and not numbered:
        raise FileExistsError(f"there is already a run at {folder}")
    if folder.exists() and force and not (folder / "run.yaml").exists():
        raise FileExistsError(f"{folder} is not a run, so it is not replaced")
    files = {"run.yaml": yaml.safe_dump(plain(run), sort_keys=False, allow_unicode=True, width=120),
             "summary.md": summary, "solver.log": log}
    if proof:
        files["proof.json"] = json.dumps(proof, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{uuid.uuid4().hex[:8]}.draft"
    try:
        (draft / "tables").mkdir(parents=True)
        for name, table in tables.items():
            _write(draft / "tables" / f"{name}.csv", _as_text(name, table).to_csv(index=False, lineterminator="\n"))
        for name, text in files.items():
            _write(draft / name, text)
        _to_disk(draft / "tables")
        _to_disk(draft)
        folder = _take_number(draft, folder) if numbered else _take_name(draft, folder, force)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


def _take_number(draft: Path, folder: Path) -> Path:
    """Rename the whole draft to the first name that is free: the folder's own, then with _2, _3 and so on."""
    for number in count(1):
        name = folder if number == 1 else folder.with_name(f"{folder.name}_{number}")
        try:
            if not name.exists():
                return _take_name(draft, name, force=False)
        except OSError as error:  # another run has taken the name in this very moment
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    raise AssertionError("numbers do not end")


def _take_name(draft: Path, folder: Path, force: bool) -> Path:
    """Rename the whole draft to its name; an old run steps aside first and comes back if that fails."""
    aside = None
    if force and folder.exists():
        aside = draft.with_suffix(".old")
        folder.rename(aside)
    try:
        # Renaming onto a folder that another run has filled meanwhile fails, so two runs never mix.
        draft.rename(folder)
    except BaseException:
        if aside is not None and not folder.exists():
            aside.rename(folder)
        raise
    _to_disk(folder.parent)
    if aside is not None:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _write(path: Path, text: str) -> None:
    """Write a text and wait until it is on the disk."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _to_disk(folder: Path) -> None:
    """Wait until a folder's entries are on the disk, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def _as_text(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Numbers with ten digits, yes and no as words, empty where there is no value."""
    shown = {}
    for column in result_tables()[name].columns.values():
        values = table[column.name]
        if column.type in NUMERIC:
            shown[column.name] = ["" if pd.isna(value) else DIGITS % (value + 0.0) for value in values]
        elif column.type == "yes_no":
            shown[column.name] = ["yes" if value else "no" for value in values]
        else:
            shown[column.name] = values
    return pd.DataFrame(shown)


def read_run(folder: Path | str) -> Run:
    """Read a run back; ids stay text (00100). Raises FileNotFoundError when the folder holds no whole run."""
    folder = Path(folder)
    run = yaml.safe_load((folder / "run.yaml").read_text(encoding="utf-8"))
    tables = {name: _read_table(name, folder / "tables" / f"{name}.csv") for name in result_tables()
              if (folder / "tables" / f"{name}.csv").exists()}
    return Run(folder, run, tables, _text(folder / "summary.md"), _text(folder / "solver.log"))


def read_proof(folder: Path | str) -> dict:
    """What a run's solve learned of its bound (solving/proof.py); {} where it left nothing. Raises ValueError for a damaged file."""
    path = Path(folder) / "proof.json"
    try:
        return json.loads(_text(path) or "{}")
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name} is damaged ({error}); delete it to start from the plan alone") from error


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _read_table(name: str, path: Path) -> pd.DataFrame:
    text = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    for column in result_tables()[name].columns.values():
        if column.type in NUMERIC and column.name in text:
            text[column.name] = np.array([float(value) if value else math.nan for value in text[column.name]], dtype=float)
        elif column.type == "yes_no" and column.name in text:
            text[column.name] = text[column.name] == "yes"
    return typed(name, text)


def plain(value):
    """The value in YAML's plain words: numpy numbers as Python's, paths as text, numbers that are none as null.

    Raises TypeError for anything else.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Path):
        return str(value)
    if value is None or isinstance(value, (str, bool, int, date, datetime)):
        return value
    raise TypeError(f"run.yaml has no plain word for {type(value).__name__}: {value!r}")
