"""Headline: the first screen. What is proposed, what it brings, whom it hurts, what it costs, how sure it is: words and five numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.report.story import LONGER_MINUTES, Story

MOST_NAMES = 4
WORTH_SAYING_DAYS = 0.25


@dataclass(frozen=True)
class Card:
    """A question, its number with unit, the number beside it today, words, and the same number of the runs beside."""

    question: str
    number: str
    unit: str
    beside: str
    sentences: Sequence[str]
    others: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Headline:
    """lead: the answer in two or three sentences. verdict: what kind of answer it is; tone: fine, warning or alarm."""

    lead: Sequence[str]
    verdict: str
    tone: str
    cards: Sequence[Card]


def headline(story: Story, others: Sequence[Story]) -> Headline:
    """The first screen of a run; others: the runs shown beside it."""
    cards = _today_cards(story) if story.is_today else _plan_cards(story)
    return Headline(_lead(story), *_verdict(story), [card(others) for card in cards])


def _lead(story: Story) -> list[str]:
    if story.is_today:
        return [story.words.say("lead.today", county=story.run.run["settings"]["county"])]
    travel, cost, days = (story.indicator(name) for name in ("travel_hours", "cost_keur", "open_days_within_30_min"))
    closed = len(story.changes("site_closes"))
    say = story.words.say
    return [f"{say(f'lead.travel.{_way(travel)}', share=_relative(story, travel))} "
            f"{say(f'lead.cost.{_way(cost)}', share=_relative(story, cost))}",
            say("lead.closes", n=closed) if closed else say("lead.closes_none"),
            *([say(f"lead.days.{_way(days)}")] if abs(days.change) >= WORTH_SAYING_DAYS else [])]


def _way(value) -> str:
    """less, more or same, a per mille counting as the same."""
    if not abs(value.change) > 0.001 * abs(value.today):
        return "same"
    return "less" if value.change < 0 else "more"


def _relative(story: Story, value) -> str:
    return story.words.per_cent(abs(value.change) / value.today if value.today else float("nan"))


def _verdict(story: Story) -> tuple[str, str]:
    """(what kind of answer this is, tone)."""
    status, say = story.run.run["status"], story.words.say
    if status == "today":
        broken = int((story.tables["audit"]["broken"] > 0).sum()) if "audit" in story.tables else 0
        return (say("verdict.today_breaks", n=broken), "warning") if broken else (say("verdict.today_keeps"), "fine")
    if status == "audit_failed":
        return say("verdict.audit_failed"), "alarm"
    return say(f"verdict.{status}"), "fine" if status == "optimal" else "warning"


def _card(question: str, story: Story, figure, sentences, today=None, decimals: int = 0):
    """A card still to be told of the runs beside. figure: story -> (number, unit); today: the indicator compared with."""
    number, unit = figure(story)
    beside = ""
    if today is not None and not story.is_today:
        write = story.words
        beside = write.say("card.today", today=write.number(today.today, decimals), change=write.signed(today.change, decimals))
    return lambda others: Card(story.words.say(f"question.{question}"), number, unit, beside, sentences,
                               [(other.title, " ".join(figure(other))) for other in others])


def _plan_cards(story: Story) -> list:
    sites, minutes, cost = (story.indicator(name) for name in ("sites_open", "mean_minutes", "cost_keur"))
    return [
        _card("proposed", story, _open_sites, _proposed(story), sites),
        _card("brings", story, _mean_trip, _brings(story), minutes, 1),
        _card("hurts", story, _longer_trips, _hurts(story)),
        _money_card(story, cost),
        _card("sure", story, _gap, _sure(story)),
    ]


def _today_cards(story: Story) -> list:
    say, number = story.words.say, story.words.number
    within, far = (story.indicator(name).today for name in ("share_within_30_min", "children_with_a_service_beyond_60_min"))
    return [
        _card("network", story, _open_sites, [say("today.hosted", n=len(story.today.hosting))]),
        _card("trips", story, _mean_trip, [say("today.within", share=story.words.per_cent(within))]),
        _card("far", story, lambda s: (number(s.indicator("children_with_a_service_beyond_60_min").today), say("unit.children")),
              [say("today.far", n=round(far))]),
        _money_card(story, story.indicator("cost_keur")),
        _card("rests", story, lambda s: (s.words.per_cent(s.assumed_share, 0), say("unit.assumed")), _rests_on(story)),
    ]


def _open_sites(story: Story) -> tuple[str, str]:
    count = len(story.network.tiers)
    return story.words.number(count), story.words.say("unit.sites", n=count)


def _mean_trip(story: Story) -> tuple[str, str]:
    return story.words.number(story.indicator("mean_minutes").plan, 1), story.words.say("unit.minutes")


def _longer_trips(story: Story) -> tuple[str, str]:
    return story.words.number(story.children_with_longer_trip), story.words.say("unit.children")


def _gap(story: Story) -> tuple[str, str]:
    gap = story.run.run.get("gap")
    if story.is_today or gap is None:
        return story.words.number(None), story.words.say("unit.no_gap")
    return story.words.per_cent(gap), story.words.say("unit.gap")


def _money_card(story: Story, cost):
    """The card of cost: money has its unit in its text."""
    say = story.words.say
    beside = "" if story.is_today else say("card.today", today=story.money(cost.today), change=story.money(cost.change, signed=True))
    def figure(s):
        return s.money(s.indicator("cost_keur").plan), s.words.say("unit.a_year")
    number, unit = figure(story)
    return lambda others: Card(say("question.costs"), number, unit, beside, _costs(story),
                               [(other.title, figure(other)[0]) for other in others])


def _proposed(story: Story) -> list[str]:
    say = story.words.say
    opens, closes, tiers = (story.changes(kind)["name"].tolist() for kind in ("site_opens", "site_closes", "tier_changes"))
    lines = [say(f"proposed.{kind}", n=len(found), names=story.words.listed(found, MOST_NAMES))
             for kind, found in (("opens", opens), ("closes", closes), ("tiers", tiers)) if found]
    moves = story.moves
    return [*(lines or [say("proposed.no_sites")]), say("proposed.services", comes=moves["comes"], leaves=moves["leaves"])]


def _brings(story: Story) -> list[str]:
    say, hours = story.words.say, story.indicator("travel_hours")
    within, norms = (story.indicator(name) for name in ("share_within_30_min", "missing_norm_fte"))
    lines = [say(f"brings.hours.{_way(hours)}", hours=story.words.number(abs(hours.change))),
             say("brings.within", plan=story.words.per_cent(within.plan), today=story.words.per_cent(within.today))]
    if norms.today > 0.05 or norms.plan > 0.05:
        lines.append(say("brings.norms", plan=story.words.number(norms.plan, 1), today=story.words.number(norms.today, 1)))
    return lines


def _hurts(story: Story) -> list[str]:
    say, worst, moves = story.words.say, story.worst_growth, story.moves
    lines = [say("hurts.children", minutes=LONGER_MINUTES)]
    if worst:
        area, service, minutes = worst
        lines.append(say("hurts.worst", area=story.names.area(area), service=story.names.service(service),
                         minutes=story.words.signed(minutes, 0)))
    if moves["fewer"] or moves["leaves"]:
        days = story.indicator("open_days_within_30_min")
        lines.append(say("hurts.days", fewer=moves["fewer"], leaves=moves["leaves"]))
        lines.append(say("hurts.open_days", plan=story.words.number(days.plan, 1), today=story.words.number(days.today, 1)))
    unmet = sum(story.indicator(name).plan for name in ("share_without_capacity", "share_out_of_reach"))
    if unmet > 0.0005:
        lines.append(say("hurts.unmet", share=story.words.per_cent(unmet)))
    return lines


def _costs(story: Story) -> list[str]:
    say, write = story.words.say, story.words
    premises, staff, fte = (story.indicator(name) for name in ("cost_premises_keur", "cost_staff_keur", "staff_fte"))
    budget = story.run.run["settings"].get("budget_keur")
    lines = [say("costs.parts", premises=story.money(premises.plan), staff=story.money(staff.plan))]
    if story.is_today:
        lines.append(say("costs.staff_today", fte=write.number(fte.today)))
    else:
        lines.append(say("costs.staff", fte=write.number(fte.plan), change=write.signed(fte.change, 1)))
    return [*lines, say("costs.budget", budget=story.money(budget))] if budget is not None else lines


def _sure(story: Story) -> list[str]:
    run, say = story.run.run, story.words.say
    lines = [say("sure.gap", hours=story.words.number(run["gap_hours"]))] if run.get("gap") is not None else [say("sure.no_gap")]
    passed = "passed" if run["audit"]["passed"] else "failed"
    return [*lines, say(f"sure.audit_{passed}", checks=run["audit"]["checks"]), *_rests_on(story)]


def _rests_on(story: Story) -> list[str]:
    say = story.words.say
    lines = [say("sure.assumptions", share=story.words.per_cent(story.assumed_share, 0), figures=story.run.run["figures"])]
    return [*lines, say("sure.travel_estimated")] if story.run.run["travel_estimated"] else lines
