"""Shared cases of the tests of solving."""

from __future__ import annotations

import pytest

from tests.tiny import tiny_case, tiny_rows


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The healthy tiny case. See tests/tiny.py for its figures."""
    return tiny_case(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def clinic(tmp_path_factory):
    """The tiny case with its clinic alone: today at S1 (daily) and S2 (weekly)."""
    rows = tiny_rows()
    alone = {
        table: [row for row in rows[table] if row["service"] == "clinic"]
        for table in ("services", "demand", "staffing", "hosting", "staff_today")
    }
    return tiny_case(tmp_path_factory.mktemp("clinic"), **alone)
