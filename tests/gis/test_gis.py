"""Map layers: what is in them, RFC 7946, and a GeoPackage that is read back."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest

from model.gis.layers import NoPlaces, layers
from model.gis.write import MissingExtra, write_layers
from tests.results.hand import tables_of


def features(file) -> list[dict]:
    """The file's features; fails on NaN and Infinity, which are no JSON."""

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    read = json.loads(file.read_text(encoding="utf-8"), parse_constant=refuse)
    assert read["type"] == "FeatureCollection" and "crs" not in read
    return read["features"]


@pytest.fixture(scope="module")
def files(plan_run, tmp_path_factory):
    return {file.stem: features(file) for file in write_layers(plan_run, tmp_path_factory.mktemp("gis") / "new", "geojson")}


def test_sites_have_their_place_and_what_the_plan_has_there(files):
    assert [site["geometry"] for site in files["sites"]] == [
        {"type": "Point", "coordinates": point} for point in ([23.71, 61.51], [23.89, 61.51], [23.8, 61.51])]  # lon, lat
    one, two, three = (site["properties"] for site in files["sites"])
    assert (one["name"], one["tier_today"], one["tier"], one["change"], one["staff_fte"]) == ("One", "campus", "campus", "stays", 3)
    assert one["hosts"] == "clinic (daily), therapy (daily)" and two["hosts"] == "clinic (weekly), therapy (daily)"
    assert (three["change"], three["tier"], three["staff_fte"], three["hosts"]) == ("not in use", "", None, "")


def test_areas_have_their_people_and_trips(files):
    # as in the table areas: A2 15 today, 17.5 in the plan
    two = files["areas"][1]
    assert two["geometry"] == {"type": "Point", "coordinates": [23.8, 61.5]}
    assert [two["properties"][name] for name in ("area", "name", "municipality", "children", "today_minutes", "plan_minutes",
                                                 "change_minutes")] == ["A2", "Area A2", "Alku", 1000, 15, 17.5, 2.5]


def test_assignments_are_lines_from_area_to_site(files):
    assert len(files["assignments"]) == 7  # those that go to a site; remote, purchased and unmet have no place
    line = next(line for line in files["assignments"] if line["properties"]["area"] == "A3" and line["properties"]["service"] == "therapy")
    assert line["geometry"] == {"type": "LineString", "coordinates": [[23.9, 61.5], [23.89, 61.51]]}
    assert line["properties"] == {"area": "A3", "area_name": "Area A3", "service": "therapy", "site": "S2", "site_name": "Two",
                                  "share": 0.4, "visits": 60, "travel_minutes": 10, "beyond_limit": False}


@pytest.mark.parametrize(("before", "after", "change"), [
    ("campus", "", "closes"), ("", "station", "opens"), ("campus", "station", "changes tier")])
def test_changes_of_sites(plan_run, before, after, change):
    sites = plan_run.tables["sites"].assign(tier_today=before, tier=after)
    found, *_ = layers(replace(plan_run, tables={**plan_run.tables, "sites": sites}))
    assert found.attributes["change"].tolist() == [change] * 3


def test_a_geopackage_is_in_etrs_tm35fin(plan_run, tmp_path):
    pyogrio = pytest.importorskip("pyogrio", reason="the extra gis is not installed")
    file, = write_layers(plan_run, tmp_path / "maps", "gpkg")
    assert file.name == "plan.gpkg" and [path.name for path in (tmp_path / "maps").iterdir()] == ["plan.gpkg"]
    assert pyogrio.list_layers(file).tolist() == [["sites", "Point"], ["areas", "Point"], ["assignments", "LineString"]]
    sites = pyogrio.read_dataframe(file, layer="sites")
    assert sites.crs.to_epsg() == 3067 and len(sites) == 3
    # TM35FIN by Kruger's series on GRS 80 (JHS 197): 61.51 N 23.71 E is 324,965 E 6,824,017 N
    assert (sites.geometry.x[0], sites.geometry.y[0]) == pytest.approx(TM35FIN(61.51, 23.71), abs=0.01)
    lines = pyogrio.read_dataframe(file, layer="assignments")
    assert len(lines) == 7 and list(lines.geometry.geom_type.unique()) == ["LineString"]
    assert lines["share"].tolist() == pytest.approx([0.9, 0.45, 0.45, 0.9, 1, 1, 0.4])


def TM35FIN(lat: float, lon: float) -> tuple[float, float]:
    """(E, N) metres by the formulas of JHS 197, so that the projection is not judged by itself."""
    from math import asinh, atan, atanh, cos, cosh, pi, radians, sin, sinh, sqrt, tan

    f, a, k0, e0 = 1 / 298.257222101, 6378137.0, 0.9996, 500000.0
    n = f / (2 - f)
    a1 = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    e = sqrt(2 * f - f**2)
    h = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180, 13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
         61 * n**3 / 240 - 103 * n**4 / 140, 49561 * n**4 / 161280)
    phi, turn = radians(lat), radians(lon - 27)
    q = asinh(tan(phi)) - e * atanh(e * sin(phi))
    beta = atan(sinh(q))
    eta = atanh(cos(beta) * sin(turn))
    xi = asin_safe(sin(beta) * cosh(eta))
    xi_sum = xi + sum(h[i] * sin(2 * (i + 1) * xi) * cosh(2 * (i + 1) * eta) for i in range(4))
    eta_sum = eta + sum(h[i] * cos(2 * (i + 1) * xi) * sinh(2 * (i + 1) * eta) for i in range(4))
    assert abs(xi_sum) < pi / 2
    return a1 * eta_sum * k0 + e0, a1 * xi_sum * k0


def asin_safe(value: float) -> float:
    from math import asin

    return asin(max(-1.0, min(1.0, value)))


def test_without_the_extra_the_sentence_names_it(plan_run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    with pytest.raises(MissingExtra, match=r"perheverkko\[gis\]"):
        write_layers(plan_run, tmp_path / "maps", "gpkg")
    assert not (tmp_path / "maps").exists()


def test_a_run_without_places_or_another_format_is_refused(plan_run, tmp_path):
    bare = replace(plan_run, tables={name: table for name, table in plan_run.tables.items() if name not in ("areas", "sites")})
    with pytest.raises(NoPlaces, match="no table areas, sites"):
        write_layers(bare, tmp_path / "maps", "geojson")
    with pytest.raises(ValueError, match='"shp" is not one of the formats'):
        write_layers(plan_run, tmp_path / "maps", "shp")
    assert not (tmp_path / "maps").exists()


def test_todays_network_is_drawn_too(rich, today_run):
    sites, _, lines = layers(today_run)
    assert sites.attributes["change"].tolist() == ["stays", "stays", "not in use"]
    assert len(lines.attributes) == (tables_of(rich)["assignments"]["channel"] == "site").sum()


def test_no_visits_to_sites_make_an_empty_layer(plan_run, tmp_path):
    tables = {**plan_run.tables, "assignments": plan_run.tables["assignments"].iloc[:0]}
    found = write_layers(replace(plan_run, tables=tables), tmp_path, "geojson")
    assert features(found[2]) == []
