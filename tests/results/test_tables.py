"""Tables: the dictionary's columns, and figures worked out by hand from the plan of conftest."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from model.results.audit import audit
from model.results.plan import Plan
from model.results.tables import OF_EXPLAINING, OF_THE_AUDIT, OF_THE_SCENARIO
from model.results.today import todays_plan
from model.results.typed import typed
from model.schema.dictionary import result_tables
from tests.results.hand import altered, replaced, rows, tables_of


@pytest.fixture(scope="module")
def found(rich, rich_plan):
    return tables_of(rich, rich_plan)


def test_every_table_of_the_dictionary_with_its_columns_in_order(rich, found):
    every = {**found, **audit(rich, found).tables()}
    assert list(every) == [name for name in result_tables() if name not in (*OF_THE_SCENARIO, *OF_EXPLAINING)]
    for name, frame in every.items():
        assert list(frame) == list(result_tables()[name].columns), name
    assert set(every) - set(found) == set(OF_THE_AUDIT)


def test_an_empty_plan_still_makes_every_table(tiny):
    found = tables_of(tiny, Plan())
    assert all(list(frame) == list(result_tables()[name].columns) for name, frame in found.items())
    assert found["open_sites"].empty and found["assignments"].empty


def test_open_sites(found):
    # S1: 2 services, the longest 5 days; nurse 2 + therapist 1 = 3 FTE; rooms 1*5 + 1*5 = 10 of 2*5; campus 100 keur
    # S2: clinic 1 room 1 day + therapy 1 room 5 days = 6 of 10; staff 1.5 + 0.5; station 60 keur
    assert rows(found["open_sites"], "site", "tier", "services", "longest_presence_days", "staff_fte", "room_days_used",
                "room_days_available", "cost_keur") == [
        ("S1", "campus", 2, 5, 3, 10, 10, 100), ("S2", "station", 2, 5, 2, 6, 10, 60)]


def test_hosted_services(found):
    # visits include home visits: clinic S1 90 + 90, S2 90 + 270
    assert rows(found["hosted_services"], "service", "site", "mode", "days_per_week", "volume_visits", "visits", "staff") == [
        ("clinic", "S1", "daily", 5, 144, 180, "nurse 2.00"), ("clinic", "S2", "weekly", 1, 288, 360, "nurse 1.50"),
        ("therapy", "S1", "daily", 5, 150, 150, "therapist 1.00"), ("therapy", "S2", "daily", 5, 60, 60, "therapist 0.50")]


def test_assignments_hold_every_channel(found):
    table = found["assignments"]
    assert rows(table[table["service"] == "therapy"], "area", "channel", "site", "share", "visits") == [
        ("A1", "site", "S1", 1, 50), ("A2", "site", "S1", 1, 100), ("A3", "site", "S2", 0.4, 60),
        ("A3", "purchased", "", 0.5, 75), ("A3", "unmet", "", 0.1, 15)]
    minutes = dict(zip(table["channel"], table["travel_minutes"]))
    assert minutes["purchased"] == 45 and math.isnan(minutes["remote"]) and math.isnan(minutes["unmet"])
    assert rows(found["bypasses"], "area", "service", "share", "visits") == [("A2", "therapy", 1, 100)]


def test_beyond_limit_starts_after_the_limit(rich, rich_plan):
    # therapy trips: A1 10, A2 20 (S1), A3 10 (S2)
    at, beyond = (tables_of(altered(rich, {"services/therapy/travel_limit_minutes": limit}), rich_plan)["assignments"]
                  for limit in (20, 19))
    assert not at["beyond_limit"].any()
    assert rows(beyond[beyond["beyond_limit"]], "area", "service") == [("A2", "therapy")]


def test_staff_has_driving_and_remote_work(found):
    # arithmetic beside the plan in conftest; remote: 60 visits * 1 h = 60 h = 0.06 FTE
    nurses = found["staff"][found["staff"]["profession"] == "nurse"]
    assert rows(nurses, "site", "staff_fte", "workload_hours", "home_travel_hours", "base_travel_hours") == [
        ("S1", 2, 198, 18, 0), ("S2", 1.5, 404, 24, 20), ("", 0.06, 60, 0, 0)]


def test_professions_and_norms(found):
    # nurse: 3 + 0.56 - 3.56 = 0 spare; cost 3.56 * 50 + 0.56 * 5 = 178 + 2.8; therapist: 5 + 0.1 - 1.5 - 0.1
    # leading - 0.05 on the road = 3.45 spare; cost 75 + 5 + 0.1 * 10 for recruits + 0.05 * 50 + 0.25 * 2 for the bank
    assert rows(found["professions"], "profession", "fte_available", "recruit_fte", "staff_fte", "spare_fte", "cost_keur") == [
        ("nurse", 3, 0.56, 3.56, 0, 180.8), ("therapist", 5, 0.1, 1.5, 3.45, 84)]
    # today 1 + 1 nurses and 60 remote hours
    assert rows(found["norms"], "service", "profession", "people", "needed_fte", "today_fte", "staff_fte", "shortfall_fte") == [
        ("clinic", "nurse", 600, 5, 2.06, 3.56, 1.44)]


def test_pools(found):
    # north: 4.3 - 1 at S1 left; south: all of 0.2 + 0.1 + 0.25 * 0.8 at S2
    assert rows(found["pools"], "staff_area", "profession", "fte_available", "recruit_fte", "bank_fte", "staff_fte", "spare_fte",
                "cost_keur") == [
        ("north", "therapist", 4.3, 0, 0, 1, 3.3, 0), ("south", "therapist", 0.2, 0.1, 0.25, 0.5, 0, 4)]


def test_deadlines(found):
    # arithmetic beside the plan in conftest
    assert rows(found["deadlines"], "services", "profession", "staff_area", "cases", "load_fte", "staff_fte", "missing_fte",
                "needed_people") == [("therapy", "therapist", "north", 150, 0.75, 1, 0, 1)]
    assert found["deadlines"]["share_within"].tolist() == pytest.approx([1 - 0.75 * math.exp(-1)])
    # the fewest people: 0.75 / s * exp(-4 (s - 0.75)) = 1 - 0.6
    fewest = found["deadlines"]["needed_fte"].item()
    assert 0.75 / fewest * math.exp(-4 * (fewest - 0.75)) == pytest.approx(0.4)


def test_supervision(found):
    assert rows(found["supervision"], "supervisor", "supervised", "span", "supervised_fte", "needed_fte") == [
        ("therapist", "nurse", 35.6, 3.56, 0.1)]


def test_a_norm_by_staff_area_has_a_row_for_each(rich, rich_plan):
    """Children of 3 to 6: 100 in the north (A1), 500 in the south (A2, A3); 400 an FTE; therapists 1 at S1, 0.5 at S2."""
    norm = {"norm_groups": ("age_3_6",), "norm_people_per_fte": 400, "norm_scope": "staff_area"}
    found = tables_of(altered(rich, {f"staffing/therapy/therapist/{column}": value for column, value in norm.items()}), rich_plan)
    norms = found["norms"][found["norms"]["service"] == "therapy"]
    assert rows(norms, "staff_area", "people", "needed_fte", "today_fte", "staff_fte", "shortfall_fte") == [
        ("north", 100, 0.25, 1, 1, 0), ("south", 500, 1.25, 0, 0.5, 0.75)]


def test_costs_and_terms(found):
    # premises 160; staff 253 + 5 for the lead; recruiting 2.8 + 1; staff bank 3; one weekly mode 2; purchased 75 visits * 100 eur = 7.5
    assert rows(found["costs"], "term", "item", "cost_keur") == [
        ("premises", "S1", 100), ("premises", "S2", 60), ("staff", "nurse", 178), ("staff", "therapist", 80),
        ("recruiting", "nurse", 2.8), ("recruiting", "therapist", 1), ("staff_bank", "therapist", 3), ("modes", "weekly", 2),
        ("purchased", "therapy", 7.5)]
    terms = dict(zip(found["terms"]["term"], found["terms"]["value"]))
    # clinic 0.8 * (90*10 + 90*20 + 90*10 + 270*10) * 2/60 = 0.8 * 210 = 168
    # therapy (50*10 + 100*20 + 60*10) * 2/60 = 310/3; purchased 75 * 2 * 45/60 = 112.5
    assert terms["travel_burden_hours"] == pytest.approx(168 + 310 / 3 + 112.5)
    assert terms["waiting_burden_hours"] == pytest.approx(144)  # 288 visits * 0.5 h in the weekly mode
    assert terms["cost_keur"] == pytest.approx(434.3)
    assert terms["changes"] == 1  # therapy comes to S2
    assert terms["norm_shortfall_fte"] == pytest.approx(1.44)
    assert terms["unmet_visits"] == pytest.approx(15) and terms["bypassed_visits"] == pytest.approx(100)


def test_placeholders_are_left_out_of_travel_and_waiting(rich, rich_plan):
    terms = tables_of(altered(rich, {"services/clinic/headline": False}), rich_plan)["terms"].set_index("term")["value"]
    assert terms["travel_burden_hours"] == pytest.approx(310 / 3 + 112.5)
    assert terms["waiting_burden_hours"] == 0


def test_changes_count_services_sites_tiers_and_modes(rich, rich_plan):
    plan = replaced(rich_plan, open_site=[("S1", "station"), ("S3", "local_station")],
                    hosting=[("clinic", "S1", "weekly", 144, 1), ("clinic", "S3", "daily", 288, 1),
                             ("therapy", "S1", "daily", 150, 1)])
    found = tables_of(rich, plan)
    assert rows(found["changes"][found["changes"]["kind"] != "staff_moves"], "kind", "site", "service", "today", "plan") == [
        ("tier_changes", "S1", "", "campus", "station"), ("site_closes", "S2", "", "station", ""),
        ("site_opens", "S3", "", "", "local_station"), ("mode_changes", "S1", "clinic", "daily", "weekly"),
        ("service_closes", "S2", "clinic", "weekly", ""), ("service_opens", "S3", "clinic", "", "daily")]
    # three sites, two services that come or go, one changed mode at a quarter
    assert found["terms"].set_index("term").at["changes", "value"] == 5.25


def test_staff_moves(found):
    # today one FTE each; now clinic S1 2, S2 1.5, therapy S2 0.5 (therapy S1 stays at 1)
    moves = found["changes"][found["changes"]["kind"] == "staff_moves"]
    assert rows(moves, "service", "site", "today", "plan") == [
        ("clinic", "S1", "1.00", "2.00"), ("clinic", "S2", "1.00", "1.50"), ("therapy", "S2", "0.00", "0.50")]


def test_worst_hit_areas(tiny):
    # therapy moves from S1 (10, 20, 30) to S2 (30, 10, 10): A1 +20; the clinic stays as it is. Mean of the two: +10
    plan = replaced(todays_plan(tiny), assign=[
        ("A1", "clinic", "S1", 1), ("A2", "clinic", "S2", 1), ("A3", "clinic", "S2", 1),
        ("A1", "therapy", "S2", 1), ("A2", "therapy", "S2", 1), ("A3", "therapy", "S2", 1)])
    worst = tables_of(tiny, plan)["worst_hit_areas"]
    assert rows(worst, "area", "children", "today_minutes", "plan_minutes", "change_minutes", "worst_service",
                "worst_change_minutes") == [("A1", 500, 10, 20, 10, "therapy", 20)]


def test_areas_have_every_area_with_people_and_trips(found, rich, rich_plan):
    # A2: clinic half to S1 (20) and half to S2 (10) = 15, therapy to S1 (20): mean 17.5; today clinic S2 (10), therapy S1 (20): 15
    # A3: clinic S2 10; therapy 0.4 to S2 (10) and 0.5 purchased (45) = 26.5 / 0.9; today clinic S2 10, therapy S1 30: 20
    after = (10 + 26.5 / 0.9) / 2
    assert rows(found["areas"], "area", "lat", "lon", "population", "children", "age_0_2", "today_minutes", "plan_minutes",
                "change_minutes") == [
        ("A1", 61.5, 23.7, 1000, 500, 100, 10, 10, 0), ("A2", 61.5, 23.8, 2000, 1000, 200, 15, 17.5, 2.5),
        ("A3", 61.5, 23.9, 3000, 1500, 300, 20, round(after, 9), round(after - 20, 9))]
    placeholders = {"services/*/headline": False}
    assert tables_of(altered(rich, placeholders), rich_plan)["areas"]["plan_minutes"].isna().all()


def test_sites_are_all_there_with_their_tiers(found):
    assert rows(found["sites"], "site", "name", "municipality", "lat", "lon", "status", "tier_today", "tier") == [
        ("S1", "One", "Alku", 61.51, 23.71, "existing", "campus", "campus"),
        ("S2", "Two", "Loppu", 61.51, 23.89, "existing", "station", "station"),
        ("S3", "Three", "Alku", 61.51, 23.8, "candidate", "", "")]


def test_names_are_those_of_the_case(found):
    assert rows(found["names"], "kind", "id", "name_fi", "name_sv", "name_en") == [
        (kind, name, "Nimi", "Namn", "Name") for kind, name in (
            ("service", "clinic"), ("service", "therapy"), ("mode", "daily"), ("mode", "weekly"), ("profession", "nurse"),
            ("profession", "therapist"))]


def test_rooms_show_what_a_closed_site_is_used_for(tiny):
    plan = replaced(todays_plan(tiny), open_site=[("S1", "campus")])
    # S2 hosts the clinic one day in 500/300 rooms although it is not open
    assert rows(tables_of(tiny, plan)["rooms"], "site", "room_days_available", "room_days_used", "excess_room_days") == [
        ("S1", 10, 10, 0), ("S2", 0, round(5 / 3, 9), round(5 / 3, 9))]


def test_rows_follow_the_input_files_not_the_plan(tiny):
    plan = todays_plan(tiny)
    turned = Plan(**{name: getattr(plan, name).iloc[::-1] for name in ("open_site", "hosting", "assign", "remote", "staff")})
    found, again = tables_of(tiny, plan), tables_of(tiny, turned)
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, again[name])


def test_typed_refuses_unknown_columns():
    with pytest.raises(ValueError, match="colour"):
        typed("rooms", pd.DataFrame({"colour": ["red"]}))


def test_plan_refuses_a_frame_without_its_columns():
    with pytest.raises(ValueError, match="tier"):
        Plan(open_site=pd.DataFrame({"site": ["S1"]}))


def test_plan_leaves_out_shares_of_nothing():
    plan = Plan(assign=pd.DataFrame({"area": ["A", "B"], "service": "k", "site": "S", "share": [1e-9, 2e-9]}))
    assert rows(plan.assign, "area") == [("B",)]
