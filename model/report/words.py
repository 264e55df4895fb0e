"""Words: the catalogue of one language, and its numbers, dates, lists and plurals.

A catalogue (words/<language>.yaml) is a tree; a text is named by its dotted path. A text may hold {names} of values. Where a
text depends on a count it is a mapping of the language's plural forms (one, other), chosen by the value `n`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent / "words"
LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
LANGUAGES = tuple(LOCALES)
NONE = "–"
PLURALS = {"one", "other"}


@cache
def catalogue(language: str) -> dict[str, str | dict[str, str]]:
    """Dotted path -> text (or its plural forms) of a language."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    page = yaml.load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return dict(_leaves("", page))


def _leaves(above: str, tree: Mapping) -> Iterator[tuple[str, str | dict[str, str]]]:
    for name, part in tree.items():
        path = f"{above}.{name}" if above else str(name)
        if isinstance(part, Mapping) and not set(part) <= PLURALS:
            yield from _leaves(path, part)
        else:
            yield path, part


class Words:
    """One language: `say` a text by its path, and numbers and dates as the language writes them."""

    def __init__(self, language: str):
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self._texts = catalogue(language)
        self._plural = self.locale.plural_form

    def __contains__(self, path: str) -> bool:
        return path in self._texts

    def say(self, path: str, **values) -> str:
        """The text at a path with its values; numbers among them are written as whole numbers. Raises KeyError for no such text."""
        text = self._texts[path]
        if isinstance(text, Mapping):
            text = text[self._plural(abs(values["n"]))]
        return text.format(**{name: self.number(value) if isinstance(value, (int, float)) else value for name, value in values.items()})

    def number(self, value: float | None, decimals: int = 0) -> str:
        """1234.5 -> `1 235` in Finnish; a dash where there is no value. Nothing but zeros has no sign."""
        if value is None or not math.isfinite(value):
            return NONE
        value = round(float(value), decimals) + 0.0
        return format_decimal(value, "#,##0." + "0" * decimals if decimals else "#,##0", locale=self.locale).replace("-", "−")

    def signed(self, value: float | None, decimals: int = 0) -> str:
        """As `number`, with its sign; ±0 where nothing changes."""
        text = self.number(value, decimals)
        if text == NONE or text.startswith("−"):
            return text
        return f"+{text}" if any(digit in text for digit in "123456789") else f"±{text}"

    def per_cent(self, share: float | None, decimals: int = 1) -> str:
        """0.123 -> `12,3 %`."""
        text = self.number(None if share is None else 100 * share, decimals)
        return text if text == NONE else f"{text}\u00a0%"

    def days(self, days: float) -> str:
        """Days a week as on a timetable: 2 -> `2`, 0.5 -> `½`, 2.5 -> `2½`; other parts of a day as a number."""
        whole, rest = divmod(days, 1)
        if rest == 0.5:
            return f"{whole:.0f}½" if whole else "½"
        return self.number(days, 1 if rest else 0)

    def listed(self, names: Sequence[str], at_most: int | None = None) -> str:
        """`a, b ja c`; beyond `at_most` names, how many more there are."""
        names = list(names)
        if at_most is not None and len(names) > at_most + 1:
            names = [*names[:at_most], self.say("list.more", n=len(names) - at_most)]
        return format_list(names, locale=self.locale) if names else NONE

    def date(self, day: date) -> str:
        """`21.11.2026`, as the language writes a day at length."""
        return format_date(day, "long", locale=self.locale)

    def sorted(self, names, key=lambda name: name) -> list:
        """In the alphabet of Finnish and Swedish, where å, ä and ö come last."""
        return sorted(names, key=lambda name: key(name).casefold().translate({0xE5: "{", 0xE4: "|", 0xF6: "}"}))
