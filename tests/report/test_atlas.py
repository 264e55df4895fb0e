"""The map: projection, cells, borders, classes of colours, and what each state shows."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from model.report.atlas.borders import find_borders, read_borders
from model.report.atlas.cells import area_cells
from model.report.atlas.classes import NOBODY, classes_of_changes, classes_of_minutes
from model.report.atlas.drawing import path_of
from model.report.atlas.labels import label_places
from model.report.atlas.projection import Canvas, to_metres
from model.report.atlas.states import DIFFERENCE, PLAN, TODAY, choices
from model.report.atlas.symbols import TIERS, change_path, size_of, tier_path
from model.report.refusal import Refusal
from model.schema.dictionary import input_tables

SQUARE = [[0.0, 0.0], [0.0, 10_000.0], [10_000.0, 10_000.0], [10_000.0, 0.0]]


def test_projection_is_etrs_tm35fin():
    # On the central meridian (27 E) the easting is 500 000 m. At 62 N the northing is 0.9996 times the meridian arc of GRS80:
    # 0.9996 * (111132.9525 * 62 - 16038.5087 sin 124° + 16.8326 sin 248° - 0.0220 sin 372°) = 0.9996 * 6 876 930.98 m
    arc = 111132.952547 * 62 - 16038.508741 * np.sin(np.radians(124)) + 16.832613 * np.sin(np.radians(248)) - 0.02198 * np.sin(np.radians(372))
    assert to_metres([27.0], [62.0])[0] == pytest.approx([500_000, 0.9996 * arc], abs=0.05)


def test_canvas_keeps_proportions_and_turns_north_up():
    canvas = Canvas.round_about(shapely.box(0, 0, 100, 50))
    assert (canvas.width, canvas.height) == (2000, 1024)
    assert canvas.place([[0, 50], [100, 0]]).tolist() == [[24, 24], [1976, 1000]]


def test_cells_share_out_a_municipality_among_its_own_areas():
    # A square of 10 km with points a quarter in from two sides: two halves. The third area is another municipality's, its border apart.
    points = np.array([[2500.0, 5000.0], [7500.0, 5000.0], [15_000.0, 5000.0]])
    borders = {"Alku": shapely.Polygon(SQUARE), "Loppu": shapely.box(10_000, 0, 20_000, 10_000)}
    cells, municipalities = area_cells(points, ["Alku", "Alku", "Loppu"], borders)
    assert [cell.area / 1e6 for cell in cells] == pytest.approx([50, 50, 100])
    assert all(cell.covers(shapely.Point(point)) for cell, point in zip(cells, points))
    assert municipalities == borders


def test_without_borders_cells_make_the_municipalities():
    points = np.array([[0.0, 0.0], [8000.0, 0.0], [0.0, 8000.0], [8000.0, 8000.0]])
    cells, municipalities = area_cells(points, ["Alku", "Alku", "Loppu", "Loppu"], {})
    assert sum(cell.area for cell in cells) == pytest.approx(sum(m.area for m in municipalities.values()), rel=1e-3)
    assert municipalities["Alku"].intersection(municipalities["Loppu"]).area < 1e5
    assert all(cell.covers(shapely.Point(point)) for cell, point in zip(cells, points))


@pytest.mark.parametrize("points", [[[0, 0]], [[0, 0], [0, 0]], [[0, 0], [0, 0], [9000, 0]]])
def test_areas_alone_or_at_one_place_have_cells(points):
    cells, _ = area_cells(np.array(points, dtype=float), ["Alku"] * len(points), {})
    assert all(cell.area > 0 for cell in cells)


def feature(name: str, ring, **properties) -> dict:
    return {"type": "Feature", "properties": {"municipality": name, **properties}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


RING = [[23.0, 61.0], [24.0, 61.0], [24.0, 62.0], [23.0, 62.0], [23.0, 61.0]]


def borders_file(folder, *features, **page):
    path = folder / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **page}), encoding="utf-8")
    return path


def test_borders_have_names_and_an_attribution(tmp_path):
    path = borders_file(tmp_path, feature("Alku", RING, municipality_sv="Början"), feature("Muu", RING), attribution={"fi": "Lähde", "sv": "Källa"})
    borders = read_borders(path, ["Alku"])
    assert list(borders.polygons) == ["Alku"] and borders.polygons["Alku"].area / 1e9 == pytest.approx(5.9, abs=0.1)
    assert borders.name("Alku", "sv") == "Början" and borders.name("Alku", "fi") == "Alku"
    assert borders.attribution["sv"] == "Källa"
    assert not read_borders(None, ["Alku"]).polygons


@pytest.mark.parametrize("features, words", [
    ([feature("Alku", RING)], "no border of Loppu"),
    ([feature("Alku", RING), feature("Alku", RING), feature("Loppu", RING)], "two borders of Alku"),
    ([feature("Alku", [[y, x] for x, y in RING]), feature("Loppu", RING)], "longitude before latitude"),
    ([{"type": "Feature", "properties": {"municipality": "Alku"}, "geometry": {"type": "Point", "coordinates": [23, 61]}},
      feature("Loppu", RING)], "expected a Polygon"),
    ([{"type": "Feature", "properties": {"name": "Alku"}, "geometry": None}], "no GeoJSON of municipal borders")])
def test_a_wrong_file_of_borders_is_refused(tmp_path, features, words):
    with pytest.raises(Refusal, match=words):
        read_borders(borders_file(tmp_path, *features), ["Alku", "Loppu"])


def test_a_file_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "boundaries.geojson"
    path.write_text("municipality;lat;lon", encoding="utf-8")
    with pytest.raises(Refusal, match=r"boundaries\.geojson is no GeoJSON"):
        read_borders(path, ["Alku"])


def test_borders_are_the_runs_or_the_cases(tmp_path):
    run, case = tmp_path / "runs" / "r", tmp_path / "inputs" / "pikkula_x"
    run.mkdir(parents=True)
    case.mkdir(parents=True)
    assert find_borders(run, "pikkula_x") is None
    of_case = borders_file(case, feature("Alku", RING))
    assert find_borders(run, "pikkula_x") == of_case
    of_run = borders_file(run, feature("Alku", RING))
    assert find_borders(run, "pikkula_x") == of_run


def test_classes_of_minutes_and_changes():
    assert classes_of_minutes(np.array([0, 10, 10.1, 60, 60.1, np.nan])).tolist() == [0, 0, 1, 4, 5, NOBODY]
    assert classes_of_changes(np.array([-10, -9, -5, -1, -0.9, 0, 0.9, 1, 5, 10, np.nan])).tolist() == [0, 1, 1, 2, 3, 3, 3, 4, 5, 6, NOBODY]


def test_states_show_the_service_today_in_the_plan_and_between(story):
    over, clinic, therapy = choices(story.tables["areas"], story.tables["services"], story.today, story.plan)
    assert clinic.minutes[TODAY].tolist() == [10, 10, 10] and clinic.minutes[PLAN].tolist() == [10, 30, 20]
    assert clinic.views[PLAN].lines == {"S1": [0], "S3": [1, 2]} and clinic.views[DIFFERENCE].lines == {"S3": [1, 2]}
    assert {mark.site: mark.kind for mark in clinic.views[DIFFERENCE].marks} == {"S1": "same", "S2": "leaves", "S3": "comes"}
    marks = {mark.site: (mark.kind, mark.fte, mark.is_permanent) for mark in clinic.views[PLAN].marks}
    assert marks == {"S1": ("campus", 1.0, True), "S3": ("local_station", 1.5, False)}
    assert [(worst.area, worst.change) for worst in clinic.worst] == [(1, 20), (2, 10)] and not therapy.worst
    # over services: A2 today (10 + 20) / 2, in the plan (30 + 20) / 2
    assert over.minutes[TODAY][1] == 15 and over.minutes[PLAN][1] == 25
    assert {mark.site: mark.kind for mark in over.views[DIFFERENCE].marks} == {"S1": "same", "S2": "leaves", "S3": "comes"}


def test_todays_network_alone_has_one_view(today_story):
    assert all(list(choice.views) == [TODAY] for choice in
               choices(today_story.tables["areas"], today_story.tables["services"], today_story.today, None))


def test_every_tier_has_a_shape_of_its_own():
    assert set(input_tables()["sites"].columns["tier_today"].choices) <= set(TIERS)
    assert len({tier_path(tier, 30) for tier in TIERS}) == len(TIERS)
    assert len({change_path(kind, 30) for kind in ("comes", "leaves", "more", "fewer", "same")}) == 5
    assert size_of(100, 100) == 18 and size_of(25, 100) == 9 and size_of(0.0, 100) == size_of(float("nan"), 100) == 6


def test_paths_have_relative_whole_steps_and_holes():
    canvas = Canvas(0.0, 100.0, 1.0, 100, 100)
    ring = shapely.Polygon([[0, 0], [100, 0], [100, 100], [0, 100]], [[[10, 10], [20, 10], [20, 20]]])
    assert path_of(ring, canvas) == "M0 100l100 0 0-100-100 0zM10 90l10 0 0-10z"
    assert path_of(shapely.Polygon(), canvas) == ""


def test_names_keep_off_sites():
    canvas = Canvas(0.0, 1000.0, 1.0, 1000, 1000)
    square = shapely.box(0, 0, 1000, 1000)
    middle = np.array([[500, 500]])
    free = label_places({"Alku": square}, {"Alku": "Alku"}, np.zeros((0, 2)), canvas, 1.0)["Alku"]
    moved = label_places({"Alku": square}, {"Alku": "Alku"}, middle, canvas, 1.0)["Alku"]
    assert free.tolist() == [500, 500] and np.abs(moved - middle[0]).max() > 15
