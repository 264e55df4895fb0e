"""Sides: the runs to compare, found, read and held to be of one case; `today` is today's network of the inputs as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import yaml

from model.folders import NotFound, find_case, find_run
from model.publish.run_folder import read_run
from model.reading.folder import SETTINGS_FILE, WORKBOOK_ENDING
from model.reading.words import few
from model.schema.dictionary import input_tables

TODAY = "today"
SCENARIOS = "scenarios"
NEEDED = ("assignments", "hosted_services", "indicators", "open_sites", "rooms", "staff", "terms", "areas", "names", "services",
          "sites", "visits")


class Refused(Exception):
    """Runs that cannot be compared. `reasons`: sentences, all that were found."""

    def __init__(self, *reasons: str):
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Side:
    """One of the runs: label (its name in every output), run (the mapping of run.yaml), tables, and folder (None: worked out now)."""

    label: str
    run: dict
    tables: dict[str, pd.DataFrame]
    folder: Path | None

    @property
    def is_today(self) -> bool:
        """Today's network: nothing was searched for, so there is no gap."""
        return self.run["status"] == "today"

    @property
    def gap(self) -> float | None:
        """Relative gap of the first level; 0 for today's network; None = not known."""
        return 0.0 if self.is_today else self.run.get("gap")

    def named(self, kind: str) -> dict[str, str]:
        """id -> English name of the kind (service, mode or profession)."""
        names = self.tables["names"]
        names = names[names["kind"] == kind]
        return dict(zip(names["id"], names["name_en"]))


def read_sides(names: Sequence[str], runs: Path | None = None) -> list[Side]:
    """The runs named, in order. Raises Refused with every reason why they cannot be compared."""
    if len(names) < 2:
        raise Refused("name at least two runs to compare; the word today means today's network")
    found, reasons = {}, []
    for name in dict.fromkeys(name for name in names if name != TODAY):
        try:
            found[name] = _read(_find(name, runs))
        except Refused as error:
            reasons += error.reasons
    reasons += _doubled(names, found)
    if not reasons and not found:
        reasons.append("today can be compared with a run only: name the folder of one")
    reasons += _of_other_cases(found) if not reasons else []
    if reasons:
        raise Refused(*reasons)
    if TODAY in names:
        found[TODAY] = todays_side(next(iter(found.values())))
    return _with_own_labels([found[name] for name in names])


def _find(name: str, runs: Path | None) -> Path:
    try:
        return find_run(name, runs)
    except NotFound as error:
        if Path(name).is_dir():
            raise Refused(f"{Path(name).resolve()} is not a whole run: it holds no run.yaml") from None
        raise Refused(str(error)) from None


def _read(folder: Path) -> Side:
    """A whole run with a plan. Raises Refused for anything else."""
    try:
        found = read_run(folder)
        run, status = found.run, found.run["status"]
        case = run["case"]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise Refused(f"{folder} cannot be read as a run ({type(error).__name__}: {' '.join(str(error).split())})") from None
    if "indicators" not in found.tables or found.tables["indicators"].empty:
        raise Refused(f"{folder} has no plan to compare (case {case}, status {status})")
    missing = [table for table in NEEDED if table not in found.tables]
    if missing:
        raise Refused(f"{folder} lacks the tables {', '.join(missing)}, which an earlier version did not write or somebody has "
                      "removed: make the run again")
    return Side(folder.name, run, found.tables, folder)


def _doubled(names: Sequence[str], found: dict[str, Side]) -> list[str]:
    """Runs that are named twice, by whichever name."""
    folders = [found[name].folder if name in found else name for name in names if name in found or name == TODAY]
    twice = dict.fromkeys(str(folder) for folder in folders if folders.count(folder) > 1)
    return [f"{folder} is named more than once" for folder in twice]


def _of_other_cases(found: dict[str, Side]) -> list[str]:
    cases = {side.run["case"]: side.folder for side in reversed(found.values())}
    if len(cases) < 2:
        return []
    listed = "; ".join(f"{folder} is of {case}" for case, folder in reversed(cases.items()))
    return [f"only runs of one case can be compared: {listed}"]


def _with_own_labels(sides: list[Side]) -> list[Side]:
    """Runs of one name in different folders are numbered."""
    labels: list[str] = []
    for side in sides:
        number, label = 1, side.label
        while label in labels:
            number, label = number + 1, f"{side.label} ({number + 1})"
        labels.append(label)
    return [Side(label, side.run, side.tables, side.folder) for label, side in zip(labels, sides)]


def todays_side(of: Side) -> Side:
    """Today's network by the inputs of a run, its scenario included, if they are still the same. Raises Refused."""
    from model.flow import check, evaluate, write

    instead = ("Today's network of that time can be compared if it was evaluated then (perheverkko evaluate): give that run's "
               "folder instead of the word today")
    case = _case_of(of)
    if case is None:
        raise Refused(f'no case "{of.run["case"]}" is found beside {of.folder} or under inputs/, so today cannot be evaluated. {instead}')
    changed = changed_inputs(of.run["inputs"], case)
    if changed:
        raise Refused(f"today would not be the today of {of.label}: since that run, in {case}, {few(changed, 20)}. {instead}")
    checked = check(case, _scenario_of(of.run))
    if checked.case is None:
        raise Refused(f"{case} has errors now, so today cannot be evaluated: perheverkko check names them. {instead}")
    with TemporaryDirectory() as place:  # written and read back: the same digits as an evaluate run has
        found = _read(write(evaluate(checked.case, checked.scenario), Path(place) / TODAY, False))
    return Side(TODAY, found.run, found.tables, None)


def _case_of(side: Side) -> Path | None:
    """The case (a folder or workbook) beside the runs folder of a run, else of its name under inputs/ from here upwards."""
    home, name = side.folder.parent.parent, side.run["case"]
    for there in (home / "inputs" / name, home / name):
        if (there / SETTINGS_FILE).is_file():
            return there
        if (workbook := there.with_name(f"{name}{WORKBOOK_ENDING}")).is_file():
            return workbook
    try:
        return find_case(name)
    except NotFound:
        return None


def _scenario_of(run: dict) -> str | Path | None:
    """The scenario of a run as a command takes it: none, a name of the case, or a file elsewhere."""
    layers = run.get("scenario_layers") or []
    if not layers:
        return None
    file = layers[-1]["file"]
    return run["scenario"] if file.startswith(f"{SCENARIOS}/") else Path(file)


def changed_inputs(hashes: dict[str, str], case: Path) -> list[str]:
    """What differs between the files of a case and the sha256 a run keeps of them, in words."""
    tables = [SETTINGS_FILE, *(table.file for table in input_tables().values())] if case.is_dir() else []
    home, now = case if case.is_dir() else case.parent, {}
    for file in dict.fromkeys([*hashes, *tables]):
        if (home / file).is_file():
            now[file] = hashlib.sha256((home / file).read_bytes()).hexdigest()
    words = [f"{file} has {'changed' if file in now else 'gone'}" for file in hashes if now.get(file) != hashes[file]]
    return words + [f"{file} has come" for file in now if file not in hashes]
