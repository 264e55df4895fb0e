"""Generated rows: the two families with a row per area, service and site, as arrays; the solver takes those that matter.

Only a few per cent of the linking rows ever bind. Both families are the rules `assigned_only_where_hosted` and
`nearer_host_is_used` of the formulation; a test shows that they give the very same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:  # the solver's process needs neither the case nor Pyomo
    from model.case import Case
    from model.formulation.sets import Pairs
    from model.solving.matrix import Matrix


@dataclass(frozen=True)
class GeneratedRows:
    """Rows of both families in reach order (by service, area, minutes); one entry of each array per (area, service, site).

    assign, host, bypass: columns of the decisions. local: 1 - remote_share_today, at a school times its pupils' share of the
    visits (nearest-site rows apply to no school, and no school is farther than any site: its trip is 0 minutes). first: place of
    the first site in the same group that counts as farther; end: one past the group's last place. near: whether the nearest-site
    rule applies.
    """

    assign: np.ndarray
    host: np.ndarray
    bypass: np.ndarray
    local: np.ndarray
    first: np.ndarray
    end: np.ndarray
    near: np.ndarray
    columns: int

    def link_violation(self, x: np.ndarray) -> np.ndarray:
        """How much each linking row assign - local * host <= 0 is violated (shares)."""
        return x[self.assign] - self.local * x[self.host]

    def near_violation(self, x: np.ndarray) -> np.ndarray:
        """How much each nearest-site row is violated (shares); rows without a farther site are never."""
        summed = np.concatenate([[0.0], np.cumsum(x[self.assign])])
        past = summed[self.end] - summed[self.first]
        violation = past + self.local * x[self.host] - x[self.bypass] - self.local
        return np.where(self.near & (self.first < self.end), violation, -1.0)

    def link_rows(self, which: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
        """(A, upper) of the linking rows at the given places."""
        count = len(which)
        columns = np.column_stack([self.assign[which], self.host[which]]).ravel()
        values = np.column_stack([np.ones(count), -self.local[which]]).ravel()
        return csr_matrix((values, columns, np.arange(0, 2 * count + 1, 2)), shape=(count, self.columns)), np.zeros(count)

    def near_rows(self, which: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
        """(A, upper) of the nearest-site rows at the given places."""
        lengths = self.end[which] - self.first[which]
        starts = np.concatenate([[0], np.cumsum(lengths + 2)])
        columns, values = np.empty(starts[-1], dtype=np.int64), np.ones(starts[-1])
        inside = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        columns[np.repeat(starts[:-1], lengths) + inside] = self.assign[np.repeat(self.first[which], lengths) + inside]
        columns[starts[1:] - 2], values[starts[1:] - 2] = self.host[which], self.local[which]
        columns[starts[1:] - 1], values[starts[1:] - 1] = self.bypass[which], -1.0
        return csr_matrix((values, columns, starts), shape=(len(which), self.columns)), self.local[which]


def generated_rows(case: Case, pairs: Pairs, matrix: Matrix) -> GeneratedRows:
    """The generated rows of a case whose model was built with pairwise=False."""
    from model.formulation.nearest import TIE_MINUTES

    reach = pairs.reach
    position = {name: {index: place for place, index in enumerate(matrix.indices[name])} for name in ("host_service", "bypass_share")}
    hosts = [position["host_service"][pair] for pair in zip(reach["service"], reach["site"])]
    needs = [position["bypass_share"][pair] for pair in zip(reach["area"], reach["service"])]
    policy = {row.service: case.policy(row) for row in case.services.itertuples()}
    remote = case.services.set_index("service")["remote_share_today"]
    minutes = reach["minutes"].to_numpy(dtype=float)
    tolerance = np.array([policy[service][1] for service in reach["service"]])
    group = np.asarray(needs)
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    ends = np.append(begins[1:], len(group)) if len(group) else begins
    first, end = np.empty(len(group), dtype=np.int64), np.empty(len(group), dtype=np.int64)
    for start, stop in zip(begins, ends):
        inside = minutes[start:stop]
        first[start:stop] = start + np.searchsorted(inside, inside + tolerance[start] + TIE_MINUTES, side="right")
        end[start:stop] = stop
    return GeneratedRows(
        assign=matrix.families["assign_share"], host=matrix.families["host_service"][hosts],
        bypass=matrix.families["bypass_share"][needs],
        local=(1.0 - remote.loc[reach["service"]].to_numpy(dtype=float)) * reach["most_share"].to_numpy(dtype=float),
        first=first, end=end, columns=matrix.columns,
        near=np.array([policy[service][0] != "free" for service in reach["service"]]) & ~reach["at_school"].to_numpy(dtype=bool))
