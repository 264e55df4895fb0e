"""Answer: what explaining finds, in plain data that a child process can hand over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from model.case import Case
from model.explaining.figures import Cell, Figure, merged, scale_of
from model.explaining.register import KINDS


@dataclass(frozen=True)
class Change:
    """A change of one cell in words; relative: its amount over the value as it is (1 where it is no number)."""

    cell: Cell
    words: str
    relative: float


@dataclass(frozen=True)
class Suggestion:
    """Changes that together make a plan possible. changed: number of figures changed.

    sufficient: the changed case was shown to have a plan. fewest: proven that no fewer changes do.
    """

    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]
    sufficient: bool
    fewest: bool

    @property
    def changed(self) -> int:
        return len(self.figures)

    @property
    def size(self) -> float:
        return sum(change.relative for change in self.changes)


@dataclass(frozen=True)
class Limits:
    """Limits that no plan can keep together, each with its words. irreducible: proven that each of them is needed for that.
    found_by: solver or arithmetic."""

    figures: tuple[Figure, ...]
    words: tuple[str, ...]
    irreducible: bool
    found_by: str = "solver"


@dataclass(frozen=True)
class Explanation:
    """status: explained; fits (there is a plan); held (nothing that may be suggested helps); unknown (no answer in time);
    broken (the explaining itself broke down before an answer: a fault of the program, not of the case).

    laws: the laws alone ask for more than the pools hold. exhausted: there are proven to be no other sets of changes.
    stopped: time ran out, or the explaining was stopped, before it was done. said: the last words of a process that broke down.
    """

    status: str
    suggestions: tuple[Suggestion, ...] = ()
    conflicts: tuple[Limits, ...] = ()
    laws: bool = False
    exhausted: bool = False
    stopped: bool = False
    seconds: float = 0.0
    said: str = ""


def changes_of(case: Case, figures: Iterable[Figure], amounts: Iterable[float]) -> tuple[Change, ...]:
    """The changes of cells that figures changed by these amounts mean."""
    asked, cells = {}, []
    for figure, amount in zip(figures, amounts):
        for cell in KINDS[figure.kind].change(case, figure, amount):
            cells.append(cell)
            asked.setdefault((cell.table, cell.row, cell.column), []).append((figure, cell))
    return tuple(Change(cell, _words(case, cell, asked[cell.table, cell.row, cell.column]), _relative(cell)) for cell in merged(cells))


def limits_of(case: Case, figures: Iterable[Figure], irreducible: bool, found_by: str = "solver") -> Limits:
    """The limits in words."""
    figures = tuple(figures)
    return Limits(figures, tuple(KINDS[figure.kind].says(case, figure) for figure in figures), irreducible, found_by)


def _words(case: Case, cell: Cell, asked: list[tuple[Figure, Cell]]) -> str:
    """A change of one cell for every figure that asks for it; of a number, the one value that serves them all."""
    number = isinstance(cell.new, float)
    return "; ".join(dict.fromkeys(KINDS[figure.kind].asks(case, figure, cell if number else own) for figure, own in asked))


def _relative(cell: Cell) -> float:
    if isinstance(cell.new, float) and isinstance(cell.now, float):
        return abs(cell.new - cell.now) / scale_of(cell.now)
    return 1.0
