"""The sheet of charts: trips within so many minutes, staff against the norms, mean trips by municipality. Each draws on the cells of
another sheet, where its figures stand."""

from __future__ import annotations

from xlsxwriter import Workbook

from model.workbook.grid import Grid
from model.workbook.words import Words

TODAY, PLANS, NEEDED = "#7F7F7F", ("#1F4E79", "#C55A11", "#548235", "#7030A0"), "#BFBFBF"
WITHIN = ("share_within_15_min", "share_within_30_min", "share_within_45_min", "share_within_60_min")
ROWS_OF_A_CHART = 24


def write_charts(book: Workbook, grids: dict[str, Grid], words: Words) -> None:
    """The charts whose figures there are."""
    sheet = book.get_worksheet_by_name(words.sheet("charts"))
    charts = [_within(book, grids, words), _norms(book, grids, words), _municipalities(book, grids, words)]
    for place, (chart, title) in enumerate(found for found in charts if found):
        chart.set_title({"name": title, "name_font": {"size": 13}})
        chart.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
        chart.set_size({"width": 900, "height": 440})
        sheet.insert_chart(1 + place * ROWS_OF_A_CHART, 0, chart, {"description": title})
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _within(book: Workbook, grids: dict[str, Grid], words: Words):
    """Shares of trips within 15, 30, 45 and 60 minutes, today and in each plan."""
    grid = grids.get("key_figures")
    rows = [] if grid is None else [row for row, name in enumerate(_values(grid, "indicator"), start=1) if name in WITHIN]
    if len(rows) != len(WITHIN):
        return None
    chart, plans, drawn = book.add_chart({"type": "column"}), 0, []
    for place, column in enumerate(grid.columns):
        if column.name in ("today", "plan") and not (column.name == "today" and list(column.values) in drawn):
            drawn.append(list(column.values))
            colour = TODAY if column.name == "today" else PLANS[plans % len(PLANS)]
            plans += column.name == "plan"
            _add(chart, grid, place, ("indicator_name",), rows[0], rows[-1], f"{column.heading} {column.run}".strip(), colour)
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0 %", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return chart, words.fact("chart_within")


def _norms(book: Workbook, grids: dict[str, Grid], words: Words):
    """FTE each norm asks for, today's and the plan's (of the first run)."""
    grid = grids.get("norms")
    if grid is None or grid.place("service_name") is None:
        return None
    runs = _values(grid, "run") if grid.place("run") is not None else []
    last = sum(run == runs[0] for run in runs) if runs else grid.rows
    chart = book.add_chart({"type": "column"})
    for name, colour in (("needed_fte", NEEDED), ("today_fte", TODAY), ("staff_fte", PLANS[0])):
        place = grid.place(name)
        _add(chart, grid, place, ("service_name", "profession_name"), 1, last, grid.columns[place].heading, colour)
    chart.set_y_axis({"name": words.unit("FTE"), "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    return chart, words.fact("chart_norms")


def _municipalities(book: Workbook, grids: dict[str, Grid], words: Words):
    """Change of the mean trip by municipality, for each plan."""
    grid = grids.get("municipalities")
    changes = [] if grid is None else [place for place, column in enumerate(grid.columns) if column.name == "mean_minutes_change"]
    if not changes:
        return None
    chart = book.add_chart({"type": "column"})
    for number, place in enumerate(changes):
        column = grid.columns[place]
        _add(chart, grid, place, ("municipality",), 1, grid.rows, column.run or column.heading, PLANS[number % len(PLANS)])
    chart.set_x_axis({"label_position": "low", "num_font": {"rotation": -60, "size": 8}})
    chart.set_y_axis({"name": words.unit("minutes one way"), "num_format": "0.0", "major_gridlines": {
        "visible": True, "line": {"color": "#D9D9D9"}}})
    return chart, words.fact("chart_municipalities")


def _add(chart, grid: Grid, place: int, categories: tuple[str, ...], first: int, last: int, name: str, colour: str) -> None:
    """A series of the grid's rows first to last; columns of categories stand beside each other."""
    chart.add_series({
        "name": name, "values": [grid.title, first, place, last, place], "fill": {"color": colour},
        "categories": [grid.title, first, grid.place(categories[0]), last, grid.place(categories[-1])]})


def _values(grid: Grid, name: str) -> list:
    return list(grid.columns[grid.place(name)].values)
