"""Schools: services in school premises are for the school's own pupils, who do not travel.

Promises to planners: only a school's pupils are served there (the pupils' share in `assigned_only_where_hosted`), and where
families use near sites, pupils use their own school as soon as it hosts the service. A school binds nobody else, and no
other site binds its pupils against it.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.sets import Pairs


def add_schools(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Rules on schools; services whose policy is free let the plan assign pupils."""
    bound = [row.service for row in case.services.itertuples() if case.policy(row)[0] != "free"]
    own = pairs.reach[pairs.reach["at_school"].astype(bool) & pairs.reach["service"].isin(bound)]
    index = list(zip(own["area"], own["service"], own["site"]))
    m.OWN_SCHOOLS = pyo.Set(dimen=3, initialize=index)
    m.pupil_share = pyo.Param(m.OWN_SCHOOLS, initialize=dict(zip(index, own["most_share"].astype(float))))
    m.own_school_is_used = each(m.OWN_SCHOOLS, own_school_is_used)


def own_school_is_used(m, i, k, j):
    """Pupils use their own school where it hosts the service: for each area, service of a near policy and school, share of visits.

    What is remote, purchased or unmet is so for pupils as for others.
    """
    elsewhere = m.remote_share[i, k] + m.purchased_share[i, k] + m.unmet_share[i, k]
    return m.assign_share[i, k, j] + m.bypass_share[i, k] >= m.pupil_share[i, k, j] * (m.host_service[k, j] - elsewhere)
