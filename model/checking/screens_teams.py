"""Screens of staff areas, supervisors and deadlines: people who are needed in one place or in one team, by arithmetic without a solver.

Everything is a proven least: visits count for a staff area only where every site an area can reach is in it, and only the part of them
that can be neither remote nor purchased.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from model.checking.network import ROUNDING
from model.checking.screens_staff import least_need, pools
from model.reading.places import Finding
from model.reading.words import amount, few
from model.teams import deadline_teams, expected_cases, queue


def area_pools(inputs) -> dict[tuple[str, str], float]:
    """(staff area, profession) -> FTE there, recruitable there and, off the road, in the whole staff bank; in the order of pools.csv."""
    case, most = inputs.case, inputs.case.professions.set_index("profession")["recruitable_fte"]
    bank = {row.profession: row.fte * (1 - row.travel_share) for row in case.staff_bank.itertuples()}
    return {(row.staff_area, row.profession): row.fte_available + min(row.recruitable_fte, most[row.profession])
            + bank.get(row.profession, 0.0) for row in case.pools.itertuples()}


def visits_of_area(inputs, staff_area: str | None) -> pd.Series:
    """Service -> visits a year that sites of a staff area must take (None: that sites must take at all)."""
    case, network = inputs.case, inputs.network
    least = network.visits * network.least_shares * (0.0 if case.settings.allow_unmet else 1.0)
    if staff_area is not None:
        elsewhere = (case.sites["staff_area"] != staff_area).to_numpy()
        for k in range(len(network.services)):
            reach = network.reach(k)[0] > 0
            least[:, k] = np.where(reach.any(axis=1) & ~reach[:, elsewhere].any(axis=1), least[:, k], 0.0)
    return pd.Series(least.sum(axis=0), index=network.services)


def least_in_area(inputs, staff_area: str) -> pd.DataFrame:
    """Rows of staffing with least_fte: FTE at the staff area's sites for visits nobody else can take, or for a hard norm of the area
    that remote visits cannot meet, whichever is more."""
    case, network, rows = inputs.case, inputs.network, inputs.case.staffing.copy()
    hours = (rows["hours_per_visit"] / case.professions.set_index("profession")["productive_hours"].reindex(rows["profession"]).to_numpy())
    work = visits_of_area(inputs, staff_area).reindex(rows["service"]).to_numpy() * hours
    here = (case.areas["staff_area"] == staff_area).to_numpy()
    remote = pd.Series((network.visits * network.most_remote)[here].sum(axis=0), index=network.services)
    people = np.array([case.areas.loc[here, list(groups)].to_numpy(float).sum() for groups in rows["norm_groups"]])
    norm = np.nan_to_num(people * rows["norm_share"] / rows["norm_people_per_fte"]) - remote.reindex(rows["service"]).to_numpy() * hours
    local = (rows["norm_rule"] == "hard") & (rows["norm_scope"] == "staff_area")
    rows["least_fte"] = np.maximum(work, np.where(local, norm, 0.0))
    return rows


def area_work_beyond_pool(inputs) -> Iterator[Finding]:
    """What only a staff area's sites can do fits the people there, those to be recruited there and the staff bank."""
    least: dict[str, pd.Series] = {}
    for row, ((area, profession), pool) in enumerate(area_pools(inputs).items()):
        if area not in least:
            least[area] = least_in_area(inputs, area).groupby("profession")["least_fte"].sum()
        need = least[area].get(profession, 0.0)
        if need > pool * (1 + ROUNDING):
            yield _too_few(inputs["pools"], row, need, pool, f"visits and hard norms of {area} take at least", profession, f" in {area}")


def supervisors_beyond_pool(inputs) -> Iterator[Finding]:
    """Those who lead the people needed at least, and do their own profession's work, are there or can be recruited."""
    rows, supervision, pool = least_need(inputs).rows, inputs.case.supervision, pools(inputs)
    least = rows[["work_fte", "hard_fte"]].max(axis=1).groupby(rows["profession"]).sum()
    leaders = (least.reindex(supervision["supervised"]).fillna(0.0).to_numpy() / supervision["span"]).groupby(
        supervision["supervisor"]).sum()
    for row, profession in enumerate(pool.index):
        own, leading = least.get(profession, 0.0), leaders.get(profession, 0.0)
        if own <= pool[profession] * (1 + ROUNDING) < own + leading:  # beyond it alone: said by work_beyond_pool
            yield _too_few(inputs["professions"], row, own + leading, pool[profession],
                           f"leading others takes at least {amount(leading)} FTE and the work of its own services {amount(own)}, together",
                           profession)


def deadline_beyond_pool(inputs) -> Iterator[Finding]:
    """A team with a deadline can have the people its cases need by Erlang C, beside the profession's other work."""
    case, area_pool, pool = inputs.case, area_pools(inputs), pools(inputs)
    rows, place = least_need(inputs).rows, {profession: row for row, profession in enumerate(pool.index)}
    pool_row = {key: row for row, key in enumerate(area_pool)}
    rows["least_fte"] = rows[["work_fte", "hard_fte"]].max(axis=1)
    for deadline, lines in _lines(inputs).items():
        given = case.deadlines.iloc[deadline]
        need = _need(inputs, deadline, given["staff_area"] or None, lines)
        named = f"the deadline of {few(list(given['services']))} needs at least"
        if found := _beyond(rows, given, need, pool[given["profession"]]):
            yield _too_few(inputs["professions"], place[given["profession"]], *found, named, given["profession"])
            continue
        for area, line in lines.items():
            key = area, given["profession"]
            if key in area_pool:
                need = _need(inputs, deadline, area, {area: line})
                if found := _beyond(least_in_area(inputs, area), given, need, area_pool[key]):
                    yield _too_few(inputs["pools"], pool_row[key], *found, named, given["profession"], f" in {area}")


def _lines(inputs) -> dict[int, dict]:
    """Row of deadlines.csv -> staff area -> the line that stands for its team's people in the model."""
    case, network, found = inputs.case, inputs.network, {}
    pairs = [(network.services[k], network.sites[j]) for k, j in np.argwhere(network.hostable)]
    for team in deadline_teams(case, pairs):
        found.setdefault(team.row, {})[team.staff_area] = queue(case, team.row, expected_cases(case, team, pairs)).tangent()
    return found


def _need(inputs, deadline: int, staff_area: str | None, lines: dict) -> float:
    """FTE for the cases that must come, however they are shared out among the teams of these lines: the flattest and the lowest."""
    case = inputs.case
    given = case.deadlines.iloc[deadline]
    load = queue(case, deadline, given["cases_per_visit"]).load_fte * visits_of_area(inputs, staff_area)[list(given["services"])].sum()
    return min(line.slope for line in lines.values()) * load + min(line.intercept for line in lines.values()) if load > 0 else 0.0


def _beyond(rows: pd.DataFrame, given: pd.Series, need: float, pool: float) -> tuple[float, float] | None:
    """(FTE of the team and of the profession's other services, pool) where they do not fit but would without the deadline."""
    mine = rows[rows["profession"] == given["profession"]]
    of_team = mine["service"].isin(given["services"])
    work, others = mine["least_fte"].sum(), mine.loc[~of_team, "least_fte"].sum()
    return (need + others, pool) if work <= pool * (1 + ROUNDING) < need + others else None


def _too_few(table, row: int, need: float, pool: float, what: str, profession: str, where: str = "") -> Finding:
    fte = amount(need)
    return table.finding(row, "fte_available", f"at least {fte} FTE, recruitable people included",
                         "More people, or less of what they are needed for, would help.",
                         f"{what} {fte} FTE of {profession}, but there are {amount(pool)}{where} (recruitable people included)")
