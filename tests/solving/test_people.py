"""Staff areas, the staff bank, supervision and deadlines on and off: what each does to a tiny case, worked out by hand."""

from __future__ import annotations

from math import exp

import pytest

from tests.results.hand import altered
from tests.solving.hand import objective_here, solved_here
from tests.tiny import tiny_case

TRAVEL = {"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]}
AREAS = {"sites/S1/staff_area": "north", "sites/S2/staff_area": "south"}


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two sites, one nurse for 1000 visits. Clinic visits 100 (A1), 200 (A2), 300 (A3) of an hour; A1 is 10 and 30 minutes from
    S1 and S2, A2 20 and 10, A3 30 and 10. Everybody at the nearest site: 200 hours of travel; therapy (never short) half of it."""
    case = tiny_case(tmp_path_factory.mktemp("two"))
    return altered(case, cells={"professions/nurse/fte_available": 1.0, **AREAS}, settings=TRAVEL)


def pools(north: float, south: float, **more) -> list[dict]:
    return [{"staff_area": "north", "profession": "nurse", "fte_available": north},
            {"staff_area": "south", "profession": "nurse", "fte_available": south, **more}]


BEST = 200 + 100  # clinic and therapy, all at the nearest site


def test_without_pools_a_staff_area_is_only_a_name(two):
    assert objective_here(two) == pytest.approx(BEST)


def test_few_people_in_an_area_send_families_elsewhere(two):
    """The south has 0.4 nurses for the 500 visits of A2 and A3: 100 of A2 go to S1, 10 minutes farther: 100 * 2 * 10/60 hours."""
    assert objective_here(altered(two, add={"pools": pools(0.6, 0.4)})) == pytest.approx(BEST + 100 / 3)


def test_enough_people_in_every_area_change_nothing(two):
    assert objective_here(altered(two, add={"pools": pools(0.5, 0.5)})) == pytest.approx(BEST)


def test_the_bank_sends_people_but_loses_time_on_the_road(two):
    """0.1 of a person in the bank, a fifth of the time on the road: 0.4 + 0.08 nurses in the south, 20 visits of A2 go to S1."""
    banked = altered(two, add={"pools": pools(0.5, 0.4), "staff_bank": [{"profession": "nurse", "fte": 0.1, "travel_share": 0.2}]})
    solution, plan = solved_here(banked)
    assert solution.levels[0].value == pytest.approx(BEST + 20 / 3)
    assert plan.bank.to_dict("records") == [{"staff_area": "south", "profession": "nurse", "bank_fte": pytest.approx(0.1)}]


def test_recruits_of_an_area_are_the_countys(two):
    """0.05 recruits in the south (of 0.3 in the county): 50 visits of A2 go to S1. The county's limit holds too."""
    more = {"add": {"pools": pools(0.6, 0.4, recruitable_fte=0.05)}}
    solution, plan = solved_here(altered(two, {"professions/nurse/recruitable_fte": 0.3}, **more))
    assert solution.levels[0].value == pytest.approx(BEST + 50 / 3)
    assert plan.recruit["recruit_fte"].sum() == pytest.approx(plan.area_recruit["recruit_fte"].sum()) == pytest.approx(0.05)
    assert objective_here(altered(two, {"professions/nurse/recruitable_fte": 0.02}, **more)) == pytest.approx(BEST + 80 / 3)


def test_remote_work_is_done_by_people_of_any_area(two):
    """Half of the clinic is remote: 300 hours, more than either area has left alone, done by both."""
    cells = {"services/clinic/remote_share_today": 0.5, "services/clinic/remote_share_max": 0.5}
    assert objective_here(altered(two, cells, add={"pools": pools(0.2, 0.8)})) == pytest.approx(100 + 100)


def test_more_people_in_an_area_never_cost(two):
    values = [objective_here(altered(two, {"professions/nurse/fte_available": 0.6 + south}, add={"pools": pools(0.6, south)}))
              for south in (0.2, 0.3, 0.4, 0.5, 0.6)]
    assert values == sorted(values, reverse=True) and values[0] > values[-1]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6])
def test_more_time_on_the_road_never_helps(two, share):
    add = {"pools": pools(0.5, 0.3)}
    near, far = (objective_here(altered(two, add={**add, "staff_bank": [{"profession": "nurse", "fte": 0.2, "travel_share": s}]}))
                 for s in (share, share + 0.3))
    assert near < far


@pytest.fixture(scope="module")
def cheapest(tmp_path_factory):
    """The least cost: clinic and therapy at S2 (60) with 0.6 nurses and 0.3 therapists of 50 each: 105."""
    case = tiny_case(tmp_path_factory.mktemp("cheapest"))
    return altered(case, settings={"objective.levels": [{"terms": {"cost_keur": 1}, "tolerance": 0.0}]})


LEAST = 60 + 50 * 0.9


def clinic_deadline(**more) -> dict:
    return {"services": ("clinic",), "profession": "nurse", "deadline_days": 5, "target_share": 0.5, "hours_per_case": 1, **more}


def test_a_deadline_asks_for_more_people(cheapest):
    """600 cases of an hour fill 0.6 nurses; 5 days of 4 hours hold 20 cases. With 0.8 nurses 0.6 / 0.8 of the cases wait, exp(-0.2 * 20)
    of these too long. That target needs 0.2 nurses more than the work: 10 thousand euros."""
    assert objective_here(cheapest) == pytest.approx(LEAST)
    timely = altered(cheapest, add={"deadlines": [clinic_deadline(target_share=1 - 0.75 * exp(-4))]})
    assert objective_here(timely) == pytest.approx(LEAST + 10, abs=1e-4)


def test_a_deadline_that_the_work_meets_anyway_changes_nothing(cheapest):
    """Cases of 3 minutes fill 0.03 nurses; half of them in time needs far fewer than the 0.6 there are."""
    assert objective_here(altered(cheapest, add={"deadlines": [clinic_deadline(hours_per_case=0.05)]})) == pytest.approx(LEAST)


def test_a_mode_rarer_than_the_deadline_is_refused(cheapest):
    """A weekly service comes every 5 working days. Within 4.9 days the clinic must be daily (20 a year), unless the first contact is
    remote; a deadline in another staff area changes nothing."""
    daily = altered(cheapest, {"modes/daily/cost_keur": 20})
    assert objective_here(daily) == pytest.approx(LEAST)
    for more, extra in (({"deadline_days": 5}, 0), ({"deadline_days": 4.9}, 20), ({"deadline_days": 4.9, "first_contact_remote": True}, 0),
                        ({"deadline_days": 4.9, "staff_area": "west"}, 0)):
        row = clinic_deadline(hours_per_case=0.05, **more)
        assert objective_here(altered(daily, add={"deadlines": [row]})) == pytest.approx(LEAST + extra), more


def test_a_longer_deadline_or_a_lower_target_never_costs(cheapest):
    for column, values in (("deadline_days", (5, 10, 20)), ("target_share", (0.99, 0.9, 0.6))):
        costs = [objective_here(altered(cheapest, add={"deadlines": [clinic_deadline(**{"target_share": 0.95, column: value})]}))
                 for value in values]
        assert costs == sorted(costs, reverse=True) and costs[0] > costs[-1], column


def test_one_team_for_two_services_needs_fewer_than_two_teams(cheapest):
    """Nurses for the cases of both services in one queue (Keski-Suomi: the same people assess needs and do social work)."""
    both = altered(cheapest, add={"staffing": [{"service": "therapy", "profession": "nurse", "hours_per_visit": 1}]})
    row = clinic_deadline(target_share=0.95, deadline_days=2)
    integrated = objective_here(altered(both, add={"deadlines": [{**row, "services": ("clinic", "therapy")}]}))
    apart = objective_here(altered(both, add={"deadlines": [row, {**row, "services": ("therapy",)}]}))
    assert integrated < apart - 1


def test_supervisors_are_paid_and_taken_from_their_pool(cheapest):
    """A therapist leads 6 nurses: 0.1 for 0.6 nurses, 5 thousand euros; with 0.35 therapists in all there are too few for therapy."""
    led = altered(cheapest, add={"supervision": [{"supervisor": "therapist", "supervised": "nurse", "span": 6}]})
    assert objective_here(led) == pytest.approx(LEAST + 5)
    _, plan = solved_here(led)
    assert plan.supervisors["supervisor_fte"].tolist() == pytest.approx([0.1])
    short = altered(led, {"professions/therapist/fte_available": 0.35, "professions/therapist/recruitable_fte": 1,
                          "professions/therapist/recruit_keur_per_fte": 100})
    assert objective_here(short) == pytest.approx(LEAST + 5 + 5)  # 0.05 recruits at 100


def test_a_norm_by_staff_area_needs_people_in_each(cheapest):
    """600 children of up to 2 years, 500 a nurse: 1.2 nurses, all of them at S2, cost 30 more than the work. By staff area 0.2 of them
    are in the north, where S1 (100) must host the clinic."""
    cells = {**AREAS, "areas/A1/staff_area": "north", "areas/A2/staff_area": "south", "areas/A3/staff_area": "south",
             "staffing/clinic/nurse/norm_groups": ("age_0_2",), "staffing/clinic/nurse/norm_people_per_fte": 500,
             "staffing/clinic/nurse/norm_rule": "hard"}
    assert objective_here(altered(cheapest, cells)) == pytest.approx(LEAST + 30)
    by_area = {**cells, "staffing/clinic/nurse/norm_scope": "staff_area"}
    assert objective_here(altered(cheapest, by_area)) == pytest.approx(LEAST + 30 + 100)
    assert objective_here(altered(cheapest, {**by_area, "staffing/clinic/nurse/norm_rule": "soft"})) == pytest.approx(LEAST)


def test_a_team_that_is_separate_somewhere_has_its_own_minimum_there(cheapest):
    """Both services want a nurse. Integrated, one nurse at S2 is enough (0.4 more than the work); separate in Loppu two are needed, so S1
    in Alku, 40 dearer, is used with one; separate in both, two nurses at S2."""
    teamed = altered(cheapest, {"staffing/clinic/nurse/team": "mates", "staffing/clinic/nurse/minimum_fte": 1}, add={"staffing": [
        {"service": "therapy", "profession": "nurse", "hours_per_visit": 0, "minimum_fte": 1, "team": "mates"}]})
    assert objective_here(teamed) == pytest.approx(LEAST + 20)
    loppu, alku = ({"municipality": town, "team": "mates", "reason": "a team of its own"} for town in ("Loppu", "Alku"))
    assert objective_here(altered(teamed, add={"separate_teams": [loppu]})) == pytest.approx(LEAST + 20 + 40)
    assert objective_here(altered(teamed, add={"separate_teams": [loppu, alku]})) == pytest.approx(LEAST + 20 + 50)
