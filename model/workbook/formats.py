"""Number formats by the dictionary's units, and the few colours and fonts of a workbook."""

from __future__ import annotations

from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format

ONE, TWO, WHOLE = "#,##0.0", "#,##0.00", "#,##0"
BY_UNIT = {
    "share": "0.0 %", "FTE": TWO, "FTE per 1000": TWO, "minutes one way": ONE, "days a week": ONE, "rooms": ONE, "room days a week": ONE,
    "visits a year": ONE, "changes": TWO, "FTE a supervisor FTE": ONE, "working days": ONE, "cases a year": ONE, "places": ONE,
    "year": "0", "thousand euros a year and place": ONE, "degrees north (WGS84)": "0.00000", "degrees east (WGS84)": "0.00000"}
GAP = "_-"  # room between a figure and the text in the next column
# Blue and orange are told apart with every kind of colour vision; white is no change.
LESS, MORE, NOTICE, SHADE = "#9CC5E8", "#F4B183", "#FBE0C8", "#DCE6F1"


def number_format(unit: str, signed: bool = False) -> str:
    """The format of a figure in this unit; units not named here are counts or sums, shown whole."""
    plain = BY_UNIT.get(unit, WHOLE if unit else "0.####")
    return f"+{plain};-{plain};{plain}" if signed and unit else plain


def smallest_shown(form: str) -> float:
    """Half of the last digit a format shows: smaller figures look like nothing."""
    decimals = form.split(";")[0].partition(".")[2].count("0")
    return 0.5 * 10.0 ** -(decimals + (2 if "%" in form else 0))


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook):
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.quiet = book.add_format({"font_color": "#595959", "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#1F4E79", "underline": 1})
        self.head = book.add_format({"text_wrap": True, "valign": "top", "bg_color": SHADE, "bottom": 1})
        self.head_name = book.add_format({"bold": True})
        self.head_unit = book.add_format({"font_color": "#404040", "font_size": 9})
        self.less, self.more, self.notice = (book.add_format({"bg_color": colour}) for colour in (LESS, MORE, NOTICE))
        self.label = book.add_format({"valign": "top"})
        self.number, self.figure = cache(self._number), cache(self._figure)

    def _figure(self, form: str) -> Format:
        """A figure beside its label, to the left."""
        return self.book.add_format({"num_format": form, "align": "left", "valign": "top"})

    def _number(self, form: str) -> Format:
        """A figure in a column."""
        return self.book.add_format({"num_format": ";".join(f"{part}{GAP}" for part in form.split(";"))})
