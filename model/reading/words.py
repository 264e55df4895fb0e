"""Words for sentences: the nearest known word to a mistyped one, a few of many, a figure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word a planner most likely meant, or "" if none is like it.

    Another case of letters and lost or added zeros at the front (a spreadsheet makes 00100 into 100) come first.
    """
    known = [word for word in known if word]
    for same in (str.casefold, lambda word: word.casefold().lstrip("0")):
        for word in known:
            if same(word) == same(value) and same(value):
                return word
    folded = {word.casefold(): word for word in reversed(known)}
    close = get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """The repair sentence for a mistyped word, or ""."""
    word = nearest(value, known)
    return f'Did you mean "{word}"?' if word else ""


def amount(value: float) -> str:
    """A figure for a sentence: thousands apart, two decimals where there are any."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def few(words: Iterable[str], most: int = 5) -> str:
    """A few of the words, the rest counted: "a, b, c and 4 more"."""
    words = list(words)
    shown, rest = ", ".join(words[:most]), len(words) - most
    return f"{shown} and {rest} more" if rest > 0 else shown
