"""The ways of being there in the audit and the tables: a healthy plan of ALL_WAYS by hand, its figures, and nudges that are named."""

from __future__ import annotations

import pytest

from model.results.audit import audit
from model.results.figures import Figures
from model.results.tables import tables
from model.results.today import todays_plan
from tests.results.hand import altered, assert_nudge_is_named, broken, caught, plan_of, replaced, rows, tables_of, without
from tests.results.nudges_ways import NUDGES_OF_WAYS
from tests.tiny import tiny_case
from tests.ways import ALL_WAYS

# Clinic: A1 at S1 (open late), A2 four fifths at S2 and a fifth at school S4, A3 half and half. Therapy: A1 and A2 at S1, A3 at the
# stop S5, one day a week of V1.
# Visits: clinic S1 100, S2 160 + 150 = 310 (1.0333 rooms of 300), S4 40 + 150; therapy S1 150, S5 150.
# Nurses present 0.5: S1 0.5 * 5 * 8 * 50 / 1000 = 1 FTE, S2 0.15 (310 hours), S4 0.15 (190 hours). Therapists: S1 1.5 FTE, S5
# 1 * 5 * 50 / 1000 = 0.25 (150 hours of visits + 84/60 * 50 = 70 hours on the road).
# Evenings: a quarter of the presence of 1 FTE at S1.
PLAN = {
    "open_site": [("S1", "campus"), ("S2", "station"), ("S4", "school"), ("S5", "mobile_stop")],
    "hosting": [("clinic", "S1", "late", 100, 1), ("clinic", "S2", "weekly", 310, 310 / 300), ("clinic", "S4", "at_school", 190, 1),
                ("therapy", "S1", "daily", 150, 1), ("therapy", "S5", "on_wheels", 150, 1)],
    "assign": [("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 0.8), ("A2", "clinic", "S4", 0.2), ("A3", "clinic", "S2", 0.5),
               ("A3", "clinic", "S4", 0.5), ("A1", "therapy", "S1", 1), ("A2", "therapy", "S1", 1), ("A3", "therapy", "S5", 1)],
    "staff": [("clinic", "nurse", "S1", 1), ("clinic", "nurse", "S2", 0.35), ("clinic", "nurse", "S4", 0.2),
              ("therapy", "therapist", "S1", 1.5), ("therapy", "therapist", "S5", 0.25)],
    "evenings": [("clinic", "nurse", "S1", 0.25)],
    "vehicles": [("V1",)],
    "stop_days": [("V1", "S5", 1)],
}


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    return tiny_case(tmp_path_factory.mktemp("ways"), **ALL_WAYS)


@pytest.fixture(scope="module")
def found(ways):
    return tables(ways, plan_of(**PLAN), todays_plan(ways))


def test_the_healthy_plan_passes(ways, found):
    report = audit(ways, found)
    assert report.passed, report.violations.to_string()


@pytest.mark.parametrize("rule", NUDGES_OF_WAYS)
def test_a_nudge_is_caught_and_named(rule, ways, found):
    assert_nudge_is_named(ways, found, rule, NUDGES_OF_WAYS)


@pytest.mark.parametrize("table, column", [
    ("evening_work", "evening_fte"), ("evening_work", "cost_keur"), ("vehicles", "stop_days"), ("vehicles", "driving_days"),
    ("vehicles", "days_per_week"), ("vehicles", "cost_keur"), ("stop_days", "stop_days"), ("stop_days", "drive_minutes"),
    ("stop_days", "driving_hours"), *(("residential_care", c) for c in ("units", "places", "cost_keur_per_place", "cost_keur")),
    *(("residential_years", c) for c in ("own_units", "own_places", "purchased_places", "own_share", "cost_keur"))])
@pytest.mark.parametrize("factor", [1.001, 0.999])
def test_a_changed_number_is_caught(table, column, factor, ways, found):
    nudged = found[table].copy()
    nudged.loc[0, column] *= factor
    if (column, factor) == ("evening_fte", 1.001):
        nudged.loc[0, column] = 1.01  # a little more evening work than needed breaks no rule but that of the supplement
    assert caught(ways, {**found, table: nudged})


@pytest.mark.parametrize("table, column", [("vehicles", "vehicle"), ("stop_days", "vehicle"), ("stop_days", "site"),
                                           ("evening_work", "service"), ("evening_work", "site"), ("evening_work", "profession")])
def test_an_unknown_id_is_caught(table, column, ways, found):
    nudged = found[table].copy()
    nudged.loc[0, column] = "nobody"
    assert "ids_exist" in broken(ways, {**found, table: nudged})


@pytest.mark.parametrize("table", ["evening_work", "vehicles", "stop_days", "residential_care", "residential_years"])
def test_a_missing_row_is_caught(table, ways, found):
    assert broken(ways, {**found, table: found[table].iloc[1:].reset_index(drop=True)})


def test_mobile_units(found):
    # 1 day at S5 and 0.2 of driving; 30 + 70 hours * 50 euros
    assert rows(found["vehicles"], "vehicle", "used", "stop_days", "driving_days", "days_per_week", "cost_keur") == [
        ("V1", True, 1, 0.2, 2, 33.5)]
    assert rows(found["stop_days"], "vehicle", "site", "stop_days", "drive_minutes", "driving_hours") == [("V1", "S5", 1, 42, 70)]
    of_stop = found["rooms"].set_index("site").loc["S5"]
    assert (of_stop["rooms"], of_stop["room_days_available"], of_stop["room_days_used"]) == (1, 1, 1)


def test_costs(found):
    # staff (1 + 0.35 + 0.2) * 50 and 1.75 * 50; evenings 0.25 * 10; 70 hours of the therapist's driving at 30 euros
    assert rows(found["costs"], "term", "item", "cost_keur") == [
        ("premises", "S1", 100), ("premises", "S2", 60), ("staff", "nurse", 77.5), ("staff", "therapist", 87.5),
        ("vehicles", "V1", 33.5), ("evenings", "nurse", 2.5), ("worker_travel", "therapist", 2.1)]


def test_trips_and_shares(found):
    # pupils' trips are 0 minutes: (100*10 + 160*10 + 150*10) / 600
    table = found["indicators"].set_index(["indicator", "service", "municipality", "group"])["plan"]
    assert table["mean_minutes", "clinic", "", ""] == pytest.approx(4100 / 600)
    assert table["share_at_schools", "clinic", "", ""] == pytest.approx(190 / 600)
    assert table["share_at_mobile_stops", "therapy", "", ""] == pytest.approx(0.5)
    assert table["mobile_stop_days", "", "Loppu", ""] == 1
    assert table["evening_fte", "clinic", "", ""] == 0.25
    # A1 has the late clinic at S1 (5 days); A2 also within 30 minutes; A3 likewise: S1 is 30 minutes away
    assert table["open_days_within_30_min", "clinic", "", ""] == pytest.approx(5)
    # 2024: 14 own and 26 purchased places
    assert table["residential_places", "", "", ""] == 40
    assert table["residential_cost_keur", "", "", ""] == 14 * 130 + 26 * 150


def test_open_days_at_a_school_count_for_its_pupils_only(ways):
    # the clinic at S2 one day, at S4 one day: with five days at S4, half of A3's visits have five days near, the rest one
    case = altered(ways, {"modes/at_school/days_per_week": 5, "services/clinic/policy": "free"})
    hosting = [row for row in PLAN["hosting"] if row[:2] != ("clinic", "S1")]
    found = tables_of(case, plan_of(**{**PLAN, "hosting": hosting}))
    table = found["indicators"].set_index(["indicator", "service", "municipality", "group"])["plan"]
    assert table["open_days_within_30_min", "clinic", "Loppu", ""] == pytest.approx(0.5 * 5 + 0.5 * 1)


def test_residential_years(found):
    # 2024: 14 * 130 + 26 * 150 = 5720; 2025: 21 * 132 + 21 * 155 = 6027
    assert rows(found["residential_years"].fillna(0), "year", "own_units", "own_places", "purchased_places", "own_share", "cost_keur",
                "cost_change_keur") == [(2024, 2, 14, 26, 0.35, 5720, 0), (2025, 3, 21, 21, 0.5, 6027, 307)]
    assert found["costs"]["term"].ne("residential").all()


def test_a_remote_share_beyond_what_families_can_use_is_caught(ways):
    # at most a fifth may be remote, half of A1's families can: a tenth
    case = altered(ways, {"areas/A1/digital_exclusion_share": 0.5})
    for share, names in ((0.1, set()), (0.11, {"remote_share_is_at_most_allowed"})):
        assign = [("A1", "clinic", "S1", 1 - share), *PLAN["assign"][1:]]
        hosting = [("clinic", "S1", "late", 100 * (1 - share), 1), *PLAN["hosting"][1:]]
        plan = plan_of(**{**PLAN, "assign": assign, "hosting": hosting, "remote": [("A1", "clinic", share)]})
        assert broken(case, tables_of(case, plan)) == names


def test_an_upgraded_site_is_priced(ways):
    plan = plan_of(**{**PLAN, "open_site": [("S1", "campus"), ("S2", "campus"), *PLAN["open_site"][2:]]})
    found = tables_of(ways, plan)
    assert ("tier_changes", "S2", 12) in rows(found["costs"], "term", "item", "cost_keur")
    assert broken(ways, found) == set()
    assert "costs_add_up" in broken(ways, {**found, "costs": without(found["costs"], term="tier_changes")})


def test_todays_pupils_go_to_their_own_school(ways):
    case = altered(ways, {"sites/S4/tier_today": "school", "sites/S5/tier_today": "mobile_stop"}, add={"hosting": [
        {"service": "clinic", "site": "S4", "mode": "at_school"}, {"service": "therapy", "site": "S5", "mode": "on_wheels"}]})
    plan = todays_plan(case)
    assert ("A3", "clinic", "S4", 0.5) in rows(plan.assign, "area", "service", "site", "share")
    assert ("A3", "clinic", "S2", 0.5) in rows(plan.assign, "area", "service", "site", "share")
    assert ("A2", "clinic", "S4", 0.2) in rows(plan.assign, "area", "service", "site", "share")
    assert not ((plan.assign["area"] == "A1") & (plan.assign["site"] == "S4")).any()
    assert rows(plan.stop_days, "vehicle", "site", "stop_days") == [("V1", "S5", 1)]
    assert rows(plan.vehicles, "vehicle") == [("V1",)]
    late = replaced(plan, hosting=[("clinic", "S1", "late", 1400, 1)])
    from model.results.ways import evenings_needed
    assert rows(evenings_needed(Figures(case, late)), "service", "profession", "site", "evening_fte") == [
        ("clinic", "nurse", "S1", 0.35)]


def test_home_visits_from_a_school_are_driven(ways):
    # a tenth of A3's half at home: 150 * 0.1 * 2 * minutes by car / 60, though the pupils' own trip is nothing
    case = altered(ways, {"services/clinic/home_visit_share": 0.1, "staffing/clinic/nurse/travellers_per_home_visit": 1})
    work = Figures(case, plan_of(**PLAN)).staff.set_index(["service", "site", "profession"])["home_travel_hours"]
    drives = case.drives["S4"]
    assert work["clinic", "S4", "nurse"] == pytest.approx(0.1 * 2 / 60 * (150 * drives["A3"] + 40 * drives["A2"]))


