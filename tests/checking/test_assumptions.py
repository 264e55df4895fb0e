"""Assumptions are counted figure by figure: of a whole row, or of the columns its source names."""

from __future__ import annotations

import pytest

from tests.tiny import tiny_case


@pytest.mark.parametrize("source, more", [
    ("test", 0),
    ("assumption", 3),
    ("assumption for fte_available; the rest from the payroll", 1),
    ("assumption for fte_available, productive_hours", 2),
    ("Assumption for cost_keur_per_fte", 1),
])
def test_figures_of_a_row(tmp_path, source, more):
    """The nurse's row holds three figures: 5 FTE, 1000 hours, 50 thousand euros."""
    base = tiny_case(tmp_path / "base")
    case = tiny_case(tmp_path / "changed", cells={"professions/nurse/source": source})
    assert case.figures == base.figures
    assert case.assumptions - base.assumptions == more
