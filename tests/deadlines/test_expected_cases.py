"""How many cases a team can expect: of the areas that have their nearest site in its staff area; a school is nobody's nearest site."""

from __future__ import annotations

import pytest

from model.formulation.sets import Pairs
from model.teams import deadline_teams, expected_cases
from tests.tiny import tiny_case
from tests.ways import SCHOOL, together

TEAMS = {
    "cells": {"sites/S1/staff_area": "north", "sites/S4/staff_area": "north", "sites/S2/staff_area": "south",
              "areas/A1/staff_area": "north", "areas/A2/staff_area": "south", "areas/A3/staff_area": "south"},
    "add": {"pools": [{"staff_area": area, "profession": "nurse", "fte_available": 2.5} for area in ("north", "south")],
            "deadlines": [{"services": "clinic", "profession": "nurse", "deadline_days": 5, "target_share": 0.8, "hours_per_case": 1,
                           "cases_per_visit": 0.5}],
            "travel": [{"area": area, "site": "S4", "travel_minutes": 1} for area in ("A1", "A2", "A3")]},
}


def cases_of(case) -> dict[str, float]:
    hostable = Pairs(case).hostable
    return {team.staff_area: expected_cases(case, team, hostable) for team in deadline_teams(case, hostable)}


def test_school_premises_are_nobodys_nearest_site(tmp_path):
    """S4 in the north is a minute from everybody but only for its pupils: A1's 100 visits go to S1 in the north, A2's and A3's 500 to
    S2 in the south; half a case a visit."""
    assert cases_of(tiny_case(tmp_path, **together(SCHOOL, TEAMS))) == pytest.approx({"north": 50, "south": 250})


def test_a_service_of_schools_alone_has_its_cases_there(tmp_path):
    """The clinic may be at the school in the north only, where all children are pupils: half of 600 visits."""
    pupils = [{"site": "S4", "area": area, "groups": "age_7_12", "share": 1} for area in ("A1", "A2", "A3")]
    school = {**SCHOOL, "add": {**SCHOOL["add"], "pupils": pupils}}
    alone = {"cells": {"services/clinic/tiers": "school", "services/clinic/modes": "at_school", "sites/S4/rooms": 3}, "hosting": [
        {"service": "therapy", "site": "S1", "mode": "daily"}], "staff_today": None}
    case = tiny_case(tmp_path, **together(school, TEAMS, alone))
    assert cases_of(case) == pytest.approx({"north": 300})
