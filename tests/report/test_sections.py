"""The tables below the map and the residents' pages, by hand from the runs of conftest."""

from __future__ import annotations

import pandas as pd
import pytest

from model.report.charts import charts
from model.report.municipalities import pages_of
from model.report.sections import basis, changes, indicators, services, ways
from model.report.sections import county as county_section
from model.results.indicators import registry
from model.results.typed import typed
from tests.report.conftest import changed, story_of, write


def rows_of(table) -> list[tuple[str, ...]]:
    return [tuple(row) for row in table.rows]


def test_services_at_sites_with_days_staff_and_what_changes(story):
    found = services.matrix(story)
    assert list(found.services) == ["Neuvola", "Terapia"]
    shown = [(site, tier, [(cell.days, cell.fte, cell.kind) for cell in cells], staff) for site, _, tier, cells, staff in found.rows]
    # S1 has a nurse and a therapist as today; S3 is new, on one day; S2 closes. Remote work: 60 hours = 0.06 FTE
    assert shown == [
        ("Alkula", "sote-kampus", [("5", "1,0", "same"), ("5", "1,0", "same")], "2,0"),
        ("Keskelä", "lähiasema", [("1", "1,5", "comes"), ("", "", "")], "1,5"),
        ("Loppula", "suljetaan", [("", "", "leaves"), ("", "", "")], "–")]
    assert list(found.totals) == ["2,6", "1,0"]


@pytest.mark.parametrize("before, after, kind", [(None, None, ""), (None, 1, "comes"), (1, None, "leaves"), (1, 2, "more"), (2, 1, "fewer"),
                                                 (2, 2, "same")])
def test_kinds_of_change(before, after, kind):
    assert services.kind_of(before, after) == kind


def test_changes_by_site(story):
    assert rows_of(changes.changes_table(story)) == [
        ("Keskelä, Alku", "otetaan käyttöön (lähiasema)\n+ tulee: Neuvola", "0,0 → 1,5"),
        ("Loppula, Loppu", "suljetaan (sote-asema)\n× lähtee: Neuvola", "1,0 → 0,0")]


def test_a_changed_mode_is_told_in_days(county, moved_plan, tmp_path):
    hosting = moved_plan.hosting.assign(mode=["weekly", "weekly", "daily"])
    plan = type(moved_plan)(**{**vars(moved_plan), "hosting": hosting})
    story = story_of(write(county, plan, tmp_path / "r"))
    row = next(row for row in changes.changes_table(story).rows if row[0].startswith("Alkula"))
    assert row[1] == "▼ päivät vähenevät 5 → 1: Neuvola"
    assert services.matrix(story).rows[0][3][0].kind == "fewer"


def test_premises_that_empty_and_are_taken_into_use(story):
    # S3 as a local station costs 40 keur a year
    assert rows_of(changes.premises_table(story)) == [
        ("Loppula", "Loppu", "tyhjenee", "sote-asema", "1", "1,0", "–"),
        ("Keskelä", "Alku", "otetaan käyttöön", "lähiasema", "1", "1,5", "40")]
    # Alku: campus 100, then 140; Loppu: station 60, then nothing
    assert rows_of(changes.premises_cost(story)) == [("Alku", "100", "140", "+40"), ("Loppu", "60", "0", "−60")]


def test_municipalities(story, today_story):
    # Alku: clinic today 10, plan (500*10 + 1000*30)/1500 = 23.33; therapy (500*10 + 1000*20)/1500 = 16.67 both
    # children whose site changes: 1000 for the clinic, none for therapy: mean 500; the same for trips 10 minutes longer
    assert rows_of(county_section.municipality_table(story))[0] == (
        "Alku", "1\u00a0500", "13,3 → 20,0", "100,0\u00a0% → 100,0\u00a0%", "500", "500", "1 → 2")
    assert rows_of(county_section.municipality_table(story))[-1][:2] == ("Koko alue", "3\u00a0000")
    assert rows_of(county_section.municipality_table(today_story))[0] == ("Alku", "1\u00a0500", "13,3", "100,0\u00a0%", "1")


def test_staff_by_profession_and_service(story, today_story):
    # nurses: 3 there, 2.06 today, 1 + 1.5 + 0.06 in the plan
    assert rows_of(county_section.staff_table(story))[0] == ("Terveydenhoitaja", "3,0", "2,1", "2,6", "+0,5", "0,0", "0,4")
    assert rows_of(county_section.staff_table(today_story))[0] == ("Terveydenhoitaja", "3,0", "2,1")
    assert rows_of(county_section.staff_by_service(story))[0] == ("Neuvola", "2,1 → 2,6", "2 → 2", "10,0 → 21,7")


def test_indicators_have_unit_denominator_and_meaning(story, today_story):
    tables = indicators.indicator_tables(story)
    rows = {row[0]: row for table in tables for row in table.rows}
    assert rows["Keskimatka"] == ["Keskimatka", "16,7", "22,5", "+5,8", "minuuttia yhteen suuntaan", "käynnit, joihin perhe matkustaa",
                                  "Matkojen keskiarvo."]
    # within 15 minutes: clinic today 3000 of 3000, plan 500; therapy 500: (1 + 1/6)/2 and 1/6
    assert rows["Matkat enintään 15 minuuttia"][1:4] == ["58,3\u00a0%", "16,7\u00a0%", "−41,7 %-yks."]
    assert {entry["topic"] for entry in registry().values()} == set(indicators.TOPICS)
    assert len(indicators.indicator_tables(today_story)[0].heads) == 5


def test_runs_side_by_side(story, today_story):
    table = county_section.runs_table([story, today_story], lambda name, value: indicators.with_unit(story.words, name, value))
    assert [head.text for head in table.heads] == ["Luku", "Nyt", "Ehdotus: siirto", "nyt"]
    assert ["Keskimatka, minuuttia yhteen suuntaan", "16,7", "22,5", "16,7"] in table.rows
    assert ["Ero parhaaseen mahdolliseen, enintään", "", "20,0\u00a0%", "–"] in table.rows


def test_sources_count_rows_and_name_addresses(story):
    rows = {row[0]: row for row in basis.sources_table(story).rows}
    assert rows["Palvelujen käyttö"] == ["Palvelujen käyttö", "2", "1", ""]
    text = ["real: one check-up (thl.fi/web/lapset, 2024); see www.finlex.fi", "thl.fi/web/lapset again, not v1.2 nor a.b"]
    assert basis.addresses(text) == "thl.fi/web/lapset, www.finlex.fi"


def test_facts_and_priorities(runs, story):
    found = dict(basis.facts(story))
    assert found["Laskettu"] == "5. maaliskuuta 2026 klo 08.07" and found["Lähtötietojen luvut"] == "200, joista oletuksia 50 (25\u00a0%)"
    assert "Kustannuskatto vuodessa" not in found
    assert basis.priorities(story)[1] == "muutokset nykyiseen (paino 1)"
    why = story_of(changed(runs["plan"], scenario="sulje", scenario_why="Loppulan tilat ovat huonot"))
    facts = dict(basis.facts(why))
    assert facts["Vaihtoehdon perustelu"] == "Loppulan tilat ovat huonot" and facts["Vaihtoehto"] == "sulje"


def test_charts_tell_in_words_and_tables_what_they_draw(story, today_story):
    found = {chart.key: chart for column in charts([story, today_story]) for chart in column}
    assert list(found) == ["access", "norms", "municipalities", "certificate"]
    assert found["access"].table.rows[1][:3] == ["Ehdotus", "16,7\u00a0%", "100,0\u00a0%"]
    # the norm asks for 5 nurses; today 2.06, in the plan 2.56
    assert found["norms"].table.rows == [["Neuvola: Terveydenhoitaja", "tavoite", "5,0", "2,1", "2,6", "2,4"]]
    assert found["norms"].words == "Mitoituksia on 1, ja niistä ehdotus täyttää 0."
    assert found["certificate"].words.endswith("enempää kuin 20,0\u00a0% eli 100 tuntia vuodessa.")
    assert all(chart.svg.startswith("<svg") and "style=" not in chart.svg and "aria-" not in chart.svg for chart in found.values())
    assert [chart.key for column in charts([today_story]) for chart in column] == ["access", "norms"]


def test_a_run_without_bound_or_norms_has_no_such_charts(runs):
    no_norms = {"norms": runs["plan"].tables["norms"].iloc[:0]}
    story = story_of(changed(runs["plan"], no_norms, bound=None, gap=None, gap_hours=None))
    assert [chart.key for column in charts([story]) for chart in column] == ["access", "municipalities"]


def test_deadlines_mobile_units_and_residential_care_are_shown_where_there_are_any(runs):
    run = changed(runs["plan"])
    assert ways.ways_tables(story_of(run)) == []
    run.tables["deadlines"] = typed("deadlines", pd.DataFrame([{
        "services": "clinic|therapy", "profession": "nurse", "staff_area": "Itä", "deadline_days": 7, "until": "start",
        "target_share": 0.95, "cases": 1200, "staff_fte": 3.25, "needed_fte": 3.5, "share_within": 0.912}]))
    run.tables["stop_days"] = typed("stop_days", pd.DataFrame([{"vehicle": "bus", "site": "S3", "stop_days": 0.5, "drive_minutes": 25}]))
    run.tables["residential_years"] = typed("residential_years", pd.DataFrame([{
        "year": 2024, "own_units": 2, "own_places": 14, "purchased_places": 6, "own_share": 0.7, "cost_keur": 2400}]))
    deadlines, stops, residential = ways.ways_tables(story_of(run))
    assert deadlines.rows == [["Neuvola ja Terapia: Terveydenhoitaja, Itä", "7", "käsittely alkanut", "1\u00a0200", "3,2", "3,5",
                               "91,2\u00a0%", "95\u00a0%"]]
    assert stops.rows == [["bus", "Keskelä", "½", "25"]]
    assert residential.rows == [["2024", "2", "14", "6", "70\u00a0%", "2\u00a0400"]]


def test_norms_of_staff_areas_and_supervisors_are_told_apart(runs):
    run = changed(runs["plan"])
    run.tables["norms"] = pd.concat([run.tables["norms"].assign(staff_area=area) for area in ("Itä", "Länsi")], ignore_index=True)
    run.tables["professions"] = run.tables["professions"].assign(supervisor_fte=[0.5, 0.0])
    story = story_of(run)
    table = next(chart.table for column in charts([story]) for chart in column if chart.key == "norms")
    assert [row[0] for row in table.rows] == ["Neuvola: Terveydenhoitaja, Itä", "Neuvola: Terveydenhoitaja, Länsi"]
    assert [head.text for head in county_section.staff_table(story).heads][5] == "Lähiesihenkilöinä"
    assert county_section.staff_table(story).rows[0][5] == "0,5"


def test_residents_read_where_when_and_how_far(story):
    page = pages_of(story, ["Loppu"])[0]
    # Loppu is A3: the clinic moves from Loppula (weekly) to Keskelä (weekly), 10 -> 20 minutes; therapy stays at Alkula
    assert page.services.rows == [
        ["Neuvola", "Loppula (yhtenä päivänä viikossa)", "Keskelä (yhtenä päivänä viikossa)", "10 → 20",
         "uusi paikka: Keskelä; ei enää: Loppula; matka pitenee 10 min", "etänä 10\u00a0%; kotikäynteinä 18\u00a0%"],
        ["Terapia", "Alkula (joka arkipäivä)", "sama paikka ja samat päivät", "30 → 30", "ei muutu", "–"]]
    assert page.summary == ["Kunnassa ei ole perhepalvelujen toimipistettä.", "Suljetaan: Loppula.", "1 palvelussa jokin muuttuu.",
                            "Keskimääräinen matka palveluun on 25,0 minuuttia yhteen suuntaan (nyt 20,0)."]
    # each age band has 300 children in A3; half of the services move them
    assert page.children.rows[1] == ["0–2 vuotta", "300", "20,0 → 25,0", "150", "150"]


def test_residents_of_today_read_what_there_is(today_story):
    page = pages_of(today_story, ["Loppu"])[0]
    assert page.services.rows[0] == ["Neuvola", "Loppula (yhtenä päivänä viikossa)", "10", "etänä 10\u00a0%; kotikäynteinä 18\u00a0%"]
    assert page.summary[0] == "Kunnassa toimivat: Loppula."


def test_other_ways_to_be_served_are_named(county, moved_plan, tmp_path):
    # A3 has no site left: what is met of the clinic is remote; nine tenths of its therapy are purchased, a tenth is unmet
    plan = type(moved_plan)(**{**vars(moved_plan), "remote": moved_plan.remote.assign(share=0.2),
                               "assign": moved_plan.assign[moved_plan.assign["area"] != "A3"],
                               "purchased": moved_plan.remote.head(1).assign(area="A3", service="therapy", share=0.9),
                               "unmet": moved_plan.remote.head(1).assign(area="A3", service="therapy", share=0.1)})
    page = pages_of(story_of(write(county, plan, tmp_path / "r")), ["Loppu"])[0]
    assert page.services.rows[0][5] == "etänä 100\u00a0% (nyt 10\u00a0%)"
    assert page.services.rows[1][5] == "ostopalveluna 90\u00a0%; ilman palvelua 10\u00a0%" and page.services.rows[1][2] == "–"


def test_pathways_and_sets_of_services_are_shown_where_there_are_any(runs):
    run = changed(runs["plan"])
    run.tables["pathways"] = typed("pathways", pd.DataFrame([
        {"client_group": "separation", "municipality": place, "clients": 120, "today_one_visit_share": 0.25, "one_visit_share": 0.5,
         "today_saved_hours": 10, "saved_hours": 1234} for place in ("", "Alku")]))
    run.tables["bundles"] = typed("bundles", pd.DataFrame([
        {"together": "centre", "name": "Perhekeskus", "site": site, "services_there": 2, "missing": "", "complete": whole}
        for site, whole in (("S1", True), ("S3", False))]))
    name = {"kind": "client_group", "id": "separation", "name_fi": "Eroperheet", "name_sv": "Skilda", "name_en": "Separated"}
    run.tables["names"] = pd.concat([run.tables["names"], pd.DataFrame([name])], ignore_index=True)
    pathways, bundles = ways.ways_tables(story_of(run))
    assert pathways.rows == [["Eroperheet", "120", "25,0\u00a0% → 50,0\u00a0%", "10 → 1\u00a0234"]]
    assert bundles.rows == [["Perhekeskus", "1", "Alkula", "1"]]


def test_residents_read_of_schools_mobile_units_and_evenings(runs):
    run = changed(runs["plan"])
    run.tables["open_sites"] = run.tables["open_sites"].assign(tier=["school", "mobile_stop"])  # S1 and S3, both in Alku
    run.tables["evening_work"] = typed("evening_work", pd.DataFrame([
        {"service": "therapy", "site": "S1", "profession": "therapist", "evening_fte": 0.2, "cost_keur": 1}]))
    page = pages_of(story_of(run), ["Alku"])[0]
    assert page.summary[:3] == [
        "Kunnassa ei ole perhepalvelujen toimipistettä.", "Oppilaat saavat palveluja myös omassa koulussaan (1 koulukohde kunnassa).",
        "Liikkuva yksikkö käy kunnassa: Keskelä (yhtenä päivänä viikossa)."]
    assert [row[5].split("; ")[-2:] for row in page.services.rows] == [["koulussa", "liikkuvana palveluna"], ["koulussa", "myös iltaisin"]]
