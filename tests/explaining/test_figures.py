"""Changes of cells, and rounding to values a planner would write."""

from __future__ import annotations

import pytest

from model.explaining.figures import Cell, changed_case, merged, shown
from model.explaining.register import KINDS
from tests.explaining.hand import drafted
from tests.explaining.planted import lock


def test_cells_rows_and_settings_are_changed_in_a_copy(tmp_path):
    case = drafted(tmp_path, add={"locks": [lock("clinic", "S1"), lock("therapy", "S1"), lock("clinic", "S2")]})
    changed = changed_case(case, [
        Cell("locks", 0, "lock", "must_host", None), Cell("locks", 2, "lock", "must_host", "must_not_host"),
        Cell("sites", 1, "rooms", 2.0, 3.0), Cell("services", 1, "tiers", ("campus", "station"), ("campus",)),
        Cell("case", -1, "budget_keur", float("nan"), 70.0), Cell("case", -1, "objective.mode_change_weight", 0.25, 0.5)])
    assert changed.locks[["service", "site", "lock"]].values.tolist() == [["therapy", "S1", "must_host"],
                                                                          ["clinic", "S2", "must_not_host"]]
    assert changed.sites["rooms"].tolist() == [2, 3] and case.sites["rooms"].tolist() == [2, 2]
    assert changed.services["tiers"].iat[1] == ("campus",)
    assert (changed.settings.budget_keur, changed.settings.objective.mode_change_weight) == (70, 0.5)
    assert case.settings.objective.mode_change_weight == 0.25 and len(case.locks) == 3


def test_several_changes_of_a_list_are_one():
    def tiers(*new):
        return Cell("services", 0, "tiers", ("campus", "station"), new)

    assert merged([tiers("campus", "station", "local_station"), tiers("station")]) == [tiers("station", "local_station")]
    assert merged([Cell("sites", 0, "rooms", 1.0, 2.0), Cell("sites", 1, "rooms", 1.0, 3.0)])[1].new == 3.0


@pytest.mark.parametrize("kind, value, rounded", [
    ("staff_pool", 0.6000001, 0.6), ("staff_pool", 0.604, 0.61), ("rooms", 2.4, 3), ("rooms", 2.0000003, 2),
    ("minimum_visits", 599.9999999, 600), ("minimum_visits", 512.3, 512), ("minimum_team", 0.456, 0.45), ("opening_days", 1.1, 1.5),
    ("travel_limit", 20.2, 21), ("count_minimum", -1e-9, 0), ("budget", 104.96, 105)])
def test_values_are_rounded_to_the_lenient_side(kind, value, rounded):
    assert KINDS[kind].rounded(value) == rounded


@pytest.mark.parametrize("value, text", [(2.0, "2"), (0.5, "0.5"), (("a", "b"), "a|b"), (True, "yes"), (float("nan"), ""), ("x", "x")])
def test_values_are_shown_as_planners_write_them(value, text):
    assert shown(value) == text
