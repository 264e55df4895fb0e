"""Draft: the Case of files that are sound cell by cell, even where the arithmetic screens prove that it has no plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from model.case import Case
from model.checking.catalogue import SCREENS
from model.checking.check import Checked
from model.checking.inputs import Inputs
from model.checking.problem import Problem
from model.reading.folder import read_folder
from model.scenarios.apply import apply_layers
from model.scenarios.layers import BASE, Shelf
from model.scenarios.record import Trace

SCREEN_CODES = frozenset(check.code for check in SCREENS)


@dataclass(frozen=True)
class Draft:
    """case: sound cell by cell; screens: the errors of the arithmetic screens, each a proof that it has no plan."""

    case: Case
    screens: tuple[Problem, ...]


def draft(checked: Checked, folder: Path | str, scenario: str | Path | None = None) -> Draft | None:
    """The draft of a case (with a scenario laid over it) and its check; None where other checks found errors."""
    if any(problem.code not in SCREEN_CODES for problem in checked.errors):
        return None
    return Draft(checked.case or _unscreened(folder, scenario), checked.errors)


def _unscreened(folder: Path | str, scenario: str | Path | None) -> Case:
    raw, name = read_folder(folder), BASE
    if scenario not in (None, BASE):
        shelf = Shelf(raw.folder)
        top = shelf.layer(shelf.find(scenario))
        raw, name = apply_layers(raw, shelf.in_order(top)[0], Trace()), top.name
    return replace(Inputs(raw).case, scenario=name)
