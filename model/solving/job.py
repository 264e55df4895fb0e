"""Job: everything the child process needs, without Pyomo and without the case; and what it tells back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from model.solving.outline import Outline, outlines
from model.solving.proof import Proof, of_words
from model.solving.rows import GeneratedRows, generated_rows

if TYPE_CHECKING:  # the solver's process needs neither the case nor Pyomo
    from model.case import Case
    from model.formulation.sets import Pairs
    from model.solving.matrix import Matrix

SERVICE_PLACE = {"host_service": 0, "use_mode": 0, "assign_share": 1, "remote_share": 1, "purchased_share": 1, "unmet_share": 1,
                 "bypass_share": 1, "visits_at": 0, "home_driving_hours": 0, "volume": 0, "rooms_used": 0, "staff_fte": 0, "evening_fte": 0,
                 "norm_shortfall_fte": 0, "area_norm_shortfall_fte": 0, "kept_share": 1, "moved_share": 1, "tail_excess_minutes": 1}


@dataclass(frozen=True)
class Level:
    """One priority: minimise cost . x + constant; later levels keep it within incumbent * (1 + tolerance). asked: it is one of the case's
    own priorities."""

    cost: np.ndarray
    constant: float
    tolerance: float
    asked: bool = True


@dataclass(frozen=True)
class Start:
    """Another plan's sites and modes. hosts, modes: 1 where hosted and where used, as far as the program has them, in the order of its
    host and mode columns; sites: site number of each host column. differences = cost . x + constant: services that come or go and, with
    their own weight, changed modes."""

    hosts: np.ndarray
    modes: np.ndarray
    sites: np.ndarray
    cost: np.ndarray
    constant: float


@dataclass(frozen=True)
class Job:
    """The program's arrays, its generated rows, its levels and how its columns belong to services.

    service_of: service number of each column (-1: of none); rows_service: service number of each generated row;
    today: wanted values of the binary columns (nan where today says nothing). outlines: one a service. start: another plan to begin
    from; proof: what another solve learned of the bound.
    gap: relative; seconds: for all levels together.
    """

    A: csr_matrix
    row_lower: np.ndarray
    row_upper: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    integer: np.ndarray
    rows: GeneratedRows
    levels: tuple[Level, ...]
    service_of: np.ndarray
    rows_service: np.ndarray
    hosts: np.ndarray
    modes: np.ndarray
    mode_hosts: np.ndarray
    today: np.ndarray
    outlines: tuple[Outline, ...]
    start: Start | None
    proof: Proof | None
    gap: float
    seconds: float
    seed: int

    @property
    def near(self) -> bool:
        """Of plans alike in the first level, the one nearest the start is wanted."""
        return any(not level.asked for level in self.levels)


def make_job(case: Case, pairs: Pairs, matrix: Matrix, gap: float, seconds: float, seed: int,
             start: set[tuple[str, str, str]] | None = None, proof: Mapping | None = None, near: bool = False) -> Job:
    """The job of a case whose model was built with pairwise=False. start: (service, site, mode) of another plan to start from; proof:
    what its solve learned (proof.py); near: of plans alike in the first level, the one nearest the start is wanted."""
    number = {service: place for place, service in enumerate(case.services["service"])}
    service_of = np.full(matrix.columns, -1)
    for family, place in SERVICE_PLACE.items():
        service_of[matrix.families[family]] = [number[index[place]] for index in matrix.indices[family]]
    levels = [Level(*matrix.level(level["terms"]), float(level["tolerance"])) for level in case.settings.objective.levels]
    host_place = {index: place for place, index in enumerate(matrix.indices["host_service"])}
    hosts = matrix.families["host_service"]
    rows = generated_rows(case, pairs, matrix)
    rows_service = np.array([number[service] for service in pairs.reach["service"]], dtype=np.int64)
    mode_hosts = hosts[[host_place[k, j] for k, j, _ in matrix.indices["use_mode"]]]
    begin = None if start is None else _start(matrix, mode_hosts, start, case.settings.objective.mode_change_weight)
    if near and begin is not None:
        levels.insert(1, Level(begin.cost, begin.constant, 0.0, asked=False))
    return Job(matrix.A, matrix.row_lower, matrix.row_upper, matrix.lower, matrix.upper, matrix.integer, rows, tuple(levels), service_of,
               rows_service, hosts, matrix.families["use_mode"], mode_hosts, _today(case, matrix),
               outlines(matrix, rows, rows_service, number), begin,
               of_words(proof, matrix, tuple(number)) if proof else None, gap, seconds, seed)


def _today(case: Case, matrix: Matrix) -> np.ndarray:
    """1 where today hosts, 0 where it does not; nan for every other column."""
    hosted = set(zip(case.hosting["service"], case.hosting["site"]))
    values = np.full(matrix.columns, np.nan)
    values[matrix.families["host_service"]] = [float(pair in hosted) for pair in matrix.indices["host_service"]]
    return values


def _start(matrix: Matrix, mode_hosts: np.ndarray, start: set[tuple[str, str, str]], mode_weight: float) -> Start:
    """What the case does not have is left out. mode_weight: of a changed mode, as against today."""
    hosted = {(service, site) for service, site, _ in start}
    hosts = np.array([float(index in hosted) for index in matrix.indices["host_service"]])
    modes = np.array([float(index in start) for index in matrix.indices["use_mode"]])
    sites = np.unique([site for _, site in matrix.indices["host_service"]], return_inverse=True)[1]
    cost, kept = np.zeros(matrix.columns), modes > 0
    cost[matrix.families["host_service"]] = 1.0 - 2.0 * hosts
    np.add.at(cost, mode_hosts[kept], mode_weight)
    cost[matrix.families["use_mode"][kept]] -= mode_weight
    return Start(hosts, modes, sites, cost, float(hosts.sum()))
