"""A team's figures: units by hand, what is refused, and what the model and the tables take from it."""

from __future__ import annotations

from dataclasses import replace
from math import exp, isnan, log

import pytest

from model.deadlines.teams import Team, working_days

# 368 cases of 3 hours are 1,104 hours or 0.8 FTE of 1,380 hours. A working year of 46 weeks has 230 days of 6 hours; in 7 days
# one FTE handles 42 / 3 = 14 cases one after the other.
TEAM = Team(cases_per_year=368, hours_per_case=3, productive_hours=1380, deadline_days=7, target_share=0.9, weeks_per_year=46)


def test_units():
    assert TEAM.load_fte == pytest.approx(0.8)
    assert TEAM.handlings == pytest.approx(14)
    assert working_days(28) == 20 and working_days(7) == 5


def test_share_within_by_hand():
    # one person: 80 % must wait, of these exp(-(1 - 0.8) * 14) longer than the deadline
    assert TEAM.share_within(1) == pytest.approx(1 - 0.8 * exp(-2.8))
    assert replace(TEAM, until="completion").share_within(1) == pytest.approx(1 - exp(-2.8))
    assert TEAM.share_within(0.8) == 0
    assert TEAM.share_within(0) == 0


def test_needed_fte_by_hand():
    # done in time with a part-time person: 0.8 + log(10) / 14 = 0.9645 FTE
    done = replace(TEAM, until="completion")
    assert done.needed_fte() == pytest.approx(0.8 + log(10) / 14)
    assert done.needed_people() == 1
    assert done.share_within(done.needed_fte()) == pytest.approx(0.9)
    assert TEAM.share_within(TEAM.needed_fte()) == pytest.approx(0.9)
    assert TEAM.needed_fte() < done.needed_fte()


def test_a_year_of_more_weeks_has_shorter_working_days():
    # the same hours over 52 weeks: 1,380 / 260 = 5.31 hours a day, 12.4 handlings before the deadline
    all_year = replace(TEAM, weeks_per_year=52)
    assert all_year.handlings == pytest.approx(14 * 46 / 52)
    assert all_year.needed_fte() > TEAM.needed_fte()


def test_two_small_teams_need_more_than_one_large():
    half = replace(TEAM, cases_per_year=184)
    assert 2 * half.needed_fte() > TEAM.needed_fte() > half.needed_fte()
    assert TEAM.needed_people() == 1 and replace(TEAM, cases_per_year=3680).needed_people() == 9


@pytest.mark.parametrize("until", ["start", "completion"])
def test_the_tangent_covers_every_load(until):
    team = replace(TEAM, until=until, cases_per_year=1400)
    line = team.tangent()
    assert line.slope * team.load_fte + line.intercept == pytest.approx(team.needed_fte(), abs=1e-6)
    for cases in (1, 50, 400, 1000, 2000, 9000):
        other = replace(team, cases_per_year=cases)
        assert line.slope * other.load_fte + line.intercept >= other.needed_fte() - 1e-6


def test_without_cases_nobody_is_needed_and_no_share_is_claimed():
    idle = replace(TEAM, cases_per_year=0)
    assert idle.needed_fte() == 0 and idle.needed_people() == 0
    assert isnan(idle.share_within(2))
    assert idle.tangent().slope == pytest.approx(10)  # of the first cases nine tenths must find the person free
    assert idle.tangent().intercept == 0


@pytest.mark.parametrize(("damage", "sentence"), [
    ({"cases_per_year": -1}, "cases_per_year is -1, but must be 0 or more"),
    ({"cases_per_year": float("nan")}, "cases_per_year is nan, but must be 0 or more"),
    ({"hours_per_case": 0}, "hours_per_case is 0, but must be above 0"),
    ({"productive_hours": -5}, "productive_hours is -5, but must be above 0"),
    ({"weeks_per_year": 0}, "weeks_per_year is 0, but must be above 0"),
    ({"deadline_days": -2}, "deadline_days is -2, but must be 0 or more"),
    ({"target_share": 1}, "target_share is 1, but must be above 0 and below 1"),
    ({"target_share": 0}, "target_share is 0, but must be above 0 and below 1"),
    ({"until": "begin"}, 'until is "begin", but must be "start" or "completion"'),
    ({"until": "completion", "hours_per_case": 42}, "even if nobody waited only 0.632 of the cases would be done within 7 working days"),
])
def test_impossible_values_are_refused(damage, sentence):
    with pytest.raises(ValueError) as refused:
        replace(TEAM, **damage)
    assert sentence in str(refused.value)


def test_all_impossible_values_are_named_at_once():
    with pytest.raises(ValueError, match=r"hours_per_case is 0.*deadline_days is -1.*target_share is 2"):
        replace(TEAM, hours_per_case=0, deadline_days=-1, target_share=2)
