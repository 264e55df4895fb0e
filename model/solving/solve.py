"""Solve: a case goes to a child process and comes back as an Outcome, whatever happens to the child."""

from __future__ import annotations

import pickle
import queue
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model import process
from model.case import Case
from model.formulation.build import build
from model.formulation.sets import Pairs
from model.solving.child import receive
from model.solving.fixed import settled
from model.solving.job import make_job
from model.solving.matrix import Matrix, TriviallyInfeasible, compile_matrix
from model.solving.outcome import LevelResult, Outcome
from model.solving.proof import as_words
from model.solving.values import plan_of

GRACE_SECONDS = 15.0  # for the child to end by itself after its time limit or a request to stop


@dataclass(frozen=True)
class Progress:
    """Where a solve stands: level number, step, objective of the level's best plan (inf: none), bound (-inf: none), seconds."""

    level: int
    step: str
    objective: float
    bound: float
    seconds: float


def solve(case: Case, gap: float, seconds: float, seed: int, on_progress: Callable[[Progress], None] | None = None,
          start: set[tuple[str, str, str]] | None = None, proof: Mapping | None = None, near: bool = False) -> Outcome:
    """Solve a case to a relative gap within seconds. start: (service, site, mode) of another plan to start from; proof: the `proof` of
    its outcome, if it has one; near: of plans alike in the first level, the one nearest the start is wanted.

    KeyboardInterrupt while it runs keeps the best plan (status interrupted).
    """
    begin = time.monotonic()
    pairs = Pairs(case)
    try:
        matrix = compile_matrix(build(case, pairwise=False))
    except TriviallyInfeasible as error:
        return _without_plan(case, "infeasible", str(error), time.monotonic() - begin, {})
    built = time.monotonic() - begin
    left = max(0.97 * seconds - built, 0.3 * seconds)  # building is part of the limit
    job = make_job(case, pairs, matrix, gap, left, seed, start, proof, near)
    told = _Told(matrix, on_progress, begin)
    told.note(f"built in {built:.1f} s: {matrix.A.shape[0]} rows and {len(job.rows.assign)} linking and "
              f"{int((job.rows.near & (job.rows.first < job.rows.end)).sum())} nearest-site rows to generate, {matrix.columns} columns")
    interrupted, ended = _run(job, told, seconds)
    return _outcome(case, matrix, job, told, interrupted, ended, built, time.monotonic() - begin)


class _Told:
    """What the child has told so far."""

    def __init__(self, matrix: Matrix, on_progress, begin: float):
        self.on_progress, self.begin = on_progress, begin
        self.x, self.level, self.solution, self.first_bound = None, 0, None, -np.inf
        self.log: list[str] = []

    def note(self, line: str) -> None:
        self.log.append(f"{time.monotonic() - self.begin:8.1f} s  {line}")

    def hear(self, message) -> None:
        if message[0] == "solution":
            self.solution = message[1]
            return
        _, level, x, value, bound, step = message
        if x is not None:
            self.x, self.level = x, level
        if level == 0:
            self.first_bound = max(self.first_bound, bound)
        self.note(f"level {level + 1}  {step:<26} plan {value:.6g}  bound {bound:.6g}")
        if self.on_progress:
            self.on_progress(Progress(level, step, value, bound, time.monotonic() - self.begin))


def _run(job, told: _Told, seconds: float) -> tuple[bool, int]:
    """Run the child; (interrupted, exit code). The child has its own session, so Ctrl-C reaches only the parent."""
    interrupted, deadline = False, time.monotonic() + seconds + GRACE_SECONDS + 0.5 * seconds
    with tempfile.TemporaryDirectory(prefix="perheverkko-") as folder:
        file = Path(folder) / "job.pickle"
        file.write_bytes(pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL))
        with (Path(folder) / "stderr").open("w+b") as errors:
            child = process.begin("model.solving.child", file, errors)
            messages: queue.Queue = queue.Queue()
            threading.Thread(target=_pump, args=(child.stdout, messages), daemon=True).start()
            while True:
                try:
                    message = messages.get(timeout=max(min(deadline - time.monotonic(), 1.0), 0.01))
                    if message is None:
                        break
                    told.hear(message)
                except queue.Empty:
                    if time.monotonic() >= deadline:
                        told.note("the child did not end in time and was ended")
                        break
                except KeyboardInterrupt:
                    interrupted, deadline = True, time.monotonic() + GRACE_SECONDS
                    told.note("interrupted: the best plan so far is kept")
                    _ask_to_stop(child)
            code = _end(child)
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            if said:
                told.note(f"the child said: {said[-4000:]}")
    return interrupted, code


def _pump(stream, messages: queue.Queue) -> None:
    while True:
        message = receive(stream)
        messages.put(message)
        if message is None:
            return


def _ask_to_stop(child: subprocess.Popen) -> None:
    try:
        child.stdin.write(b"s")
        child.stdin.flush()
    except (BrokenPipeError, ValueError):
        pass


def _end(child: subprocess.Popen) -> int:
    try:
        return child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _outcome(case: Case, matrix: Matrix, job, told: _Told, interrupted: bool, code: int, built: float, seconds: float) -> Outcome:
    size = {"columns": matrix.columns, "rows": matrix.A.shape[0], "integer": int(matrix.integer.sum())}
    solution = told.solution
    x = solution.x if solution is not None and solution.x is not None else told.x
    crashed = solution is None and not interrupted
    if x is None:
        if crashed:
            return _without_plan(case, "crashed", f"the solver's process ended with code {code}", seconds, size, told, built)
        status = "interrupted" if interrupted else solution.status
        reason = {"infeasible": "no plan can keep every rule: proven by the solver",
                  "interrupted": "interrupted before a first plan"}.get(status, "no plan was found within the time limit")
        return _without_plan(case, status, reason, seconds, size, told, built)
    x = settled(matrix, x)
    first = job.levels[0]
    value = float(first.cost @ x + first.constant)
    bound = told.first_bound if np.isfinite(told.first_bound) else None
    gap = None if bound is None else max(value - bound, 0.0) / max(abs(value), 1e-9)
    status = "crashed" if crashed else "interrupted" if interrupted else "optimal" if solution.status == "proven" else "feasible"
    terms = {name: float(cost @ x + matrix.term_constants[name]) for name, cost in matrix.terms.items()}
    return Outcome(status, plan_of(matrix, x), value, bound, gap, _levels(case, job, solution, x), terms, seconds, built,
                   _peak_memory_mb(), size, f"the solver's process ended with code {code}; its last plan is kept" if crashed else "",
                   tuple(told.log), _proof(case, matrix, solution))


def _proof(case: Case, matrix: Matrix, solution) -> dict:
    return {} if solution is None or solution.proof is None else as_words(solution.proof, matrix, tuple(case.services["service"]))


def _levels(case: Case, job, solution, x: np.ndarray) -> tuple[LevelResult, ...]:
    settings = case.settings.objective.levels
    if solution is None:
        first = job.levels[0]
        return (LevelResult(dict(settings[0]["terms"]), float(first.cost @ x + first.constant), None, 0.0),)
    asked = [outcome for level, outcome in zip(job.levels, solution.levels) if level.asked]
    return tuple(LevelResult(dict(level["terms"]), outcome.value, outcome.bound if np.isfinite(outcome.bound) else None,
                             outcome.tolerance) for level, outcome in zip(settings, asked))


def _without_plan(case: Case, status: str, reason: str, seconds: float, size: dict, told: _Told | None = None,
                  built: float = 0.0) -> Outcome:
    bound = told.first_bound if told and np.isfinite(told.first_bound) else None
    return Outcome(status, None, None, bound, None, (), {}, seconds, built, _peak_memory_mb(), size, reason,
                   tuple(told.log) if told else ())


def _peak_memory_mb() -> float:
    """Largest resident memory of this process and of its largest child, added up: an upper bound of what was used at once."""
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return kilobytes / 1024
