"""Services at sites: every open site with the days and the staff of each service there, and what differs from today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.report.atlas.symbols import TIERS
from model.report.story import Story


@dataclass(frozen=True)
class Cell:
    """A service at a site: days a week, FTE, and comes, leaves, more, fewer, same or nothing ("")."""

    days: str = ""
    fte: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Matrix:
    """Rows: (site, municipality, tier, cells of the services, staff). totals: staff of each service."""

    services: Sequence[str]
    rows: Sequence[tuple[str, str, str, Sequence[Cell], str]]
    totals: Sequence[str]


def matrix(story: Story) -> Matrix:
    """Sites (by tier, then name) by services (by floor): the plan's, and what it ends."""
    write, names, network = story.words, story.names, story.network
    rows = []
    for site in _sites(story):
        cells = [_cell(story, service, site) for service in story.services]
        tier = network.tiers.get(site)
        staff = network.staff_of_site.get(site, 0.0) if tier else float("nan")
        rows.append((names.site(site), names.municipality(_municipality(story)[site]),
                     names.tier(tier) if tier else write.say("matrix.closed"), cells, write.number(staff, 1)))
    by_service = network.staff.groupby("service")["staff_fte"].sum()
    totals = [write.number(by_service.get(service, 0.0), 1) for service in story.services]
    return Matrix([names.service(service) for service in story.services], rows, totals)


def _municipality(story: Story) -> dict[str, str]:
    return dict(zip(story.tables["sites"]["site"], story.tables["sites"]["municipality"]))


def _sites(story: Story) -> list[str]:
    """Sites open in the plan or today: campuses first, closed ones last."""
    tiers = {**story.today.tiers, **story.network.tiers}
    rank = {tier: place for place, tier in enumerate(TIERS)}
    closed = [site for site in tiers if site not in story.network.tiers]
    ordered = story.words.sorted(tiers, key=story.names.site)
    return sorted(ordered, key=lambda site: (site in closed, rank.get(tiers[site], len(rank))))


def _cell(story: Story, service: str, site: str) -> Cell:
    before, after = (network.days.get((service, site)) for network in (story.today, story.network))
    if after is None:
        return Cell(kind="leaves") if before is not None else Cell()
    fte = story.words.number(story.network.fte.get((service, site), 0.0), 1)
    return Cell(story.words.days(after), fte, kind_of(before, after))


def kind_of(before: float | None, after: float | None) -> str:
    """What happens to a service at a site, from its open days today and in the plan (None = not there)."""
    if before is None or after is None:
        return "" if before is after else "comes" if before is None else "leaves"
    return "same" if before == after else "more" if after > before else "fewer"
