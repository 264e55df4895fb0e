"""Hand-sized cases of services together: changes of the tiny case of three sites, as keywords of write_tiny and tiny_case.

S1 has reception and youth work in the building, S2 reception, S3 nobody.

PATHWAY: of 100 children of 7 to 12 years 10 are clients of the client group `neuro` (A1 10, A2 20, A3 30 clients); each makes 2 visits to
the clinic and 1 to therapy, of which 1 to each can be on one trip. One joined visit of each of A1's clients to S1 saves
10 * 2 * 10/60 = 10/3 hours.
"""

from __future__ import annotations

NAMED = {"name_fi": "Nimi", "name_sv": "Namn", "name_en": "Name"}
ASKED = {"owner": "Board", "reason": "test", "date": "2024-01-01"}
BOTH = "clinic|therapy"


def rule(together: str, kind: str, **more) -> dict:
    """A row of together.csv about the clinic and therapy."""
    return {"together": together, "name": together.title(), "rule": kind, "services": BOTH, **ASKED, **more}


PARTNERS = {
    "add": {"partners": [{"partner": "reception", "kind": "county", **NAMED}, {"partner": "youth", "kind": "municipality", **NAMED}]},
    "cells": {"sites/S1/partners": "reception|youth", "sites/S2/partners": "reception"},
}
PATHWAY = {"add": {
    "pathways": [{"client_group": "neuro", **NAMED, "groups": "age_7_12", "clients_per_100": 10, "joint_visits_per_client": 1}],
    "pathway_services": [{"client_group": "neuro", "service": "clinic", "visits_per_client": 2},
                         {"client_group": "neuro", "service": "therapy", "visits_per_client": 1}]}}
SIDE = {"add": {"together": [rule("side", "must_share", municipality="Loppu")]}}
APART = {"add": {"together": [rule("apart", "must_not_share", municipality="Alku")]}}
HOUSE = {"add": {"together": [rule("house", "bundle", partners="reception", minimum=1, only_in_bundle="therapy")]}}
WISH = {"add": {"together": [rule("wish", "should_share", partners="youth", weight=2)]}}
WEIGHED = {"settings": {"objective.levels": [{"terms": {"travel_burden_hours": 1, "apart_visits": 0.1}, "tolerance": 0.0}]}}
# a fifth of the clinic's visits are at home
AT_HOME = {"cells": {"services/clinic/home_visit_share": 0.2, "staffing/clinic/nurse/travellers_per_home_visit": 1}}
