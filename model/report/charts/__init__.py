"""Charts: each a question of leadership as a picture, a sentence and a table. Vega-Lite draws them (through vl-convert)."""

from __future__ import annotations

from collections.abc import Sequence

from model.report.charts.access import access
from model.report.charts.certificate import certificate
from model.report.charts.municipalities import municipalities
from model.report.charts.norms import norms
from model.report.charts.vega import Chart
from model.report.story import Story


def charts(stories: Sequence[Story]) -> list[list[Chart]]:
    """The charts of the first run, beside today and the other runs, in two columns."""
    story = stories[0]
    columns = [[access(stories), norms(story)], [] if story.is_today else [municipalities(story), certificate(story)]]
    return [[chart for chart in column if chart is not None] for column in columns if any(column)]


__all__ = ["Chart", "charts"]
