"""Conflicts are reduced to those limits that conflict, with few tries and honestly where a try gives no answer."""

from __future__ import annotations

import pytest

from model.explaining.conflicts import reduced


@pytest.mark.parametrize("core", [{0}, {9}, {2, 5}, {0, 4, 9}, {3, 4, 5, 6}])
def test_only_the_conflicting_limits_are_left(core):
    tries = []

    def conflict(kept):
        tries.append(kept)
        return core <= set(kept)

    found = reduced(tuple(range(10)), conflict)
    assert set(found.figures) == core and found.irreducible
    assert len(tries) <= 25


def test_of_two_conflicts_the_more_telling_is_found():
    found = reduced((7, 8, 1, 2), lambda kept: {7, 8} <= set(kept) or {1, 2} <= set(kept))
    assert found.figures == (7, 8)


def test_limits_that_do_not_conflict_give_none():
    assert reduced((1, 2), lambda kept: False) is None
    assert reduced((1, 2), lambda kept: None) is None


def test_a_try_without_answer_keeps_its_limits_and_is_said():
    """Without 3 there is no answer: 3 stays, although 1 and 2 are the conflict."""
    found = reduced((1, 2, 3), lambda kept: True if {1, 2, 3} <= set(kept) else None if {1, 2} <= set(kept) else False)
    assert found.figures == (1, 2, 3) and not found.irreducible
