"""Folders: where a case and its runs are, from whichever folder the command is started in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from model.reading.words import nearest

CHECKOUT = Path(__file__).resolve().parents[1]


class NotFound(Exception):
    """No such case or run; the message says what was looked for, where, and what there is."""


def find_case(name: str) -> Path:
    """The folder of a case: a path, or a name under `inputs/` of this folder, one above it, or the checkout."""
    given = Path(name)
    if given.is_dir():
        return given.resolve()
    places = [folder / "inputs" for folder in (Path.cwd(), *Path.cwd().parents, CHECKOUT)]
    for inputs in places:
        if (inputs / name).is_dir():
            return (inputs / name).resolve()
    known = sorted({folder.name for inputs in places if inputs.is_dir() for folder in inputs.iterdir() if folder.is_dir()})
    near = nearest(name, known)
    hint = f' Did you mean "{near}"?' if near else f" There are: {', '.join(known)}." if known else ""
    raise NotFound(f'no case "{name}": neither a folder nor a name under inputs/ from here upwards or in {CHECKOUT / "inputs"}.{hint}')


def runs_folder(case_folder: Path, chosen: Path | None) -> Path:
    """Where runs go: the folder chosen, or `runs/` beside the case's `inputs/`, or beside the case."""
    if chosen:
        return chosen.resolve()
    parent = case_folder.parent
    return (parent.parent if parent.name == "inputs" else parent) / "runs"


def run_name(case: str, scenario: str) -> str:
    """Default name of a run: case, scenario and local time."""
    return f"{case}_{scenario}_{datetime.now():%Y-%m-%d_%H%M%S}"
