"""Damages of services together: partners, rules on sharing sites, bundles, pathways."""

from __future__ import annotations

from tests.checking.damage import Damage
from tests.closeness import APART, HOUSE, PARTNERS, PATHWAY, SIDE, WEIGHED, WISH, rule
from tests.ways import together


def damage(code: str, where: str, base: dict, name: str = "", mended: dict | None = None, **changes) -> Damage:
    """A case with services together, harmed; `where` is file, line and column."""
    file, line, column = where.split()
    return Damage(code, file, int(line), column, together(base, changes), name=name, mended=mended or {})


WISHED = together(PARTNERS, WISH, WEIGHED)
TOGETHER = [
    damage("unlisted_partner", "sites.csv 2 partners", {"cells": {"sites/S1/partners": "reception"}}),
    damage("rule_for_nobody", "together.csv 2 services", {"add": {"together": [rule("side", "must_share", services="clinic")]}}),
    damage("bundle_without_limit", "together.csv 2 minimum", {"add": {"together": [rule("house", "bundle")]}}),
    damage("bundle_without_limit", "together.csv 2 minimum", SIDE, "elsewhere", cells={"together/side/minimum": 1}),
    damage("bundle_without_limit", "together.csv 2 only_in_bundle", SIDE, "only", cells={"together/side/only_in_bundle": "clinic"}),
    damage("outsider_in_bundle", "together.csv 2 only_in_bundle", together(PARTNERS, HOUSE),
           cells={"together/house/services": "clinic", "together/house/only_in_bundle": "therapy"}),
    damage("shared_and_apart", "together.csv 3 services", together(SIDE, APART), cells={"together/apart/municipality": ""}),
    damage("unknown_municipality", "together.csv 2 municipality", SIDE, "together", cells={"together/side/municipality": "Lopu"}),
    damage("slack_without_price", "case.yaml 7 objective.levels", WISHED, "wish",
           settings={"objective.levels": [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.0}]}),
    damage("pathway_without_group", "pathway_services.csv 2 client_group",
           {"add": {"pathway_services": PATHWAY["add"]["pathway_services"][:1]}}),
    damage("pathway_too_short", "pathways.csv 2 client_group", {"add": {
        "pathways": PATHWAY["add"]["pathways"], "pathway_services": PATHWAY["add"]["pathway_services"][:1]}}),
    damage("placeholder_on_pathway", "pathway_services.csv 3 service", PATHWAY, cells={"services/therapy/headline": "no"}),
    damage("joint_visits_beyond_visits", "pathways.csv 2 joint_visits_per_client", PATHWAY,
           cells={"pathways/neuro/joint_visits_per_client": 1.1}),
    # of 100 children of A1 52 are clients with 2 visits each: 104 of the clinic's 100
    damage("clients_beyond_demand", "pathway_services.csv 2 visits_per_client", PATHWAY, cells={"pathways/neuro/clients_per_100": 52,
                                                                                              "demand/therapy/visits_per_person": 1}),
    # two groups of 30 clients each: 60 + 60 of 100
    damage("clients_beyond_demand", "pathway_services.csv 4 visits_per_client", PATHWAY, "two groups",
           cells={"pathways/neuro/clients_per_100": 30, "demand/therapy/visits_per_person": 1},
           add={"pathways": [{**PATHWAY["add"]["pathways"][0], "client_group": "other", "clients_per_100": 30}],
                "pathway_services": [{"client_group": "other", "service": "clinic", "visits_per_client": 2},
                                     {"client_group": "other", "service": "therapy", "visits_per_client": 1}]}),
]
SCREENED_TOGETHER = [
    # reception is at S1 and S2
    damage("bundle_impossible", "together.csv 2 minimum", together(PARTNERS, HOUSE), cells={"together/house/minimum": 3},
           mended={"together/house/minimum": 2}),
    damage("bundle_impossible", "together.csv 2 minimum", together(PARTNERS, HOUSE), "municipality",
           cells={"together/house/minimum": 2, "together/house/municipality": "Loppu", "together/house/only_in_bundle": ""},
           mended={"together/house/minimum": 1}),
    damage("service_without_site", "services.csv 3 service", {"add": {
        **PARTNERS["add"], "together": [rule("side", "must_share", services="therapy", partners="youth")]}}, "partner",
        cells={"sites/S1/partners": "reception"}, mended={"sites/S1/partners": "youth"}),
]
