"""People by staff area: what a plan takes from each pool, and what the staff bank does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import Case
from model.results.figures import Figures


def pools(figures: Figures) -> pd.DataFrame:
    """Per pool: fte_available, recruit_fte, bank_fte, staff_fte at the area's sites, spare_fte, cost_keur beside salaries."""
    table, bank = figures.case.pools, figures.case.staff_bank.set_index("profession")
    keys = pd.MultiIndex.from_frame(table[["staff_area", "profession"]])
    staff = figures.plan.staff
    area = figures.sites["staff_area"].reindex(staff["site"]).to_numpy()
    used = _sums(staff.assign(staff_area=area), "staff_fte", keys)
    recruits = _sums(figures.plan.area_recruit, "recruit_fte", keys)
    sent = _sums(figures.plan.bank, "bank_fte", keys)
    travel = bank["travel_share"].reindex(table["profession"]).fillna(0.0).to_numpy(float)
    available = table["fte_available"].to_numpy(float)
    cost = recruits * table["recruit_keur_per_fte"].to_numpy(float) + sent * _bank_price(figures, table["profession"])
    return table[["staff_area", "profession"]].assign(
        fte_available=available, recruit_fte=recruits, bank_fte=sent, staff_fte=used,
        spare_fte=available + recruits + sent * (1 - travel) - used, cost_keur=cost)


def _sums(frame: pd.DataFrame, column: str, keys: pd.MultiIndex) -> np.ndarray:
    return frame.groupby(["staff_area", "profession"])[column].sum().reindex(keys).fillna(0.0).to_numpy(float)


def _bank_price(figures: Figures, professions: pd.Series) -> np.ndarray:
    """Thousand euros a year for a person sent, besides the time worked at sites: time on the road and extra cost."""
    bank = figures.case.staff_bank.set_index("profession").reindex(professions)
    salary = figures.professions["cost_keur_per_fte"].reindex(professions).to_numpy(float)
    return (bank["travel_share"].fillna(0.0).to_numpy(float) * salary + bank["bank_keur_per_fte"].fillna(0.0).to_numpy(float))


def bank_by_profession(figures: Figures) -> pd.DataFrame:
    """Index profession; bank_travel_fte (time on the road) and bank_keur."""
    sent = figures.plan.bank.groupby("profession")["bank_fte"].sum().reindex(figures.professions.index).fillna(0.0).astype(float)
    travel = figures.case.staff_bank.set_index("profession")["travel_share"].reindex(sent.index).fillna(0.0).astype(float)
    return pd.DataFrame({"bank_travel_fte": sent * travel, "bank_keur": sent * _bank_price(figures, sent.index)}, index=sent.index)


def area_recruiting_keur(figures: Figures) -> pd.Series:
    """What recruiting costs more in the staff areas, thousand euros a year, by profession."""
    table = pools(figures)
    extra = table["recruit_fte"] * figures.case.pools["recruit_keur_per_fte"].to_numpy(float)
    return extra.groupby(table["profession"]).sum().reindex(figures.professions.index).fillna(0.0).astype(float)


def bank_needed(case: Case, staff: pd.DataFrame) -> pd.DataFrame:
    """The staff bank's people sent where today's staff are more than the staff area has, area by area in file order:
    staff_area, profession, bank_fte. The time at work is 1 - travel_share of the time sent."""
    area = case.sites.set_index("site")["staff_area"].reindex(staff["site"]).to_numpy()
    used = staff.groupby([area, staff["profession"]])["staff_fte"].sum()
    sent = []
    for bank in case.staff_bank[case.staff_bank["travel_share"] < 1].itertuples():
        left = bank.fte
        for pool in case.pools[case.pools["profession"] == bank.profession].itertuples():
            short = max(0.0, used.get((pool.staff_area, pool.profession), 0.0) - pool.fte_available)
            people = min(left, short / (1 - bank.travel_share))
            left -= people
            if people > 0:
                sent.append((pool.staff_area, pool.profession, people))
    return pd.DataFrame(sent, columns=["staff_area", "profession", "bank_fte"])


def supervision(figures: Figures) -> pd.DataFrame:
    """The table supervision: per pair of professions the people led, the span and the supervisors these people need."""
    table = figures.case.supervision[["supervisor", "supervised", "span"]].reset_index(drop=True)
    used = figures.staff.groupby("profession")["staff_fte"].sum()
    led = used.reindex(table["supervised"]).fillna(0.0).to_numpy(float)
    return table.assign(supervised_fte=led, needed_fte=led / table["span"].to_numpy(float))


def supervisor_fte(figures: Figures) -> pd.Series:
    """Supervisors of a plan by profession, FTE."""
    return figures.plan.supervisors.groupby("profession")["supervisor_fte"].sum().reindex(
        figures.professions.index).fillna(0.0).astype(float)
