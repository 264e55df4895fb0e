"""The first sheet: what each run is, how sure it is and what it rests on, and where to find the rest."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook

from model.publish.run_folder import Run
from model.workbook.book import put_text
from model.workbook.formats import ONE, TWO, WHOLE, Styles
from model.workbook.grid import for_paper
from model.workbook.words import Words

PER_CENT = "0.00 %"
YEAR = "0"
Fact = tuple[str, object, str]  # label; text, number or None (nothing known); number format


def write_facts(book: Workbook, styles: Styles, runs: list[tuple[str, Run]], words: Words, contents: list[tuple[str, int]]) -> None:
    """The sheet of facts, a column for each run; contents: (title of a sheet, rows), 0 rows = it is left out of the workbook."""
    sheet = book.get_worksheet_by_name(words.sheet("facts"))
    names = list(dict.fromkeys(str(_settings(run).get("name") or run.run["case"]) for _, run in runs))
    put_text(sheet, 0, 0, f"{words.fact('title')}: {', '.join(names)}", styles.title)
    if len(runs) > 1:
        for place, (name, _) in enumerate(runs, start=1):
            put_text(sheet, 1, place, name, styles.bold)
    row = _facts_below(sheet, styles, 2, [dict(_keyed(_answer(run, words))) for _, run in runs])
    first, after = row + 2, row + 2 + len(contents)
    put_text(sheet, first - 1, 0, words.fact("contents"), styles.bold)
    for row, (title, rows) in enumerate(contents, start=first):
        if rows:
            sheet.write_url(row, 0, f"internal:'{title}'!A1", styles.link, title)
            sheet.write_number(row, 1, rows, styles.figure(WHOLE))
        else:
            put_text(sheet, row, 0, title, styles.quiet)
            put_text(sheet, row, 1, words.fact("no_rows"), styles.quiet)
    put_text(sheet, after + 1, 0, words.fact("technical"), styles.bold)
    _facts_below(sheet, styles, after + 2, [dict(_keyed(_technical(run.run, words))) for _, run in runs])
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(runs), 76 if len(runs) == 1 else 54)
    sheet.set_row(0, 26)
    sheet.set_row(2, 32)  # the outcome is a sentence or two
    for_paper(sheet)


def _facts_below(sheet, styles: Styles, row: int, facts: list[dict]) -> int:
    """Facts of the runs side by side from this row on; gives the row after them."""
    for label in dict.fromkeys(label for of_run in facts for label in of_run):
        put_text(sheet, row, 0, label, styles.label)
        for place, of_run in enumerate(facts, start=1):
            _put(sheet, styles, row, place, *of_run.get(label, (None, "")))
        row += 1
    return row


def _keyed(facts: Iterator[Fact]) -> Iterator[tuple[str, tuple]]:
    yield from ((label, (value, form)) for label, value, form in facts)


def _put(sheet, styles: Styles, row: int, place: int, value, form: str) -> None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, place, value, styles.figure(form))
    elif value is not None:
        put_text(sheet, row, place, str(value), styles.wrapped)


def _settings(run: Run) -> dict:
    return run.run.get("settings") or {}


def _answer(run: Run, words: Words) -> Iterator[Fact]:
    """What was found, how sure it is, and for which question."""
    said, settings = run.run, _settings(run)
    yield words.fact("status"), _status(run, words), ""
    yield words.fact("gap"), said.get("gap"), PER_CENT
    yield words.fact("gap_hours"), said.get("gap_hours"), WHOLE
    yield from _trust(said, words)
    yield words.fact("case"), settings.get("name") or said["case"], ""
    yield words.fact("county"), settings.get("county"), ""
    yield words.fact("year"), settings.get("year"), YEAR
    yield words.fact("scenario"), words.scenario(said.get("scenario") or "base"), ""


def _technical(said: dict, words: Words) -> Iterator[Fact]:
    """What it takes to make the run again."""
    options = said.get("options") or {}
    yield words.fact("started"), str(said["started"]).replace("T", " ") if "started" in said else None, ""
    yield words.fact("seconds"), said.get("seconds"), ONE
    yield words.fact("objective"), said.get("objective"), TWO
    yield words.fact("bound"), said.get("bound"), TWO
    yield words.fact("asked_gap"), options.get("gap"), PER_CENT
    yield words.fact("time_limit"), options.get("time_limit"), WHOLE
    yield words.fact("seed"), said.get("seed"), YEAR
    for package, version in (said.get("versions") or {}).items():
        yield f"{words.fact('version')}: {package}", str(version), ""
    for file, digest in (said.get("inputs") or {}).items():
        yield f"{words.fact('input')}: {file}", f"sha256 {digest}", ""


def _status(run: Run, words: Words) -> str:
    """The outcome in a sentence; the words of a report where there is a plan."""
    status = run.run["status"]
    has_plan = len(run.tables.get("indicators", ())) > 0
    return words.verdict(status) if has_plan and status != "today" else words.fact(status)


def _trust(said: dict, words: Words) -> Iterator[Fact]:
    """Audit, assumptions and estimates: how far the figures can be trusted."""
    audit = said.get("audit") or {}
    if said["status"] != "today":  # today's network may break rules; the sheet of broken rules says which
        passed = {True: "audit_passed", False: "audit_failed"}.get(audit.get("passed"), "audit_none")
        yield words.fact("audit"), words.fact(passed), ""
    yield words.fact("checks"), audit.get("checks"), WHOLE
    yield words.fact("figures"), said.get("figures"), WHOLE
    yield words.fact("assumptions"), said.get("assumptions"), WHOLE
    if "travel_estimated" in said:
        yield words.fact("travel_estimated"), words.fact("estimated" if said["travel_estimated"] else "given"), ""
    if "public_transport_given" in said:
        yield words.fact("public_transport"), words.fact("given" if said["public_transport_given"] else "absent"), ""
    if said.get("staff_is_derived"):
        yield words.fact("staff_is_derived"), words.fact("derived"), ""
