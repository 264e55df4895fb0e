"""The ways of being there, on and off, solved and worked out by hand.

Without them (tests/tiny.py): clinic 200 hours, therapy 100, if every site that may host does.
"""

from __future__ import annotations

import pytest

from model.results.tables import tables
from model.results.today import todays_plan
from tests.results.hand import altered
from tests.solving.hand import assert_the_way_of_a_county_agrees, hosts, objective_here, solved_here
from tests.tiny import tiny_case
from tests.ways import ALL_WAYS, EVENINGS, MOBILE, ROOM_TYPES, SCHOOL

FIRST = {"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]}
COST = {"objective.levels": [{"terms": {"cost_keur": 1}, "tolerance": 0.0}]}


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    return tiny_case(tmp_path_factory.mktemp("school"), **SCHOOL, settings=FIRST)


@pytest.fixture(scope="module")
def mobile(tmp_path_factory):
    return tiny_case(tmp_path_factory.mktemp("mobile"), **MOBILE, settings=FIRST)


@pytest.fixture(scope="module")
def evenings(tmp_path_factory):
    """Clinic visits of five hours of a room: a room takes 300 a year, open late 400; one room at each site. Therapy needs none."""
    cells = {**EVENINGS["cells"], "services/clinic/visit_minutes": 300, "services/therapy/min_rooms": 0,
             "services/therapy/visit_minutes": 5, "sites/*/rooms": 1, "sites/*/opening_days": 6, "services/clinic/modes": "daily|late"}
    hosting = [{"service": "clinic", "site": "S1", "mode": "daily"}, {"service": "clinic", "site": "S2", "mode": "daily"},
               {"service": "therapy", "site": "S1", "mode": "daily"}]
    return tiny_case(tmp_path_factory.mktemp("evenings"), add=EVENINGS["add"], cells=cells, hosting=hosting, settings=FIRST)


def cost_of(case, plan) -> dict[tuple[str, str], float]:
    table = tables(case, plan, todays_plan(case))["costs"]
    return dict(zip(zip(table["term"], table["item"]), table["cost_keur"]))


# a fifth of A2's 200 visits and half of A3's 300 need no trip: (100 + 160 + 150) * 10 * 2/60 and therapy's 100
AT_SCHOOL = 410 * 10 * 2 / 60 + 100


@pytest.mark.parametrize("policy", ["free", "nearest"])
def test_pupils_do_not_travel(school, policy):
    assert objective_here(altered(school, settings={"assignment_policy": policy})) == pytest.approx(AT_SCHOOL)
    without = altered(school, cells={"sites/S4/status": "must_close"}, settings={"assignment_policy": policy})
    assert objective_here(without) == pytest.approx(300)


def test_a_school_that_hosts_takes_all_of_its_pupils(school):
    """With visits of two hours the school has room for 150 of its 190 pupils' visits. The plan may send 150 there; where families use
    near sites it must take all or none."""
    case = altered(school, cells={"services/clinic/visit_minutes": 120})
    assert objective_here(altered(case, settings={"assignment_policy": "free"})) == pytest.approx(100 + 450 * 10 * 2 / 60)
    assert objective_here(altered(case, settings={"assignment_policy": "nearest"})) == pytest.approx(300)


def test_a_nearer_site_does_not_bind_pupils_nor_a_school_others(school):
    """A3's other half still goes to S2 (10 minutes), and nobody of A1 to the school next door to them."""
    _, plan = solved_here(altered(school, settings={"assignment_policy": "nearest"}))
    shares = {(row.area, row.site): row.share for row in plan.assign[plan.assign["service"] == "clinic"].itertuples()}
    assert shares == pytest.approx({("A1", "S1"): 1, ("A2", "S2"): 0.8, ("A2", "S4"): 0.2, ("A3", "S2"): 0.5, ("A3", "S4"): 0.5})


# therapy of A3 at 5 minutes instead of 10: 150 * 5 * 2/60 = 25 hours saved of clinic's 200 + therapy's 100; a day there takes 1.2
@pytest.mark.parametrize("days, hours", [(2, 275), (1.2, 275), (1.19, 300)])
def test_a_mobile_unit_has_its_week(mobile, days, hours):
    assert objective_here(altered(mobile, cells={"vehicles/V1/days_per_week": days})) == pytest.approx(hours)


def test_a_mobile_unit_costs_and_takes_time(mobile):
    """The unit 30, 70 hours of driving 3.5; one therapist on board drives 70 hours of working time, 150 hours of visits."""
    case = altered(mobile, cells={"staffing/therapy/therapist/present_per_open_day": 0.5}, settings={"worker_travel_eur_per_hour": 60})
    levels = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}, {"terms": {"cost_keur": 1}, "tolerance": 0.0}]
    _, plan = solved_here(altered(case, settings={"objective.levels": levels}))
    assert ("therapy", "S5", "on_wheels") in hosts(plan)
    found = cost_of(case, plan)
    assert found["vehicles", "V1"] == pytest.approx(33.5)
    assert found["worker_travel", "therapist"] == pytest.approx(0.5 * 70 * 60 / 1000)
    staff = plan.staff.set_index(["service", "site"])["staff_fte"]
    assert staff["therapy", "S5"] == pytest.approx((150 + 35) / 1000, abs=1e-4)  # more than the presence of 0.5 * 5 * 50 hours


def test_a_stop_takes_rooms_on_board_only(mobile):
    """Visits of two hours: 125 of A3's 150 visits fit the room on board."""
    case = altered(mobile, cells={"services/therapy/visit_minutes": 120})
    assert objective_here(case) == pytest.approx(300 - 125 * 5 * 2 / 60)
    assert objective_here(altered(case, cells={"vehicles/V1/rooms": 2})) == pytest.approx(275)


# S2 takes 300 of the 500 visits of A2 and A3, open late 400: each that goes to S1 costs A2 10 minutes more. 400 visits are 100 hours in
# the evening = 0.1 FTE, a fiftieth of 5 nurses; 0.019 of them are enough for 380, and 0.014 for fewer than the 300 of a day without
@pytest.mark.parametrize("willing, moved", [(0.02, 100), (0.2, 100), (0.019, 120), (0.014, 200), (0, 200)])
def test_longer_days_need_volunteers(evenings, willing, moved):
    assert objective_here(altered(evenings, cells={"professions/nurse/volunteer_share": willing})) == pytest.approx(
        300 + moved * 10 * 2 / 60)


def test_evenings_cost_a_supplement(evenings):
    levels = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}, {"terms": {"cost_keur": 1}, "tolerance": 0.0}]
    case = altered(evenings, settings={"objective.levels": levels})
    _, plan = solved_here(case)
    assert cost_of(case, plan)["evenings", "nurse"] == pytest.approx(0.1 * 10, rel=1e-4)


def test_evenings_are_kept_to_campuses(evenings):
    """S2 takes 300 of the 500 visits nearest to it, open late 400: of those of A2, 10 minutes farther from S1, 200 or 100 go there. It
    may be open late as a campus, which it becomes for its families' sake."""
    kept = altered(evenings, cells={"modes/late/tiers": ("campus",)})
    _, plan = solved_here(kept)
    assert ("clinic", "S2", "late") not in hosts(plan)
    assert objective_here(kept) == pytest.approx(300 + 200 * 10 * 2 / 60)
    _, plan = solved_here(altered(kept, cells={"sites/S2/tiers": ("station", "campus")}))
    assert ("clinic", "S2", "late") in hosts(plan)
    assert ("S2", "campus") in set(zip(plan.open_site["site"], plan.open_site["tier"]))
    assert objective_here(altered(kept, cells={"sites/S2/tiers": ("station", "campus")})) == pytest.approx(300 + 100 * 10 * 2 / 60)


# half of all visits can be remote: 100 hours left; two fifths of A3's families cannot, so 0.3 of its visits can: 50 + 100 + 210 visits
@pytest.mark.parametrize("excluded, hours", [(0, 100), (0.4, (50 + 100 + 210) / 3), (1, (50 + 100 + 300) / 3)])
def test_remote_visits_are_for_those_who_can_use_them(clinic, excluded, hours):
    cells = {"services/clinic/remote_share_max": 0.5, "areas/A3/digital_exclusion_share": excluded}
    assert objective_here(altered(clinic, cells=cells, settings=FIRST)) == pytest.approx(hours)


def test_remote_visits_keep_no_promise(clinic):
    """All visits could be remote, so no site is needed; Loppu is promised a day of the clinic, and only S2 can keep that."""
    case = altered(clinic, cells={"services/clinic/remote_share_max": 1.0}, settings=COST)
    _, plan = solved_here(case)
    assert not hosts(plan)
    _, plan = solved_here(altered(case, add={"guarantees": [{"municipality": "Loppu", "service": "clinic", "days_per_week": 1.0}]}))
    assert {(service, site) for service, site, _ in hosts(plan)} == {("clinic", "S2")}


def test_purchased_visits_have_a_cap_a_price_and_a_trip(clinic):
    """Half may be bought at 5 minutes and 100 euros: 300 * 2 * 5/60 = 50 hours and 30 thousand euros; the rest travels 100 hours."""
    cells = {"services/clinic/purchase_share_max": 0.5, "services/clinic/purchase_minutes": 5,
             "services/clinic/purchase_eur_per_visit": 100}
    case = altered(clinic, cells=cells, settings=FIRST)
    solution, plan = solved_here(case)
    assert solution.levels[0].value == pytest.approx(150)
    assert cost_of(case, plan)["purchased", "clinic"] == pytest.approx(30)
    assert objective_here(altered(clinic, cells={**cells, "services/clinic/purchase_share_max": 0.0}, settings=FIRST)) == pytest.approx(200)


def test_home_visits_cost_time_and_money(clinic):
    """A quarter at home, all from S1: 0.25 * 466.67 = 116.67 hours on the road, 7 thousand euros at 60 euros an hour."""
    cells = {"services/clinic/home_visit_share": 0.25, "staffing/clinic/nurse/travellers_per_home_visit": 1,
             "sites/S2/status": "must_close"}
    case = altered(clinic, cells=cells, settings={**COST, "worker_travel_eur_per_hour": 60})
    solution, plan = solved_here(case)
    assert cost_of(case, plan)["worker_travel", "nurse"] == pytest.approx(7)
    # premises 100, staff (600 + 116.67) hours
    assert solution.levels[0].value == pytest.approx(100 + 50 * (600 + 350 / 3) / 1000 + 7)


def test_an_upgrade_has_its_price(clinic):
    """The clinic may be at campuses only. At 2.5 hours for a thousand euros S2 alone (266.67 hours, 130 and the upgrade) is better than
    S1 alone (466.67, 130) as long as the upgrade costs less than 200 / 2.5 = 80."""
    case = altered(clinic, cells={"services/clinic/tiers": ("campus",), "sites/S2/tiers": ("station", "campus"),
                                  "sites/S2/upgrade_keur": 12}, settings=FIRST)
    solution, plan = solved_here(case)
    assert solution.levels[0].value == pytest.approx(200)
    assert cost_of(case, plan)["tier_changes", "S2"] == pytest.approx(12)
    both = {"objective.levels": [{"terms": {"travel_burden_hours": 1, "cost_keur": 2.5}, "tolerance": 0.0}]}
    for price, open_sites in ((79, ["S2"]), (81, ["S1"])):
        _, plan = solved_here(altered(case, cells={"sites/S2/upgrade_keur": price}, settings=both))
        assert list(plan.open_site["site"]) == open_sites


def test_rooms_of_the_right_type(tmp_path):
    """The clinic has one examination room at S1 (300 visits of five hours) beside another; at S2 one of one. 600 visits: 300 each."""
    case = tiny_case(tmp_path, **ROOM_TYPES, settings=FIRST)
    case = altered(case, cells={"services/clinic/visit_minutes": 300, "sites/S2/rooms": 1, "services/therapy/visit_minutes": 5,
                                "services/therapy/min_rooms": 0, "sites/*/opening_days": 7})
    # 200 of A2's and A3's 500 visits go to S1, 10 minutes more
    assert objective_here(case) == pytest.approx(300 + 200 * 10 * 2 / 60)
    none = altered(case, cells={"room_types/S1/exam/rooms": 0})
    assert objective_here(altered(none, settings={"allow_unmet": True, "objective.levels": [
        {"terms": {"travel_burden_hours": 1, "unmet_visits": 100}, "tolerance": 0.0}]})) == pytest.approx(100 + 100 + 300 * 100)


def test_the_way_of_a_county_gives_the_same(tmp_path):
    """Everything together, whole and service by service."""
    case = tiny_case(tmp_path, **ALL_WAYS)
    case = altered(case, settings={"objective.levels": [{"terms": {"travel_burden_hours": 1, "cost_keur": 1}, "tolerance": 0.0}]})
    assert_the_way_of_a_county_agrees(case)


# a limit, what is given more of, and less than that
TRENDS = {
    "pupils": ("school", "pupils/S4/A3/share", (0.1, 0.5, 0.8)),
    "vehicle days": ("mobile", "vehicles/V1/days_per_week", (1, 1.2, 3)),
    "volunteers": ("evenings", "professions/nurse/volunteer_share", (0, 0.02, 0.5)),
    "tiers of a mode": ("evenings", "modes/late/tiers", (("local_station",), ("campus",), ("campus", "station"), ())),
}


@pytest.mark.parametrize("trend", TRENDS)
def test_more_never_costs(trend, request):
    fixture, path, steps = TRENDS[trend]
    values = [objective_here(altered(request.getfixturevalue(fixture), cells={path: step})) for step in steps]
    assert values == sorted(values, reverse=True) and values[0] > values[-1] + 1


def test_more_excluded_families_never_help(clinic):
    values = [objective_here(altered(clinic, cells={"services/clinic/remote_share_max": 0.5, "areas/*/digital_exclusion_share": share},
                                     settings=FIRST)) for share in (0, 0.3, 1)]
    assert values == sorted(values) and values[-1] == pytest.approx(200)
