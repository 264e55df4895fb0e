"""Sweep: many runs of one case, what is whole already taken as it is, one failure never sinking the rest."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from model.scenarios.layers import BASE
from model.sweeping import files, journal, pulse
from model.sweeping.ask import Ask, tasks
from model.sweeping.grid import Factors
from model.sweeping.work import SOLVED

NOT_RUN = "not_run"
KEEP_EVERY_SECONDS = 15.0  # how often the table so far is written


class Runner(Protocol):
    """Does tasks somewhere: Local or Cluster."""

    words: str

    def __enter__(self): ...
    def __exit__(self, *_): ...
    def run(self, tasks, done, tick) -> None: ...


@dataclass
class Standing:
    """Where a sweep stands. runs: name -> (scenario, factors), in order; results: name -> what the work function gave; solving: the
    runs being solved now, as far as known, and pulses: how far they are; latest: the run that has just ended ("": none since the last
    telling)."""

    folder: Path
    asked: dict
    runs: dict[str, tuple[str, Factors]]
    where: str = ""
    results: dict[str, dict] = field(default_factory=dict)
    solving: list[str] = field(default_factory=list)
    pulses: dict[str, pulse.Pulse] = field(default_factory=dict)
    latest: str = ""
    begun: float = field(default_factory=time.monotonic)
    interrupted: bool = False

    @property
    def seconds(self) -> float:
        """Since the call began."""
        return time.monotonic() - self.begun

    def rows(self) -> list[dict]:
        """A row for every run asked for, in order: run, scenario, factors, status, error, and what else is known of it."""
        unknown = {"status": NOT_RUN, "error": ""}
        return [{"run": name, "scenario": scenario, "factors": factors, **self.results.get(name, unknown)}
                for name, (scenario, factors) in self.runs.items()]


def sweep(ask: Ask, folder: Path, runner: Runner, tell: Callable[[Standing], None], force: bool = False) -> Standing:
    """Do what is asked in a folder, and write sweep.yaml, sweep.csv and summary.md there beside the runs' own folders.

    tell: called with the standing after every run and about every second. force: solve anew what is whole already.
    Raises files.Refused when the folder cannot be used. Ctrl-C stops what is being solved; the next call goes on from there.
    """
    with ExitStack() as working:
        working.enter_context(runner)  # before anything is written: there may be nobody to do the work
        with files.opened(folder, ask, force):
            return _opened(ask, folder, runner, working, tell, force)


def _opened(ask: Ask, folder: Path, runner: Runner, working: ExitStack, tell: Callable[[Standing], None], force: bool) -> Standing:
    standing, call = Standing(folder, ask.as_dict(), ask.runs()), uuid.uuid4().hex
    stop = folder / f".stop-{call[:8]}"
    todo = tasks(ask, folder, call, force, stop)
    try:
        with working.pop_all():  # the workers go before the table is written
            standing.where = runner.words
            _work(todo, runner, standing, _Teller(standing, ask, tell), ask.start)
    except KeyboardInterrupt:
        stop.touch()
        standing.interrupted = True
    else:
        files.remove(folder.glob(".stop-*"))  # of earlier calls: nobody listens for them any more
    pulse.forget(folder)
    files.write(standing, ask, journal.counts(folder))
    return standing


def _work(todo: list[dict], runner: Runner, standing: Standing, teller: _Teller, start: bool) -> None:
    """The base first where the others start from it; they start anew where it has no plan."""
    if start:
        runner.run(todo[:1], teller.done, teller.tick)
        todo = todo[1:]
        if standing.results[BASE]["status"] not in SOLVED:
            todo = [{**task, "start": ""} for task in todo]
    runner.run(todo, teller.done, teller.tick)


class _Teller:
    """Passes the standing on, and keeps the table so far on the disk."""

    def __init__(self, standing: Standing, ask: Ask, tell: Callable[[Standing], None]):
        self.standing, self.ask, self.tell, self.kept, self.felt = standing, ask, tell, time.monotonic(), time.monotonic()

    def done(self, result: dict) -> None:
        name = result["run"]
        self.standing.results[name] = result
        self.standing.latest = name
        self.standing.solving = [other for other in self.standing.solving if other != name]
        self.tell(self.standing)
        if time.monotonic() - self.kept > KEEP_EVERY_SECONDS:
            files.write_table(self.standing, self.ask, journal.counts(self.standing.folder))
            self.kept = time.monotonic()

    def tick(self, solving: list[str]) -> None:
        if time.monotonic() - self.felt > pulse.EVERY_SECONDS:
            self.standing.pulses, self.felt = pulse.felt(self.standing.folder), time.monotonic()
        known = solving or [name for name in self.standing.pulses if name not in self.standing.results]
        self.standing.solving, self.standing.latest = known, ""
        self.tell(self.standing)
