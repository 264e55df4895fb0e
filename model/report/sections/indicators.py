"""Indicators: every one of the registry with its value, unit, denominator and meaning, in the language of the report."""

from __future__ import annotations

import math
from collections.abc import Callable

from model.report.figures import Value
from model.report.story import Story
from model.report.tables import Head, Table
from model.report.words import Words
from model.results.indicators import registry

DECIMALS = {"minutes one way": 1, "days a week": 1, "FTE": 1, "FTE per 1000": 2, "room days a week": 1, "places": 1}
TOPICS = ("availability", "accessibility", "quality", "change", "ways", "network", "cost")
PLAIN_SHARES = frozenset({"gini_minutes"})


def shown(words: Words, name: str) -> Callable[[float], str]:
    """How a value of an indicator is written: shares in per cent, the rest with the decimals of its unit."""
    unit = registry()[name]["unit"]
    if name in PLAIN_SHARES:
        return lambda value: words.number(value, 2)
    if unit == "share":
        return lambda value: words.per_cent(value, 1)
    return lambda value: words.number(value, DECIMALS.get(unit, 0))


def changed(words: Words, name: str, value: Value) -> str:
    """The change of an indicator; of a share in percentage points."""
    unit = registry()[name]["unit"]
    if name in PLAIN_SHARES:
        return words.signed(value.change, 2)
    if unit == "share":
        return words.say("unit.points", change=words.signed(100 * value.change, 1))
    return words.signed(value.change, DECIMALS.get(unit, 0))


def unit_of(words: Words, name: str) -> str:
    """The unit in words; shares are printed in per cent."""
    if name in PLAIN_SHARES:
        return words.say("unit.index")
    return words.say(f"indicator_unit.{registry()[name]['unit'].replace(' ', '_')}")


def with_unit(words: Words, name: str, value: float) -> tuple[str, str]:
    """(name of the indicator with its unit, value)."""
    return f"{words.say(f'indicator.{name}.name')}, {unit_of(words, name)}", shown(words, name)(value)


def indicator_tables(story: Story) -> list[Table]:
    """A table for each topic: name, today, plan, change, unit, what it is measured over, meaning."""
    words = story.words
    tables = []
    for topic in TOPICS:
        names = [name for name, entry in registry().items() if entry["topic"] == topic]
        rows = [_row(story, name) for name in names if not math.isnan(_value(story, name).plan)]
        columns = ["today"] if story.is_today else ["today", "plan", "change"]
        top = [Head(words.say("indicators.name"), False), *(Head(words.say(f"column.{name}")) for name in columns),
               *(Head(words.say(f"indicators.{name}"), False) for name in ("unit", "of", "meaning"))]
        if rows:
            tables.append(Table(words.say(f"topic.{topic}"), top, rows))
    return tables


def _value(story: Story, name: str) -> Value:
    return story.indicator(name)


def _row(story: Story, name: str) -> list[str]:
    words, value = story.words, _value(story, name)
    write = shown(words, name)
    figures = [write(value.today)] if story.is_today else [write(value.today), write(value.plan), changed(words, name, value)]
    return [words.say(f"indicator.{name}.name"), *figures, unit_of(words, name),
            words.say(f"indicator.{name}.of"), words.say(f"indicator.{name}.meaning")]
