"""Hand-sized cases for every test: a healthy folder of CSV files and case.yaml written from plain Python rows.

    folder = write_tiny(tmp_path)                                     # the folder, as a planner would have it
    case = tiny_case(tmp_path)                                        # the Case, checked to be without errors
    case = tiny_case(tmp_path, cells={"sites/S1/rooms": 3, "services/*/policy": "nearest"})
    case = tiny_case(tmp_path, settings={"budget_keur": 300, "objective.levels": [...]})
    case = tiny_case(tmp_path, three_sites=True, add={"counts": [dict(tier="any", maximum=2, reason="x")]})
    case = tiny_case(tmp_path, hosting=[dict(service="clinic", site="S1", mode="daily")])     # a table's rows anew
    case = tiny_case(tmp_path, travel=None)                                                   # a table left out

`cells` paths are table/key/.../column with the table's key columns in the dictionary's order and * for every row.

The healthy case (figures round, so that answers can be worked out by hand; write the arithmetic beside the answer):

    area  municipality  clinic visits  therapy visits   minutes to   S1   S2   S3
    A1    Alku                    100              50                10   30   20
    A2    Alku                    200             100                20   10   30
    A3    Loppu                   300             150                30   10   20

    site  municipality  tier           rooms  days  premises (keur: campus, station, local station)   status
    S1    Alku          campus             2     5  100, 60, 40                                       existing
    S2    Loppu         station            2     5  100, 60, 40                                       existing
    S3    Alku          (none today)       2     5  100, 60, 40; may be a local station               candidate (three_sites)

    clinic: tiers all, modes daily and weekly; one nurse hour a visit;      demand 1 visit a child of age_0_2
    therapy: tiers campus and station, modes daily and weekly; one therapist hour a visit;  demand 0.5 a child of age_3_6
    A visit takes a room for 60 minutes. 50 weeks a year.
    daily = 5 days of 6 hours = 1500 visits a room and year; weekly = 1 day of 6 hours = 300 visits a room and year.
    1 FTE = 1000 hours and 50 keur a year; 5 nurses and 5 therapists, none recruitable.
    policy free, travel limit 60 minutes, nothing remote, purchased or at home, no norms, guarantees, locks, counts or budget.
    lone_worker_rule is report (nobody need be present), minimum rooms 1, minimum teams and volumes 0; modes cost nothing.
    Today: clinic at S1 (daily) and S2 (weekly), therapy at S1 (daily); staff_today has one FTE for each.

    Travel burden, both sites hosting the clinic, each family at the nearest: (100*10 + 200*10 + 300*10) * 2/60 = 200 hours;
    clinic at S1 only: (100*10 + 200*20 + 300*30) * 2/60 = 466.67; at S2 only: (100*30 + 200*10 + 300*10) * 2/60 = 266.67;
    therapy is half of the clinic everywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from model.case import Case
from model.checking.check import check_folder
from model.schema.dictionary import input_tables

CHECKED: dict[str, Case] = {}  # by the changes that made them
SETTINGS = {"name": "Tiny", "county": "Tiny county", "year": 2024, "weeks_per_year": 50, "lone_worker_rule": "report"}


def tiny_rows(three_sites: bool = False) -> dict[str, list[dict]]:
    """Rows of the healthy case, table by table."""
    sites = ["S1", "S2", "S3"] if three_sites else ["S1", "S2"]
    minutes = {"A1": (10, 30, 20), "A2": (20, 10, 30), "A3": (30, 10, 20)}
    named = {"name_fi": "Nimi", "name_sv": "Namn", "name_en": "Name"}
    cost = {"cost_campus_keur": 100, "cost_station_keur": 60, "cost_local_station_keur": 40}
    service = {**named, "modes": "daily|weekly", "policy": "free", "travel_limit_minutes": 60, "visit_minutes": 60,
               "source": "test"}
    person = {**named, "fte_available": 5, "productive_hours": 1000, "cost_keur_per_fte": 50, "source": "test"}
    site = {"rooms": 2, **cost, "source": "test"}
    return {
        "areas": [_area("A1", "Alku", 61.5, 23.7, 100), _area("A2", "Alku", 61.5, 23.8, 200),
                  _area("A3", "Loppu", 61.5, 23.9, 300)],
        "services": [{"service": "clinic", "floor": 1, "tiers": "campus|station|local_station", **service},
                     {"service": "therapy", "floor": 2, "tiers": "campus|station", **service}],
        "demand": [{"service": "clinic", "groups": "age_0_2", "visits_per_person": 1, "source": "test"},
                   {"service": "therapy", "groups": "age_3_6", "visits_per_person": 0.5, "source": "assumption"}],
        "professions": [{"profession": "nurse", **person}, {"profession": "therapist", **person}],
        "staffing": [{"service": "clinic", "profession": "nurse", "hours_per_visit": 1, "source": "test"},
                     {"service": "therapy", "profession": "therapist", "hours_per_visit": 1, "source": "test"}],
        "sites": [{"site": "S1", "name": "One", "municipality": "Alku", "lat": 61.51, "lon": 23.71,
                   "tier_today": "campus"} | site,
                  {"site": "S2", "name": "Two", "municipality": "Loppu", "lat": 61.51, "lon": 23.89,
                   "tier_today": "station"} | site,
                  {"site": "S3", "name": "Three", "municipality": "Alku", "lat": 61.51, "lon": 23.8, "tiers": "local_station",
                   "status": "candidate"} | site][: len(sites)],
        "modes": [{"mode": "daily", **named, "days_per_week": 5, "hours_per_day": 6, "source": "test"},
                  {"mode": "weekly", **named, "days_per_week": 1, "hours_per_day": 6, "source": "test"}],
        "hosting": [{"service": "clinic", "site": "S1", "mode": "daily"}, {"service": "clinic", "site": "S2", "mode": "weekly"},
                    {"service": "therapy", "site": "S1", "mode": "daily"}],
        "staff_today": [{"service": "clinic", "site": "S1", "profession": "nurse", "staff_fte": 1},
                        {"service": "clinic", "site": "S2", "profession": "nurse", "staff_fte": 1},
                        {"service": "therapy", "site": "S1", "profession": "therapist", "staff_fte": 1}],
        "travel": [{"area": area, "site": site, "travel_minutes": drive}
                   for area, drives in minutes.items() for site, drive in zip(sites, drives)],
    }


def _area(area: str, municipality: str, lat: float, lon: float, children: int) -> dict:
    """An area with `children` in each of the bands, as many families, and ten times as many people."""
    bands = dict.fromkeys(("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17", "families_with_children"), children)
    return {"area": area, "name": f"Area {area}", "municipality": municipality, "lat": lat, "lon": lon,
            "population": 10 * children, **bands, "source": "test"}


def write_tiny(folder: Path | str, *, three_sites: bool = False, cells: Mapping[str, object] | None = None,
               add: Mapping[str, list[dict]] | None = None, settings: Mapping[str, object] | None = None,
               delimiter: str = ",", decimal: str = ".", bom: bool = False, **tables: list[dict] | None) -> Path:
    """Write the healthy case, changed as asked, into a folder (made if need be) and give its path.

    cells: path -> value; add: table -> further rows; settings: dotted path -> value (None leaves a setting out);
    further keywords: table=rows replaces a table's rows, table=None leaves the file out.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = {**tiny_rows(three_sites), **tables}
    for table, more in (add or {}).items():
        rows[table] = [*(rows.get(table) or []), *more]
    rows = {table: its_rows and [dict(row) for row in its_rows] for table, its_rows in rows.items()}
    for path, value in (cells or {}).items():
        _change(rows, path, value)
    for table, its_rows in rows.items():
        if its_rows is not None:
            write_table(folder / input_tables()[table].file, table, its_rows, delimiter, decimal, bom)
    write_settings(folder, settings or {})
    return folder


def tiny_case(folder: Path | str, **changes) -> Case:
    """The Case of write_tiny(folder, **changes); fails if the checks name an error. The same changes are checked once."""
    folder, key = write_tiny(folder, **changes), repr(changes)
    if key not in CHECKED:
        checked = check_folder(folder)
        assert checked.case is not None, "\n".join(problem.sentence() for problem in checked.problems)
        CHECKED[key] = checked.case
    return replace(CHECKED[key], folder=folder, name=folder.name)


def write_settings(folder: Path, changes: Mapping[str, object]) -> None:
    """Write case.yaml: the tiny settings with changes by dotted path."""
    settings: dict = dict(SETTINGS)
    for path, value in changes.items():
        *groups, name = path.split(".")
        place = settings
        for group in groups:
            place = place.setdefault(group, {})
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    (Path(folder) / "case.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_table(path: Path, table: str, rows: list[dict], delimiter: str = ",", decimal: str = ".", bom: bool = False) -> None:
    """Write rows as CSV: the dictionary's columns that are used, then any others."""
    columns = [*input_tables()[table].columns, *(column for row in rows for column in row)]
    used = [column for column in dict.fromkeys(columns) if any(column in row for row in rows)]
    if not rows:
        used = [name for name, column in input_tables()[table].columns.items() if column.required]
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(used)
        writer.writerows([[_text(row.get(column, ""), decimal) for column in used] for row in rows])


def _text(value, decimal: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace(".", decimal) if isinstance(value, float) else str(value)


def _change(rows: dict, path: str, value) -> None:
    table, *keys, column = path.split("/")
    names = input_tables()[table].key[: len(keys)]
    hit = [row for row in rows[table] if all(key in ("*", str(row.get(name, ""))) for name, key in zip(names, keys))]
    assert hit, f"{path} names no row of the tiny case"
    for row in hit:
        row[column] = value
