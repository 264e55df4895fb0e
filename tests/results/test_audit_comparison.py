"""A comparison: its tolerance, what is not a number, and how a failure is placed."""

from __future__ import annotations

import numpy as np
import pytest

from model.results.audit.comparison import TOLERANCE, Comparison


def failures(left, right, **options):
    left, right, labels = np.array(left, dtype=float), np.array(right, dtype=float), (["a", "b", "c"][:len(left)],)
    checks, failed = Comparison(left, right, labels, "FTE", **options).result()
    return checks, [] if failed is None else list(zip(failed["where"], failed["excess"]))


def test_at_the_limit_passes_and_beyond_fails_by_the_excess():
    assert failures([1, 2, 3], [1, 2.5, 2]) == (3, [("c", 1)])


@pytest.mark.parametrize("size, slack", [(1.0, TOLERANCE), (100.0, 100 * TOLERANCE)])
def test_tolerance_grows_with_the_row(size, slack):
    assert failures([0.99 * slack], [0.0], size=size)[1] == []
    assert len(failures([1.01 * slack], [0.0], size=size)[1]) == 1
    assert failures([1e6 + 9], [1e6])[1] == [] and len(failures([1e6 + 11], [1e6])[1]) == 1


def test_equality_looks_both_ways():
    assert failures([1, 3], [2, 2], equal=True) == (2, [("a", 1), ("b", 1)])


def test_only_the_cells_it_is_over_are_compared():
    assert failures([5, 5], [1, 1], over=np.array([True, False])) == (1, [("a", 4)])


def test_what_is_not_a_number_fails_and_no_limit_is_kept():
    checks, failed = failures([np.nan, np.inf, 1.0], [1.0, 1.0, np.inf])
    assert [where for where, _ in failed] == ["a", "b"] and checks == 3
    assert failures([np.inf], [np.inf])[1] == []


def test_a_failure_names_the_ids_of_every_dimension():
    left = np.zeros((2, 2))
    left[1, 0] = 2
    _, failed = Comparison(left, 0.0, (["k1", "k2"], ["S1", "S2"]), "rooms").result()
    assert failed.to_dict("records") == [{"where": "k2, S1", "excess": 2.0, "unit": "rooms"}]
