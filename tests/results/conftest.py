"""Shared cases of the tests of results."""

from __future__ import annotations

import pytest

from tests.results.hand import altered, plan_of
from tests.tiny import tiny_case


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The healthy tiny case; three sites, of which S3 is a candidate. See tests/tiny.py for its figures."""
    return tiny_case(tmp_path_factory.mktemp("tiny"), three_sites=True)


@pytest.fixture(scope="session")
def rich(tiny):
    """A case in which every kind of decision occurs, and `rich_plan` that keeps its rules. Figures beside the plan."""
    return altered(
        tiny,
        cells={"services/clinic/home_visit_share": 0.2, "services/clinic/remote_share_today": 0.1,
               "services/clinic/remote_share_max": 0.3, "services/clinic/promise_minutes": 15,
               "services/therapy/purchase_share_max": 0.5,
               "services/therapy/purchase_eur_per_visit": 100, "services/therapy/purchase_minutes": 45,
               "services/therapy/policy": "soft", "services/therapy/within_minutes": 0,
               "modes/weekly/visiting": True, "modes/weekly/cost_keur": 2, "modes/weekly/waiting_hours_per_visit": 0.5,
               "sites/S2/base_site": "S1", "sites/S2/base_minutes": 24,
               "staffing/clinic/nurse/travellers_per_home_visit": 1, "staffing/clinic/nurse/present_per_open_day": 0.5,
               "staffing/clinic/nurse/norm_groups": ("age_0_2",), "staffing/clinic/nurse/norm_people_per_fte": 120,
               "staffing/clinic/nurse/norm_rule": "soft",
               "professions/nurse/fte_available": 3, "professions/nurse/recruitable_fte": 1,
               "professions/nurse/recruit_keur_per_fte": 5, "professions/therapist/recruitable_fte": 0.2,
               "areas/A1/staff_area": "north", "areas/A2/staff_area": "south", "areas/A3/staff_area": "south",
               "sites/S1/staff_area": "north", "sites/S2/staff_area": "south", "sites/S3/staff_area": "south"},
        add={"pools": [
            {"staff_area": "north", "profession": "therapist", "fte_available": 4.3},
            {"staff_area": "south", "profession": "therapist", "fte_available": 0.2, "recruitable_fte": 0.2,
             "recruit_keur_per_fte": 10}],
            "supervision": [{"supervisor": "therapist", "supervised": "nurse", "span": 35.6}],
            "deadlines": [{"services": ("therapy",), "profession": "therapist", "staff_area": "north", "deadline_days": 5,
                           "target_share": 0.6, "hours_per_case": 5}],
            "staff_bank": [{"profession": "therapist", "fte": 0.5, "travel_share": 0.2, "bank_keur_per_fte": 2}]},
        settings={"allow_unmet": True})


@pytest.fixture(scope="session")
def rich_plan():
    """Clinic (visits 100, 200, 300): a tenth is remote. A1 and half of A2 at S1 (daily), the rest at S2 (weekly).

    Therapy (50, 100, 150) at S1 and S2, daily: A1 at S1, A2 all at S1 past the nearer S2 (bypass 1), A3 half purchased, 0.4
    at S2 and 0.1 unmet.

    Volumes: clinic S1 = 0.8 * (100*0.9 + 200*0.45) = 0.8 * 180 = 144; S2 = 0.8 * (200*0.45 + 300*0.9) = 0.8 * 360 = 288
             therapy S1 = 50 + 100 = 150; S2 = 150 * 0.4 = 60
    Nurse hours: S1 180 + home 0.2 * (90 * 20 + 90 * 40)/60 = 180 + 18 = 198
                 S2 360 + home 0.2 * (90 * 20 + 270 * 20)/60 = 360 + 24 = 384, + base 0.5 * 2 * 24/60 h * 1 day * 50 = 20: 404
                 remote 60 visits = 60 hours = 0.06 FTE
    Therapists: 4.3 in the north (S1), 0.2 in the south (S2, S3), 0.5 in the bank. The south needs 0.5: 0.1 recruited there and
    0.25 of the bank, which spends a fifth of its time on the road: 0.2 + 0.1 + 0.8 * 0.25 = 0.5.
    One therapist leads 35.6 nurses, so the 3.56 need a tenth of one.
    Deadline of therapy in the north: 150 cases of 5 hours fill 0.75 of the one therapist; a day has 1000 / 250 = 4 hours, so 5
    days hold 4 cases; 0.75 of the cases wait, exp(-0.25 * 4) of these too long: 1 - 0.75 / e = 72.4 % are in time.
    Norm: 600 children / 120 = 5 FTE; staff 2 + 1.5 + 0.06 = 3.56, so 1.44 short. Pool 3, so 0.56 is recruited.
    """
    return plan_of(
        open_site=[("S1", "campus"), ("S2", "station")],
        hosting=[("clinic", "S1", "daily", 144, 1), ("clinic", "S2", "weekly", 288, 1), ("therapy", "S1", "daily", 150, 1),
                 ("therapy", "S2", "daily", 60, 1)],
        assign=[("A1", "clinic", "S1", 0.9), ("A2", "clinic", "S1", 0.45), ("A2", "clinic", "S2", 0.45),
                ("A3", "clinic", "S2", 0.9), ("A1", "therapy", "S1", 1.0), ("A2", "therapy", "S1", 1.0),
                ("A3", "therapy", "S2", 0.4)],
        remote=[("A1", "clinic", 0.1), ("A2", "clinic", 0.1), ("A3", "clinic", 0.1)],
        purchased=[("A3", "therapy", 0.5)], unmet=[("A3", "therapy", 0.1)], bypass=[("A2", "therapy", 1.0)],
        staff=[("clinic", "nurse", "S1", 2.0), ("clinic", "nurse", "S2", 1.5), ("therapy", "therapist", "S1", 1.0),
               ("therapy", "therapist", "S2", 0.5)],
        recruit=[("nurse", 0.56), ("therapist", 0.1)], area_recruit=[("south", "therapist", 0.1)],
        bank=[("south", "therapist", 0.25)], supervisors=[("therapist", 0.1)], norm_shortfall=[("clinic", "nurse", 1.44)])
