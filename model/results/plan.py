"""Plan: what was decided, and nothing else. The solver's answer and today's network both arrive in this form."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

COLUMNS = {
    "open_site": ("site", "tier"),
    "hosting": ("service", "site", "mode", "volume_visits", "rooms_used"),
    "assign": ("area", "service", "site", "share"),
    "remote": ("area", "service", "share"),
    "purchased": ("area", "service", "share"),
    "unmet": ("area", "service", "share"),
    "staff": ("service", "profession", "site", "staff_fte"),
    "recruit": ("profession", "recruit_fte"),
    "evenings": ("service", "profession", "site", "evening_fte"),
    "vehicles": ("vehicle",),
    "stop_days": ("vehicle", "site", "stop_days"),
    "norm_shortfall": ("service", "profession", "shortfall_fte"),
    "bypass": ("area", "service", "share"),
    "area_recruit": ("staff_area", "profession", "recruit_fte"),
    "bank": ("staff_area", "profession", "bank_fte"),
    "area_shortfall": ("service", "profession", "staff_area", "shortfall_fte"),
    "supervisors": ("profession", "supervisor_fte"),
    "joined": ("area", "client_group", "site", "joined_share"),
}
NUMBERS = frozenset({"volume_visits", "rooms_used", "share", "staff_fte", "recruit_fte", "shortfall_fte", "bank_fte", "supervisor_fte",
                      "stop_days", "evening_fte", "joined_share"})
SMALLEST_SHARE = 1e-9


@dataclass(frozen=True)
class Plan:
    """Decisions as tidy frames, one row per decision that is not zero; a frame not given has no rows.

    open_site: site, tier                     hosting: service, site, mode, volume_visits a year, rooms_used on an open day
    assign: area, service, site, share        remote, purchased, unmet, bypass: area, service, share
    staff: service, profession, site, staff_fte (people at sites; remote work follows from the remote shares)
    recruit: profession, recruit_fte          norm_shortfall: service, profession, shortfall_fte
    evenings: service, profession, site, evening_fte (part of the staff's work)
    vehicles: vehicle (mobile units in use)   stop_days: vehicle, site, stop_days a week
    area_recruit: staff_area, profession, recruit_fte        bank: staff_area, profession, bank_fte (people sent there)
    area_shortfall: service, profession, staff_area, shortfall_fte        supervisors: profession, supervisor_fte
    joined: area, client_group, site, joined_share (visits on another's trip, for each joint visit of a client)
    """

    open_site: pd.DataFrame | None = None
    hosting: pd.DataFrame | None = None
    assign: pd.DataFrame | None = None
    remote: pd.DataFrame | None = None
    purchased: pd.DataFrame | None = None
    unmet: pd.DataFrame | None = None
    staff: pd.DataFrame | None = None
    recruit: pd.DataFrame | None = None
    norm_shortfall: pd.DataFrame | None = None
    evenings: pd.DataFrame | None = None
    vehicles: pd.DataFrame | None = None
    stop_days: pd.DataFrame | None = None
    bypass: pd.DataFrame | None = None
    area_recruit: pd.DataFrame | None = None
    bank: pd.DataFrame | None = None
    area_shortfall: pd.DataFrame | None = None
    supervisors: pd.DataFrame | None = None
    joined: pd.DataFrame | None = None

    def __post_init__(self):
        for item in fields(self):
            object.__setattr__(self, item.name, _tidy(item.name, getattr(self, item.name)))


def _tidy(name: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The frame with its columns in order, ids as text and numbers as float. Raises ValueError for a missing column."""
    columns = list(COLUMNS[name])
    if frame is None:
        frame = pd.DataFrame(columns=columns)
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ValueError(f"Plan.{name} lacks the column {', '.join(missing)}")
    tidy = pd.DataFrame({c: frame[c].to_numpy(float if c in NUMBERS else object) for c in columns})
    return tidy[tidy["share"] > SMALLEST_SHARE].reset_index(drop=True) if "share" in columns else tidy
