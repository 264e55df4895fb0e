"""Who gains and who loses: every number from the two sides of conftest, or from a change of them stated beside it."""

from __future__ import annotations

import pandas as pd
import pytest

from model.compare.people import People
from model.compare.sides import Side
from model.compare.trips import matched, shares, trips
from tests.compare.hand import children, side
from tests.results.hand import altered, replaced, rows

MATCHED = ["area", "service", "place", "part", "minutes"]


def parts(*places):
    """Trips of one area to one service: (place, part, minutes) each."""
    return pd.DataFrame([("A", "clinic", *place) for place in places], columns=MATCHED)


def found(first, other) -> list[tuple]:
    return sorted(rows(matched(first, other), "part", "first", "other"))


def people(first, other) -> People:
    return People(first, trips(first, other))


@pytest.fixture(scope="module")
def counted(today_side, plan_side):
    return people(today_side, plan_side).children_by_change()


def test_what_stays_at_a_site_stays():
    # the half at Y stays; X to Z is +10. Matching by minutes alone would say X to Y and Y to Z
    assert found(parts(("X", 0.5, 10), ("Y", 0.5, 20)), parts(("Y", 0.5, 20), ("Z", 0.5, 30))) == [(0.5, 10, 30), (0.5, 20, 20)]


def test_the_rest_is_matched_shortest_to_shortest():
    # in the order of minutes: 0 to 0.4 from 10 to 15, 0.4 to 0.7 from 20 to 15, 0.7 to 1 from 20 to 40
    assert found(parts(("Y", 0.6, 20), ("X", 0.4, 10)), parts(("W", 0.3, 40), ("Z", 0.7, 15))) == [
        (0.3, 20, 15), (0.3, 20, 40), (0.4, 10, 15)]


def test_one_site_in_both_has_the_minutes_of_each_run():
    assert found(parts(("X", 1, 10)), parts(("X", 1, 12))) == [(1, 10, 12)]


def test_a_service_that_is_travelled_for_in_one_run_only_is_not_compared():
    assert found(parts(("X", 1, 10)), parts(("X", 1, 10)).iloc[:0]) == []


def test_shares_are_of_travelling_visits(rich, rich_plan):
    # therapy of A3: 0.4 at S2, 0.5 purchased (45 minutes), 0.1 unmet: 4/9 and 5/9. Clinic of A2: halves, a tenth remote left out
    table = shares(side(rich, rich_plan, "rich"))
    assert rows(table[(table["area"] == "A3") & (table["service"] == "therapy")], "place", "part", "minutes") == [
        ("S2", round(4 / 9, 9), 10), ("purchased", round(5 / 9, 9), 45)]
    assert rows(table[(table["area"] == "A2") & (table["service"] == "clinic")], "place", "part") == [("S1", 0.5), ("S2", 0.5)]
    # with a fifth of home visits at sites: 0.4 * 0.8 to 0.5, so 0.32 of 0.82
    table = shares(side(altered(rich, {"services/therapy/home_visit_share": 0.2}), rich_plan, "rich"))
    assert rows(table[(table["area"] == "A3") & (table["service"] == "therapy")], "part")[0] == (round(0.32 / 0.82, 9),)


@pytest.mark.parametrize("municipality, minutes, longer", [
    # clinic: half of A2's 200 toddlers +10, half +20; A3's 300 +10
    ("", 10, 500), ("", 20, 100), ("", 30, 0), ("Alku", 10, 200), ("Alku", 20, 100), ("Loppu", 10, 300), ("Loppu", 20, 0)])
@pytest.mark.parametrize("trip", ["mean", "some service"])
def test_children_with_longer_trips(counted, trip, municipality, minutes, longer):
    assert children(counted, trip, "longer", minutes, municipality, "age_0_2") == pytest.approx(longer)
    assert children(counted, trip, "longer", minutes, municipality, "age_3_6") == 0  # the therapy stays where it is
    assert children(counted, trip, "longer", minutes, municipality) == pytest.approx(longer)
    assert children(counted, trip, "shorter", minutes, municipality) == 0


def test_a_service_of_its_own(counted):
    assert children(counted, "clinic", "longer", 20) == pytest.approx(100)
    assert children(counted, "therapy", "longer", 10) == 0
    assert set(counted.loc[counted["trip"] == "clinic", "municipality"]) == {""}


def test_who_is_counted(counted):
    # clinic and therapy: 600 children each; no service for the other bands
    of = counted.query("trip == 'mean' and minutes == 10 and change == 'longer' and municipality == ''")
    assert dict(zip(of["group"], of["of_children"])) == {"": 1200, "age_0_2": 600, "age_3_6": 600, "age_7_12": 0, "age_13_15": 0,
                                                         "age_16_17": 0}


def test_the_other_way_round_they_gain(today_side, plan_side):
    back = people(plan_side, today_side).children_by_change()
    assert [children(back, "mean", "shorter", minutes) for minutes in (10, 20, 30)] == pytest.approx([500, 100, 0])
    assert children(back, "mean", "longer", 10) == 0


def test_a_trip_of_just_thirty_minutes_is_within_thirty(tiny, plan, today_side, plan_side):
    # A2's half at S3 has 30 minutes: not beyond. With 31 it is, and the clinic at 46 minutes from A3 passes both 30 and 45
    assert children(people(today_side, plan_side).children_by_change(), "mean", "beyond", 30) == 0
    far = side(altered(tiny, {"travel/A2/S3/travel_minutes": 31, "travel/A3/S3/travel_minutes": 46}), plan, "far")
    beyond = people(today_side, far).children_by_change()
    assert [children(beyond, "some service", "beyond", minutes) for minutes in (30, 45, 60)] == pytest.approx([400, 300, 0])
    within = people(far, today_side).children_by_change()
    assert [children(within, "some service", "within", minutes) for minutes in (30, 45, 60)] == pytest.approx([400, 300, 0])


@pytest.fixture(scope="module")
def shared(tiny):
    """Toddlers go to the therapy too, half a visit each, half of it at home: weights 1 and 0.25."""
    return altered(tiny, {"services/therapy/home_visit_share": 0.5}, add={"demand": [
        {"service": "therapy", "groups": ("age_0_2",), "visits_per_person": 0.5}]})


@pytest.fixture(scope="module")
def shared_today(shared):
    return side(shared, None, "today", "today")


def test_the_mean_trip_weighs_services_by_visits_less_home_visits(shared, shared_today, plan):
    # A3: before (10 + 30/4) / 1.25 = 14, after (20 + 30/4) / 1.25 = 22: +8
    # A2: before (10 + 20/4) / 1.25 = 12; halves after (20 + 5) / 1.25 = 20 and (30 + 5) / 1.25 = 28: +8 and +16
    both = people(shared_today, side(shared, plan, "plan"))
    table = both.trips_by_area()
    mine = table[table["group"] == "age_0_2"]
    assert rows(mine, "area", "children", "first_minutes", "other_minutes", "change_minutes", "worst_service") == [
        ("A1", 100, 10, 10, 0, ""), ("A2", 200, 12, 24, 12, "clinic"), ("A3", 300, 14, 22, 8, "clinic")]
    assert rows(mine.iloc[1:], "worst_first_minutes", "worst_other_minutes", "worst_change_minutes") == [(10, 25, 15), (10, 20, 10)]
    assert mine.iloc[0][["worst_first_minutes", "worst_other_minutes", "worst_change_minutes"]].isna().all()
    counted = both.children_by_change()
    assert children(counted, "mean", "longer", 10, group="age_0_2") == pytest.approx(100)
    assert children(counted, "some service", "longer", 10, group="age_0_2") == pytest.approx(500)


def test_those_hit_hardest_are_the_same_children_for_every_service(shared, shared_today, plan):
    # therapy of A2 now half at S1 (20 as before), half at S2 (10): the half whose clinic grows by 20 keeps its therapy
    split = replaced(plan, assign=[*plan.assign[plan.assign["service"] == "clinic"].itertuples(index=False, name=None),
                                   ("A1", "therapy", "S1", 1), ("A2", "therapy", "S1", 0.5), ("A2", "therapy", "S2", 0.5),
                                   ("A3", "therapy", "S1", 1)])
    groups = trips(shared_today, side(shared, split, "plan"))
    mine = groups.area == "A2"
    assert groups.part[mine].tolist() == [0.5, 0.5]
    assert (groups.other - groups.first)[mine].tolist() == [[20, 0], [10, -10]]


def placeholders(of, *services):
    """The side with some services that are placeholders."""
    table = of.tables["services"]
    return Side(of.label, of.run, {**of.tables, "services": table.assign(headline=~table["service"].isin(services))}, None)


def test_a_placeholder_does_not_count(today_side, plan_side):
    both = people(*(placeholders(of, "clinic") for of in (today_side, plan_side)))
    counted = both.children_by_change()
    assert children(counted, "some service", "longer", 10) == 0 and "clinic" not in set(counted["trip"])
    assert both.worst_hit_areas().empty


def test_no_headline_service_no_people(today_side, plan_side):
    both = people(*(placeholders(of, "clinic", "therapy") for of in (today_side, plan_side)))
    assert both.trips_by_area().empty and both.worst_hit_areas().empty and both.children_by_change()["children"].sum() == 0


def test_worst_hit_areas_are_those_of_the_run_itself(today_side, plan_side):
    # mean of both services: A2 (10 + 20)/2 = 15 to (25 + 20)/2 = 22.5; A3 (10 + 30)/2 = 20 to (20 + 30)/2 = 25
    worst = people(today_side, plan_side).worst_hit_areas()
    assert rows(worst, "area", "children", "first_minutes", "other_minutes", "change_minutes", "worst_service", "worst_first_minutes",
                "worst_other_minutes") == [("A2", 1000, 15, 22.5, 7.5, "clinic", 10, 25), ("A3", 1500, 20, 25, 5, "clinic", 10, 20)]
    own = plan_side.tables["worst_hit_areas"]
    assert rows(worst, "area", "change_minutes", "worst_service", "worst_change_minutes") == rows(
        own, "area", "change_minutes", "worst_service", "worst_change_minutes")
