"""Nearest site: families use the nearest host, or one hardly farther.

Promise to planners: where the policy says nearest, nobody is sent past a nearer host by more than the tolerance. Schools are
apart: they bind their own pupils only (schools.py). The form
is the closest-assignment constraint of Wagner & Falkson (1975) and Church & Cohon (1976), the strongest of those compared by
Espejo, Marin & Rodriguez-Chia (2012), scaled by the share that is not remote anyway.
"""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.sets import Pairs

TIE_MINUTES = 1e-6


def add_nearest(m: pyo.ConcreteModel, case: Case, pairs: Pairs, pairwise: bool) -> None:
    """The nearest-site rule; `pairwise` = False leaves its rows to the solver's row generation."""
    farther = farther_sites(case, pairs) if pairwise else {}
    m.NEAR_RULES = pyo.Set(dimen=3, initialize=list(farther))
    m.FARTHER = pyo.Set(m.NEAR_RULES, initialize=farther)
    m.nearer_host_is_used = each(m.NEAR_RULES, nearer_host_is_used)


def farther_sites(case: Case, pairs: Pairs) -> dict:
    """(area, service, site) -> sites in reach farther than it by more than the service's tolerance, where there are any."""
    tolerance = {row.service: within for row in case.services.itertuples()
                 for policy, within in [case.policy(row)] if policy != "free"}
    reach = pairs.reach[pairs.reach["service"].isin(list(tolerance)) & ~pairs.reach["at_school"].astype(bool)]
    farther = {}
    for (area, service), group in reach.groupby(["area", "service"], sort=False):
        sites, minutes = group["site"].to_numpy(), group["minutes"].to_numpy()  # by minutes, rising
        first = np.searchsorted(minutes, minutes + tolerance[service] + TIE_MINUTES, side="right")
        for place, site in enumerate(sites):
            if first[place] < len(sites):
                farther[area, service, site] = sites[first[place]:].tolist()
    return farther


def nearer_host_is_used(m, i, k, j):
    """Where a site hosts, no visits go clearly farther: for each area, service and site in reach, share of visits."""
    sent_past = sum(m.assign_share[i, k, other] for other in m.FARTHER[i, k, j])
    return sent_past <= (1 - m.remote_share_today[k]) * (1 - m.host_service[k, j]) + m.bypass_share[i, k]
