"""Terminal: the line that follows a solve."""

from __future__ import annotations

from math import inf

import pytest

from model.publish.terminal import progress_line


@pytest.mark.parametrize(("level", "plan", "bound", "words"), [
    (0, inf, -inf, "level 1, guess: no plan yet"),
    (0, inf, 990.0, "level 1, guess: no plan yet, bound 990"),
    (0, 1000.0, 990.0, "level 1, guess: plan 1,000 h/year, bound 990, gap 1.00 % = 10 h/year"),
    (1, 5.0, -inf, "level 2, guess: plan 5"),
    (1, 5.0, 5.0, "level 2, guess: plan 5, bound 5, gap 0.00 % = 0"),
])
def test_a_solve_says_where_it_stands(level, plan, bound, words):
    assert progress_line(12.4, level, "guess", plan, bound) == "   12 s  " + words
