"""Words of the workbook in one language: headings from words.yaml, what columns mean from meanings.yaml; indicators, tiers, terms and
units from the words of the report.

What the dictionary gains later keeps its own name until it is translated; a test finds it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from model.report.words import LANGUAGES, catalogue
from model.report.words import Words as ReportWords

OF_THE_REPORT = ("tier", "norm_rule", "term", "topic", "age")  # where the report has words of the model


@cache
def headings() -> dict[str, dict[str, dict[str, str]]]:
    """Section of words.yaml -> key -> language -> word."""
    return _page("words.yaml")


@cache
def meanings() -> dict[str, dict[str, str]]:
    """What a column means in English -> language -> the same."""
    return _page("meanings.yaml")


def _page(file: str) -> dict:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((Path(__file__).parent / file).read_text(encoding="utf-8"), Loader=loader)


class Words:
    """The words of a language. Raises ValueError for a language there are none in."""

    def __init__(self, language: str):
        if language not in LANGUAGES:
            raise ValueError(f'"{language}" is not one of the languages {", ".join(LANGUAGES)}')
        self.language, self._report = language, ReportWords(language)

    def sheet(self, name: str) -> str:
        return self._heading("sheets", name) or name

    def column(self, name: str, table: str = "") -> str:
        """A column's heading; where a table means something else by the name, the catalogue has `table.name` too."""
        return self._heading("columns", f"{table}.{name}") or self._heading("columns", name) or name

    def meaning(self, english: str) -> str:
        """What a column means, by the dictionary's words for it."""
        return english if self.language == "en" else meanings().get(english, {}).get(self.language, english)

    def value(self, text: str) -> str:
        """A word of the model such as local_station; any other text stays as it is."""
        own = self._heading("values", text)
        return own or next((self._report.say(path) for path in (f"{group}.{text}" for group in OF_THE_REPORT) if self._has(path)), text)

    def unit(self, unit: str) -> str:
        path = f"indicator_unit.{unit.replace(' ', '_')}"
        return self._heading("units", unit) or (self._report.say(path) if self._has(path) else unit)

    def indicator(self, name: str, part: str = "name") -> str:
        """What an indicator is called, what it is measured `of`, or its `meaning`."""
        return self._report.say(f"indicator.{name}.{part}") if self._has(f"indicator.{name}.{part}") else name

    def verdict(self, status: str) -> str:
        """What kind of answer a plan is, in a sentence."""
        return self._report.say(f"verdict.{status}")

    def scenario(self, name: str) -> str:
        """A scenario's name; the case as it is has words of its own."""
        return self._report.say(f"scenario.{name}") if self._has(f"scenario.{name}") else name

    def fact(self, name: str) -> str:
        return headings()["facts"][name][self.language]

    def _has(self, path: str) -> bool:
        return isinstance(catalogue(self.language).get(path), str)

    def _heading(self, section: str, key: str) -> str:
        return headings()[section].get(key, {}).get(self.language, "")
