"""Sections of the page on sites, services, staff and premises. Each gives blocks of markdown."""

from __future__ import annotations

from model.compare.comparison import Comparison
from model.compare.sides import Side
from model.publish.words import listed, number, signed, table
from model.results.changes import SMALLEST_MOVE_FTE

MOST_NAMES = 6
SHORT_PROFESSIONS = 3


def sites_and_services(comparison: Comparison, other: Side, short: bool) -> list[str]:
    """Sites opened, closed, changed in tier; by service where it comes to, leaves or changes its days."""
    rows = comparison.of("network", other)
    lines = [_sites(rows, kind, words) for kind, words in (("site_opens", "Opens"), ("site_closes", "Closes"))]
    tiers = rows[rows["kind"] == "tier_changes"]
    names = [f"{row.name} ({_tier(row.first)} to {_tier(row.other)})" for row in tiers[["name", "first", "other"]].itertuples(index=False)]
    lines += [f"- Changes tier: {listed(names)}."] if names else []
    return ["### Sites and services", "\n".join(lines), *_services(comparison, other, rows, short)]


def _tier(tier: str) -> str:
    return tier.replace("_", " ")


def _sites(rows, kind: str, words: str) -> str:
    rows = rows[rows["kind"] == kind]
    names = [f"{name} ({municipality}, {_tier(tier)})" for name, municipality, tier in
             zip(rows["name"], rows["municipality"], rows["other"] if kind == "site_opens" else rows["first"])]
    return f"- {words}: {listed(names) if names else 'no sites'}."


def _services(comparison: Comparison, other: Side, rows, short: bool) -> list[str]:
    """How many sites each service comes to, leaves, and is at on more or fewer days; and by name what it leaves."""
    rows = rows[rows["service"] != ""]
    if rows.empty:
        return ["Every service is at the same sites in the same delivery mode."]
    names, lines, left = comparison.first.named("service") | other.named("service"), [], []
    more, fewer = rows["other_days"] > rows["first_days"], rows["other_days"] < rows["first_days"]
    moved = rows["kind"] == "mode_changes"
    for service, mine in rows.groupby("service", sort=False):
        counts = [(mine["kind"] == kind).sum() for kind in ("service_opens", "service_closes")]
        counts += [(moved & which)[mine.index].sum() for which in (more, fewer, ~more & ~fewer)]
        lines.append((names.get(service, service), *(number(count) if count else "" for count in counts)))
        gone = list(mine.loc[mine["kind"] == "service_closes", "name"])
        left += [f"- {names.get(service, service)} leaves {listed(gone, MOST_NAMES)}."] if gone else []
    heads = ("sites where the service", "comes", "leaves", "has more days", "has fewer days", "same days, other mode")
    kept = 6 if any(line[5] for line in lines) else 5
    shown = [line for line in lines if not short or line[1] or line[2]]
    blocks = [table(heads[:kept], [line[:kept] for line in shown])] if shown else []
    if len(shown) < len(lines):
        blocks.append(f"Services that change only their days or delivery mode: {len(lines) - len(shown)}.")
    return blocks if short or not left else [*blocks, "\n".join(left)]


def staff(comparison: Comparison, other: Side, short: bool) -> list[str]:
    """Staff by profession, and how much of it moves between sites; short: of the professions that move most."""
    rows, names = comparison.of("staff", other), comparison.first.named("profession") | other.named("profession")
    lines, sums = [], []
    for profession, mine in rows.groupby("profession", sort=False):
        at_sites = mine.loc[mine["site"] != "", "change_fte"]
        figures = (mine["first_fte"].sum(), mine["other_fte"].sum(), mine["change_fte"].sum(),
                   at_sites[at_sites > 0].sum(), at_sites[at_sites < 0].sum(), mine.loc[mine["site"] == "", "change_fte"].sum())
        sums.append(figures)
        if mine["change_fte"].abs().max() > SMALLEST_MOVE_FTE:
            lines.append((mine["change_fte"].abs().sum(), _staff_line(names.get(profession, profession), figures)))
    if not lines:
        return ["### Staff", "Every profession has the same people at every site."]
    most = sorted((moved for moved, _ in lines), reverse=True)[: SHORT_PROFESSIONS if short else None]
    lines = [line for moved, line in lines if moved >= most[-1]] + [_staff_line("All professions", tuple(map(sum, zip(*sums))))]
    heads = ("staff, FTE", *comparison.pair(other), "change", "more at sites", "fewer at sites", "remote work")
    return ["### Staff", table(heads, lines)]


def _staff_line(name: str, figures: tuple) -> tuple:
    first, other, *changes = figures
    return (name, number(first, 1), number(other, 1), *(signed(change, 1) for change in changes))


def emptied(comparison: Comparison, other: Side) -> list[str]:
    """Premises that are emptied, and what is taken into use instead."""
    rows, blocks = comparison.of("premises", other), ["### Premises emptied"]
    gone, new = rows[rows["change"] == "emptied"], rows[rows["change"] == "taken into use"]
    if gone.empty:
        blocks.append(f"No site of {comparison.pair(other)[0]} is emptied.")
    else:
        lines = [(row.name, row.municipality, _tier(row.tier), number(row.rooms), number(row.staff_fte, 1), number(row.cost_keur))
                 for row in gone[["name", "municipality", "tier", "rooms", "staff_fte", "cost_keur"]].itertuples(index=False)]
        lines.append(("Together", "", "", *(number(gone[name].sum(), digits) for name, digits in
                                            (("rooms", 0), ("staff_fte", 1), ("cost_keur", 0)))))
        heads = ("site", "municipality", "tier", "rooms freed", "staff that moves, FTE", "freed, thousand euros a year")
        blocks.append(table(heads, lines))
    if len(new):
        blocks.append(f"Taken into use: {listed(list(new['name']))}; {number(new['rooms'].sum())} rooms, "
                      f"{number(new['cost_keur'].sum())} thousand euros a year.")
    return blocks
