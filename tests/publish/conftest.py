"""Shared cases of the tests of publishing: the rich case and plan of the tests of results, and its tables."""

from __future__ import annotations

import pytest

from tests.results.conftest import rich, rich_plan, tiny  # noqa: F401  (fixtures)
from tests.results.hand import tables_of


@pytest.fixture(scope="session")
def found(rich, rich_plan):  # noqa: F811
    return tables_of(rich, rich_plan)


@pytest.fixture
def run():
    """A finished run of the rich case."""
    return {"case": "tiny", "scenario": "base", "status": "optimal", "objective": 2000.0, "bound": 1990.0, "gap": 0.005,
            "gap_hours": 10.0, "seconds": 1.5, "audit": {"passed": True, "checks": 1234}, "levels": [{"objective": 2000.0}],
            "inputs": {"areas.csv": "ab12"}, "figures": 210, "assumptions": 34, "travel_estimated": False,
            "versions": {"highspy": "1.15.1"}, "options": {"gap": 0.005}, "seed": 1, "started": "2025-01-31T08:00:00"}
