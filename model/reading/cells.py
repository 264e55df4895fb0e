"""One cell's text to one typed value by its column of the dictionary. Wrong text raises Wrong; nothing is repaired."""

from __future__ import annotations

import datetime
import math
import re

from model.reading.numbers import NotANumber, may_be_thousands, read_number
from model.reading.words import did_you_mean
from model.schema.dictionary import Column

SPREADSHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|PUUTTUU!|VIITTAUS!|ARVO!|JAKO/0!|NIMI\?|LUKU!)")
FINNISH_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
COMMON = ("source", "note")  # free texts: blanks around them do no harm


class Wrong(ValueError):
    """A cell that does not say what its column wants; the arguments are those of a Finding."""

    def __init__(self, code: str, expected: str, repair: str = "", found: str = ""):
        super().__init__(code)
        self.code, self.expected, self.repair, self.found = code, expected, repair, found


def read_cell(text: str, column: Column, comma_separated: bool = False):
    """The typed value of a cell that is not empty; raises Wrong.

    comma_separated: the file separates cells by commas, so a decimal comma stood in quotes.
    """
    if SPREADSHEET_ERROR.fullmatch(text):
        raise Wrong("spreadsheet_error", "a value", "Mend the formula in the spreadsheet and save again.")
    if text != text.strip() and column.name not in COMMON:
        raise Wrong("stray_blanks", "a value without blanks around it", f'Did you mean "{text.strip()}"?')
    if column.is_number:
        return _number(text, column, comma_separated)
    return READERS.get(column.type, _text)(text, column)


def _number(text: str, column: Column, comma_separated: bool) -> float:
    expected = number_words(column)
    try:
        value = read_number(text)
    except NotANumber as trouble:
        likely = trouble.suggestion and (column.type == "share" or not text.endswith("%"))
        repair = f'Did you mean "{trouble.suggestion}"?' if likely else "Write a number, or leave the cell empty."
        if trouble.code == "thousand_separator":
            raise Wrong(trouble.code, "a number without thousand separators", repair) from None
        raise Wrong(trouble.code, expected, repair) from None
    if comma_separated and may_be_thousands(text) and _fits(thousands := float(text.replace(",", "")), column):
        raise Wrong("thousand_separator", "a number that can be read in one way only",
                    f"Write {thousands:.0f} or {text.replace(',', '.')}.")
    if column.type == "integer" and value != int(value):
        raise Wrong("not_an_integer", expected, f"Write {round(value)}, for example.")
    if not _fits(value, column):
        raise Wrong("number_out_of_range", expected, _range_repair(value, column))
    return value


def _fits(value: float, column: Column) -> bool:
    return math.isfinite(value) and (column.min is None or value >= column.min) and (column.max is None or value <= column.max)


def _range_repair(value: float, column: Column) -> str:
    if column.type == "share" and 1 < value <= 100:
        return f"Did you mean {value / 100:g} ({value:g} %)?"
    if column.name in ("lat", "lon") and abs(value) > 1000:
        return "Coordinates are degrees (WGS84), not metres (ETRS-TM35FIN)."
    if (column.name == "lat" and 19 <= value <= 32) or (column.name == "lon" and 59 <= value <= 71):
        return "Are lat and lon swapped?"
    return ""


def number_words(column: Column) -> str:
    """What a number column wants, in words: "a whole number of at least 1, at most 3 (rooms)"."""
    words = "a share" if column.type == "share" else "a whole number" if column.type == "integer" else "a number"
    if column.min is not None and column.max is not None:
        words += f" between {column.min:g} and {column.max:g}"
    elif column.min is not None:
        words += f" of at least {column.min:g}"
    elif column.max is not None:
        words += f" of at most {column.max:g}"
    return f"{words} ({column.unit})" if column.unit else words


def _choice(text: str, column: Column) -> str:
    if text not in column.choices:
        raise Wrong("unknown_word", f"one of {', '.join(column.choices)}", did_you_mean(text, column.choices))
    return text


def _yes_no(text: str, column: Column) -> bool:
    if text not in ("yes", "no"):
        meant = "yes" if text.lower() in ("yes", "y", "true", "1", "kyllä", "ja", "tosi") else "no"
        known = text.lower() in ("no", "n", "false", "0", "ei", "nej", "epätosi") or meant == "yes"
        raise Wrong("not_yes_or_no", "yes or no", f'Did you mean "{meant}"?' if known else "")
    return text == "yes"


def _date(text: str, column: Column) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return datetime.date.fromisoformat(text).isoformat()
        day, month, year = map(int, FINNISH_DATE.fullmatch(text).groups())
        meant = f'Did you mean "{datetime.date(year, month, day)}"?'
    except (ValueError, AttributeError):
        meant = ""
    raise Wrong("not_a_date", "a date (year-month-day, such as 2024-03-31)", meant)


def _id(text: str, column: Column) -> str:
    if "|" in text or "\n" in text:
        raise Wrong("id_with_separator", "an id without | and line breaks", "| separates several ids in one cell.")
    return text


def _list(text: str, column: Column) -> tuple[str, ...]:
    words = text.split("|")
    if not all(words) or any(word != word.strip() for word in words):
        raise Wrong("not_a_list", "values separated by | alone",
                    f'Did you mean "{"|".join(w.strip() for w in words if w.strip())}"?')
    if len(set(words)) < len(words):
        raise Wrong("not_a_list", "a list without repeats", f'Did you mean "{"|".join(dict.fromkeys(words))}"?')
    for word in words if column.type == "choices" else ():
        if word not in column.choices:
            parts = re.split(r"[;,/+ ]+", word)
            several = f'Did you mean "{"|".join(parts)}"?' if set(parts) <= set(column.choices) else ""
            raise Wrong("unknown_word", f"one or several of {', '.join(column.choices)}, separated by |",
                        several or did_you_mean(word, column.choices),
                        f'"{word}" is not one of {", ".join(column.choices)}')
    return tuple(words)


def _text(text: str, column: Column) -> str:
    return text


READERS = {"choice": _choice, "choices": _list, "references": _list, "yes_no": _yes_no, "date": _date, "id": _id}
