"""Indicators: each one worked out by hand, and the registry that explains them.

Tiny case: A1, A2, A3 have 500, 1000 and 1500 children of 0 to 17 (100, 200, 300 in each age band); A1 and A2 are in Alku with
S1, A3 in Loppu with S2. The plan is that of conftest:

    clinic, travelling visits (no home visits): A1 to S1 72 (10 minutes); A2 to S1 72 (20), to S2 72 (10); A3 to S2 216 (10)
    therapy: A1 to S1 50 (10); A2 to S1 100 (20); A3 to S2 60 (10), purchased 75 (45), 15 unmet
    over services, children: clinic 10 minutes for 2500 and 20 for 500 of 3000; therapy 10 minutes for 500 + 1500 * 60/135, 20
    for 1000, 45 for 1500 * 75/135. Each service counts half: 10 minutes 0.61111, 20 minutes 0.25, 45 minutes 0.13889.
"""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd
import pytest

from model.bench.seeded import seeded_county
from model.results.indicators import registry
from model.results.indicators.trips import _distribution
from model.results.today import evaluate, todays_plan
from tests.results.hand import altered, replaced, tables_of

SHORT, MIDDLE, LONG = 11 / 18, 1 / 4, 5 / 36


def value(found, indicator, service="", municipality="", group="", column="plan"):
    table = found["indicators"]
    row = table[(table["indicator"] == indicator) & (table["service"] == service) & (table["municipality"] == municipality)
                & (table["group"] == group)]
    assert len(row) == 1, f"{len(row)} rows of {indicator}"
    return row[column].iloc[0]


@pytest.fixture(scope="module")
def found(rich, rich_plan):
    return tables_of(rich, rich_plan)


# indicator: [(service, municipality, group), value] of the plan of conftest, by hand
BY_HAND = {
    # therapy: 15 of 300 visits are unmet although S2 is within the limit; by children 0.05, over services half
    "share_with_service": [(("therapy", "", ""), 0.95), (("clinic", "", ""), 1.0), (("", "", ""), 0.975),
                           (("", "Loppu", ""), 0.95)],
    "share_without_capacity": [(("therapy", "", ""), 0.05), (("", "", "age_0_2"), 0.025)],
    "share_out_of_reach": [(("therapy", "", ""), 0.0), (("", "", ""), 0.0)],
    "open_days_within_30_min": [(("clinic", "", ""), 5.0), (("", "", ""), 5.0)],
    # nurses 3.56, therapists 1.5, for 3 thousand children
    "fte_per_1000_children": [(("clinic", "", ""), 3.56 / 3), (("therapy", "", ""), 0.5), (("", "", ""), 5.06 / 3)],
    "fte_against_norm": [(("clinic", "", ""), 3.56 / 5), (("", "", ""), 3.56 / 5)],
    # therapy in the north, by the arithmetic beside the plan
    "deadline_probability": [(("therapy", "", ""), 1 - 0.75 / math.e), (("", "", ""), 1 - 0.75 / math.e)],
    "missing_norm_fte": [(("clinic", "", ""), 1.44), (("", "", ""), 1.44)],
    "room_utilisation": [(("", "", ""), 16 / 20), (("", "Alku", ""), 1.0), (("", "Loppu", ""), 6 / 10)],
    # hours taken 198 + 404 of 3500, 150 + 60 of 1500; in Loppu 404 + 60 of 2000
    "staff_utilisation": [(("clinic", "", ""), 602 / 3500), (("therapy", "", ""), 210 / 1500), (("", "", ""), 812 / 5000),
                          (("", "Loppu", ""), 464 / 2000)],
    "excess_room_days": [(("", "", ""), 0.0)],
    "missing_staff_hours": [(("clinic", "", ""), 0.0), (("", "", ""), 0.0)],
    "mean_minutes": [(("clinic", "", ""), (360 * 10 + 72 * 20) / 432), (("therapy", "", ""), (3100 + 75 * 45) / 285),
                     (("", "", ""), SHORT * 10 + MIDDLE * 20 + LONG * 45), (("clinic", "Alku", ""), 2880 / 216)],
    "p90_minutes": [(("clinic", "", ""), 20.0), (("therapy", "", ""), 45.0), (("", "", ""), 45.0),
                    (("clinic", "Loppu", ""), 10.0)],
    "p95_minutes": [(("clinic", "", ""), 20.0), (("", "", ""), 45.0)],
    "max_minutes": [(("clinic", "", ""), 20.0), (("", "", ""), 45.0), (("", "Alku", ""), 20.0)],
    "worst_tenth_minutes": [(("clinic", "", ""), 20.0), (("", "", ""), 45.0)],
    "share_within_15_min": [(("clinic", "", ""), 360 / 432), (("", "", ""), SHORT)],
    "share_within_30_min": [(("therapy", "", ""), 210 / 285), (("", "", ""), SHORT + MIDDLE)],
    "share_within_45_min": [(("therapy", "", ""), 1.0), (("", "", ""), 1.0)],
    "share_within_60_min": [(("therapy", "", ""), 1.0)],
    "share_within_promise": [(("clinic", "", ""), 360 / 432), (("clinic", "Loppu", ""), 1.0)],
    # trips weigh e^(0.04 t)
    "equal_trip_minutes": [(("clinic", "", ""), math.log((360 * math.exp(0.4) + 72 * math.exp(0.8)) / 432) / 0.04),
                           (("", "", ""), math.log(SHORT * math.exp(0.4) + MIDDLE * math.exp(0.8) + LONG * math.exp(1.8)) / 0.04)],
    # no table of public transport: see test_audit_change.py
    "transit_share_possible": [], "transit_mean_minutes": [], "transit_share_within_15_min": [], "transit_share_within_30_min": [],
    "transit_share_within_45_min": [], "transit_share_within_60_min": [],
    # half the mean difference of two trips over the mean: pairs 10-20, 10-45, 20-45
    "gini_minutes": [(("", "", ""), (SHORT * MIDDLE * 10 + SHORT * LONG * 35 + MIDDLE * LONG * 25) / (625 / 36)),
                     (("clinic", "", ""), (360 * 72 * 10) / 432**2 / (35 / 3))],
    "children_beyond_60_min": [(("therapy", "", ""), 0.0), (("", "", ""), 0.0)],
    "children_with_a_service_beyond_60_min": [(("", "", ""), 0.0)],
    "travel_hours": [(("clinic", "", ""), 168.0), (("therapy", "", ""), 310 / 3 + 112.5), (("", "", ""), 168 + 310 / 3 + 112.5),
                     (("clinic", "Alku", ""), 96.0)],
    "units_below_critical_mass": [(("therapy", "", ""), 0.0), (("", "", ""), 0.0)],
    # S1: 2 * 5 days less 0.5 nurses * 5 = 7.5, at most the 5 days themselves; S2: 2 * 5 less 0.5 * 1, at most 5
    "lone_worker_days": [(("", "", ""), 10.0), (("", "Alku", ""), 5.0)],
    # driving 18 + 24 + 20
    "staff_travel_share": [(("clinic", "", ""), 62 / 602), (("therapy", "", ""), 0.0), (("", "", ""), 62 / 812)],
    # clinic: half of A2 (1000) goes to S1 instead of S2; therapy: A3 (1500) goes to S2 instead of S1
    "children_whose_site_changes": [(("clinic", "", ""), 500.0), (("therapy", "", ""), 1500.0), (("", "", ""), 1000.0),
                                    (("", "", "age_0_2"), 200.0), (("therapy", "Alku", ""), 0.0)],
    "children_trip_10_min_longer": [(("clinic", "", ""), 0.0), (("", "", ""), 0.0)],
    "children_trip_20_min_longer": [(("", "", ""), 0.0)],
    "children_trip_30_min_longer": [(("", "", ""), 0.0)],
    "premises_emptied": [(("", "", ""), 0.0)],
    # no partners and no pathways: see test_audit_together.py
    "joint_trip_hours": [], "share_of_pathways_in_one_visit": [], "share_with_partners": [],
    # nurses 1 and 1 today, 2 and 1.5 in the plan; therapists 1 today, 1 and 0.5: (1 + 0.5 + 0.5) / 2
    "fte_moved": [(("", "", ""), 1.0)],
    "sites_open": [(("", "", ""), 2.0), (("", "Loppu", ""), 1.0)],
    "sites_hosting": [(("clinic", "", ""), 2.0), (("therapy", "Loppu", ""), 1.0)],
    "staff_fte": [(("clinic", "", ""), 3.56), (("", "", ""), 5.06)],
    # clinic: 60 of 600 visits remote, a fifth of the other 540 at home. Therapy: half of A3's purchased, a tenth unmet; over services
    # A1 and A2 have 1.0 at sites and A3 0.4, weighed 1 : 2 : 3
    "share_at_own_sites": [(("clinic", "", ""), 0.72), (("therapy", "", ""), 0.7), (("", "", ""), 0.71)],
    "share_at_schools": [(("clinic", "", ""), 0), (("", "", ""), 0)],
    "share_at_mobile_stops": [(("therapy", "", ""), 0), (("", "", ""), 0)],
    "share_at_home": [(("clinic", "", ""), 0.18), (("therapy", "", ""), 0), (("", "", ""), 0.09)],
    "share_remote": [(("clinic", "", ""), 0.1), (("", "", ""), 0.05)],
    "share_purchased": [(("therapy", "", ""), 0.25), (("therapy", "Loppu", ""), 0.5), (("", "", ""), 0.125)],
    "mobile_stop_days": [(("", "", ""), 0)],
    "evening_fte": [(("clinic", "", ""), 0), (("", "", ""), 0)],
    "residential_places": [(("", "", ""), 0)],
    "residential_cost_keur": [(("", "", ""), 0)],
    "cost_keur": [(("", "", ""), 434.3)],
    "cost_premises_keur": [(("", "", ""), 160.0), (("", "Loppu", ""), 60.0)],
    "cost_staff_keur": [(("", "", ""), 258.0)],
}


def test_every_indicator_is_worked_out_by_hand():
    assert set(BY_HAND) == set(registry())


@pytest.mark.parametrize("indicator", BY_HAND)
def test_values_by_hand(indicator, found):
    for row, expected in BY_HAND[indicator]:
        assert value(found, indicator, *row) == pytest.approx(expected, abs=1e-9), row


def test_registry_explains_every_indicator_fully():
    for name, entry in registry().items():
        assert set(entry) == {"topic", "unit", "of", "better", "over", "rows", "meaning"}, name
        assert entry["better"] in ("less", "more", "neither") and entry["over"] in ("headline", "sum", "all", "none"), name
        assert entry["meaning"].endswith(".") and entry["unit"] and entry["of"], name


def test_rows_are_those_the_registry_names(found):
    for name, rows in found["indicators"].groupby("indicator"):
        entry = registry()[name]
        kinds = {kind for kind in ("service", "municipality", "group") if (rows[kind] != "").any()}
        assert kinds == set(entry["rows"]), name
        assert (rows["service"] == "").any() == (entry["over"] != "none"), name
        assert (rows["unit"] == entry["unit"]).all()
    assert set(found["indicators"]["indicator"]) == {name for name, values in BY_HAND.items() if values}
    assert not found["indicators"].duplicated(["indicator", "service", "municipality", "group"]).any()


def test_today_plan_and_change(found):
    # today therapy: A1 50 (10), A2 100 (20), A3 150 (30) = 7000 / 300
    assert value(found, "mean_minutes", "therapy", column="today") == pytest.approx(70 / 3)
    assert value(found, "mean_minutes", "therapy", column="change") == pytest.approx(6475 / 285 - 70 / 3)
    assert value(found, "children_whose_site_changes", column="today") == 0


def distribution(minutes, weight):
    frame = pd.DataFrame({"service": 0, "municipality": 0, "group": 0, "minutes": minutes, "weight": weight})
    return {name: values[0] for name, values in _distribution(frame)[1].items()}


def test_percentiles_reach_at_least_their_share():
    # 80 % at 10, 95 % at 20, all at 30: 90 % needs 20; exactly 95 % is reached at 20
    spread = distribution([30.0, 10.0, 20.0], [5.0, 80.0, 15.0])
    assert (spread["p90_minutes"], spread["p95_minutes"], spread["max_minutes"]) == (20, 20, 30)
    assert distribution([10.0, 20.0, 30.0], [80.0, 14.9, 5.1])["p95_minutes"] == 30


def test_worst_tenth_splits_the_trip_at_its_border():
    # the tenth is the 5 at 30 minutes and 5 of the 15 at 20: 25 minutes
    assert distribution([10.0, 20.0, 30.0], [80.0, 15.0, 5.0])["worst_tenth_minutes"] == pytest.approx(25)
    assert distribution([10.0], [1.0])["worst_tenth_minutes"] == pytest.approx(10)


def test_gini_of_equal_and_unequal_trips():
    assert distribution([10.0, 10.0], [3.0, 1.0])["gini_minutes"] == pytest.approx(0)
    # 0 and 20 minutes, half each: mean difference 10, over twice the mean: 0.5
    assert distribution([0.0, 20.0], [1.0, 1.0])["gini_minutes"] == pytest.approx(0.5)
    assert distribution([0.0], [1.0])["gini_minutes"] == 0


def test_distribution_of_many_scopes_is_that_of_each_alone():
    draw = np.random.default_rng(7)
    frame = pd.DataFrame({"service": draw.integers(0, 4, 300), "municipality": draw.integers(0, 3, 300), "group": 0,
                          "minutes": draw.uniform(0, 90, 300).round(1), "weight": draw.uniform(0.1, 5, 300)})
    (services, municipalities, _), figures = _distribution(frame)
    for place, (service, municipality) in enumerate(zip(services, municipalities)):
        rows = frame[(frame["service"] == service) & (frame["municipality"] == municipality)]
        alone = distribution(rows["minutes"].to_numpy(), rows["weight"].to_numpy())
        assert all(figures[name][place] == pytest.approx(alone[name]) for name in alone)
        assert figures["mean_minutes"][place] == pytest.approx(np.average(rows["minutes"], weights=rows["weight"]))


def test_limits_of_minutes_are_within(tiny):
    # clinic trips today are all 10 minutes; 30 minutes for A3 to therapy is within 30
    found = tables_of(altered(tiny, {"services/clinic/promise_minutes": 10, "services/therapy/promise_minutes": 29.9}))
    assert value(found, "share_within_promise", "clinic") == 1
    assert value(found, "share_within_promise", "therapy") == pytest.approx(0.5)
    assert value(found, "share_within_30_min", "therapy") == pytest.approx(1)


def test_too_few_rooms_leave_visits_without_capacity(rich, rich_plan):
    # S1 has 5 of the 10 room days taken: half of what comes to the site, home visits (0.2) not among it
    # clinic: A1 0.9 * 0.6 + 0.1 = 0.64; A2 0.45 * 0.6 + 0.45 + 0.1 = 0.82; A3 1: (64 + 164 + 300) / 600 = 0.88
    # therapy: A1, A2 0.5; A3 0.9 (0.1 unmet): (25 + 50 + 135) / 300 = 0.7
    found = tables_of(altered(rich, {"sites/S1/rooms": 1}), rich_plan)
    assert value(found, "share_with_service", "clinic") == pytest.approx(0.88)
    assert value(found, "share_without_capacity", "clinic") == pytest.approx(0.12)
    assert value(found, "share_with_service", "therapy") == pytest.approx(0.7)
    assert value(found, "excess_room_days") == pytest.approx(5)
    assert value(found, "excess_room_days", municipality="Loppu") == 0
    assert value(found, "room_utilisation", municipality="Alku") == pytest.approx(2)


def test_too_few_people_leave_visits_without_capacity(rich, rich_plan):
    # therapy at S2: 30 of 60 hours: 30 of 300 visits, beside the 15 unmet
    staff = [("clinic", "nurse", "S1", 2.0), ("clinic", "nurse", "S2", 1.5), ("therapy", "therapist", "S1", 1.0),
             ("therapy", "therapist", "S2", 0.03)]
    found = tables_of(rich, replaced(rich_plan, staff=staff))
    assert value(found, "share_without_capacity", "therapy") == pytest.approx(45 / 300)
    assert value(found, "missing_staff_hours", "therapy") == pytest.approx(30)
    assert value(found, "missing_staff_hours", municipality="Loppu") == pytest.approx(30)


def test_beyond_the_limit_is_out_of_reach(rich, rich_plan):
    # therapy of A2 drives 20 minutes: 100 of 300 visits beyond a limit of 19; A3's 15 unmet have S2 within it
    found = tables_of(altered(rich, {"services/therapy/travel_limit_minutes": 19}), rich_plan)
    assert value(found, "share_out_of_reach", "therapy") == pytest.approx(1 / 3)
    assert value(found, "share_without_capacity", "therapy") == pytest.approx(0.05)
    near = tables_of(altered(rich, {"services/therapy/travel_limit_minutes": 9}), rich_plan)  # now S2 is too far for A3 too
    assert value(near, "share_without_capacity", "therapy") == 0
    assert value(near, "share_out_of_reach", "therapy") == pytest.approx(1 - 75 / 300)


def test_open_days_are_those_of_the_best_host_within_30_minutes(rich, rich_plan):
    # A3 is now 31 minutes from S1 and has the clinic at S2 on one day: (100 * 5 + 200 * 5 + 300 * 1) / 600 = 3
    # by children (500 * 5 + 1000 * 5 + 1500) / 3000 = 3, therapy 5: 4 over services
    found = tables_of(altered(rich, {"travel/A3/S1/travel_minutes": 31}), rich_plan)
    assert value(found, "open_days_within_30_min", "clinic") == pytest.approx(3)
    assert value(found, "open_days_within_30_min") == pytest.approx(4)
    assert value(found, "open_days_within_30_min", "clinic", municipality="Loppu") == pytest.approx(1)


def test_children_beyond_an_hour(rich, rich_plan):
    # purchased therapy (75 of A3's 135 trips) at 61 minutes: 1500 * 75/135; A3's mean (600 + 75 * 61)/135 = 38 is not over 60
    found = tables_of(altered(rich, {"services/therapy/purchase_minutes": 61}), rich_plan)
    assert value(found, "children_beyond_60_min", "therapy") == pytest.approx(1500 * 75 / 135)
    assert value(found, "children_beyond_60_min") == pytest.approx(1500 * 75 / 135 / 2)
    assert value(found, "children_with_a_service_beyond_60_min") == 0
    assert value(found, "share_within_60_min", "therapy") == pytest.approx(210 / 285)
    # at 120 minutes the mean is (600 + 75 * 120)/135 = 71
    found = tables_of(altered(rich, {"services/therapy/purchase_minutes": 120}), rich_plan)
    assert value(found, "children_with_a_service_beyond_60_min") == 1500
    assert value(found, "children_with_a_service_beyond_60_min", group="age_3_6") == 300
    assert value(found, "children_with_a_service_beyond_60_min", municipality="Alku") == 0


def test_an_hour_sharp_is_not_beyond(rich, rich_plan):
    found = tables_of(altered(rich, {"services/therapy/purchase_minutes": 60}), rich_plan)
    assert value(found, "children_beyond_60_min", "therapy") == 0


def test_trips_that_grow(tiny):
    # therapy moves to S2: A1 from 10 to 30 minutes (+20 sharp); 41 minutes: +31
    moved = [("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 1), ("A3", "clinic", "S2", 1),
             ("A1", "therapy", "S2", 1), ("A2", "therapy", "S2", 1), ("A3", "therapy", "S2", 1)]
    found = tables_of(tiny, replaced(todays_plan(tiny), assign=moved))
    assert [value(found, f"children_trip_{minutes}_min_longer", "therapy") for minutes in (10, 20, 30)] == [500, 500, 0]
    assert value(found, "children_trip_20_min_longer") == 250
    farther = altered(tiny, {"travel/A1/S2/travel_minutes": 41})
    found = tables_of(farther, replaced(todays_plan(farther), assign=moved))
    assert value(found, "children_trip_30_min_longer", "therapy") == 500
    assert value(found, "children_trip_30_min_longer", "therapy", "Loppu") == 0


def test_a_site_given_up_for_purchased_visits_is_a_change(tiny):
    case = altered(tiny, {"services/therapy/purchase_share_max": 1})
    assign = [("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 1), ("A3", "clinic", "S2", 1), ("A2", "therapy", "S1", 1),
              ("A3", "therapy", "S1", 1)]
    found = tables_of(case, replaced(todays_plan(case), assign=assign, purchased=[("A1", "therapy", 1)]))
    assert value(found, "children_whose_site_changes", "therapy") == 500


def test_premises_emptied(tiny):
    found = tables_of(tiny, replaced(todays_plan(tiny), open_site=[("S1", "campus"), ("S3", "local_station")]))
    assert value(found, "premises_emptied") == 1
    assert value(found, "premises_emptied", municipality="Alku") == 0


def test_critical_mass(rich, rich_plan):
    # clinic S1 2, S2 1.5; therapy S1 1, S2 0.5
    case = altered(rich, {"services/clinic/critical_mass_fte": 1.6, "services/therapy/critical_mass_fte": 0.5})
    found = tables_of(case, rich_plan)
    assert value(found, "units_below_critical_mass", "clinic") == 1
    assert value(found, "units_below_critical_mass", "therapy") == 0
    assert value(found, "units_below_critical_mass", municipality="Loppu") == 1


def test_lone_worker_days_count_partners(rich, rich_plan):
    # S1: 1.8 partners * 5 + 0.5 * 5 = 11.5 of 10; S2: 1 partner * 5 + 0.5 = 5.5 of 10
    case = altered(rich, {"sites/S1/partner_staff_per_day": 1.8, "sites/S2/partner_staff_per_day": 1})
    found = tables_of(case, rich_plan)
    assert value(found, "lone_worker_days", municipality="Alku") == 0
    assert value(found, "lone_worker_days") == pytest.approx(4.5)


def test_placeholders_have_rows_of_their_own_only(rich, rich_plan):
    found = tables_of(altered(rich, {"services/therapy/headline": False}), rich_plan)
    assert value(found, "mean_minutes", "therapy") == pytest.approx(6475 / 285)
    assert value(found, "mean_minutes") == pytest.approx(35 / 3)
    assert value(found, "travel_hours") == pytest.approx(168)
    assert value(found, "share_with_service") == 1
    assert value(found, "fte_per_1000_children") == pytest.approx(3.56 / 3)
    assert value(found, "children_whose_site_changes") == 500
    assert value(found, "staff_fte") == pytest.approx(5.06)  # the whole network
    normed = tables_of(altered(rich, {"services/clinic/headline": False}), rich_plan)
    assert value(normed, "missing_norm_fte") == pytest.approx(1.44)  # norms hold for placeholders too


def test_a_case_of_placeholders_only(rich, rich_plan):
    found = tables_of(altered(rich, {"services/*/headline": False}), rich_plan)
    assert value(found, "mean_minutes", "clinic") == pytest.approx(35 / 3)
    table = found["indicators"]
    assert table[(table["indicator"] == "mean_minutes") & (table["service"] == "")].empty


def test_areas_without_children_weigh_nothing_over_services(rich, rich_plan):
    # A1 has visits, but nobody of 7 to 12 years: that band's row has A2 (200) and A3 (300). Clinic within 15: half of A2
    # and A3, 400 of 500; therapy: A3's 60 of 135, 133.3 of 500
    case = altered(rich, {f"areas/A1/{band}": 0 for band in ("age_7_12", "age_13_15", "age_16_17")})
    found = tables_of(case, rich_plan)
    assert value(found, "share_within_15_min", "clinic") == pytest.approx(360 / 432)
    assert value(found, "share_within_15_min", group="age_7_12") == pytest.approx((400 / 500 + 300 * 60 / 135 / 500) / 2)


def test_the_order_of_rows_changes_no_value():
    case = seeded_county(5, areas=30, sites=8, services=5, professions=3)
    turned = case.changed(**{name: case.tables[name].iloc[::-1].reset_index(drop=True) for name in
                             ("areas", "sites", "services", "demand", "staffing", "hosting", "modes", "professions")})
    keys = ["indicator", "service", "municipality", "group"]
    one, other = (evaluate(county).indicators.sort_values(keys)[[*keys, "plan"]].reset_index(drop=True)
                  for county in (case, turned))
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9)


def test_a_county_is_evaluated_within_seconds():
    case = seeded_county(1, areas=230, sites=52, services=20)
    start = time.process_time()
    found = evaluate(case)
    assert len(found.tables["assignments"]) > 6000
    assert time.process_time() - start < 5
