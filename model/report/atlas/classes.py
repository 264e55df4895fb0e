"""Classes of minutes and of their differences, and their colours.

Sequential: from light to dark blue through green (ColorBrewer YlGnBu). Diverging: blue = shorter, orange = longer (ColorBrewer
PuOr's orange with RdBu's blue). Both keep their order for every kind of colour vision and in grey.
"""

from __future__ import annotations

import numpy as np

MINUTES = (10, 20, 30, 45, 60)
MINUTE_COLOURS = ("#ffffd9", "#d3eeb3", "#7fcdbb", "#38a5c4", "#225ea8", "#081d58")
CHANGES = (-10, -5, -1, 1, 5, 10)
CHANGE_COLOURS = ("#2166ac", "#67a9cf", "#c6dfee", "#f4f4f1", "#fdd0a2", "#f08a24", "#a63603")
NOBODY = 9
NOBODY_COLOUR = "#dcdcdc"


def classes_of_minutes(minutes: np.ndarray) -> np.ndarray:
    """0 = at most 10 minutes ... 5 = over 60; NOBODY where nobody travels."""
    found = np.searchsorted(MINUTES, np.nan_to_num(minutes), side="left")
    return np.where(np.isnan(minutes), NOBODY, found)


def classes_of_changes(changes: np.ndarray) -> np.ndarray:
    """0 = at least 10 minutes shorter ... 3 = less than a minute either way ... 6 = at least 10 minutes longer."""
    change = np.round(np.nan_to_num(changes), 6)
    shorter = np.searchsorted(CHANGES[:3], change, side="left")
    longer = 3 + np.searchsorted(CHANGES[3:], change, side="right")
    return np.where(np.isnan(changes), NOBODY, np.where(change < 0, shorter, longer))
