"""Make: the story of a report on one page: runs -> words, names, figures -> sections -> pages and a workbook on disk."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from model.publish.run_folder import Run
from model.report.atlas.borders import Borders, find_borders, read_borders
from model.report.charts import charts
from model.report.headline import headline
from model.report.map_section import map_section
from model.report.municipalities import pages_of
from model.report.names import Names
from model.report.page import fill, write_pages
from model.report.refusal import Refusal
from model.report.runs import judge_runs
from model.report.sections import basis, changes, county, indicators, services, ways
from model.report.story import Story
from model.report.words import LANGUAGES, Words
from model.workbook.apart import workbook_apart
from model.workbook.book import DoesNotFit

ALL, WORKBOOK = "all", "report.xlsx"
SECTIONS = ("overview", "map", "charts", "beside", "services", "changes", "municipalities", "staff", "premises", "ways", "indicators",
            "basis", "model")


def make_report(runs: Sequence[Run], language: str = "fi", municipality: str | None = None, out: Path | None = None) -> list[Path]:
    """Write report-<language>.html and report.xlsx of the first run, with the other runs beside it, into its folder or `out`; with
    `municipality` (a name, or "all") also municipalities-<language>.html. Gives the files written: all of them, or none.

    Raises Refusal when a run holds no plan, the runs do not belong together, there is no such language or municipality, or a sheet
    cannot hold a table; OSError when a file cannot be written.
    """
    if language not in LANGUAGES:
        raise Refusal(f'there is no language "{language}": choose one of {", ".join(LANGUAGES)}')
    judge_runs(runs)
    words, known = Words(language), list(dict.fromkeys(runs[0].tables["areas"]["municipality"]))
    if municipality not in (None, ALL, *known):
        raise Refusal(f'there is no municipality "{municipality}" in the run {runs[0].folder.name}: choose all, or one of '
                      f'{", ".join(words.sorted(known))}')
    borders = read_borders(find_borders(runs[0].folder, runs[0].run["case"]), known)
    folder = Path(out) if out else runs[0].folder
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with workbook_apart(runs, folder / f".{WORKBOOK}.{uuid.uuid4().hex[:8]}.draft", language) as written:
            stories = [Story(run, words, Names(run, words, borders)) for run in runs]
            pages = {"report": _report(stories, borders)}
            if municipality is not None:
                pages["municipalities"] = _municipalities(stories[0], known if municipality == ALL else [municipality])
            texts = {folder / f"{name}-{language}.html": text for name, text in pages.items()}
            return write_pages(texts, {folder / WORKBOOK: written()})
    except DoesNotFit as error:
        raise Refusal(str(error)) from None


def _report(stories: Sequence[Story], borders: Borders) -> str:
    """The leadership's page."""
    story = stories[0]
    say = story.words.say
    drawn, style, data = map_section(story, borders)
    other_ways = ways.ways_tables(story)
    left_out = ({"changes", "premises"} if story.is_today else set()) | ({"beside"} if len(stories) == 1 else set())
    left_out |= set() if other_ways else {"ways"}
    return fill(
        "report.html.j2", story.words, style, with_map=True, map_data=data,
        title=say("title.today" if story.is_today else "title.plan", county=story.run.run["settings"]["county"]),
        subtitle=_subtitle(story), anchors=[part for part in SECTIONS if part not in left_out], is_today=story.is_today,
        headline=headline(story, stories[1:]), charts=charts(stories), matrix=services.matrix(story),
        runs=_beside(stories), other_inputs=any(other.run.run["inputs"] != story.run.run["inputs"] for other in stories),
        changes=changes.changes_table(story), premises=changes.premises_table(story), premises_cost=changes.premises_cost(story),
        municipalities=county.municipality_table(story), staff=county.staff_table(story), staff_by_service=county.staff_by_service(story),
        ways=other_ways, indicators=indicators.indicator_tables(story), sources=basis.sources_table(story), facts=basis.facts(story),
        priorities=basis.priorities(story), attribution=borders.attribution.get(story.words.language, ""), **drawn)


def _beside(stories: Sequence[Story]):
    """The table of several runs; None for one alone."""
    words = stories[0].words
    return county.runs_table(stories, lambda name, value: indicators.with_unit(words, name, value)) if len(stories) > 1 else None


def _municipalities(story: Story, chosen: Sequence[str]) -> str:
    """The residents' pages."""
    first = headline(story, [])
    return fill(
        "municipalities.html.j2", story.words, title=story.words.say("title.municipalities", county=story.run.run["settings"]["county"]),
        subtitle=_subtitle(story), is_today=story.is_today, verdict=first.verdict, tone=first.tone,
        assumed=story.words.per_cent(story.assumed_share, 0), notes=_resident_notes(story),
        pages=pages_of(story, chosen))


def _resident_notes(story: Story) -> str:
    say = story.words.say
    left_out = [story.names.service(service) for service in story.placeholders]
    notes = [say("residents.left_out", names=story.words.listed(left_out))] if left_out else []
    return " ".join([*notes, say("map.estimated")] if story.run.run["travel_estimated"] else notes)


def _subtitle(story: Story) -> str:
    run = story.run.run
    return story.words.say("title.subtitle", year=str(run["settings"]["year"]), scenario=county.scenario_name(story),
                           date=story.words.date(datetime.fromisoformat(run["started"]).date()))
