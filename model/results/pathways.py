"""Pathways in the tables: visits of client groups that are joined to one trip, and who can do a whole pathway in one visit.

A client's joint visits to a service of the pathway go where the area's other visits to it go: to a site go share · (1 - home share) of
them. With visits to a service at several sites it is not known which client goes where; the figures are then the most possible.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import Case
from model.results.figures import Figures
from model.results.plan import SMALLEST_SHARE

COLUMNS = ["area", "client_group", "site", "joined_share"]


def visited(figures: Figures, group: str) -> pd.DataFrame:
    """Parts of a client's visits to each service of the pathway (columns) made at a site: index area, site; 0 where none."""
    services = figures.case.services_of_pathways[group]
    trips = figures.trips[(figures.trips["channel"] == "site") & figures.trips["service"].isin(services)]
    part = (trips["share"] * (1 - trips["home_share"])).astype(float)
    parts = part.groupby([trips["area"], trips["site"], trips["service"]], sort=False).sum()
    return parts.unstack(fill_value=0.0).reindex(columns=services, fill_value=0.0)


def joined_at_most(case: Case, figures: Figures) -> pd.DataFrame:
    """COLUMNS: visits that need no trip of their own: all at the site but those of the service visited there most."""
    frames = [pd.DataFrame(columns=COLUMNS)]
    for group in case.services_of_pathways:
        parts = visited(figures, group)
        if len(parts):
            joined = (parts.sum(axis=1) - parts.max(axis=1)).rename("joined_share").reset_index().assign(client_group=group)
            frames.append(joined)
    found = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    found = found[found["joined_share"].astype(float) > SMALLEST_SHARE]
    figured = found.assign(hours=hours_saved(case, found))
    return figured.loc[figured["hours"] > 0, COLUMNS].reset_index(drop=True)


def hours_saved(case: Case, joined: pd.DataFrame) -> np.ndarray:
    """Family hours a year that rows of COLUMNS save."""
    return visits_joined(case, joined) * 2 * _lookup(case.minutes, joined["area"], joined["site"]) / 60


def visits_joined(case: Case, joined: pd.DataFrame) -> np.ndarray:
    """Visits a year that rows of COLUMNS join to another trip."""
    joint = case.pathways.set_index("client_group")["joint_visits_per_client"].reindex(joined["client_group"]).to_numpy(float)
    return _lookup(case.clients, joined["area"], joined["client_group"]) * joint * joined["joined_share"].to_numpy(float)


def joint_visits(figures: Figures) -> pd.DataFrame:
    """The table joint_visits: those of the plan or, where joint trips are not counted, the most possible."""
    case = figures.case
    joined = figures.plan.joined if case.settings.count_joint_trips else joined_at_most(case, figures)
    joined = figures.in_file_order(joined, "area", "site")
    return joined.assign(visits_joined=visits_joined(case, joined), saved_hours=hours_saved(case, joined))


def saved_hours(figures: Figures) -> float:
    """Family hours a year that joint trips take off the travel burden."""
    return float(joint_visits(figures)["saved_hours"].sum()) if figures.case.settings.count_joint_trips else 0.0


def in_one_visit(figures: Figures, group: str) -> tuple[np.ndarray, np.ndarray]:
    """By area: (the most clients that can do their whole pathway in one visit, clients whose whole pathway is visited at sites)."""
    areas = figures.case.areas["area"]
    clients, parts = figures.case.clients[group].to_numpy(float), visited(figures, group)
    together = parts.min(axis=1).groupby(level="area").sum().reindex(areas).fillna(0.0).to_numpy(float)
    anywhere = parts.groupby(level="area").sum().min(axis=1).reindex(areas).fillna(0.0).to_numpy(float)
    return clients * together, clients * anywhere


def pathways(plan: Figures, today: Figures) -> pd.DataFrame:
    """The table pathways: every client group in the county and in each municipality with clients, today and in the plan."""
    case, rows = plan.case, []
    municipality = case.areas["municipality"].to_numpy(object)
    saved = [joint_visits(figures) for figures in (today, plan)]
    for group in case.services_of_pathways:
        one = [in_one_visit(figures, group) for figures in (today, plan)]
        hours = [table[table["client_group"] == group].groupby("area")["saved_hours"].sum().reindex(case.areas["area"]).fillna(0.0)
                 .to_numpy(float) for table in saved]
        for town in ("", *dict.fromkeys(municipality)):
            here = np.ones(len(municipality), dtype=bool) if town == "" else municipality == town
            clients = case.clients[group].to_numpy(float)[here].sum()
            if clients > 0 or town == "":
                rows.append((group, town, clients, *(_share(top[here].sum(), whole[here].sum()) for top, whole in one),
                             *(of_area[here].sum() for of_area in hours)))
    return pd.DataFrame(rows, columns=["client_group", "municipality", "clients", "today_one_visit_share", "one_visit_share",
                                       "today_saved_hours", "saved_hours"])


def _share(top: float, whole: float) -> float:
    return top / whole if whole > 0 else np.nan


def _lookup(frame: pd.DataFrame, rows, columns) -> np.ndarray:
    """frame[row, column] for each pair."""
    if not len(rows):
        return np.zeros(0)
    return frame.to_numpy(float)[frame.index.get_indexer(rows), frame.columns.get_indexer(columns)]
