"""The simulation: by hand on a few cases, and against the formula where the formula is exact."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

import cli
from model.deadlines.agreement import EXAMPLES, deadline_agreement
from model.deadlines.calendar import Calendar
from model.deadlines.simulate import case_hours, people, serve, simulate
from model.deadlines.teams import Team

CASES = 300_000
TEAM = Team(115, 8, 1400, 7, 0.9, 52)
EXACT = [
    (Team(70, 8, 1400, 7, 0.9, 52), 0.7),
    (TEAM, 1),
    (Team(270, 8, 1400, 4, 0.9, 52), 2),
    (Team(385, 20, 1400, 7, 0.9, 52), 7),
    (Team(1500, 24, 1400, 6, 0.9, 46), 28),
    (Team(400, 8, 1400, 5, 0.5, 38, "completion"), 3),
    (Team(70, 12, 1400, 14, 0.5, 52, "completion"), 0.8),
]


def test_two_people_by_hand():
    # a full-time person and one of half speed; four cases of 2, 2, 1 and 1 days at 0, 1, 1.5 and 9. The third waits for the full-time
    # person; the fourth finds both free and goes to the one free longest.
    started, completed = serve(np.array([0, 1, 1.5, 9]), np.array([2.0, 2, 1, 1]), [1.0, 0.5])
    assert started.tolist() == [0, 1, 2, 9]
    assert completed.tolist() == [2, 5, 3, 10]


def test_people_of_a_team():
    assert people(3) == [1, 1, 1]
    assert people(2.6) == pytest.approx([1, 1, 0.6])
    assert people(0.4) == [0.4]


def test_case_hours_have_the_mean_and_variation_asked_for():
    draw = np.random.default_rng(1)
    for variation, expected in ((None, 1), (0.5, 0.5), (1.5, 1.5)):
        hours = case_hours(draw, 8, variation, 1_000_000)
        assert hours.mean() == pytest.approx(8, rel=0.01)
        assert hours.std() / hours.mean() == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(("team", "fte"), EXACT)
def test_formula_and_simulation_agree_within_one_percentage_point(team, fte):
    found = simulate(team, fte, 900_000, seed=2)
    assert found.half_width < 0.01
    assert found.share_within == pytest.approx(team.share_within(fte), abs=0.01)


@pytest.mark.parametrize("fte", [1.2, 1.5, 2.4, 3.7])
def test_between_whole_people_the_formula_is_close(fte):
    team = Team(1, 8, 1400, 7, 0.9, 52)
    team = replace(team, cases_per_year=0.8 * fte * 1400 / 8)
    assert simulate(team, fte, CASES, seed=2).share_within == pytest.approx(team.share_within(fte), abs=0.015)


def test_uneven_cases_and_closed_weeks_make_cases_late():
    formula = TEAM.share_within(1)
    even, uneven = (simulate(TEAM, 1, CASES, 3, variation).share_within for variation in (0.5, 1.5))
    assert uneven < formula - 0.05 < formula + 0.03 < even
    open_all_year, closed = (simulate(TEAM, 1, CASES, 3, None, Calendar(weeks)).share_within for weeks in ((), (26, 27, 28, 29, 30, 31)))
    assert closed < formula - 0.05
    assert formula < open_all_year < formula + 0.03  # the day of arrival is not counted


def test_open_days_forgive_closed_weeks():
    counts = {days: simulate(TEAM, 1, 50_000, 3, None, Calendar((26, 27, 28, 29), counted_in=days)).share_within
              for days in ("weekdays", "open days", "calendar days")}
    assert counts["open days"] > counts["weekdays"] + 0.02
    assert counts["calendar days"] == pytest.approx(counts["weekdays"], abs=0.03)


def test_half_widths_shrink_with_more_cases_and_seeds_repeat():
    short, again, longer = (simulate(TEAM, 1, cases, 5) for cases in (20_000, 20_000, 500_000))
    assert short == again and short != simulate(TEAM, 1, 20_000, 6)
    assert longer.half_width < short.half_width / 2
    assert short.cases == 18_000


def test_intervals_hold_the_truth_as_often_as_they_say():
    team = replace(TEAM, cases_per_year=70)
    truth = team.share_within(1)
    runs = [simulate(team, 1, 20_000, seed) for seed in range(100)]
    held = sum(abs(run.share_within - truth) <= run.half_width for run in runs)
    assert 88 <= held <= 99


def test_a_calendar_keeps_the_hours_and_cases_of_the_year():
    """Work for 0.93 of the person's year: with a long deadline most are in time, and with an eighth more cases or fewer hours none."""
    team = replace(TEAM, cases_per_year=0.93 * 1400 / 8, deadline_days=60)
    six_weeks = (26, 27, 28, 29, 30, 31)
    for calendar in (Calendar(six_weeks), Calendar(six_weeks, arrive_when_closed=False), Calendar()):
        assert simulate(team, 1, CASES, 4, None, calendar).share_within > 0.7


def test_overloaded_team_is_refused():
    with pytest.raises(ValueError, match=r"0.5 FTE do not exceed the load of 0.65"):
        simulate(TEAM, 0.5, 1000, 1)


def test_agreement_has_a_row_for_every_kind_of_hours_and_time():
    table = deadline_agreement(20_000, 1, EXAMPLES[1:2])
    assert list(table["time"]) == 2 * ["continuous", "calendar, never closed", "calendar, six weeks closed"]
    assert set(table["case_hours"]) == {"exponential", "lognormal, variation 1.5"}
    # 0.657 FTE of work wait with that probability; 5.385 hours a day let one person handle 4.71 cases in 7 days
    assert table["formula_percent"].unique() == [round(100 - 65.714 * np.exp(-0.34286 * 4.7115), 1)]
    assert np.allclose(table["difference_points"], table["simulated_percent"] - table["formula_percent"], atol=0.1)


def test_example_teams_differ_and_are_not_overloaded():
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)
    for example in EXAMPLES:
        assert 0.7 < example.team.share_within(example.fte) < 1, example.name


def test_command_prints_the_table():
    result = CliRunner().invoke(cli.app, ["bench", "deadlines", "--cases", "1000"])
    assert result.exit_code == 0
    assert "formula_percent" in result.output and "school psychologists" in result.output
    help_text = CliRunner().invoke(cli.app, ["bench", "deadlines", "--help"]).output
    assert "Example: perheverkko bench deadlines" in help_text
