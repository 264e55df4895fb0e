"""Conditional colours: growth and shrinkage of trips, rooms that are full, what is missing or broken. Blue is less, orange is more or
asks for attention; every coloured cell also shows its figure."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from model.workbook.formats import LESS, MORE, Styles, smallest_shown
from model.workbook.grid import Grid
from model.workbook.words import Words

FULL = 0.95
MOST_MINUTES = 10  # of change: the strongest colour
WORTH_A_COLOUR = 0.005
GROWTH = ("change_minutes", "worst_change_minutes", "mean_minutes_change")
MISSING = ("shortfall_fte", "excess_room_days", "broken", "recruit_fte")


def colour(grid: Grid, styles: Styles, words: Words) -> None:
    """Colour what the grid has of these columns."""
    for place, column in enumerate(grid.columns):
        cells = grid.cells(place)
        if column.name in GROWTH:
            grid.sheet.conditional_format(cells, {
                "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": -MOST_MINUTES,
                "mid_value": 0, "max_value": MOST_MINUTES, "min_color": LESS, "mid_color": "#FFFFFF", "max_color": MORE})
        if column.name in MISSING:
            grid.sheet.conditional_format(cells, {
                "type": "cell", "criteria": ">", "value": WORTH_A_COLOUR, "format": styles.more})
        if column.name == "beyond_limit":
            grid.sheet.conditional_format(cells, {
                "type": "cell", "criteria": "==", "value": f'"{words.value("yes")}"', "format": styles.more})
    if grid.place("room_days_used") is not None and grid.place("room_days_available") is not None:
        used, available = (f"${grid.letter(name)}2" for name in ("room_days_used", "room_days_available"))
        grid.sheet.conditional_format(grid.cells(grid.place("room_days_used")), {
            "type": "formula", "criteria": f"={used}>={FULL}*{available}", "format": styles.notice})


def colour_changes(grid: Grid, styles: Styles, words: Words) -> None:
    """Key figures: a change for the better blue, for the worse orange, by the column that says what is better; none too small to see."""
    better = grid.letter("better")
    for place, column in enumerate(grid.columns):
        if column.name != "change":
            continue
        letter = xl_col_to_name(place)
        for size in sorted({smallest_shown(form) for form in column.form}):
            rows = [row for row, form in enumerate(column.form, start=2) if smallest_shown(form) == size]
            shrinks, grows = f"{letter}{rows[0]}<={-size:.6f}", f"{letter}{rows[0]}>={size:.6f}"
            less, more = (f'${better}{rows[0]}="{words.value(word)}"' for word in ("less", "more"))
            cells = {"multi_range": " ".join(f"{letter}{row}" for row in rows), "type": "formula"}
            for style, if_less, if_more in ((styles.less, shrinks, grows), (styles.more, grows, shrinks)):
                criteria = f"=OR(AND({less},{if_less}),AND({more},{if_more}))"
                grid.sheet.conditional_format(f"{letter}{rows[0]}", {**cells, "criteria": criteria, "format": style})
