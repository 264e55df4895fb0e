"""People's sets and figures: staff areas with pools and norms of their own, the county's staff bank, supervision.

A profession with rows in pools.csv has its people by staff area; any other has them county-wide.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.parameters import columns
from model.formulation.sets import Pairs, group_by


def add_people(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Declare the sets and parameters of staff areas, the bank and supervision on m."""
    area_of = dict(zip(case.sites["site"], case.sites["staff_area"]))
    _add_pools(m, case, pairs, area_of)
    _add_bank(m, case)
    _add_most_fte(m, area_of)
    _add_area_norms(m, case, pairs, area_of)
    _add_supervision(m, case)


def _add_pools(m: pyo.ConcreteModel, case: Case, pairs: Pairs, area_of: dict[str, str]) -> None:
    """POOLS (staff area, profession); POOL_STAFF: the (service, site) that a pool's people work at."""
    m.POOLS = pyo.Set(dimen=2, initialize=list(zip(case.pools["staff_area"], case.pools["profession"])))
    frame = case.pools.rename(columns={name: f"pool_{name}" for name in ("fte_available", "recruitable_fte", "recruit_keur_per_fte")})
    columns(m, m.POOLS, frame, ["staff_area", "profession"],
            ["pool_fte_available", "pool_recruitable_fte", "pool_recruit_keur_per_fte"])
    staff = group_by(pairs.staffed, lambda x: (area_of[x[2]], x[1]), lambda x: (x[0], x[2]))
    m.POOL_STAFF = pyo.Set(m.POOLS, dimen=2, initialize={pool: staff.get(pool, []) for pool in m.POOLS})
    areas = group_by(m.POOLS, lambda x: x[1], lambda x: x[0])
    m.POOLED_PROFESSIONS = pyo.Set(initialize=list(areas))
    m.AREAS_POOLING = pyo.Set(m.POOLED_PROFESSIONS, initialize=areas)


def _add_bank(m: pyo.ConcreteModel, case: Case) -> None:
    """BANKS: professions with a staff bank; BANK_PLACES: (staff area, profession) its people may travel to."""
    m.BANKS = pyo.Set(initialize=list(case.staff_bank["profession"]))
    columns(m, m.BANKS, case.staff_bank.rename(columns={"fte": "bank_size_fte"}), ["profession"], ["bank_size_fte"])
    for name in ("travel_share", "bank_keur_per_fte"):
        figures = dict(zip(case.staff_bank["profession"], case.staff_bank[name].astype(float)))
        setattr(m, name, pyo.Param(m.PROFESSIONS, initialize=figures, default=0.0))
    m.BANK_PLACES = pyo.Set(dimen=2, initialize=[(area, p) for area, p in m.POOLS if p in m.BANKS])
    areas = group_by(m.BANK_PLACES, lambda x: x[1], lambda x: x[0])
    m.BANK_AREAS = pyo.Set(m.PROFESSIONS, initialize={p: areas.get(p, []) for p in m.PROFESSIONS})
    m.BANK_AT = pyo.Set(m.POOLS, initialize={(area, p): [area] if p in m.BANKS else [] for area, p in m.POOLS})


def _add_most_fte(m: pyo.ConcreteModel, area_of: dict[str, str]) -> None:
    """most_fte: everybody of a profession who could be at a site, recruited people and the bank included."""

    def most(m, p, j):
        pool = area_of[j], p
        if pool not in m.POOLS:
            return m.fte_available[p] + m.recruitable_fte[p]
        bank = (1 - m.travel_share[p]) * m.bank_size_fte[p] if p in m.BANKS else 0.0
        return m.pool_fte_available[pool] + min(m.pool_recruitable_fte[pool], m.recruitable_fte[p]) + bank

    m.most_fte = pyo.Param(m.PROFESSIONS, m.SITES, initialize=most)


def _add_area_norms(m: pyo.ConcreteModel, case: Case, pairs: Pairs, area_of: dict[str, str]) -> None:
    """AREA_NORMS (service, profession, staff area): hard and soft norms that hold in each staff area of areas.csv by itself."""
    areas = case.areas.set_index("area")
    places = {area: areas[areas["staff_area"] == area] for area in dict.fromkeys(areas["staff_area"]) if area}
    scope = case.staffing["norm_people_per_fte"].notna() & (case.staffing["norm_rule"] != "report")
    rows = case.staffing[scope & (case.staffing["norm_scope"] == "staff_area")]
    norms = {(row.service, row.profession, area): (row, here) for row in rows.itertuples() for area, here in places.items()}
    m.AREA_NORMS = pyo.Set(dimen=3, initialize=list(norms))
    m.area_norm_fte = pyo.Param(m.AREA_NORMS, initialize={
        index: here[list(row.norm_groups)].to_numpy(float).sum() * row.norm_share / row.norm_people_per_fte
        for index, (row, here) in norms.items()})
    m.area_norm_shortfall_max = pyo.Param(m.AREA_NORMS, initialize={
        index: float("inf") if row.norm_rule == "soft" else 0.0 for index, (row, _) in norms.items()})
    sites = group_by(pairs.staffed, lambda x: (x[0], x[1], area_of[x[2]]), lambda x: x[2])
    m.AREA_NORM_SITES = pyo.Set(m.AREA_NORMS, initialize={index: sites.get(index, []) for index in norms})
    needs = set(pairs.needs)
    m.AREA_NORM_NEEDS = pyo.Set(m.AREA_NORMS, initialize={
        (k, p, area): [i for i in places[area].index if (i, k) in needs] for k, p, area in norms})


def _add_supervision(m: pyo.ConcreteModel, case: Case) -> None:
    """SUPERVISORS: professions that lead; LED_AT_SITES, LED_REMOTELY: the work of whom they lead; LEADING: a profession that leads."""
    pairs = list(zip(case.supervision["supervisor"], case.supervision["supervised"]))
    m.SUPERVISION = pyo.Set(dimen=2, initialize=pairs)
    columns(m, m.SUPERVISION, case.supervision, ["supervisor", "supervised"], ["span"])
    led = group_by(pairs, lambda x: x[0], lambda x: x[1])
    m.SUPERVISORS = pyo.Set(initialize=list(led))
    m.LED_AT_SITES = pyo.Set(m.SUPERVISORS, dimen=3, initialize={
        p: [(k, q, j) for q in others for k, j in m.HOSTS_EMPLOYING[q]] for p, others in led.items()})
    m.LED_REMOTELY = pyo.Set(m.SUPERVISORS, dimen=3, initialize={
        p: [(k, q, i) for q in others for k, i in m.REMOTE_WORK_OF[q]] for p, others in led.items()})
    m.LEADING = pyo.Set(m.PROFESSIONS, initialize={p: [p] if p in led else [] for p in m.PROFESSIONS})
