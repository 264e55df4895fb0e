"""Tables of a page: texts ready to print, with which columns hold figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Head:
    """A column's heading; numeric columns stand to the right."""

    text: str
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """A caption, headings and rows of texts; the first cell of a row is its heading. `strong` rows (by place) are totals."""

    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str]]
    strong: frozenset[int] = field(default_factory=frozenset)


def heads(first: str, *numeric: str) -> list[Head]:
    """A text column, then columns of figures."""
    return [Head(first, False), *(Head(text) for text in numeric)]
