"""Runs to report on: the tiny case with names in three languages, a plan that moves the clinic, and today's network.

    minutes to   S1   S2   S3    children   clinic visits   therapy visits
    A1 (Alku)    10   30   20         500            100               50
    A2 (Alku)    20   10   30        1000            200              100
    A3 (Loppu)   30   10   20        1500            300              150

    today   clinic at S1 daily and S2 weekly: A1 to S1 (10), A2 and A3 to S2 (10, 10); therapy at S1 daily: 10, 20, 30
    plan    S2 closes, S3 opens as a local station; clinic at S1 daily and S3 weekly: A1 to S1 (10), A2 and A3 to S3 (30, 20);
            therapy stays: 10, 20, 30
    A tenth of the clinic's visits is remote, a fifth of the rest is made at home. A norm asks for a nurse for 120 of the 600 small
    children. Three nurses are there. The weekly mode costs 2 keur a year.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.publish.run_folder import read_run, write_run
from model.report.atlas.borders import Borders
from model.report.names import Names
from model.report.story import Story
from model.report.words import Words
from model.results.audit import audit
from model.results.tables import tables
from model.results.today import todays_plan
from tests.results.conftest import tiny  # noqa: F401  (fixture)
from tests.results.hand import altered, plan_of

NAMES = {
    "services/clinic": ("Neuvola", "Rådgivning", "Clinic"), "services/therapy": ("Terapia", "Terapi", "Therapy"),
    "professions/nurse": ("Terveydenhoitaja", "Hälsovårdare", "Nurse"), "professions/therapist": ("Terapeutti", "Terapeut", "Therapist"),
    "modes/daily": ("Joka arkipäivä", "Alla vardagar", "Every weekday"), "modes/weekly": ("Kerran viikossa", "En gång i veckan", "Weekly")}
PLACES = {"sites/S1/name": "Alkula", "sites/S2/name": "Loppula", "sites/S3/name": "Keskelä", "areas/A1/name": "Ykköslä",
          "areas/A2/name": "Kakkola", "areas/A3/name": "Kolmola"}
OF_A_SOLVE = ("objective", "bound", "gap", "gap_hours", "seconds", "options", "reason")


FIGURES = {
    "services/clinic/home_visit_share": 0.2, "services/clinic/remote_share_today": 0.1, "services/clinic/remote_share_max": 0.3,
    "services/therapy/purchase_share_max": 0.9, "modes/weekly/cost_keur": 2, "professions/nurse/fte_available": 3,
    "staffing/clinic/nurse/norm_groups": ("age_0_2",), "staffing/clinic/nurse/norm_people_per_fte": 120,
    "staffing/clinic/nurse/norm_rule": "soft"}


@pytest.fixture(scope="session")
def county(tiny):  # noqa: F811
    """The case of this page."""
    names = {f"{row}/name_{language}": name for row, named in NAMES.items() for language, name in zip(("fi", "sv", "en"), named)}
    return altered(tiny, cells={**FIGURES, **names, **PLACES}, settings={"county": "Pikkulan hyvinvointialue", "name": "Pikkula"})


@pytest.fixture(scope="session")
def moved_plan():
    return plan_of(
        open_site=[("S1", "campus"), ("S3", "local_station")],
        hosting=[("clinic", "S1", "daily", 72, 1), ("clinic", "S3", "weekly", 360, 1), ("therapy", "S1", "daily", 300, 1)],
        assign=[("A1", "clinic", "S1", 0.9), ("A2", "clinic", "S3", 0.9), ("A3", "clinic", "S3", 0.9), ("A1", "therapy", "S1", 1.0),
                ("A2", "therapy", "S1", 1.0), ("A3", "therapy", "S1", 1.0)],
        remote=[("A1", "clinic", 0.1), ("A2", "clinic", 0.1), ("A3", "clinic", 0.1)],
        staff=[("clinic", "nurse", "S1", 1.0), ("clinic", "nurse", "S3", 1.5), ("therapy", "therapist", "S1", 1.0)])


def write(case, plan, folder, /, **changes):
    """Write a run of a plan and read it back; changes: of run.yaml."""
    today = todays_plan(case)
    found = tables(case, plan, today)
    run = {"case": "pikkula", "scenario": "base", "started": "2026-03-05T08:07:00", "figures": 200, "assumptions": 50,
           "travel_estimated": True, "public_transport_given": False, "inputs": {"areas.csv": "ab12"}, "settings": case.settings.as_dict(),
           "versions": {"perheverkko": "0.1.0", "highspy": "1.15.1"}, "status": "feasible", "reason": "", "objective": 500.0,
           "bound": 400.0, "gap": 0.2, "gap_hours": 100.0, "seconds": 1.5, "audit": {"passed": True, "checks": 1234},
           "options": {"gap": 0.005, "time_limit": 60.0}, **changes}
    if run["status"] == "today":
        found |= audit(case, found).tables()
        run = {key: value for key, value in run.items() if key not in OF_A_SOLVE}
    write_run(folder, run, found, "")
    return read_run(folder)


@pytest.fixture(scope="session")
def runs(county, moved_plan, tmp_path_factory):
    """{"plan": the plan that moves the clinic, "today": today's network}."""
    folder = tmp_path_factory.mktemp("runs")
    return {"plan": write(county, moved_plan, folder / "siirto"),
            "today": write(county, todays_plan(county), folder / "nyt", status="today")}


def changed(run, tables=None, **values):
    """A copy of a run with other tables and values of run.yaml; a table that is None is left out."""
    tables = {**run.tables, **(tables or {})}
    return replace(run, run={**run.run, **values}, tables={name: frame for name, frame in tables.items() if frame is not None})


def story_of(run, language: str = "fi") -> Story:
    words = Words(language)
    return Story(run, words, Names(run, words, Borders()))


@pytest.fixture(scope="session")
def story(runs):
    return story_of(runs["plan"])


@pytest.fixture(scope="session")
def today_story(runs):
    return story_of(runs["today"])
