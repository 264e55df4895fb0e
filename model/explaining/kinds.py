"""Kinds of figures: what the register knows about each, and what the rules of the elastic model may ask of a figure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from model.case import Case
from model.explaining.figures import Cell, Figure, shown
from model.explaining.sizes import deadline_lines
from model.formulation.sets import Pairs

FORGIVEN = 1e-3  # of a step: the solver's rounding is no reason for a further step


@dataclass(frozen=True)
class Kind:
    """One kind of figure a planner may change.

    figures: those of a case. says: the limit as it is, in words; asks: a suggested change, in words.
    direction: +1 a larger value is more lenient, -1 a smaller one, 0 the figure is changed as a whole.
    step: suggested values are multiples of it, rounded to the lenient side; nudge: the amount added when a value proves to be a
        rounding too small (the step, if not said).
    cells: the cells a change of this amount touches; without it `now + direction * amount`, rounded.
    opened: the cells that give the figure all the room it could be of use to have, where sets or coefficients of the
        formulation depend on it. The elastic model is built from a case with all of them and holds the figure back by a rule.
    needed: the least amount a given plan needs; choices: amounts that make a difference, rising (kinds whose amount the
        elastic model does not know exactly).
    """

    name: str
    figures: Callable[[Case], list[Figure]]
    says: Callable[[Case, Figure], str]
    asks: Callable[[Case, Figure, Cell], str]
    direction: int = 0
    step: float = 1.0
    cells: Callable[[Case, Figure, float], list[Cell]] | None = None
    opened: Callable[[Case, Figure], list[Cell]] | None = None
    nudge: float | None = None
    needed: Callable[[Case, Figure, object], float] | None = None
    choices: Callable[[Case, Figure], Sequence[float]] | None = None

    def change(self, case: Case, figure: Figure, amount: float) -> list[Cell]:
        """The cells of a change of this amount (in the column's unit)."""
        if self.cells:
            return self.cells(case, figure, amount)
        return [Cell(figure.table, figure.row, figure.column, figure.now, self.rounded(figure.now + self.direction * amount))]

    def rounded(self, value: float) -> float:
        """A value as a multiple of the step, on the lenient side, never below 0."""
        steps = value / self.step
        whole = math.ceil(steps - FORGIVEN) if self.direction > 0 else math.floor(steps + FORGIVEN)
        return max(round(whole * self.step, 6), 0.0)


class Use:
    """What rules of the elastic model may ask: the case as given and as opened, and the decisions that change a figure."""

    def __init__(self, case: Case, opened: Case, figures: Sequence[Figure], changed, amount):
        self.case, self.opened, self.figures = case, opened, figures
        self._changed, self._amount = changed, amount
        self._place = {(figure.kind, figure.key): place for place, figure in enumerate(figures)}

    @cached_property
    def lines(self) -> list:
        """Teams with a deadline and their lines, of the case as given."""
        return deadline_lines(self.case, Pairs(self.case).hostable)

    def place(self, kind: str, *key) -> int | None:
        """The number of a figure, None where the case has no such figure."""
        return self._place.get((kind, key))

    def of_kind(self, kind: str) -> list[tuple[int, Figure]]:
        """(number, figure) of a kind."""
        return [(place, figure) for place, figure in enumerate(self.figures) if figure.kind == kind]

    def changed(self, kind: str, *key):
        """1 if the figure is changed (the decision), 0 where there is no such figure."""
        place = self.place(kind, *key)
        return 0 if place is None else self._changed[place]

    def amount(self, kind: str, *key):
        """By how much the figure is changed, in its unit (the decision); 0 where there is no such figure."""
        place = self.place(kind, *key)
        return 0 if place is None or not self.figures[place].most else self._amount[place]

    def most(self, kind: str, *key) -> float:
        """The largest change of the figure, 0 where there is no such figure."""
        place = self.place(kind, *key)
        return 0.0 if place is None else self.figures[place].most


def instead(cell: Cell, unit: str = "") -> str:
    """`0.6 FTE instead of 0.5`."""
    return f"{shown(cell.new)}{f' {unit}' if unit else ''} instead of {shown(cell.now)}"


def several(amount: float, one: str) -> str:
    """`1 room`, `2.5 rooms`."""
    return f"{shown(amount)} {one}{'' if amount == 1 else 's'}"


def names(case: Case, table: str, key: str) -> dict[str, str]:
    """Id -> English name, or the name where a table has one only."""
    frame = case.tables[table]
    return dict(zip(frame[key], frame["name_en" if "name_en" in frame else "name"]))
