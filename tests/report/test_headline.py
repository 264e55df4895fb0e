"""The first screen: five questions answered from the tables, by hand from the runs of conftest."""

from __future__ import annotations

import pytest

from model.report.headline import headline
from model.results.today import todays_plan
from tests.report.conftest import changed, story_of, write
from tests.results.hand import altered


@pytest.fixture(scope="module")
def first(story, today_story):
    return headline(story, [today_story])


def test_five_numbers_beside_today(first):
    assert [card.question for card in first.cards] == [
        "Mitä ehdotetaan?", "Mitä se tuo?", "Keneltä se ottaa?", "Mitä se maksaa?", "Kuinka varmaa se on?"]
    # Trips over services: clinic (500*10 + 1000*30 + 1500*20)/3000 = 21.67, therapy 23.33, mean 22.5; today (10 + 23.33)/2 = 16.67.
    # Cost: campus 100 + local station 40 + staff (3.5 + 0.06 remote) * 50 = 178 + the weekly clinic 2 = 320;
    # today 100 + 60 + 3.06 * 50 + 2 = 315.
    assert [(card.number, card.unit, card.beside) for card in first.cards] == [
        ("2", "toimipistettä", "nyt 2 · muutos ±0"),
        ("22,5", "min, keskimatka yhteen suuntaan", "nyt 16,7 · muutos +5,8"),
        ("2\u00a0500", "lasta", ""),
        ("320 tuhatta €", "vuodessa", "nyt 315 tuhatta € · muutos +5 tuhatta €"),
        ("20,0\u00a0%", "ero parhaaseen mahdolliseen enintään", "")]


def test_words_say_what_happens(first):
    # Families' hours: clinic (72*10 + 144*30 + 216*20)*2/60 = 312, today (72 + 144 + 216)*10*2/60 = 144; therapy 233.3 both ways: +168
    words = [" ".join(card.sentences) for card in first.cards]
    assert words[0] == "Käyttöön otetaan Keskelä. Suljetaan Loppula. Palveluja tulee 1 uuteen paikkaan ja lähtee 1 paikasta."
    assert words[1].startswith("Perheet käyttävät matkoihin 168 tuntia vuodessa enemmän kuin nyt.")
    assert "Eniten pitenee Kakkola – Neuvola: +20 min." in words[2] and "palvelu lähtee 1 paikasta" in words[2]
    assert "1\u00a0234 kohtaa, ja kaikki täsmäävät" in words[4]
    assert "Lähtötietojen 200 luvusta oletuksia on 25\u00a0%." in words[4] and "arvioitu kartalta" in words[4]


def test_the_lead_and_the_verdict(first):
    # 545.3 hours against 377.3: +44.5 %; 320 against 315 keur: +1.6 %
    assert " ".join(first.lead) == "Perheiden matka-aika pitenee 44,5\u00a0% ja kustannukset kasvavat 1,6\u00a0%. 1 toimipiste suljetaan."
    assert first.tone == "warning" and first.verdict.startswith("Laskenta-aika päättyi")


@pytest.mark.parametrize("plan", [4.7, 4.8, 5.3])
def test_the_lead_tells_of_open_days_that_change(runs, plan):
    table = runs["plan"].tables["indicators"].copy()
    mine = (table["indicator"] == "open_days_within_30_min") & (table["service"] == "") & (table["municipality"] == "")
    table.loc[mine, ["today", "plan", "change"]] = 5, plan, plan - 5
    said = " ".join(headline(story_of(changed(runs["plan"], {"indicators": table})), []).lead)
    assert ("harvempina päivinä" in said) == (plan == 4.7) and ("useampina päivinä" in said) == (plan == 5.3)


def test_the_runs_beside_have_the_same_numbers(first):
    assert [card.others for card in first.cards] == [
        [("nyt", "2 toimipistettä")], [("nyt", "16,7 min, keskimatka yhteen suuntaan")], [("nyt", "0 lasta")], [("nyt", "315 tuhatta €")],
        [("nyt", "– eroa parhaaseen mahdolliseen ei tunneta")]]


@pytest.mark.parametrize("changes, tone, words", [
    ({"status": "optimal"}, "fine", "todistettu"), ({"status": "interrupted"}, "warning", "keskeytettiin"),
    ({"status": "audit_failed", "audit": {"passed": False, "checks": 9}}, "alarm", "ei saa käyttää"),
    ({"gap": None, "gap_hours": None, "bound": None}, "warning", "Laskenta-aika")])
def test_every_kind_of_answer_is_said(runs, changes, tone, words):
    first = headline(story_of(changed(runs["plan"], **changes)), [])
    assert first.tone == tone and words in first.verdict
    if changes.get("status") == "audit_failed":
        assert "osa ei täsmää" in " ".join(first.cards[4].sentences)
    if "gap" in changes:
        assert first.cards[4].number == "–" and "ei tunneta" in first.cards[4].unit


def test_todays_network_alone(today_story):
    first = headline(today_story, [])
    assert [card.number for card in first.cards] == ["2", "16,7", "0", "315 tuhatta €", "25\u00a0%"]
    assert first.tone == "fine" and first.verdict == "Nykyinen verkko noudattaa kaikkia mallin ehtoja."


def test_rules_that_today_breaks_are_counted(county, tmp_path):
    # the clinic may not be at S1: a lock that today breaks, once
    case = altered(county, add={"locks": [{"service": "clinic", "site": "S1", "lock": "must_not_host"}]})
    story = story_of(write(case, todays_plan(case), tmp_path / "r", status="today"))
    broken = int((story.tables["audit"]["broken"] > 0).sum())
    found = headline(story, [])
    assert broken > 0 and found.tone == "warning" and f"rikkoo {broken} ehto" in found.verdict


def test_money_is_in_millions_where_it_is_millions(runs):
    table = runs["plan"].tables["indicators"]
    hit = table["indicator"] == "cost_keur"
    table = table.assign(today=table["today"].where(~hit, 73402.4), plan=table["plan"].where(~hit, 73796.7),
                         change=table["change"].where(~hit, 394.3))
    card = headline(story_of(changed(runs["plan"], {"indicators": table})), []).cards[3]
    assert card.number == "73,8 milj. €" and card.beside == "nyt 73,4 milj. € · muutos +0,4 milj. €"
