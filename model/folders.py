"""Folders: where a case and its runs are, from whichever folder the command is started in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from model.reading.folder import WORKBOOK_ENDING
from model.reading.words import few, nearest

CHECKOUT = Path(__file__).resolve().parents[1]


class NotFound(Exception):
    """No such case or run; the message says what was looked for, where, and what there is."""


def find_case(name: str) -> Path:
    """The folder or workbook of a case: a path, or a name under `inputs/` of this folder, one above it, or the checkout."""
    given = Path(name)
    if given.is_dir() or (given.is_file() and given.suffix.lower() == WORKBOOK_ENDING):
        return given.resolve()
    if given.is_file():
        raise NotFound(f"{name} is no case: a case is a folder, or a workbook saved as {WORKBOOK_ENDING}")
    places = [folder / "inputs" for folder in (Path.cwd(), *Path.cwd().parents, CHECKOUT)]
    for inputs in places:
        for there in (inputs / name, inputs / f"{name}{WORKBOOK_ENDING}"):
            if there.is_dir() or (there.is_file() and there.suffix.lower() == WORKBOOK_ENDING):
                return there.resolve()
    known = sorted({there.stem for inputs in places if inputs.is_dir() for there in inputs.iterdir()
                    if there.is_dir() or there.suffix.lower() == WORKBOOK_ENDING})
    near = nearest(name, known)
    hint = f' Did you mean "{near}"?' if near else f" There are: {', '.join(known)}." if known else ""
    raise NotFound(f'no case "{name}": neither a folder or workbook nor a name under inputs/ from here upwards or in '
                   f'{CHECKOUT / "inputs"}.{hint}')


def runs_folder(case_folder: Path, chosen: Path | None) -> Path:
    """Where runs go: the folder chosen, or `runs/` beside the case's `inputs/`, or beside the case."""
    if chosen:
        return chosen.resolve()
    parent = case_folder.parent
    return (parent.parent if parent.name == "inputs" else parent) / "runs"


def find_run(name: str, runs: Path | None = None) -> Path:
    """The folder of a run: a path, or a name under `runs` or else under `runs/` of this folder, one above it, or the checkout."""
    if (Path(name) / "run.yaml").is_file():
        return Path(name).resolve()
    places = [runs] if runs else [folder / "runs" for folder in (Path.cwd(), *Path.cwd().parents, CHECKOUT)]
    for place in places:
        if (place / name / "run.yaml").is_file():
            return (place / name).resolve()
    known = sorted({file.parent.name for place in places if place.is_dir() for file in place.glob("*/run.yaml")})
    near = nearest(name, known)
    hint = f' Did you mean "{near}"?' if near else f" There are: {few(known)}." if known else ""
    where = runs or f"runs/ from here upwards or in {CHECKOUT / 'runs'}"
    raise NotFound(f'no run "{name}": neither a run folder nor the name of one in {where}.{hint}')


def run_name(case: str, scenario: str) -> str:
    """Default name of a run: case, scenario and local time."""
    return f"{case}_{scenario}_{datetime.now():%Y-%m-%d_%H%M%S}"
