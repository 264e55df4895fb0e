"""Moves: whose site changes against today, by area and service, and how many people move."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.figures import Figures

SMALLEST = 1e-9


def moves(plan: Figures, today: Figures) -> pd.DataFrame:
    """Columns area, service, today_share (visits to today's sites), kept_share (of them: those that stay at their site or become
    remote), moved_share (the rest, as a part of today's visits to sites), children_moved; rows where something moves."""
    table = plan.in_file_order(moved_shares(plan, today).reset_index(), "service", "area")
    children = plan.case.children.reindex(table["area"]).to_numpy(float)
    table = table.assign(children_moved=children * table["moved_share"].to_numpy(float))
    return table[table["moved_share"] > SMALLEST].reset_index(drop=True)


def moved_shares(plan: Figures, today: Figures) -> pd.DataFrame:
    """Index area, service; today_share, kept_share, moved_share, for all that use sites today."""
    keys = ["area", "service", "site"]
    before, after = (figures.plan.assign.groupby(keys)["share"].sum() for figures in (today, plan))
    stays = np.minimum(before, after.reindex(before.index).fillna(0.0)).astype(float)
    table = pd.DataFrame({"today_share": before.groupby(level=[0, 1]).sum(), "kept_share": stays.groupby(level=[0, 1]).sum()})
    remote = [figures.plan.remote.groupby(keys[:2])["share"].sum().reindex(table.index).fillna(0.0) for figures in (plan, today)]
    kept = np.minimum(table["kept_share"] + (remote[0] - remote[1]).clip(lower=0.0), table["today_share"]).astype(float)
    moved = (1 - kept / table["today_share"].astype(float)).clip(lower=0.0)
    return table.assign(kept_share=kept, moved_share=moved.where(moved > SMALLEST, 0.0))


def moved_fte(plan: Figures, today: Figures) -> float:
    """Half of what sites gain and lose of each profession, FTE."""
    after, before = (figures.plan.staff.groupby(["profession", "site"])["staff_fte"].sum() for figures in (plan, today))
    return float(after.subtract(before, fill_value=0.0).abs().sum() / 2)
