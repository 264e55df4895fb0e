"""Ask: what a sweep is to solve, checked before anything is solved, and the tasks it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from model.flow import Options
from model.reading.words import did_you_mean, few
from model.scenarios.layers import BASE, Shelf
from model.sweeping.grid import Factors, combinations, words

ALL = "all"
BASE_CLOSER = 0.85  # of the gap asked for: to which a base is solved whose plan others start from


@dataclass(frozen=True)
class Ask:
    """case: its name; source: its folder or workbook; start: begin every run from the plan of the base."""

    case: str
    source: Path
    scenarios: tuple[str, ...]
    grid: Mapping[str, tuple[float, ...]]
    options: Options
    start: bool = True

    @property
    def base_gap(self) -> float:
        """To which the base is solved: closer than the others that start from its plan, which saves each of them the rest of the way."""
        return self.options.gap * (BASE_CLOSER if self.start and len(self.runs()) > 1 else 1.0)

    def runs(self) -> dict[str, tuple[str, Factors]]:
        """Name of each run -> (scenario, factors). The base as it is comes first, asked for or not: all others stand beside it."""
        crossed = [(BASE, {}), *((scenario, factors) for scenario in self.scenarios for factors in combinations(self.grid))]
        return {run_name(scenario, factors): (scenario, factors) for scenario, factors in crossed}

    def as_dict(self) -> dict:
        """What was asked, in plain values, for sweep.yaml."""
        options = {name: getattr(self.options, name) for name in ("gap", "time_limit", "seed", "near")}
        return {"case": self.case, "scenarios": list(self.scenarios), "grid": {axis: list(factors) for axis, factors in self.grid.items()},
                "options": options, "start_from_base": self.start}


def run_name(scenario: str, factors: Factors) -> str:
    """`close_two`, `base_demand=0.9_budget=0.95`."""
    return "_".join([scenario, *words(factors).split()])


def tasks(ask: Ask, sweep: Path, call: str, anew: bool, stop: Path) -> list[dict]:
    """The tasks as model/sweeping/work.py takes them, in order: the base first and without a start."""
    same = {"case": str(ask.source), "sweep": str(sweep), "call": call, "anew": anew, "stop": str(stop)}
    return [{"run": name, "scenario": scenario, "factors": factors, "start": BASE if ask.start and name != BASE else "",
             "options": ask.as_dict()["options"] | ({"gap": ask.base_gap} if name == BASE else {}), **same}
            for name, (scenario, factors) in ask.runs().items()]


def chosen_scenarios(source: Path, given: str | None, has_grid: bool) -> tuple[list[str], list[str]]:
    """(the scenarios meant, sentences about those that are not there). given: names with commas, or `all`; None = all of them, or
    with a grid the base alone."""
    known = [BASE, *(path.stem for path in Shelf(source).files())]
    if given is None:
        return ([BASE] if has_grid else known), []
    names = [name.strip() for name in given.split(",") if name.strip()]
    meant = list(dict.fromkeys(one for name in names for one in (known if name == ALL else [name])))
    reasons = [_unknown(name, known) for name in meant if name not in known]
    return meant, reasons if meant else ["--scenarios names no scenario"]


def _unknown(name: str, known: Sequence[str]) -> str:
    return f'--scenarios: there is no scenario "{name}". {did_you_mean(name, known) or f"There are {few(known, 40)}."}'
