"""Proof: what a solve learned of its bound that a later one may take over: prices of what services share, and what each service costs at
least at them. A lower bound belongs to a service's own rows, columns and prices; where these are the same, so is the bound, and a change
to one service leaves those of the others standing. At any prices of the right sign the sum is a bound (Geoffrion 1974)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from model.solving.highs import Program

if TYPE_CHECKING:  # the solver's process needs neither the case nor Pyomo
    from model.solving.matrix import Matrix


@dataclass(frozen=True)
class Proof:
    """duals (rows,): prices. least (services,): lower bound of what each service costs at them, in the scaled objective's unit.
    digests: of each service's program at the prices. raised: how far above the relaxation the sum stood, relative to it."""

    duals: np.ndarray
    least: np.ndarray
    digests: tuple[str, ...]
    raised: float


def digest_of(program: Program) -> str:
    """The same for the same program, to the last bit."""
    A, digest = program.A.tocsr(), hashlib.sha256()
    for part in (A.indptr.astype(np.int64), A.indices.astype(np.int64), A.data, program.row_lower, program.row_upper, program.lower,
                 program.upper, program.cost, program.integer):
        digest.update(np.ascontiguousarray(part).tobytes() + b"\0")
    return digest.hexdigest()


def as_words(proof: Proof, matrix: Matrix, services: Sequence[str]) -> dict:
    """The proof by names, for a file: prices [[rule, index, price], ...] and services {name: {at_least, digest}}, those without a bound
    left out."""
    rows = np.flatnonzero(proof.duals).tolist()
    return {"raised": proof.raised,
            "prices": [[*_name(matrix, row), float(proof.duals[row])] for row in rows],
            "services": {name: {"at_least": float(least), "digest": digest}
                         for name, least, digest in zip(services, proof.least, proof.digests) if np.isfinite(least)}}


def check_words(words: Mapping) -> None:
    """Raises ValueError for words that are neither a proof nor {}."""
    try:
        _read(words or {"prices": [], "services": {}, "raised": 0.0})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"proof.json does not hold prices and bounds ({error!r}); delete it to start from the plan alone") from error


def of_words(words: Mapping, matrix: Matrix, services: Sequence[str]) -> Proof:
    """The proof for another case's matrix: rows and services it does not have are left out, new ones have no price and no bound."""
    prices, known, raised = _read(words)
    duals = np.zeros(len(matrix.row_rules))
    for row in range(len(duals)):
        rule, index = _name(matrix, row)
        duals[row] = prices.get((rule, tuple(index)), 0.0)
    nothing = (-np.inf, "")
    return Proof(duals, np.array([known.get(name, nothing)[0] for name in services]),
                 tuple(known.get(name, nothing)[1] for name in services), raised)


def _read(words: Mapping) -> tuple[dict[tuple[str, tuple], float], dict[str, tuple[float, str]], float]:
    prices = {(rule, tuple(index)): float(price) for rule, index, price in words["prices"]}
    return prices, {name: (float(of["at_least"]), str(of["digest"])) for name, of in words["services"].items()}, float(words["raised"])


def _name(matrix: Matrix, row: int) -> tuple[str, list[str]]:
    index = matrix.row_indices[row]
    return matrix.row_rules[row], [str(part) for part in index] if isinstance(index, tuple) else [str(index)]
