"""Checks of partners, of rules on sharing sites, and of client groups' pathways."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.reading.places import Finding
from model.reading.words import amount, did_you_mean, few

ROUNDING = 1e-6


def unlisted_partner(inputs) -> Iterator[Finding]:
    """Partners that sites and rules name are listed in partners.csv."""
    known = set(inputs["partners"].frame["partner"])
    for name in () if known else ("sites", "together"):
        table = inputs[name]
        for row in table.rows("partners").itertuples():
            if row.partners:
                yield table.finding(row.Index, "partners", "a partner of partners.csv", "Add the table partners.csv.",
                                    f"{few(row.partners)} is named, but there is no list of partners")


def rule_for_nobody(inputs) -> Iterator[Finding]:
    """A rule joins at least two services, or a service and a partner."""
    table = inputs["together"]
    for row in table.rows("services", "partners").itertuples():
        if len(row.services) + len(row.partners) < 2:
            yield table.finding(row.Index, "services", "two services, or a service and a partner", "Name the others.",
                                f"the rule names {few(row.services)} only, so it says nothing")


def bundle_without_limit(inputs) -> Iterator[Finding]:
    """A bundle says at how many sites it is whole, or which of its services are nowhere else; other rules do not."""
    table = inputs["together"]
    for row in table.rows("rule", "minimum", "only_in_bundle").itertuples():
        says = [name for name, there in (("minimum", not np.isnan(row.minimum)), ("only_in_bundle", bool(row.only_in_bundle))) if there]
        if row.rule == "bundle" and not row.only_in_bundle and not row.minimum > 0:
            yield table.finding(row.Index, "minimum", "a number of sites above 0", "Fill in minimum, or only_in_bundle.",
                                "the bundle asks for nothing")
        elif row.rule != "bundle" and says:
            yield table.finding(row.Index, says[0], "empty", "Empty it, or write the rule bundle.",
                                f"{says[0]} is for bundles only, but the rule is {row.rule}")


def outsider_in_bundle(inputs) -> Iterator[Finding]:
    """Services kept for a bundle belong to it."""
    table = inputs["together"]
    for row in table.rows("services", "only_in_bundle").itertuples():
        others = [service for service in row.only_in_bundle if service not in row.services]
        if others:
            yield table.finding(row.Index, "only_in_bundle", f"among {few(row.services)}",
                                did_you_mean(others[0], set(row.services)) or "Add it to the services, or take it out.",
                                f"{few(others)} is not among the bundle's services")


def shared_and_apart(inputs) -> Iterator[Finding]:
    """No two services must and must not share a site."""
    table = inputs["together"]
    rows = list(table.rows("rule", "services", "municipality").itertuples())
    for row in (row for row in rows if row.rule == "must_not_share"):
        for other in (other for other in rows if other.rule == "must_share"):
            both = [service for service in row.services if service in other.services]
            if len(both) > 1 and (row.municipality == other.municipality or "" in (row.municipality, other.municipality)):
                yield table.finding(row.Index, "services", f"without {few(both)}, or without the rule in line {table.lines[other.Index]}",
                                    "Decide which of the two rules holds.",
                                    f"{few(both)} must not share a site, but line {table.lines[other.Index]} says they must")


def bundle_impossible(inputs) -> Iterator[Finding]:
    """A bundle can be whole at as many sites as it asks for."""
    network, table, case = inputs.network, inputs["together"], inputs.case
    partners = case.sites["partners"]
    for row in case.together[case.together["rule"] == "bundle"].itertuples():
        there = case.sites["municipality"].isin([row.municipality]).to_numpy() | (row.municipality == "")
        there &= np.array([set(row.partners) <= set(present) for present in partners], dtype=bool)
        for service in row.services:
            there &= network.possible[network.service_at[service]]
        if row.minimum > there.sum():
            yield table.finding(row.Index, "minimum", f"at most {there.sum()}", "Lower it, or let more sites host the services.",
                                f"{row.name} is to be whole at {row.minimum:g} sites, but {there.sum() or 'no'} site"
                                f"{'s' if there.sum() > 1 else ''} can host all of {few(row.services)}")


def pathway_without_group(inputs) -> Iterator[Finding]:
    """Services of a pathway belong to a client group of pathways.csv."""
    table, known = inputs["pathway_services"], set(inputs["pathways"].frame["client_group"])
    for row in table.rows("client_group").itertuples():
        if not known:
            yield table.finding(row.Index, "client_group", "a client group of pathways.csv", "Add the table pathways.csv.",
                                f"{row.client_group} is named, but there is no list of client groups")


def pathway_too_short(inputs) -> Iterator[Finding]:
    """A pathway has at least two services."""
    table, steps = inputs["pathways"], inputs["pathway_services"].frame.groupby("client_group").size()
    for row in table.rows("client_group").itertuples():
        count = steps.get(row.client_group, 0)
        if count < 2:
            yield table.finding(row.Index, "client_group", "two services or more in pathway_services.csv", "Add the services.",
                                f"the pathway of {row.client_group} has {'one service' if count else 'no service'}, so no visits can be "
                                "joined")


def placeholder_on_pathway(inputs) -> Iterator[Finding]:
    """Services of pathways are headline services: only their trips are counted, so only these can be saved."""
    table, services = inputs["pathway_services"], inputs["services"].frame
    placeholders = set(services.loc[~services["headline"].astype(bool), "service"])
    for row in table.rows("service").itertuples():
        if row.service in placeholders:
            yield table.finding(row.Index, "service", "a headline service", "Leave it out of the pathway.",
                                f"trips to {row.service} are not counted (headline no), so none can be saved")


def joint_visits_beyond_visits(inputs) -> Iterator[Finding]:
    """No more visits are joint than a client makes to each service of the pathway."""
    table, steps = inputs["pathways"], inputs["pathway_services"].frame
    least = steps.groupby("client_group")["visits_per_client"].min()
    for row in table.rows("client_group", "joint_visits_per_client").itertuples():
        most = least.get(row.client_group, np.inf)
        if row.joint_visits_per_client > most * (1 + ROUNDING):
            service = steps.loc[(steps["client_group"] == row.client_group) & (steps["visits_per_client"] == most), "service"].iat[0]
            yield table.finding(row.Index, "joint_visits_per_client", f"at most {most:g}", "Lower it, or look at visits_per_client.",
                                f"{row.joint_visits_per_client:g} visits are to be joint, but a client makes {most:g} to {service}")


def clients_beyond_demand(inputs) -> Iterator[Finding]:
    """In every area the clients of all groups together make no more visits to a service than demand.csv has."""
    table, case = inputs["pathway_services"], inputs.case
    made = {service: np.zeros(len(case.areas)) for service in case.services["service"]}
    for row in case.pathway_services.itertuples():
        all_visits = case.visits[row.service].to_numpy(float)
        made[row.service] += case.clients[row.client_group].to_numpy(float) * row.visits_per_client
        beyond = np.flatnonzero(made[row.service] > all_visits * (1 + ROUNDING) + ROUNDING)
        if len(beyond):
            worst = beyond[(made[row.service] - all_visits)[beyond].argmax()]
            areas, more = case.areas["area"], f" (and more than all in {len(beyond) - 1} other areas)" if len(beyond) > 1 else ""
            yield table.finding(row.Index, "visits_per_client", "visits that are part of demand.csv",
                                "Lower it or clients_per_100, or look at demand.csv.",
                                f"clients make {amount(made[row.service][worst])} visits to {row.service} in {areas.iat[worst]}, where "
                                f"all families make {amount(all_visits[worst])}{more}")
