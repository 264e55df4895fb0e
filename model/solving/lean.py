"""Lean: what plans take of shared rooms, people and money without need stands in the way of others.

Within what the objective sees, a plan may hold rooms or people that it does not use. Then no other service can be bettered alone. A trifle
on the use of everything shared makes the search prefer plans that hold no more than they need; it never decides against the objective.
"""

from __future__ import annotations

import numpy as np

from model.solving.highs import Program

TRIFLE = 2e-4  # of the objective, for all there is of everything shared


def use_of_shared(program: Program, service_of: np.ndarray) -> np.ndarray:
    """(columns,): the share of all there is of everything that services share, as a mean over these things; 0 for columns of no service.

    Shared is what a row gives out to several services up to a limit: its own, or what opening a site makes room for.
    """
    A = program.A.tocoo()
    service, rows = service_of[A.col], A.shape[0]
    of_service = service >= 0
    first, last = np.full(rows, np.iinfo(np.int64).max), np.full(rows, -1)
    np.minimum.at(first, A.row[of_service], service[of_service])
    np.maximum.at(last, A.row[of_service], service[of_service])
    shared = np.isfinite(program.row_upper) & (program.row_lower < program.row_upper) & (last > first)
    shared[A.row[of_service & (A.data < 0)]] = False
    there_is = np.where(np.isfinite(program.row_upper), np.abs(program.row_upper), 0.0)
    np.maximum.at(there_is, A.row[~of_service], np.abs(A.data[~of_service]))
    worth = np.where(shared & (there_is > 0), 1 / np.where(there_is > 0, there_is, 1.0), 0.0) / max(int(shared.sum()), 1)
    return np.where(service_of >= 0, program.A.T @ worth, 0.0)
