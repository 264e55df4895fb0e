"""Two hand-worked sides of the tiny case of three sites (figures: tests/tiny.py); every test of the comparison starts from them.

Minutes to S1, S2, S3: A1 10, 30, 20; A2 20, 10, 30; A3 30, 10, 20. Clinic: age_0_2, 1 visit a child; therapy: age_3_6, 0.5 a child.

today: clinic A1 at S1 (10), A2 and A3 at S2 (10); therapy all at S1 (10, 20, 30).
plan:  S2 closes, S3 opens as a local station. Clinic A1 at S1 (10), A2 half at S1 (20) and half at S3 (30), A3 at S3 (20);
       therapy as today. S1 is a station, and has the clinic weekly.
"""

from __future__ import annotations

import pytest

from model.results.today import todays_plan
from tests.compare.hand import side
from tests.results.conftest import rich, rich_plan, tiny  # noqa: F401  (fixtures)
from tests.results.hand import replaced


@pytest.fixture(scope="session")
def plan(tiny):  # noqa: F811
    """Staff: nurses 1 at S1 and 1 at S2 today; 0.5 at S1 and 1.7 at S3 in the plan. Therapist 1 at S1 in both."""
    return replaced(
        todays_plan(tiny), open_site=[("S1", "station"), ("S3", "local_station")],
        hosting=[("clinic", "S1", "weekly", 200, 1), ("clinic", "S3", "daily", 400, 1), ("therapy", "S1", "daily", 300, 1)],
        assign=[("A1", "clinic", "S1", 1), ("A2", "clinic", "S1", 0.5), ("A2", "clinic", "S3", 0.5), ("A3", "clinic", "S3", 1),
                ("A1", "therapy", "S1", 1), ("A2", "therapy", "S1", 1), ("A3", "therapy", "S1", 1)],
        staff=[("clinic", "nurse", "S1", 0.5), ("clinic", "nurse", "S3", 1.7), ("therapy", "therapist", "S1", 1.0)])


@pytest.fixture(scope="session")
def today_side(tiny):  # noqa: F811
    return side(tiny, None, "today", status="today")


@pytest.fixture(scope="session")
def plan_side(tiny, plan):  # noqa: F811
    return side(tiny, plan, "plan")
