"""The features benchmark leaves one feature out at a time: only those the case uses, and the rest of the case as it is."""

from __future__ import annotations

import pytest

from model.bench.features import FEATURES, features_table
from tests.tiny import tiny_case
from tests.ways import EVENINGS, MOBILE, SCHOOL

pytestmark = pytest.mark.usefixtures("no_process")


def used(case) -> set[str]:
    return {name for name, less in FEATURES.items() if less(case) is not None}


def test_a_plain_case_uses_none(tmp_path):
    assert used(tiny_case(tmp_path)) == {"nobody alone"}  # reported, so counted


@pytest.mark.parametrize("ways, feature", [(EVENINGS, "evenings"), (MOBILE, "mobile units"),
                                           (SCHOOL, "school premises for other services")])
def test_one_way_is_one_feature(tmp_path, ways, feature):
    case = tiny_case(tmp_path, **ways)
    assert used(case) == {"nobody alone", feature}
    less = FEATURES[feature](case)
    assert FEATURES[feature](less) is None
    assert [name for name in case.tables if not case.tables[name].equals(less.tables[name])] == ["services"]


def test_all_first_and_last_and_one_without_each(tmp_path):
    case = tiny_case(tmp_path, **EVENINGS)
    table = features_table(case, 0.01, 20, lambda text: None)
    assert list(table["without"]) == ["nothing", "evenings", "nobody alone", "nothing"]
    assert table["audit_passed"].all()
    assert table["columns"].iloc[1] < table["columns"].iloc[0] == table["columns"].iloc[3]
    assert table["ratio"].iloc[[0, -1]].mean() == pytest.approx(1)
