"""Values: the solver's numbers back as a Plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.plan import COLUMNS, Plan
from model.solving.matrix import Matrix

NOTHING = 1e-7


def plan_of(matrix: Matrix, x: np.ndarray) -> Plan:
    """The decisions of x as tidy frames; yes-or-no decisions rounded, amounts below 1e-7 left out."""
    chosen = _rows(matrix, x, "use_mode", ["service", "site", "mode"], "used", 0.5)
    for name in ("volume", "rooms_used"):
        amounts = dict(zip(matrix.indices[name], np.maximum(x[matrix.families[name]], 0.0)))
        chosen["volume_visits" if name == "volume" else name] = [
            amounts[index] for index in zip(chosen["service"], chosen["site"], chosen["mode"])]
    frames = {
        "open_site": _rows(matrix, x, "open_site", ["site", "tier"], "open", 0.5),
        "hosting": chosen,
        "assign": _rows(matrix, x, "assign_share", ["area", "service", "site"], "share"),
        "remote": _rows(matrix, x, "remote_share", ["area", "service"], "share"),
        "purchased": _rows(matrix, x, "purchased_share", ["area", "service"], "share"),
        "unmet": _rows(matrix, x, "unmet_share", ["area", "service"], "share"),
        "bypass": _rows(matrix, x, "bypass_share", ["area", "service"], "share"),
        "staff": _rows(matrix, x, "staff_fte", ["service", "profession", "site"], "staff_fte"),
        "recruit": _rows(matrix, x, "recruit_fte", ["profession"], "recruit_fte"),
        "area_recruit": _rows(matrix, x, "recruit_area_fte", ["staff_area", "profession"], "recruit_fte"),
        "bank": _rows(matrix, x, "bank_fte", ["staff_area", "profession"], "bank_fte"),
        "evenings": _rows(matrix, x, "evening_fte", ["service", "profession", "site"], "evening_fte"),
        "vehicles": _rows(matrix, x, "use_vehicle", ["vehicle"], "used", 0.5),
        "stop_days": _rows(matrix, x, "stop_days", ["vehicle", "site"], "stop_days"),
        "area_shortfall": _rows(matrix, x, "area_norm_shortfall_fte", ["service", "profession", "staff_area"], "shortfall_fte"),
        "supervisors": _rows(matrix, x, "supervisor_fte", ["profession"], "supervisor_fte"),
        "joined": _rows(matrix, x, "joined_share", ["area", "client_group", "site"], "joined_share"),
        "norm_shortfall": _rows(matrix, x, "norm_shortfall_fte", ["service", "profession"], "shortfall_fte"),
    }
    return Plan(**{name: frame[list(COLUMNS[name])].reset_index(drop=True) for name, frame in frames.items()})


def _rows(matrix: Matrix, x: np.ndarray, family: str, keys: list[str], name: str, least: float = NOTHING) -> pd.DataFrame:
    values = x[matrix.families[family]]
    kept = np.flatnonzero(values > least)
    indices = matrix.indices[family]
    frame = pd.DataFrame([indices[place] if len(keys) > 1 else (indices[place],) for place in kept], columns=keys)
    return frame.assign(**{name: values[kept]})
