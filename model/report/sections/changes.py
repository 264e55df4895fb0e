"""Changes: for each site that changes, what opens, closes, comes, leaves and moves; and the premises that empty or are taken in use."""

from __future__ import annotations

from model.report.sections.services import kind_of
from model.report.story import Story
from model.report.tables import Head, Table, heads


def changes_table(story: Story) -> Table:
    """One row for each site with a change, in the order of municipalities and names; each thing that changes on a line of its own."""
    say = story.words.say
    columns = [Head(say(f"changes.{name}"), False) for name in ("site", "what")]
    rows = [_row(story, site, mine) for site, mine in _by_site(story)]
    return Table(say("changes.caption"), [*columns, Head(say("changes.staff"))], rows)


def _by_site(story: Story):
    """(site, its rows of the table changes), by municipality and name."""
    table = story.tables["changes"]
    groups = dict(list(table.groupby("site", sort=False)))
    names = story.names
    order = story.words.sorted(groups, key=lambda site: f"{names.municipality(groups[site]['municipality'].iloc[0])} {names.site(site)}")
    return [(site, groups[site]) for site in order]


def _row(story: Story, site: str, mine) -> list[str]:
    names, write = story.names, story.words
    kinds = dict(list(mine.groupby("kind")))
    lines = [_site_change(story, kinds)]
    for kind, way in (("service_opens", "comes"), ("service_closes", "leaves")):
        if kind in kinds:
            lines.append(write.say(f"changes.{way}", names=_services(story, kinds[kind]["service"])))
    lines += _modes(story, site, kinds.get("mode_changes", mine.iloc[:0])["service"])
    before, after = (network.staff_of_site.get(site, 0.0) for network in (story.today, story.plan))
    return [f"{names.site(site)}, {names.municipality(mine['municipality'].iloc[0])}", "\n".join(filter(None, lines)),
            f"{write.number(before, 1)} → {write.number(after, 1)}"]


def _services(story: Story, services) -> str:
    return ", ".join(story.names.service(service) for service in services)


def _modes(story: Story, site: str, services) -> list[str]:
    """A line for each change of days: the services it concerns; fewer days first, then modes with as many days."""
    groups: dict[tuple[float, float], list[str]] = {}
    for service in services:
        groups.setdefault((story.today.days[service, site], story.plan.days[service, site]), []).append(service)
    lines = []
    for before, after in sorted(groups, key=lambda pair: (pair[1] - pair[0], pair)):
        way, days = kind_of(before, after), f"{story.words.days(before)} → {story.words.days(after)}"
        found = _services(story, groups[before, after])
        lines.append(story.words.say("changes.other_mode", names=found) if way == "same" else
                     story.words.say(f"changes.{way}", days=days, names=found))
    return lines


def _site_change(story: Story, kinds: dict) -> str:
    """What happens to the site itself."""
    for kind in ("site_opens", "site_closes", "tier_changes"):
        if kind in kinds:
            row = kinds[kind].iloc[0]
            before, after = (story.names.tier(tier) if tier else "" for tier in (row["today"], row["plan"]))
            return story.words.say(f"changes.{kind}", today=before, plan=after)
    return ""


def premises_table(story: Story) -> Table:
    """Sites that empty or are taken in use."""
    say, write, names = story.words.say, story.words, story.names
    cost = dict(zip(story.tables["open_sites"]["site"], story.tables["open_sites"]["cost_keur"]))
    rows = []
    for kind, network in (("site_closes", story.today), ("site_opens", story.plan)):
        for row in story.changes(kind).itertuples():
            services = sum(site == row.site for _, site in network.days)
            rows.append([row.name, names.municipality(row.municipality), say(f"premises.{kind}"), names.tier(row.today or row.plan),
                         write.number(services), write.number(network.staff_of_site.get(row.site, 0.0), 1),
                         write.number(cost.get(row.site), 0)])
    columns = [*(Head(say(f"premises.{name}"), False) for name in ("site", "municipality", "what", "tier")),
               *(Head(say(f"premises.{name}")) for name in ("services", "staff", "cost"))]
    return Table(say("premises.caption"), columns, rows)


def premises_cost(story: Story) -> Table:
    """Yearly cost of premises by municipality, where it changes."""
    say, write = story.words.say, story.words
    found = [(name, story.indicator("cost_premises_keur", municipality=name)) for name in story.names.municipalities(story.run)]
    rows = [[story.names.municipality(name), write.number(v.today), write.number(v.plan), write.signed(v.change)]
            for name, v in found if abs(v.change) > 0.05]
    return Table(say("premises.cost_caption"), heads(say("municipality.name"), say("column.today"), say("column.plan"),
                                                     say("column.change")), rows)
