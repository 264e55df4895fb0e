"""One service at a time: the program falls apart into one part per service, joined by shared rooms, people and money.

A part is small: its service's decisions with those that belong to no service (open sites, recruiting), all generated rows
included, and the joining rows with what the other services use taken off. Three uses: prices from the relaxation give each
service a good plan of its own (Lagrangian prices), one after the other gives a first plan (relax-and-fix), and later passes
improve a plan (fix-and-optimise).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, hstack, identity, vstack

from model.solving.highs import Program, Solved, solve_mip
from model.solving.rows import GeneratedRows

FEW_BESIDE, SHORT_ROW = 5000, 500  # columns of no service


@dataclass(frozen=True)
class Part:
    """columns: of the whole program. own_rows: rows with no other column. joining: rows that other services share.
    generated, generated_upper: linking and nearest-site rows over `columns`."""

    columns: np.ndarray
    own_rows: np.ndarray
    joining: np.ndarray
    generated: csr_matrix
    generated_upper: np.ndarray


def split(program: Program, rows: GeneratedRows, service_of: np.ndarray, rows_service: np.ndarray,
          groups: list[tuple[int, ...]]) -> list[Part]:
    """One part per group of services. service_of: service number of each column, -1 where it belongs to none; rows_service:
    service number of each generated row."""
    pattern = program.A.tocsc()
    parts = []
    for group in groups:
        columns = np.flatnonzero(np.isin(service_of, group) | _beside(program, pattern, service_of, group))
        inside = np.zeros(len(service_of), dtype=bool)
        inside[columns] = True
        touched = np.unique(pattern[:, columns].indices)
        outside = np.asarray((program.A[touched] != 0).astype(np.int32) @ (~inside).astype(np.int32)).ravel()
        generated = np.flatnonzero(np.isin(rows_service, group))
        near = generated[rows.near[generated] & (rows.first[generated] < rows.end[generated])]
        (A, upper), (B, upper_near) = rows.link_rows(generated), rows.near_rows(near)
        parts.append(Part(columns, touched[outside == 0], touched[outside > 0],
                          vstack([A, B], format="csr")[:, columns], np.append(upper, upper_near)))
    return parts


def _beside(program: Program, pattern: csc_matrix, service_of: np.ndarray, group: tuple[int, ...]) -> np.ndarray:
    """(columns,): which columns of no service are decided with the group: all while they are few; of very many (trips of client groups)
    those that share a row with the group, the county's own long rows apart. The others stay as they are."""
    of_none = service_of < 0
    if of_none.sum() <= FEW_BESIDE:
        return of_none
    rows = np.unique(pattern[:, np.flatnonzero(np.isin(service_of, group))].indices)
    A = program.A[rows]
    short = np.asarray((A != 0).astype(np.int32) @ of_none.astype(np.int32)).ravel() <= SHORT_ROW
    touched = np.zeros(len(service_of), dtype=bool)
    touched[A[short].indices] = True
    return of_none & (touched | program.integer)


def part_program(program: Program, part: Part, x: np.ndarray, cost: np.ndarray, elastic: np.ndarray | None) -> Program:
    """The program of one part while all other columns stay at x. elastic: price of exceeding each joining row, or None."""
    mine, inside = part.columns, np.zeros(len(x))
    inside[mine] = x[mine]
    others = program.A[part.joining] @ (x - inside)
    A = vstack([program.A[part.own_rows][:, mine], program.A[part.joining][:, mine], part.generated], format="csr")
    row_lower = np.concatenate([program.row_lower[part.own_rows], program.row_lower[part.joining] - others,
                                np.full(len(part.generated_upper), -np.inf)])
    row_upper = np.concatenate([program.row_upper[part.own_rows], program.row_upper[part.joining] - others, part.generated_upper])
    lower, upper, integer, costs = program.lower[mine], program.upper[mine], program.integer[mine], cost[mine]
    if elastic is not None:
        joining, before = len(part.joining), len(part.own_rows)
        after = len(part.generated_upper)
        slack = vstack([csr_matrix((before, joining)), identity(joining), csr_matrix((after, joining))], format="csr")
        A = hstack([A, slack, -slack], format="csr")
        lower, upper = np.append(lower, np.zeros(2 * joining)), np.append(upper, np.full(2 * joining, np.inf))
        integer, costs = np.append(integer, np.zeros(2 * joining, dtype=bool)), np.concatenate([costs, elastic, elastic])
    return Program(A, row_lower, row_upper, lower, upper, costs, 0.0, integer)


def solve_part(program: Program, part: Part, x: np.ndarray, cost: np.ndarray, seconds: float, gap: float, seed: int,
               elastic: np.ndarray | None = None, stop=None, slack: float = 1e-6) -> tuple[Solved, np.ndarray | None]:
    """Solve one part with the rest at x; (solved, x with the part's new values or None)."""
    small = part_program(program, part, x, cost, elastic)
    start = x[part.columns] if elastic is None else None
    solved = solve_mip(small, seconds, gap, seed, start=start, stop=stop, options={"mip_abs_gap": slack})
    if solved.x is None:
        return solved, None
    changed = x.copy()
    changed[part.columns] = solved.x[: len(part.columns)]
    return solved, changed


def joining_excess(program: Program, x: np.ndarray) -> np.ndarray:
    """How much each row is violated at x (in the row's unit)."""
    activity = program.A @ x
    return np.maximum(np.maximum(program.row_lower - activity, activity - program.row_upper), 0.0)
