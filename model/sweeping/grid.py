"""Grid: named multipliers over tables and settings of a case, and the combinations of them that are asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from model.reading.words import did_you_mean, few

Factors = dict[str, float]  # axis -> factor; an axis left as it is (factor 1) is not among them


@dataclass(frozen=True)
class Axis:
    """One multiplier. cells: (table, column) whose filled cells are multiplied; settings: dotted paths of case.yaml, likewise."""

    meaning: str
    cells: tuple[tuple[str, str], ...] = ()
    settings: tuple[str, ...] = ()


AXES = {
    "demand": Axis("visits to every service", (("demand", "visits_per_person"), ("demand", "visits_per_year"))),
    "budget": Axis("yearly budget", settings=("budget_keur",)),
    "staff": Axis("people available in every profession",
                  (("professions", "fte_available"), ("pools", "fte_available"), ("staff_bank", "fte"))),
    "rooms": Axis("rooms of every site", (("sites", "rooms"), ("room_types", "rooms"))),
    # minutes = start + b * km^c, so both settings together make every estimated drive so many times as long
    "travel": Axis("minutes of every drive", (("travel", "travel_minutes"), ("sites", "base_minutes"), ("services", "purchase_minutes")),
                   ("travel_estimate.start_minutes", "travel_estimate.minutes_per_km")),
    "premises": Axis("yearly cost of every site's premises",
                     tuple(("sites", f"cost_{tier}_keur") for tier in ("campus", "station", "local_station", "school", "mobile_stop"))),
}


class WrongGrid(ValueError):
    """A grid that cannot be meant; `reasons` holds a sentence for each thing wrong."""

    def __init__(self, reasons: Sequence[str]):
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


def axes_in_words() -> str:
    """The axes for --help."""
    return "; ".join(f"{name} = {axis.meaning}" for name, axis in AXES.items())


def read_grid(given: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """Axis -> its factors, from texts such as `demand=0.9,1.0,1.1`. Raises WrongGrid with everything wrong at once."""
    grid: dict[str, tuple[float, ...]] = {}
    reasons = []
    for text in given:
        name, equals, values = (part.strip() for part in text.partition("="))
        factors = [_factor(value) for value in values.split(",")]
        if not equals:
            reasons.append(f'--grid "{text}" is not written as AXIS=FACTOR,FACTOR, such as demand=0.9,1.0,1.1')
        elif name not in AXES:
            reasons.append(f'--grid "{text}": there is no axis "{name}". {did_you_mean(name, AXES) or f"There are {few(list(AXES), 10)}."}')
        elif name in grid:
            reasons.append(f'--grid "{text}": {name} is given twice; write all its factors once, with commas')
        elif None in factors:
            wrong = values.split(",")[factors.index(None)].strip()
            reasons.append(f'--grid "{text}": "{wrong}" is no factor: a number above 0 and at most 100, with a decimal point (0.9 takes '
                           "10 % off)")
        elif len(set(factors)) < len(factors):
            reasons.append(f'--grid "{text}": a factor stands there twice')
        else:
            grid[name] = tuple(factors)
    if reasons:
        raise WrongGrid(reasons)
    return grid


def _factor(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < value <= 100 else None


def combinations(grid: Mapping[str, Sequence[float]]) -> list[Factors]:
    """Every combination of the grid; without a grid, the one that changes nothing."""
    return [{axis: factor for axis, factor in zip(grid, factors) if factor != 1.0} for factors in product(*grid.values())]


def words(factors: Mapping[str, float]) -> str:
    """`demand=0.9 budget=0.95`; "" for nothing changed."""
    return " ".join(f"{axis}={factor:.12g}" for axis, factor in factors.items())
