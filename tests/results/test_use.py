"""Visits by age band, worked out by hand. A1, A2, A3 have 100, 200 and 300 children in each band and as many families."""

from __future__ import annotations

from tests.results.hand import altered, broken, rows, tables_of

COLUMNS = ("area", "visits", "visits_age_0_2", "visits_age_3_6", "visits_age_7_12", "visits_age_13_15", "visits_age_16_17", "visits_others")


def clinic(case, demand):
    """Rows of the table visits of the clinic, when its demand is these rows; the audit agrees with the table."""
    kept = case.demand[case.demand["service"] != "clinic"]
    found = tables_of(case := altered(case.changed(demand=kept), add={"demand": [{"service": "clinic"} | row for row in demand]}))
    assert "visits_agree" not in broken(case, found)
    return rows(found["visits"][found["visits"]["service"] == "clinic"], *COLUMNS)


def test_bands_have_their_own_visits(tiny):
    assert clinic(tiny, [{"groups": ("age_0_2", "age_7_12"), "visits_per_person": 2.0},
                         {"groups": ("age_7_12",), "visits_per_person": 1.0}]) == [
        ("A1", 500, 200, 0, 300, 0, 0, 0), ("A2", 1000, 400, 0, 600, 0, 0, 0), ("A3", 1500, 600, 0, 900, 0, 0, 0)]


def test_visits_of_families_are_their_childrens(tiny):
    # A1: 100 families, 2 visits each, over 500 children: 0.4 a child, 40 a band. A3 has no children now: its 600 visits are others'
    case = altered(tiny, {f"areas/A3/{band}": 0 for band in ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")})
    assert clinic(case, [{"groups": ("families_with_children",), "visits_per_person": 2.0}]) == [
        ("A1", 200, 40, 40, 40, 40, 40, 0), ("A2", 400, 80, 80, 80, 80, 80, 0), ("A3", 600, 0, 0, 0, 0, 0, 600)]


def test_visits_of_the_population_are_nobodys_beside_other_rows(tiny):
    # A1: 1000 people at 0.1 = 100, and 100 children of 0 to 2 at 1 = 100
    everybody, toddlers = {"groups": ("population",), "visits_per_person": 0.1}, {"groups": ("age_0_2",), "visits_per_person": 1.0}
    assert clinic(tiny, [everybody, toddlers])[0] == ("A1", 200, 100, 0, 0, 0, 0, 100)
    # on its own the row is all that is known of children's use: 100 children of each band at 0.1
    assert clinic(tiny, [everybody])[0] == ("A1", 100, 10, 10, 10, 10, 10, 50)


def test_a_given_count_is_shared_out_in_its_municipality(tiny):
    # 90 visits over the 100 + 200 toddlers and as many of 3 to 6 of Alku: 0.15 each. Loppu (A3) has a rate of its own
    count = {"groups": ("age_0_2", "age_3_6"), "municipality": "Alku", "visits_per_year": 90.0}
    assert clinic(tiny, [count, {"groups": ("age_3_6",), "municipality": "Loppu", "visits_per_person": 1.0}]) == [
        ("A1", 30, 15, 15, 0, 0, 0, 0), ("A2", 60, 30, 30, 0, 0, 0, 0), ("A3", 300, 0, 300, 0, 0, 0, 0)]


def test_only_areas_with_visits_have_a_row(tiny):
    empty = altered(tiny, {"areas/A2/age_0_2": 0})
    assert [row[0] for row in clinic(empty, [{"groups": ("age_0_2",), "visits_per_person": 1.0}])] == ["A1", "A3"]
