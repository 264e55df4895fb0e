"""Sections of the summary: what changes, trips, cost and staff, areas beyond the limits. Each gives blocks of markdown."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from model.case import Case
from model.publish.words import count, listed, number, per_cent, signed, table

MOST_NAMES = 6  # a page has room for no more
MOST_AREAS = 6
MOST_SERVICES = 8
LEAST_FTE = 0.05  # less is not worth a line

TRIP_ROWS = (
    ("Mean trip, minutes", "mean_minutes", 1), ("90 % of trips at most, minutes", "p90_minutes", 1),
    ("Longest trip, minutes", "max_minutes", 1), ("Mean of the longest tenth, minutes", "worst_tenth_minutes", 1),
    ("Within 15 minutes", "share_within_15_min", "%"), ("Within 30 minutes", "share_within_30_min", "%"),
    ("Within 45 minutes", "share_within_45_min", "%"), ("Within 60 minutes", "share_within_60_min", "%"),
    ("Family travel, hours a year", "travel_hours", 0), ("Visits met", "share_with_service", "%"),
    ("Visits without room or staff", "share_without_capacity", "%"), ("Visits out of reach", "share_out_of_reach", "%"))
TRANSIT_ROWS = (  # where the case has a table of public transport
    ("Trips without a car that public transport makes possible", "transit_share_possible", "%"),
    ("Mean of those by public transport, minutes", "transit_mean_minutes", 1))
COST_ROWS = (
    ("Cost, thousand euros a year", "cost_keur", 0), ("of it premises", "cost_premises_keur", 0),
    ("of it staff", "cost_staff_keur", 0),
    ("Staff, FTE", "staff_fte", 1), ("Staff missing from norms, FTE", "missing_norm_fte", 1),
    ("Working hours missing at sites", "missing_staff_hours", 0), ("Room days a week in excess", "excess_room_days", 1),
    ("Open sites", "sites_open", 0))


def moves(case: Case, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """What opens, closes and moves."""
    changes = tables["changes"]
    lines = [_sites(changes, kind, words) for kind, words in (("site_opens", "Opens"), ("site_closes", "Closes"))]
    tiers = changes[changes["kind"] == "tier_changes"]
    if len(tiers):
        lines.append("- Changes tier: " + listed([f"{row.name} ({_tier(row.today)} to {_tier(row.plan)})" for row in
                                                  tiers[["name", "today", "plan"]].itertuples(index=False)], MOST_NAMES) + ".")
    lines += _services(case, changes)
    lines.append(_staff(changes))
    lines += _children(tables)
    return ["## What changes", "\n".join(line for line in lines if line), *services_moved(case, tables)]


def _sites(changes: pd.DataFrame, kind: str, words: str) -> str:
    rows = changes[changes["kind"] == kind]
    tier = rows["plan"] if kind == "site_opens" else rows["today"]
    names = [f"{name} ({municipality}, {_tier(which)})" for name, municipality, which in
             zip(rows["name"], rows["municipality"], tier)]
    return f"- {words}: {listed(names, MOST_NAMES)}." if names else f"- {words}: no sites."


def _tier(tier: str) -> str:
    return tier.replace("_", " ")


def _services(case: Case, changes: pd.DataFrame) -> list[str]:
    """How many services come, leave or change their days, and where a whole municipality gains or loses one."""
    rows = changes[changes["kind"].isin(["service_opens", "service_closes", "mode_changes"])]
    if rows.empty:
        return ["- Services: every service stays where it is, on the same days."]
    come, leave, days = ((rows["kind"] == kind).sum() for kind in ("service_opens", "service_closes", "mode_changes"))
    lines = [f"- Services come to a site {_times(come)}, leave one {_times(leave)} and change their days {_times(days)} "
             "(all of them in changes.csv)."]
    gained, lost = _municipalities(case, rows)
    for words, pairs in (("A municipality gets a service it does not have today", gained), ("A municipality loses a service", lost)):
        lines.append(f"- {words}: {listed(pairs, MOST_NAMES)}.")
    return lines


def _times(amount: int) -> str:
    return {0: "nowhere", 1: "once"}.get(int(amount), f"{number(amount)} times")


def _municipalities(case: Case, rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """`Municipality (service)` for services that a municipality has in the plan only, and today only."""
    names, town = dict(zip(case.services["service"], case.services["name_en"])), dict(zip(case.sites["site"], case.sites["municipality"]))
    today = [(town[site], service) for service, site in zip(case.hosting["service"], case.hosting["site"])]
    plan = list(today)
    for kind, site, service in zip(rows["kind"], rows["site"], rows["service"]):
        if kind == "service_opens":
            plan.append((town[site], service))
        elif kind == "service_closes":
            plan.remove((town[site], service))
    named = [[f"{municipality} ({names[service]})" for municipality, service in sorted(pairs)]
             for pairs in (set(plan) - set(today), set(today) - set(plan))]
    return named[0], named[1]


def services_moved(case: Case, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """A table of the services that change most: sites today and in the plan, and in how many sites something changes."""
    rows = tables["changes"]
    rows = rows[rows["kind"].isin(["service_opens", "service_closes", "mode_changes"])]
    if rows.empty:
        return []
    names = dict(zip(case.services["service"], case.services["name_en"]))
    today, kinds = case.hosting["service"].value_counts(), rows.groupby(["service", "kind"]).size().unstack(fill_value=0)
    kinds = kinds.reindex(columns=["service_opens", "service_closes", "mode_changes"], fill_value=0)
    kinds = kinds.loc[kinds.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    lines = [(names[service], number(today.get(service, 0)), number(today.get(service, 0) + row.service_opens - row.service_closes),
              number(row.service_opens), number(row.service_closes), number(row.mode_changes))
             for service, row in kinds.head(MOST_SERVICES).iterrows()]
    more = len(kinds) - len(lines)
    after = [f"{count(more, 'more service')} {'changes' if more == 1 else 'change'} less."] if more else []
    return [table(("services that change most", "sites today", "sites in the plan", "comes to", "leaves", "other days at"), lines), *after]


def _staff(changes: pd.DataFrame) -> str:
    """Staff that services gain and lose at their sites."""
    rows = changes[changes["kind"] == "staff_moves"]
    change = rows["plan"].astype(float) - rows["today"].astype(float)
    if rows.empty:
        return "- Staff: every service has the staff it has today at each of its sites."
    gain, loss = (part[part > 0].sum() for part in (change, -change))
    return (f"- Staff: {number(gain, 1)} FTE more where services gain staff at a site, {number(loss, 1)} FTE fewer where they "
            "lose it.")


def _children(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Children who go elsewhere or farther, and the worst-hit areas."""
    value = _county(tables)
    moved, longer = (value.get((name, "plan")) for name in ("children_whose_site_changes", "children_trip_10_min_longer"))
    lines = []
    if moved is not None:
        lines.append(f"- Children (mean over services): {number(moved)} use another site than today, {number(longer)} travel "
                     f"at least 10 minutes longer one way.")
    worst = tables["worst_hit_areas"].head(3)
    names = [f"{name} ({municipality}, {signed(change, 1)} minutes)" for name, municipality, change in
             zip(worst["name"], worst["municipality"], worst["change_minutes"])]
    return [*lines, f"- Trips grow most in {listed(names)}." if names else "- Trips grow nowhere."]


def _county(tables: Mapping[str, pd.DataFrame]) -> dict:
    """(indicator, today | plan | change) -> value of the county over services."""
    rows = tables["indicators"]
    rows = rows[(rows["service"] == "") & (rows["municipality"] == "") & (rows["group"] == "")]
    return {(row.indicator, column): getattr(row, column) for row in rows.itertuples()
            for column in ("today", "plan", "change")}


def _compared(tables: Mapping[str, pd.DataFrame], rows, first: str, columns: int) -> str:
    """Indicators of the county in so many columns: today, plan, change."""
    value, lines = _county(tables), []
    for words, indicator, shown in rows:
        today, plan, change = (value.get((indicator, column)) for column in ("today", "plan", "change"))
        if shown == "%":
            points = None if change is None else 100 * change
            lines.append((words, per_cent(today), per_cent(plan), signed(points, 1)))
        else:
            lines.append((words, number(today, shown), number(plan, shown), signed(change, shown)))
    return table((first, "today", "plan", "change")[:columns + 1], [line[:columns + 1] for line in lines])


def trips(case: Case, tables: Mapping[str, pd.DataFrame], columns: int = 3) -> list[str]:
    """Families' trips and whether their visits are met, beside today."""
    how = "One way by car, over services. A change of a share is in percentage points."
    known = set(tables["indicators"]["indicator"])
    rows = (*TRIP_ROWS, *(row for row in TRANSIT_ROWS if row[1] in known))
    return ["## Families' trips", *([how] if columns > 1 else []), _compared(tables, rows, "trips and visits", columns)]


def costs_and_staff(case: Case, tables: Mapping[str, pd.DataFrame], columns: int = 3) -> list[str]:
    """Cost, staff and premises, and staff against norms by service."""
    blocks = ["## Cost and staff", _compared(tables, COST_ROWS, "the county", columns)]
    of_now = "staff_fte" if columns > 1 else "today_fte"
    norms = tables["norms"]
    if norms.empty:
        return blocks
    services, people = (dict(zip(frame[key], frame["name_en"])) for frame, key in
                        ((case.services, "service"), (case.professions, "profession")))
    missed = norms[norms["needed_fte"] - norms[of_now] > LEAST_FTE]
    met = f"{len(norms) - len(missed)} of {count(len(norms), 'staffing norm')} met (norms.csv)."
    lines = [(", ".join(part for part in (services.get(row["service"], row["service"]), people.get(row["profession"], row["profession"]),
                                          row["staff_area"]) if part), row["norm_rule"],
              number(row["needed_fte"], 1), number(row["today_fte"], 1), number(row["staff_fte"], 1),
              number(row["needed_fte"] - row[of_now], 1)) for row in missed.to_dict("records")]
    heads = ("staffing norm not met, FTE", "rule", "asked for", "today", "plan", "missing")
    kept = [place for place in range(len(heads)) if columns > 1 or heads[place] != "plan"]
    shown = [table([heads[place] for place in kept], [[line[place] for place in kept] for line in lines])] if lines else []
    return [*blocks, *shown, met]


def areas_beyond_limits(case: Case, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Areas that a service's travel limit is not kept for, because no permitted site is within it."""
    rows = tables["assignments"]
    rows = rows[rows["beyond_limit"]]
    if rows.empty:
        return ["No area has to travel beyond a service's travel limit."]
    areas = dict(zip(case.areas["area"], case.areas["name"]))
    longest = rows.groupby("area")["travel_minutes"].max().sort_values(ascending=False, kind="stable")
    names = [f"{areas.get(area, area)} ({number(minutes)} minutes)" for area, minutes in longest.items()]
    how_many = f"{count(len(longest), 'area')} and {count(rows['service'].nunique(), 'service')}"
    return ["## Beyond the travel limits", f"{how_many} have trips beyond the service's travel limit: "
            f"{listed(names, MOST_AREAS)}. assignments.csv marks them in `beyond_limit`."]
