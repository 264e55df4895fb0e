"""Hand-sized cases of limits on change and of fairness: changes of the tiny case, as keywords of write_tiny and tiny_case.

CHANGE gives every limit but that of growing trips, and names every term of fairness. A tenth of the clinic's visits is remote, a fifth of
the others at home; therapy may be purchased 45 minutes away; both promise 15 minutes; A1's need counts twice.

Today the clinic's A1 goes to S1, A2 and A3 go to S2 (0.9 of their visits each), and all of therapy goes to S1. A1, A2 and A3 have 500,
1000 and 1500 children.
"""

from __future__ import annotations

FAIR = ("travel_worst_tenth", "longest_trip", "kolm_pollak", "uncovered", "need_weighted_hours")
CHANGE = {
    "settings": {"change_limits": {"sites_closed": 1, "children_moved": 400, "fte_moved": 0.5},
                 "objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.01},
                                      {"terms": dict.fromkeys(FAIR, 1), "tolerance": 0.0}]},
    "cells": {"services/clinic/remote_share_today": 0.1, "services/clinic/remote_share_max": 0.3, "services/clinic/home_visit_share": 0.2,
              "services/therapy/purchase_share_max": 0.5, "services/therapy/purchase_minutes": 45,
              "services/therapy/purchase_eur_per_visit": 100, "services/*/promise_minutes": 15, "services/*/promise_share": 0.9,
              "staffing/clinic/nurse/travellers_per_home_visit": 1, "areas/A1/need_index": 2},
}
# One site only, and A1 is an hour from S2. Minutes at S1 10, 20, 30 for 100, 200, 300 visits, at S2 60, 10, 10: the mean is shorter at S2
# (18.3 against 23.3), the longest trip at S1 (30 against 60).
ONE_SITE = {"cells": {"travel/A1/S2/travel_minutes": 60, "services/*/promise_minutes": 25, "services/*/promise_share": 0.9},
            "add": {"counts": [{"tier": "any", "maximum": 1, "reason": "one house"}]}}


def fair_by(term: str) -> dict:
    """ONE_SITE, with one term as its objective."""
    return {**ONE_SITE, "settings": {"objective.levels": [{"terms": {term: 1}, "tolerance": 0.0}]}}
