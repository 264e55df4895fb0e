"""Files: a comparison as a folder of CSV tables and one page, whole or not at all."""

from __future__ import annotations

import shutil
import uuid
from datetime import datetime
from pathlib import Path

import pandas as pd

from model.compare.comparison import Comparison, columns
from model.publish.run_folder import DIGITS
from model.results.typed import NUMERIC

PAGE = "compare.md"


def default_folder(comparison: Comparison) -> Path:
    """compare_<first run>_<time>, beside the first run that has a folder."""
    beside = next(side.folder for side in comparison.sides if side.folder)
    return beside.parent / f"compare_{comparison.first.label}_{datetime.now():%Y-%m-%d_%H%M%S}"


def taken(folder: Path, force: bool) -> str:
    """Why a folder's name cannot be used, or ""."""
    if not folder.exists():
        return ""
    if not (folder / PAGE).is_file():
        return f"{folder} is not a comparison, so it is not replaced: choose another --out DIR"
    return "" if force else f"there is already a comparison {folder}. Choose another --out DIR, or --force to replace it"


def write(comparison: Comparison, page: str, folder: Path, force: bool = False) -> Path:
    """Write compare.md and a CSV for each table into the new folder, and return it.

    All is written to a hidden folder beside it, which takes the name at the very end. Raises FileExistsError for a taken name.
    """
    if reason := taken(folder, force):
        raise FileExistsError(reason)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{uuid.uuid4().hex[:8]}.draft"
    try:
        draft.mkdir()
        for name, table in comparison.tables.items():
            _as_text(name, table).to_csv(draft / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
        (draft / PAGE).write_text(page, encoding="utf-8")
        _take_name(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


def _take_name(draft: Path, folder: Path) -> None:
    """Rename the whole draft to its name; an earlier comparison steps aside first and comes back if that fails."""
    aside = draft.with_suffix(".old")
    if folder.exists():
        folder.rename(aside)
    try:
        draft.rename(folder)
    except BaseException:
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _as_text(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Numbers with ten digits, yes and no as words, empty where there is no value; as in a run's tables."""
    kinds = {column: words["type"] for column, words in columns()[name]["columns"].items()}
    return pd.DataFrame({column: [_cell(value, kind) for value in table[column]] for column, kind in kinds.items()}, dtype=object)


def _cell(value, kind: str) -> str:
    if kind == "yes_no":
        return "yes" if value else "no"
    if pd.isna(value):
        return ""
    return DIGITS % (value + 0.0) if kind in NUMERIC else str(value)
