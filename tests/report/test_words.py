"""Words: the three catalogues agree, nothing is missing or left over, and numbers are written as each language writes them."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from model.report.words import LANGUAGES, Words, catalogue
from model.results.indicators import registry
from model.schema.dictionary import input_tables, settings

ROOM = Path(__file__).resolve().parents[2] / "model" / "report"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def forms(text) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def named_in_the_code() -> tuple[set[str], list[re.Pattern]]:
    """Texts named whole in modules and templates, and patterns of those whose name is put together (f"term.{term}", "nav." ~ part)."""
    whole, patterns = set(), []
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values)
                patterns.append(re.compile("".join(parts)))
    for path in ROOM.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        whole |= set(re.findall(r"""["']([\w.]+)["']""", text))
        patterns += [re.compile(re.escape(start) + r"\w+") for start in re.findall(r"""["']([a-z_]+\.)["'] ~""", text)]
    return whole, [pattern for pattern in patterns if re.match(r"[a-z_]+\\\.", pattern.pattern)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_every_language_with_the_same_values(language):
    finnish, other = catalogue("fi"), catalogue(language)
    assert other.keys() == finnish.keys()
    for path, text in finnish.items():
        assert {*PLACEHOLDER.findall("".join(forms(text)))} == {*PLACEHOLDER.findall("".join(forms(other[path])))}, path
        assert isinstance(text, dict) == isinstance(other[path], dict), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_counted_texts_have_their_forms(language):
    plurals = set(Words(language).locale.plural_form.tags) | {"other"}
    for path, text in catalogue(language).items():
        assert all(form.strip() for form in forms(text)), path
        assert not isinstance(text, dict) or set(text) == plurals, path


def test_every_text_is_used_and_every_text_used_is_there():
    whole, patterns = named_in_the_code()
    texts = catalogue("fi")
    assert not [path for path in texts if path not in whole and not any(pattern.fullmatch(path) for pattern in patterns)]
    groups = {path.split(".")[0] for path in texts}
    named = [name for name in whole if re.fullmatch(r"[a-z_]+(\.[a-z_]\w*)+", name) and name.split(".")[0] in groups]
    named = [name for name in named if not name.endswith((".j2", ".js"))]
    assert not [name for name in named if not any(path.startswith(name) for path in texts)]


def test_words_keep_up_with_the_dictionary():
    """What the dictionary can name, the report can name: a new indicator, unit, table, tier, term or policy needs its words."""
    texts = catalogue("fi")
    for name, entry in registry().items():
        assert {f"indicator.{name}.{part}" for part in ("name", "of", "meaning")} <= texts.keys(), name
        assert f"indicator_unit.{entry['unit'].replace(' ', '_')}" in texts, entry["unit"]
        assert f"topic.{entry['topic']}" in texts
    wanted = {f"input.{name}" for name in input_tables()}
    wanted |= {f"tier.{tier}" for tier in input_tables()["sites"].columns["tier_today"].choices}
    wanted |= {f"term.{term}" for term in settings()["objective.levels"].terms}
    wanted |= {f"policy.{choice}" for choice in settings()["assignment_policy"].choices}
    wanted |= {f"alone.{choice}" for choice in settings()["lone_worker_rule"].choices}
    wanted |= {f"norm_rule.{choice}" for choice in input_tables()["staffing"].columns["norm_rule"].choices}
    assert wanted <= texts.keys(), wanted - texts.keys()


@pytest.mark.parametrize("language, number, share, signed, day", [
    ("fi", "1\u00a0234,5", "12,3\u00a0%", "−0,7", "5. maaliskuuta 2026"),
    ("sv", "1\u00a0234,5", "12,3\u00a0%", "−0,7", "5 mars 2026"),
    ("en", "1,234.5", "12.3\u00a0%", "−0.7", "5 March 2026")])
def test_numbers_and_dates_are_the_languages_own(language, number, share, signed, day):
    words = Words(language)
    assert words.number(1234.5, 1) == number
    assert words.per_cent(0.123) == share
    assert words.signed(-0.66, 1) == signed and words.signed(0.04, 1).startswith("±") and words.signed(2) == "+2"
    assert words.number(-0.04, 1) == words.number(0.0, 1)
    assert words.number(float("nan")) == words.per_cent(None) == "–"
    assert words.date(date(2026, 3, 5)) == day


def test_lists_plurals_and_the_alphabet():
    words = Words("fi")
    assert words.listed(["a", "b", "c"]) == "a, b ja c" and words.listed([]) == "–"
    assert words.listed(list("abcdef"), 2) == "a, b ja 4 muuta"
    assert words.listed(list("abc"), 2) == "a, b ja c"
    assert words.say("unit.sites", n=1) == "toimipiste" and words.say("unit.sites", n=0) == "toimipistettä"
    assert words.sorted(["Äetsä", "Åbo", "Öja", "Akaa", "Zzz"]) == ["Akaa", "Zzz", "Åbo", "Äetsä", "Öja"]


def test_days_are_written_as_on_a_timetable():
    assert [Words("fi").days(days) for days in (5, 2, 0.5, 2.5, 0.2)] == ["5", "2", "½", "2½", "0,2"]


def test_a_text_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        Words("fi").say("no.such.text")
