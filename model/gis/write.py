"""Layers to files that QGIS and every other map program open: GeoJSON, one file a layer, or one GeoPackage."""

from __future__ import annotations

import json
import math
import uuid
from pathlib import Path

import numpy as np

from model.gis.layers import Layer, layers
from model.publish.run_folder import Run

FORMATS = ("geojson", "gpkg")
DECIMALS = 6  # of degrees, about ten centimetres: RFC 7946, section 11.2
WGS84, ETRS_TM35FIN = "EPSG:4326", "EPSG:3067"


class MissingExtra(ImportError):
    """A library that only this format needs is not installed; the message says how to get it."""


def write_layers(run: Run, folder: Path, form: str) -> list[Path]:
    """Write the run's layers into the folder (made if need be) and give the files: `<layer>.geojson` in WGS84 by RFC 7946, or
    `<run>.gpkg` in ETRS-TM35FIN. Files of the same name are replaced.

    Raises model.gis.layers.NoPlaces for a run without places, MissingExtra without the libraries of GeoPackage, OSError when the
    folder cannot be written, ValueError for another format.
    """
    if form not in FORMATS:
        raise ValueError(f'"{form}" is not one of the formats {", ".join(FORMATS)}')
    found = layers(run)
    if form == "gpkg":
        return [_geopackage(found, folder / f"{run.folder.name}.gpkg")]
    texts = {folder / f"{layer.name}.geojson": json.dumps(geojson(layer), ensure_ascii=False, allow_nan=False) for layer in found}
    folder.mkdir(parents=True, exist_ok=True)
    drafts = {file: _draft(file) for file in texts}
    try:
        for file, text in texts.items():
            drafts[file].write_text(f"{text}\n", encoding="utf-8", newline="\n")
        for file, draft in drafts.items():
            draft.replace(file)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return list(texts)


def geojson(layer: Layer) -> dict:
    """The layer as a FeatureCollection; a figure that is not there is null."""
    columns = {name: _plain(values) for name, values in layer.attributes.items()}
    rows = zip(*columns.values()) if columns else ()
    features = [{"type": "Feature", "geometry": _geometry(layer, points), "properties": dict(zip(columns, row))}
                for points, row in zip(layer.coordinates, rows)]
    return {"type": "FeatureCollection", "name": layer.name, "features": features}


def _geometry(layer: Layer, points: list[tuple[float, float]]) -> dict:
    rounded = [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in points]
    return {"type": layer.geometry, "coordinates": rounded[0] if layer.geometry == "Point" else rounded}


def _plain(values) -> list:
    """Python's own words, numbers as written in the tables, None for no number."""
    if values.dtype.kind == "f":
        return [None if math.isnan(value) else _short(value) for value in values.tolist()]
    return values.tolist()


def _short(value: float) -> float | int:
    """Ten digits, as in the tables; a whole number without a point."""
    value = float(f"{value:.10g}")
    return int(value) if value.is_integer() else value


def _geopackage(found: list[Layer], file: Path) -> Path:
    """One GeoPackage with every layer, projected to ETRS-TM35FIN."""
    try:
        import geopandas
        import pyogrio
        import shapely
    except ImportError as error:
        raise MissingExtra("GeoPackage needs libraries that are not installed: install the extra gis "
                           "(pip install 'perheverkko[gis]' -c constraints.txt), or write GeoJSON") from error
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(file)
    try:
        for number, layer in enumerate(found):
            corners = np.array(layer.coordinates, dtype=float).reshape(len(layer.coordinates), 1 if layer.geometry == "Point" else 2, 2)
            shapes = shapely.points(corners[:, 0]) if layer.geometry == "Point" else shapely.linestrings(corners)
            frame = geopandas.GeoDataFrame(layer.attributes, geometry=shapes, crs=WGS84).to_crs(ETRS_TM35FIN)
            pyogrio.write_dataframe(frame, draft, layer=layer.name, driver="GPKG", append=number > 0, geometry_type=layer.geometry)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return file


def _draft(file: Path) -> Path:
    return file.with_name(f".{uuid.uuid4().hex[:8]}.{file.name}")
