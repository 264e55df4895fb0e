"""Outcome: why the solving stopped and what it holds, two separate answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.results.plan import Plan


@dataclass(frozen=True)
class LevelResult:
    """A priority: its terms, its value and bound when it was solved (bound None: not bounded), what later ones may give up."""

    terms: dict[str, float]
    value: float
    bound: float | None
    tolerance: float


@dataclass(frozen=True)
class Outcome:
    """status: optimal (proven within the gap asked for), feasible, infeasible, no_plan, interrupted or crashed.

    objective, bound: the first level's sum in the final plan and its proven lower bound (None without); gap: their difference
    over the objective. terms: value of each objective term. reason: one sentence where there is no plan. proof: what was learned of the
    bound, in words for a later solve (solving/proof.py; {}: nothing).
    """

    status: str
    plan: Plan | None
    objective: float | None
    bound: float | None
    gap: float | None
    levels: tuple[LevelResult, ...]
    terms: dict[str, float]
    seconds: float
    build_seconds: float
    peak_memory_mb: float
    size: dict[str, int]
    reason: str = ""
    log: tuple[str, ...] = field(default=(), repr=False)
    proof: dict = field(default_factory=dict, repr=False)
