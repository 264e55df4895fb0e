"""Start: a sweep from the words of a command, with everything wrong about them told at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from model.flow import Options
from model.folders import runs_folder
from model.sweeping import files
from model.sweeping.ask import Ask, chosen_scenarios
from model.sweeping.cluster import Cluster, NoCluster
from model.sweeping.grid import WrongGrid, read_grid
from model.sweeping.local import Local
from model.sweeping.memory import workers_that_fit
from model.sweeping.sweep import Runner, Standing, sweep

SPARE_SECONDS = 600.0  # for reading, building and auditing, beyond twice the time limit


class Refused(Exception):
    """A sweep that cannot be meant. `reasons`: sentences, all that were found."""

    def __init__(self, reasons: Sequence[str]):
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Words:
    """The words of the command, as given."""

    scenarios: str | None = None
    grid: Sequence[str] = ()
    workers: int | None = None
    start: bool = True
    name: str | None = None
    runs: Path | None = None
    scheduler: str | None = None
    force: bool = False


def run_sweep(case, source: Path, words: Words, options: Options, tell: Callable[[Standing], None],
              note: Callable[[str], None]) -> Standing:
    """Do the sweep that the words ask for. Raises Refused.

    case: as it is, whether it has a plan or not; source: its folder or workbook; note: hears a sentence when fewer workers are started
    than asked for.
    """
    ask = asked(case, source, words, options)
    folder = runs_folder(case.folder, words.runs) / (words.name or f"{case.name}_sweep")
    try:
        return sweep(ask, folder, _runner(words, options, len(ask.runs()), note), tell, words.force)
    except (files.Refused, NoCluster, OSError) as error:
        raise Refused([str(error)]) from error


def asked(case, source: Path, words: Words, options: Options) -> Ask:
    """What the words ask for. Raises Refused with everything wrong about them."""
    reasons, grid = [], {}
    try:
        grid = read_grid(words.grid)
    except WrongGrid as error:
        reasons += error.reasons
    scenarios, unknown = chosen_scenarios(case.folder, words.scenarios, bool(words.grid))
    reasons += unknown
    if words.name is not None and (Path(words.name).name != words.name or words.name.startswith(".")):
        reasons.append(f'--name "{words.name}" is no name of a sweep: one folder name, without a slash and not starting with a dot')
    if words.scheduler and words.workers:
        reasons.append("--workers is for this machine; with --scheduler the cluster's workers do the work: leave one of the two out")
    if reasons:
        raise Refused(reasons)
    return Ask(case.name, source, tuple(scenarios), grid, options, words.start)


def _runner(words: Words, options: Options, runs: int, note: Callable[[str], None]) -> Runner:
    if words.scheduler:
        return Cluster(words.scheduler)
    workers, lowered = workers_that_fit(words.workers)
    if lowered:
        note(lowered)
    return Local(min(workers, runs), 2 * options.time_limit + SPARE_SECONDS)
