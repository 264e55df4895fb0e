"""Words: numbers, counts and tables as plain text that people read and forward."""

from __future__ import annotations

import math
from collections.abc import Sequence


def number(value, decimals: int = 0) -> str:
    """1234.5 -> `1,234` (or with decimals); `–` when there is no value."""
    if value is None or not math.isfinite(value):
        return "–"
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not any(digit in text for digit in "123456789") else text


def signed(value, decimals: int = 0) -> str:
    """As `number`, with its sign; `0` has none."""
    text = number(value, decimals)
    return f"+{text}" if text != "–" and value > 0 and any(digit in text for digit in "123456789") else text


def per_cent(share, decimals: int = 1) -> str:
    """0.123 -> `12.3 %`."""
    return "–" if share is None or not math.isfinite(share) else f"{number(100 * share, decimals)} %"


def count(amount, one: str, many: str | None = None) -> str:
    """`1 site`, `2 sites`, `no sites`."""
    word = one if round(amount) == 1 else many or f"{one}s"
    return f"no {word}" if round(amount) == 0 else f"{number(amount)} {word}"


def listed(names: Sequence[str], at_most: int | None = None) -> str:
    """`a, b and c`; beyond `at_most` names, how many more there are."""
    names = list(names)
    if at_most is not None and len(names) > at_most:
        return f"{', '.join(names[:at_most])} and {len(names) - at_most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "none"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A markdown table with aligned columns: the first to the left, figures to the right."""
    cells = [[str(cell).replace("|", "/") for cell in row] for row in (heads, *rows)]
    widths = [max(3, *(len(row[column]) for row in cells)) for column in range(len(heads))]

    def line(row):
        parts = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]
        return f"| {' | '.join(parts)} |"

    rule = "|".join(["", "-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:]), ""])
    return "\n".join([line(cells[0]), rule, *(line(row) for row in cells[1:])])
