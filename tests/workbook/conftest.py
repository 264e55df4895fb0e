"""Runs of the rich case (see tests/results/conftest.py) as they are read back from a run folder."""

from __future__ import annotations

import pytest

from model.publish.run_folder import read_run, write_run
from model.results.audit import audit
from tests.results.conftest import rich, rich_plan, tiny  # noqa: F401  (fixtures)
from tests.results.hand import tables_of

RUN = {"case": "tiny", "scenario": "base", "status": "feasible", "objective": 2000.0, "bound": 1990.0, "gap": 0.005, "gap_hours": 10.0,
       "seconds": 1.5, "audit": {"passed": True, "checks": 1234}, "inputs": {"areas.csv": "ab12"}, "figures": 210, "assumptions": 34,
       "travel_estimated": False, "versions": {"highspy": "1.15.1"}, "options": {"gap": 0.01, "time_limit": 300}, "seed": 1,
       "started": "2025-01-31T08:00:00", "settings": {"name": "Pikku", "county": "Pikku county", "year": 2024}}


@pytest.fixture(scope="session")
def plan_run(rich, rich_plan, tmp_path_factory):  # noqa: F811
    """The plan of the rich case as a run."""
    tables = tables_of(rich, rich_plan)
    return read_run(write_run(tmp_path_factory.mktemp("runs") / "plan", RUN, {**tables, **audit(rich, tables).tables()}, "# page"))


@pytest.fixture(scope="session")
def today_run(rich, tmp_path_factory):  # noqa: F811
    """Today's network of the rich case as a run."""
    tables = tables_of(rich)
    said = {name: value for name, value in RUN.items() if name not in ("gap", "gap_hours", "objective", "bound")}
    said |= {"status": "today", "staff_is_derived": True}
    return read_run(write_run(tmp_path_factory.mktemp("runs") / "today", said, {**tables, **audit(rich, tables).tables()}, "# page"))
