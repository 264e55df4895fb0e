"""What contradicts by arithmetic alone, and the fewest changes that resolve it: worked out by hand on the tiny case."""

from __future__ import annotations

import pytest

from model.explaining.arithmetic import contradictions
from model.explaining.first import resolving
from tests.explaining.hand import drafted
from tests.explaining.planted import KEPT, PROMISE, count, lock, only, site

CLOSED = KEPT | {"status": "must_close"}
# S2, the only site of Loppu, must close, and Loppu is promised the clinic. The clinic must be at S1 and must not. Two sites must stay, one
# may. 600 hours of nurses are 0.6 FTE, there are 0.5. 0.9 FTE cost 45, the budget is 40.
CASES = {
    "promise": ({"cells": site("S2", CLOSED), "add": {"guarantees": [PROMISE]}}, [{"guarantee", "closed_site"}]),
    "lock": ({"cells": site("S2", CLOSED), "add": {"locks": [lock("clinic", "S2")]}}, [{"must_host", "closed_site"}]),
    "count": ({"cells": site("S1", KEPT) | site("S2", KEPT), "add": count(maximum=1)}, [{"count_maximum", "kept_site"}]),
    "tier": ({"cells": {"services/therapy/tiers": "campus"}, "add": {"locks": [lock("therapy", "S2")]}, "staff_today": None,
              "hosting": [{"service": "clinic", "site": "S1", "mode": "daily"}]}, [{"must_host", "service_tier"}]),
    "people": ({"cells": {"professions/nurse/fte_available": 0.5}}, [{"staff_pool", "visits"}]),
    "money": ({"settings": {"budget_keur": 40}}, [{"budget", "visits"}]),
    "visits": ({**only("S1"), "add": {"locks": [lock("clinic", "S1", "must_not_host")]}}, [{"must_not_host", "visits"}]),
    "nothing": ({}, []),
    "enough": ({"cells": {"professions/nurse/fte_available": 0.6}, "settings": {"budget_keur": 45}}, []),
}


@pytest.mark.parametrize("changes, kinds", CASES.values(), ids=CASES)
def test_contradictions(tmp_path, changes, kinds):
    assert [{figure.kind for figure in one} for one in contradictions(drafted(tmp_path, **changes))] == kinds


def test_the_fewest_that_resolve_all_come_first(tmp_path):
    """Promise and lock both conflict with the closing of S2: let it stay open; else give up both."""
    case = drafted(tmp_path, cells=site("S2", CLOSED), add={"guarantees": [PROMISE], "locks": [lock("therapy", "S2")]})
    sets = [{figure.kind for figure in figures} for figures in resolving(contradictions(case), 3)]
    assert sets == [{"closed_site"}, {"guarantee", "must_host"}]
