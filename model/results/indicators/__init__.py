"""Indicators: what a plan means for families, staff and money, beside today's network.

`registry.yaml` says of every indicator its unit, its denominator, its rows and its meaning.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from model.results.figures import Figures
from model.results.indicators.change import change_indicators
from model.results.indicators.rows import KEYS, Scope, frame_of
from model.results.indicators.supply import supply_indicators
from model.results.indicators.together import together_indicators
from model.results.indicators.transit import transit_indicators
from model.results.indicators.trips import trip_indicators
from model.results.indicators.ways import way_indicators


@cache
def registry() -> dict[str, dict]:
    """Indicator -> topic, unit, of, better, over, rows, meaning."""
    return yaml.safe_load((Path(__file__).parent / "registry.yaml").read_text(encoding="utf-8"))


def indicators(plan: Figures, today: Figures) -> pd.DataFrame:
    """indicator, service, municipality, group, unit, today, plan, change; in the registry's order, the county first."""
    after = values(plan, today)
    before = after if plan is today else values(today, today)
    both = before.rename("today").to_frame().join(after.rename("plan"), how="outer").reset_index()
    both["unit"] = both["indicator"].map({name: entry["unit"] for name, entry in registry().items()})
    both["change"] = both["plan"] - both["today"]
    scope = Scope(plan)
    order = (list(registry()), ["", *scope.services], scope.municipalities, scope.groups)
    ranks = [pd.Index(names).get_indexer(both[key]) for key, names in zip(KEYS, order)]
    return both.iloc[np.lexsort(ranks[::-1])].reset_index(drop=True)


def values(figures: Figures, today: Figures) -> pd.Series:
    """Every value of one plan, by indicator, service, municipality and group; rows without a value are left out."""
    scope = Scope(figures)
    rows = [*supply_indicators(scope), *trip_indicators(scope), *change_indicators(scope, today), *way_indicators(scope),
            *together_indicators(scope), *transit_indicators(scope)]
    return frame_of(rows).set_index(KEYS)["value"]
