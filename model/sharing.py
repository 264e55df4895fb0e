"""Sharing: what together.csv, partners.csv and pathways.csv say, as pairs and counts that every room needs."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd


def rules_of(together: pd.DataFrame, *kinds: str) -> Iterator:
    """Rows of together.csv of some kinds."""
    return (row for row in together.itertuples() if row.rule in kinds)


def sites_of(sites: pd.DataFrame, row) -> list[str]:
    """Sites at which a rule of together.csv holds."""
    return [site.site for site in sites.itertuples() if row.municipality in ("", site.municipality)]


def barred_by_partners(sites: pd.DataFrame, together: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """(service, site) that a rule forbids because of the partners there: must_share and a bundle's only_in_bundle where one is
    missing, must_not_share where one is there."""
    present, barred = dict(zip(sites["site"], map(set, sites["partners"]))), set()
    for row in rules_of(together, "must_share", "must_not_share", "bundle"):
        services = row.only_in_bundle if row.rule == "bundle" else row.services
        for site in sites_of(sites, row):
            partners = present[site] & set(row.partners)
            if partners if row.rule == "must_not_share" else partners != set(row.partners):
                barred |= {(service, site) for service in services}
    return frozenset(barred)


def clients_of(areas: pd.DataFrame, pathways: pd.DataFrame) -> pd.DataFrame:
    """Clients in a year: areas (rows) x client groups (columns)."""
    counted = {row.client_group: areas[list(row.groups)].sum(axis=1).to_numpy(float) * row.clients_per_100 / 100
               for row in pathways.itertuples()}
    return pd.DataFrame(counted, index=pd.Index(areas["area"], name="area"), dtype=float)


def services_of_pathways(pathways: pd.DataFrame, pathway_services: pd.DataFrame) -> dict[str, list[str]]:
    """Client group -> the services of its pathway, in file order."""
    found: dict[str, list[str]] = {group: [] for group in pathways["client_group"]}
    for row in pathway_services.itertuples():
        found[row.client_group].append(row.service)
    return found
