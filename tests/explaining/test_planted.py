"""Planted causes are named, with the value worked out by hand, as the fewest changes there are, and shown to be sufficient."""

from __future__ import annotations

import pytest

from tests.explaining.hand import explained, named
from tests.explaining.planted import PLANTED


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_planted_cause_is_named(tmp_path, planted):
    case, found = explained(tmp_path, **planted.changes)
    assert found.status == "explained"
    assert named(case, found) == {(place.strip(), value) for place, value in planted.named.items()}
    assert all(one.sufficient and one.fewest and one.changed == 1 for one in found.suggestions)
    assert [one.size for one in found.suggestions] == sorted(one.size for one in found.suggestions)
    (conflict,) = found.conflicts
    assert conflict.irreducible
    mended = {figure for one in found.suggestions for figure in one.figures}
    assert mended <= set(conflict.figures)  # each of these alone mends the case, so each conflict holds all of them


def test_enough_causes_are_planted():
    assert len({str(planted) for planted in PLANTED}) >= 15
