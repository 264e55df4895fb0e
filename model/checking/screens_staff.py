"""Screens of people and money: arithmetic without a solver that shows work no pool can do and plans no budget can pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model.checking.network import ROUNDING
from model.premises import plan_tiers
from model.reading.places import Finding
from model.reading.words import amount


@dataclass(frozen=True)
class Need:
    """FTE that rows of staffing need at least: for work that cannot be purchased, and for hard and soft norms."""

    rows: pd.DataFrame  # staffing with columns work_fte, hard_fte, soft_fte, pool_fte

    def by_profession(self, column: str) -> pd.Series:
        return self.rows.groupby("profession")[column].sum()


def least_need(inputs) -> Need:
    """Visits that cannot be purchased (none, if visits may stay unmet) times hours; the norms' people over the norms."""
    case, network = inputs.case, inputs.network
    kept = 0.0 if case.settings.allow_unmet else 1 - case.services["purchase_share_max"].to_numpy()
    visits = pd.Series(network.total_visits * kept, index=network.services)
    rows, professions = case.staffing.copy(), case.professions.set_index("profession")
    rows["work_fte"] = (visits.reindex(rows["service"]).to_numpy() * rows["hours_per_visit"].to_numpy()
                        / professions["productive_hours"].reindex(rows["profession"]).to_numpy())
    people = [case.areas[list(groups)].to_numpy().sum() for groups in rows["norm_groups"]]
    norm = np.nan_to_num(people * rows["norm_share"] / rows["norm_people_per_fte"])
    for rule in ("hard", "soft"):
        rows[f"{rule}_fte"] = np.where(rows["norm_rule"] == rule, norm, 0.0)
    return Need(rows)


def pools(inputs) -> pd.Series:
    """FTE available and recruitable, by profession; where people are recruited by staff area, no more than can be found there."""
    professions = inputs.case.professions.set_index("profession")
    in_areas = inputs.case.pools.groupby("profession")["recruitable_fte"].sum().reindex(professions.index)
    return professions["fte_available"] + np.fmin(professions["recruitable_fte"], in_areas)


def work_beyond_pool(inputs) -> Iterator[Finding]:
    """The least work of a profession fits the people there are or could be recruited."""
    yield from _beyond(inputs, least_need(inputs).by_profession("work_fte"), "visits that cannot be purchased take at least")


def norms_beyond_pool(inputs) -> Iterator[Finding]:
    """Hard norms, and the work of services without one, fit the people there are or could be recruited."""
    need, pool = least_need(inputs), pools(inputs)
    hard, work = need.by_profession("hard_fte"), need.by_profession("work_fte")
    both = need.rows.assign(most=need.rows[["hard_fte", "work_fte"]].max(axis=1)).groupby("profession")["most"].sum()
    alone, at_work = _exceeds(hard, pool), _exceeds(work, pool)  # of at_work work_beyond_pool speaks
    yield from _beyond(inputs, hard[alone], "hard norms need")
    yield from _beyond(inputs, both[~at_work & ~alone & (hard > 0)], "hard norms and the work of other services need at least")


def soft_norms_beyond_pool(inputs) -> Iterator[Finding]:
    """Soft norms that no plan can meet in full."""
    need = least_need(inputs)
    hard, soft = need.by_profession("hard_fte"), need.by_profession("soft_fte")
    both = (hard + soft)[~_exceeds(hard, pools(inputs)) & (soft > 0)]
    yield from _beyond(inputs, both, "norms need", ", so every plan falls short of a soft norm")


def _exceeds(need: pd.Series, pool: pd.Series) -> pd.Series:
    return need > pool.reindex(need.index) * (1 + ROUNDING)


def _beyond(inputs, need: pd.Series, what: str, result: str = "") -> Iterator[Finding]:
    table, pool = inputs["professions"], pools(inputs)
    for row, profession in enumerate(pool.index):
        if need.get(profession, 0.0) > pool[profession] * (1 + ROUNDING):
            fte = amount(need[profession])
            yield table.finding(row, "fte_available", f"at least {fte} FTE, recruitable people included",
                                "More people, less time a visit, a larger purchased share or a lighter norm would help.",
                                f"{what} {fte} FTE of {profession}, but there are {amount(pool[profession])} (recruitable "
                                f"people included){result}")


def budget_too_small(inputs) -> Iterator[Finding]:
    """The budget pays at least for the least work, hard norms and the premises that must stay."""
    case, need = inputs.case, least_need(inputs)
    if np.isnan(case.settings.budget_keur):
        return
    least = need.rows[["work_fte", "hard_fte"]].max(axis=1).groupby(need.rows["profession"]).sum()
    professions = case.professions.set_index("profession").reindex(least.index)
    recruited = (least - professions["fte_available"]).clip(lower=0)
    staff = (least * professions["cost_keur_per_fte"] + recruited * professions["recruit_keur_per_fte"]).sum()
    premises = sum(_least_premises(site) for site in case.sites.itertuples() if site.status == "must_keep")
    budget, least = case.settings.budget_keur, staff + premises
    if least > budget * (1 + ROUNDING):
        yield Finding(inputs.typed_settings.place("budget_keur"), f"{budget:g}", f"at least {amount(least)}",
                      "Raise the budget or lower what is asked.",
                      f"the budget is {amount(budget)} thousand euros a year, but the cheapest staff costs {amount(staff)} "
                      f"and the premises that must stay {amount(premises)}")


def _least_premises(site) -> float:
    return min((getattr(site, f"cost_{tier}_keur") for tier in plan_tiers(site)), default=0.0)
