"""Numbers as planners write them: a decimal point or comma is read, everything else is refused with a suggestion."""

from __future__ import annotations

import re

PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
BLANKS = " \u00a0\u2009\u202f'\u2019"  # blank, no-break, thin and narrow no-break blank, apostrophes
GROUPED = re.compile(rf"([+-]?)(\d{{1,3}}(?:[{BLANKS}]\d{{3}})+)([.,]\d+)?", re.ASCII)  # 1 234 or 1 234,5
POINTS = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})+),(\d+)|([+-]?)(\d{1,3}(?:\.\d{3}){2,})", re.ASCII)  # 1.234,5 or 1.234.567
COMMAS = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+)\.(\d+)|([+-]?)(\d{1,3}(?:,\d{3}){2,})", re.ASCII)  # 1,234.5 or 1,234,567
ONE_COMMA = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)  # 1,234: one and a bit, or a thousand?


class NotANumber(ValueError):
    """A text that is no number; `suggestion` says what was perhaps meant ("" if nothing comes to mind)."""

    def __init__(self, code: str, suggestion: str = ""):
        super().__init__(code)
        self.code, self.suggestion = code, suggestion


def read_number(text: str, comma: bool = True) -> float:
    """The number a text says; raises NotANumber. comma: a decimal comma is allowed."""
    if PLAIN.fullmatch(text) and (comma or "," not in text):
        return float(text.replace(",", "."))
    raise NotANumber(*_what_was_meant(text))


def may_be_thousands(text: str) -> bool:
    """1,234 in quotes in a comma-separated file may be 1.234 or 1234."""
    return bool(ONE_COMMA.fullmatch(text))


def _what_was_meant(text: str) -> tuple[str, str]:
    text = text.replace("\u2212", "-").replace("\u2013", "-")  # minus sign, dash
    if PLAIN.fullmatch(text):
        return "not_a_number", text.replace(",", ".")
    if match := GROUPED.fullmatch(text):
        sign, digits, decimals = match.groups()
        return "thousand_separator", sign + re.sub(r"\D", "", digits) + (decimals or "").replace(",", ".")
    for pattern in (POINTS, COMMAS):
        if match := pattern.fullmatch(text):
            sign, digits, decimals = match.group(1) or match.group(4) or "", match.group(2) or match.group(5), match.group(3)
            return "thousand_separator", sign + re.sub(r"\D", "", digits) + (f".{decimals}" if decimals else "")
    if text.endswith("%") and PLAIN.fullmatch(text[:-1].strip()):
        return "not_a_number", f"{float(text[:-1].strip().replace(',', '.')) / 100:g}"
    number = re.match(PLAIN.pattern + r"(?=\s*[^\d.,]+$)", text, re.ASCII)
    return "not_a_number", number.group().replace(",", ".") if number else ""
