"""Screens of the planner's own rules: guarantees, locks and counts that contradict the sites there are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.checking.network import ROUNDING
from model.reading.places import Finding
from model.reading.words import amount, few


def guarantee_impossible(inputs) -> Iterator[Finding]:
    """The sites of the municipality can give the days it was promised."""
    network, table, case = inputs.network, inputs["guarantees"], inputs.case
    for row in case.guarantees.itertuples():
        k = network.service_at[row.service]
        local = (case.sites["municipality"] == row.municipality).to_numpy()
        most = np.where(local & network.possible[k], network.most_days[k], 0).sum()
        if row.days_per_week > most * (1 + ROUNDING):
            why = f"can have {most:g} at most" if most else "has no site" if not local.any() else "has no site that can host it"
            reasons = {network.reason(row.service, network.sites[j]) for j in np.flatnonzero(local)} - {""}
            yield table.finding(row.Index, "days_per_week", f"at most {most:g}",
                                "Lower the promise, or add modes, opening days or a site.",
                                f"{row.municipality} is promised {row.days_per_week:g} days a week of {row.service}, but "
                                f"{why}{f' ({few(sorted(reasons), 2)})' if reasons else ''}")


def lock_impossible(inputs) -> Iterator[Finding]:
    """A service that must be at a site can be there, with the visits it needs."""
    network, table, case = inputs.network, inputs["locks"], inputs.case
    for row in case.locks.itertuples():
        if row.lock != "must_host":
            continue
        k, j = network.service_at[row.service], network.site_at[row.site]
        reason = network.reason(row.service, row.site)
        if not reason and (least := case.services["minimum_visits"].iat[k]) > 0:
            most = network.visits[:, k] @ network.reach(k)[0][:, j] * (1 - case.services["remote_share_today"].iat[k])
            if least > most * (1 + ROUNDING):
                reason = f"minimum_visits is {amount(least)}, but the areas in reach make {amount(most)} visits a year"
        if reason:
            yield table.finding(row.Index, "site", f"a site that can host {row.service}",
                                "Delete the lock, or change what stands against it.",
                                f"{row.service} must be at {row.site}, but cannot be: {reason}")


def locks_beyond_rooms(inputs) -> Iterator[Finding]:
    """The services that must be at a site fit its rooms together."""
    network, table, case = inputs.network, inputs["locks"], inputs.case
    locks = case.locks[case.locks["lock"] == "must_host"]
    for site, rows in locks.groupby("site"):
        j = network.site_at[site]
        pairs = [network.service_at[service] for service in rows["service"]]
        if not all(network.possible[k, j] for k in pairs):
            continue  # said by lock_impossible
        need = sum(case.services["min_rooms"].iat[k] * network.least_days[k, j] for k in pairs)
        there = network.room_days[j]
        if need > there * (1 + ROUNDING):
            yield table.finding(rows.index[-1], "site", f"at most {there:g} room days a week", "Delete one of the locks.",
                                f"the {len(pairs)} services that must be at {site} take at least {amount(need)} room days a "
                                f"week, it has {amount(there)}")


def count_impossible(inputs) -> Iterator[Finding]:
    """As many sites as a count asks for can be open, and no more must be open than it allows."""
    network, table, case = inputs.network, inputs["counts"], inputs.case
    hosted = {lock.site for lock in case.locks.itertuples() if lock.lock == "must_host"}
    municipality = case.sites["municipality"].to_numpy()
    kept = (case.sites["status"] == "must_keep").to_numpy()
    forced = kept | case.sites["site"].isin(hosted).to_numpy()
    usable = kept | network.possible.any(axis=0)  # a site that hosts nothing is not open
    for row in case.counts.itertuples():
        local = (municipality == row.municipality) if row.municipality else np.full(len(municipality), True)
        wanted = [set(tiers) if row.tier == "any" else set(tiers) & {row.tier} for tiers in network.tiers]
        can = np.array([bool(tiers) for tiers in wanted], dtype=bool) & local & usable
        must = np.array([bool(tiers) and tiers == set(all_) for tiers, all_ in zip(wanted, network.tiers)], dtype=bool)
        must &= local & forced
        what = "open sites" if row.tier == "any" else f"sites of tier {row.tier}"
        what += f" in {row.municipality}" if row.municipality else ""
        if row.minimum > can.sum():
            yield table.finding(row.Index, "minimum", f"at most {can.sum()}",
                                "Lower the minimum, or add tiers or candidate sites.",
                                f"at least {row.minimum:g} {what} are asked for, but only {can.sum()} can be open")
        if row.maximum < must.sum():
            names = few(case.sites["site"].to_numpy()[must])
            yield table.finding(row.Index, "maximum", f"at least {must.sum()}",
                                "Raise the maximum, or look at must_keep and the locks.",
                                f"at most {row.maximum:g} {what} are allowed, but {must.sum()} must be open: {names}")


def counts_beyond_county(inputs) -> Iterator[Finding]:
    """What municipalities must have at least fits what the county may have at most."""
    table, counts = inputs["counts"], inputs.case.counts
    for row in counts[counts["municipality"] == ""].itertuples():
        local = counts[(counts["tier"] == row.tier) & (counts["municipality"] != "")]["minimum"].sum()
        if row.maximum < local:
            yield table.finding(row.Index, "maximum", f"at least {local:g}",
                                "Raise it, or lower the minimums of the municipalities.",
                                f"the county may have {row.maximum:g} sites of tier {row.tier}, but its municipalities must "
                                f"have {local:g} together")
