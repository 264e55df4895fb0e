"""Sections of the page on people: who gains and who loses, and the worst-hit areas. Each gives blocks of markdown."""

from __future__ import annotations

import pandas as pd

from model.case import AGE_BANDS
from model.compare.comparison import Comparison
from model.compare.people import GROWTH, LIMITS, MEAN, SOME
from model.compare.sides import Side
from model.publish.words import number, signed, table

MOST_MUNICIPALITIES = 10
MOST_SERVICES = 6
SHORT_AREAS = 5
HOW_AREAS = ("Minutes one way, mean over the headline services of all ages, each counted equally as in the runs' own summaries; only areas "
             "where it grows.")
SMALLEST_SHOWN = 0.05  # minutes: what is less would be shown as 0.0


def band_words(band: str) -> str:
    """`age_0_2` -> `0 to 2 years`."""
    return f"{band.removeprefix('age_').replace('_', ' to ')} years"


def people(comparison: Comparison, other: Side, short: bool) -> list[str]:
    """Children by change of trip, in the county, by age band and municipality, and the areas whose trips grow most."""
    rows = comparison.of("children", other)
    blocks = ["### Who loses and who gains", _county(rows), *_services(comparison, other, rows)]
    if not short:
        blocks += [_by_band(comparison, other, rows), *_by_municipality(rows)]
    return [*blocks, *_worst_areas(comparison, other, short)]


def _counts(rows: pd.DataFrame, of: str = "children", **where) -> pd.Series:
    """Children of the county or of one place, by (trip, change, minutes)."""
    for column, value in ({"municipality": "", "group": ""} | where).items():
        rows = rows[rows[column] == value]
    return rows.set_index(["trip", "change", "minutes"])[of]


def _county(rows: pd.DataFrame) -> str:
    found, lines = _counts(rows), []
    for minutes in GROWTH:
        lines.append((f"by at least {minutes} minutes", *_four(found, "longer", "shorter", minutes)))
    for minutes in LIMITS:
        lines.append((f"over {minutes} minutes, or no longer over", *_four(found, "beyond", "within", minutes)))
    heads = ("children whose trip changes", "mean trip: longer", "shorter", "some service: longer", "shorter")
    return table(heads, lines)


def _four(found: pd.Series, worse: str, better: str, minutes: int) -> tuple:
    return tuple(number(found[trip, change, minutes]) for trip in (MEAN, SOME) for change in (worse, better))


def _services(comparison: Comparison, other: Side, rows: pd.DataFrame) -> list[str]:
    """The services whose trip grows by ten minutes for most children."""
    names = comparison.first.named("service") | other.named("service")
    of_services = rows[rows["trip"].isin(names) & (rows["group"] == "")]
    longer, shorter = (of_services[(of_services["change"] == change) & (of_services["minutes"] == GROWTH[0])].set_index("trip")["children"]
                       for change in ("longer", "shorter"))
    worst = longer[longer >= 0.5].sort_values(ascending=False, kind="stable").head(MOST_SERVICES)
    if worst.empty:
        return []
    lines = [(names[service], number(children), number(shorter[service])) for service, children in worst.items()]
    return [table((f"children with at least {GROWTH[0]} minutes more or less, by service", "longer", "shorter"), lines)]


def _by_band(comparison: Comparison, other: Side, rows: pd.DataFrame) -> str:
    trips, lines = comparison.of("trips", other), []
    for band in AGE_BANDS:
        mine = trips[trips["group"] == band]
        found, children = _counts(rows, group=band), mine["children"].sum()
        before, after, change = ((mine[name] * mine["children"]).sum() / children if children else None
                                 for name in ("first_minutes", "other_minutes", "change_minutes"))
        lines.append((band_words(band), number(children), number(before, 1), number(after, 1), signed(change, 1),
                      *_four(found, "longer", "shorter", GROWTH[0])))
    first_word, other_word = comparison.pair(other)
    heads = ("age band", "children", f"mean trip, {first_word}", other_word, "change", *_ten("mean trip"), *_ten("some service"))
    return table(heads, lines)


def _ten(what: str) -> tuple[str, str]:
    return f"{what}: {GROWTH[0]} min longer", "shorter"


def _by_municipality(rows: pd.DataFrame) -> list[str]:
    """The municipalities where most children have a longer trip to some service."""
    lines = []
    for municipality in dict.fromkeys(rows.loc[rows["municipality"] != "", "municipality"]):
        found, of = _counts(rows, municipality=municipality), _counts(rows, "of_children", municipality=municipality)
        longer = SOME, "longer", GROWTH[0]
        lines.append((found[longer], (municipality, number(of[longer]), *_four(found, "longer", "shorter", GROWTH[0]))))
    worst = [line for children, line in sorted(lines, key=lambda line: -line[0]) if children >= 0.5][:MOST_MUNICIPALITIES]
    if not worst:
        return ["In no municipality does the trip to a service grow by 10 minutes."]
    return [table(("municipality", "children", *_ten("mean trip"), *_ten("some service")), worst),
            "All municipalities and age bands: `children.csv`; every area: `trips.csv`."]


def _worst_areas(comparison: Comparison, other: Side, short: bool) -> list[str]:
    rows, names = comparison.of("worst_hit_areas", other), comparison.first.named("service") | other.named("service")
    rows = rows[rows["change_minutes"] >= SMALLEST_SHOWN]
    if rows.empty:
        return ["### Worst-hit areas", "Trips grow in no area (mean over headline services, each counted equally)."]
    lines = [(f"{row.name} ({row.municipality})", number(row.children), number(row.first_minutes, 1), number(row.other_minutes, 1),
              signed(row.change_minutes, 1), names.get(row.worst_service, row.worst_service),
              f"{number(row.worst_first_minutes, 1)} to {number(row.worst_other_minutes, 1)}")
             for row in rows.head(SHORT_AREAS if short else len(rows)).drop(columns="run").itertuples(index=False)]
    heads = ("area", "children", *comparison.pair(other), "change", "service that grows most", "its minutes")
    return ["### Worst-hit areas", HOW_AREAS,
            table(heads, lines)]
