"""Borders: municipal borders from the case's boundaries.geojson, or schematic ones drawn round the areas' points.

boundaries.geojson: a FeatureCollection in degrees (WGS84); each feature a Polygon or MultiPolygon with the property `municipality`
as in areas.csv, and if wanted `municipality_sv` and `municipality_en`. `attribution` beside `features` (a text, or one for each
language) is printed in reports. A report reads the file from the run's folder or else from the case's; a map needs nothing else
that is not in the run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from shapely.geometry import shape

from model.folders import NotFound, find_case
from model.report.atlas.projection import geometry_to_metres
from model.report.refusal import Refusal

FILE = "boundaries.geojson"
POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class Borders:
    """Municipality -> polygon in metres (empty: the case has none); its names and the attribution, by language."""

    polygons: Mapping[str, object] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    attribution: Mapping[str, str] = field(default_factory=dict)

    def name(self, municipality: str, language: str) -> str:
        return self.names.get((municipality, language), municipality)


def find_borders(run_folder: Path, case: str) -> Path | None:
    """boundaries.geojson of the run, or of its case: beside the run's `runs/`, else as the case is found by name; or None."""
    beside = run_folder.resolve().parent.parent
    places = [run_folder, beside / "inputs" / case, beside / case]
    with suppress(NotFound):
        places.append(find_case(case))
    return next((place / FILE for place in places if (place / FILE).is_file()), None)


def read_borders(path: Path | None, municipalities: Sequence[str]) -> Borders:
    """The borders of a file; without one, none. Raises Refusal for a file that does not hold these municipalities' borders."""
    if path is None:
        return Borders()
    try:
        page = json.loads(path.read_text(encoding="utf-8"))
        features = [(feature["properties"], shape(feature["geometry"])) for feature in page["features"]]
        named = [(str(properties["municipality"]), properties, geometry) for properties, geometry in features]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise Refusal(f"{path} is no GeoJSON of municipal borders ({_short(error)}). Expected: a FeatureCollection of polygons, "
                      "each with the property municipality") from None
    _judge(path, named, municipalities)
    polygons = {name: shapely.make_valid(geometry_to_metres(geometry)) for name, _, geometry in named if name in set(municipalities)}
    names = {(name, language): str(properties[f"municipality_{language}"]) for name, properties, _ in named
             for language in ("fi", "sv", "en") if properties.get(f"municipality_{language}")}
    return Borders(polygons, names, _attribution(page.get("attribution", "")))


def _judge(path: Path, named: list, municipalities: Sequence[str]) -> None:
    """Raise Refusal for a missing, doubled or impossible border."""
    names = [name for name, _, _ in named]
    for name, _, geometry in named:
        if geometry.geom_type not in POLYGONS or geometry.is_empty:
            raise Refusal(f"{path}: the border of {name} is a {geometry.geom_type}; expected a Polygon or MultiPolygon")
        west, south, east, north = geometry.bounds
        if not (15 <= west <= east <= 35 and 58 <= south <= north <= 72):
            raise Refusal(f"{path}: the border of {name} is not in Finland ({west:g}, {south:g} to {east:g}, {north:g}); expected degrees "
                          "(WGS84), longitude before latitude")
    doubled = sorted({name for name in names if names.count(name) > 1})
    missing = [name for name in municipalities if name not in set(names)]
    if doubled or missing:
        what = f"has no border of {', '.join(missing)}" if missing else f"has two borders of {', '.join(doubled)}"
        raise Refusal(f"{path} {what}; expected one feature for each municipality of areas.csv, spelt alike")


def _attribution(given) -> dict[str, str]:
    if isinstance(given, Mapping):
        return {str(language): str(text) for language, text in given.items()}
    return dict.fromkeys(("fi", "sv", "en"), str(given)) if given else {}


def _short(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:80]}" if text else type(error).__name__
