"""Cases solved by hand, as the command does; the child process, and whatever may happen to it.

Clinic alone: both sites host: (100*10 + 200*10 + 300*10) * 2/60 = 200 hours; S1 only 466.67; S2 only 266.67.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from model.bench.seeded import seeded_county
from model.solving.solve import solve
from tests.here import solver_here
from tests.results.hand import altered
from tests.solving.hand import GIVEN_UP, SECONDS, SEED, assert_keeps_every_rule, assert_sound, hosts, solved

BOTH, ONLY_S1, ONLY_S2 = 200.0, 1400 / 3, 800 / 3


@pytest.fixture(scope="module")
def outcome(tiny):
    """The outcome of all levels of the tiny case."""
    return solved(tiny, GIVEN_UP)


def test_levels_one_after_the_other(outcome):
    """Everybody at the nearest site: 200 + 100 hours. That takes therapy at S2 as well: 1 change, as the clinic at S2 can stay
    weekly in 2 rooms (600 visits, 500 come). Cost: 100 + 60 for the sites, 900 hours = 0.9 FTE * 50 = 45."""
    assert 300 - 1e-6 <= outcome.objective <= 300 * 1.001 + 1e-4  # later levels may give up a thousandth
    assert [level.value for level in outcome.levels] == pytest.approx([300, 1, 205], rel=1e-5)
    assert outcome.terms["travel_burden_hours"] == pytest.approx(outcome.objective)
    assert outcome.terms["changes"] == pytest.approx(1)
    assert {("clinic", "S1", "daily"), ("clinic", "S2", "weekly"), ("therapy", "S1", "daily")} < hosts(outcome.plan)
    assert outcome.bound <= outcome.objective + 1e-6


def test_tolerance_lets_a_later_level_win(tiny):
    """Half as much travel again is 450 hours: today's network has 200 + 233.33 and needs no change."""
    levels = [{"terms": {"travel_burden_hours": 1}, "tolerance": 0.5}, {"terms": {"changes": 1}, "tolerance": 0.0}]
    outcome = solved(altered(tiny, settings={"objective.levels": levels}), GIVEN_UP)
    assert [level.value for level in outcome.levels] == pytest.approx([300, 0], abs=1e-6)
    assert outcome.objective <= 450 * (1 + 1e-6)


def test_weights_of_one_level(clinic):
    """Both sites: 200 hours and 160 + 30 keur; S2 only: 266.67 hours and 60 + 30. At 1 hour for a keur: 390 against 356.67;
    S1 only costs more and is farther."""
    levels = [{"terms": {"travel_burden_hours": 1, "cost_keur": 1}, "tolerance": 0.0}]
    outcome = solved(altered(clinic, settings={"objective.levels": levels}))
    assert outcome.objective == pytest.approx(ONLY_S2 + 90)


SMALL_S2 = {"sites/S2/rooms": 1, "sites/S2/opening_days": 1}  # one weekly room: 300 visits a year
EXAMPLES = {
    "everybody at the nearest": ({}, {}, {}, BOTH),
    # S2 takes A3 (20 minutes saved), A2 goes to S1: (100*10 + 200*20 + 300*10) * 2/60
    "free with a small site": (SMALL_S2, {}, {}, 8000 * 2 / 60),
    # nearest: A2 and A3 are 500 visits for 300 places, so S2 hosts nothing
    "nearest with a small site": (SMALL_S2, {}, {"assignment_policy": "nearest"}, ONLY_S1),
    # 10 minutes farther is near enough: A2 may pass S2
    "nearest within 10 minutes": (
        {**SMALL_S2, "services/clinic/within_minutes": 10},
        {},
        {"assignment_policy": "nearest_within"},
        8000 * 2 / 60,
    ),
    # soft: 200 visits pass S2 at one hour each: 266.67 + 200 = 466.67, as S1 alone; at half that price 366.67
    "soft at half an hour": (
        {**SMALL_S2, "services/clinic/within_minutes": 0},
        {},
        {
            "assignment_policy": "soft",
            "objective.levels": [{"terms": {"travel_burden_hours": 1, "bypassed_visits": 0.5}, "tolerance": 0.0}],
        },
        8000 * 2 / 60 + 100,
    ),
    # somebody is there on open days: daily takes 1.5 FTE, weekly 0.3; 1.5 FTE is one office or two days here and there
    "two service days beat one office": (
        {
            "staffing/clinic/nurse/present_per_open_day": 1,
            "staffing/clinic/nurse/hours_per_visit": 0.1,
            "professions/nurse/fte_available": 1.5,
        },
        {},
        {},
        BOTH,
    ),
    # teams of 1 FTE, 1.5 FTE there: one host
    "a pool for one host": ({"staffing/clinic/nurse/minimum_fte": 1, "professions/nurse/fte_available": 1.5}, {}, {}, ONLY_S2),
    "recruits for a second host": (
        {"staffing/clinic/nurse/minimum_fte": 1, "professions/nurse/fte_available": 1.5, "professions/nurse/recruitable_fte": 0.5},
        {},
        {},
        BOTH,
    ),
    # both 160 + 30 keur, S1 only 130, S2 only 90
    "budget": ({}, {}, {"budget_keur": 150}, ONLY_S2),
    "budget and must_host": ({}, {"locks": [{"service": "clinic", "site": "S1", "lock": "must_host"}]}, {"budget_keur": 150}, ONLY_S1),
    "must_not_host": ({}, {"locks": [{"service": "clinic", "site": "S2", "lock": "must_not_host"}]}, {}, ONLY_S1),
    "budget and guarantee": (
        {},
        {"guarantees": [{"municipality": "Alku", "service": "clinic", "days_per_week": 1.0}]},
        {"budget_keur": 150},
        ONLY_S1,
    ),
    "at most one site": ({}, {"counts": [{"tier": "any", "maximum": 1.0}]}, {}, ONLY_S2),
    "must_close": ({"sites/S2/status": "must_close"}, {}, {}, ONLY_S1),
    # two hosts of 350 visits each are more than the 600 there are
    "a host is worth 350 visits": ({"services/clinic/minimum_visits": 350}, {}, {}, ONLY_S2),
    # a tenth is remote anyway
    "remote today": ({"services/clinic/remote_share_today": 0.1, "services/clinic/remote_share_max": 0.1}, {}, {}, 0.9 * BOTH),
    # 0.3 remote; half purchased at 5 minutes: 300 * 2 * 5/60 = 50; the fifth left 40
    "remote and purchased": (
        {"services/clinic/remote_share_max": 0.3, "services/clinic/purchase_share_max": 0.5, "services/clinic/purchase_minutes": 5},
        {},
        {},
        90,
    ),
    # families do not travel for a quarter of the visits
    "home visits": ({"services/clinic/home_visit_share": 0.25}, {}, {}, 0.75 * BOTH),
    # 0.3 FTE meets 300 visits, all of them 10 minutes away: 100 hours + 300 * 20
    "unmet": ({"professions/nurse/fte_available": 0.3}, {}, {"allow_unmet": True}, 6100),
}


@pytest.mark.parametrize("cells, add, settings, hours", EXAMPLES.values(), ids=EXAMPLES)
def test_solved_by_hand(clinic, cells, add, settings, hours):
    settings = {"objective.levels": clinic.settings.objective.levels[:1], **settings}
    assert solved(altered(clinic, cells=cells, add=add, settings=settings)).objective == pytest.approx(hours, rel=1e-6)


def test_two_service_days_are_weekly(clinic):
    cells, _, _, _ = EXAMPLES["two service days beat one office"]
    assert hosts(solved(altered(clinic, cells=cells)).plan) == {("clinic", "S1", "weekly"), ("clinic", "S2", "weekly")}


@pytest.mark.parametrize(
    "cells, add, settings",
    [
        ({}, {}, {"budget_keur": 50}),  # S2 alone costs 90
        ({"professions/nurse/fte_available": 0.5}, {}, {}),  # 600 hours of work
        ({}, {"locks": [{"service": "clinic", "site": "S1", "lock": "must_host"}]}, {"budget_keur": 100}),
        ({"sites/S1/status": "must_close"}, {"guarantees": [{"municipality": "Alku", "service": "clinic", "days_per_week": 1.0}]}, {}),
    ],
    ids=["budget", "pool", "lock and budget", "promise of a closed site"],
)
def test_infeasible(clinic, cells, add, settings):
    with solver_here():
        outcome = solve(altered(clinic, cells=cells, add=add, settings=settings), 0, SECONDS, SEED)
    assert (outcome.status, outcome.plan, outcome.objective) == ("infeasible", None, None)
    assert outcome.reason


def test_time_limit_is_no_failure():
    outcome = solve(seeded_county(1, areas=30, sites=8, services=4, professions=3), 0, 0.01, SEED)
    assert outcome.status in {"no_plan", "feasible", "optimal"}
    assert (outcome.plan is None) == (outcome.status == "no_plan")


def child_instead(monkeypatch, code: str) -> None:
    """The next child process runs this code; sys.argv is as the child would have it."""
    popen = subprocess.Popen

    def start(command, **options):
        return popen([sys.executable, "-c", code, *command[3:]], **options)

    monkeypatch.setattr(subprocess, "Popen", start)


def test_crash_before_a_plan(clinic, monkeypatch):
    child_instead(monkeypatch, "import os; os.abort()")
    outcome = solve(clinic, 0, SECONDS, SEED)
    assert (outcome.status, outcome.plan) == ("crashed", None)
    assert "code" in outcome.reason


def test_crash_keeps_the_last_plan(clinic, monkeypatch):
    """The child dies when it is about to tell that it is done."""
    child_instead(
        monkeypatch,
        "import os\nfrom model.solving import child\nsend = child.send\n"
        "child.send = lambda pipe, message: os.abort() if message[0] == 'solution' else send(pipe, message)\n"
        "child.main()",
    )
    outcome = solve(clinic, 0, SECONDS, SEED)
    assert outcome.status == "crashed"
    assert outcome.objective == pytest.approx(BOTH, rel=2e-3)
    assert_keeps_every_rule(clinic, outcome.plan)


def test_crash_in_the_middle_of_a_message(clinic, monkeypatch):
    child_instead(monkeypatch, "import os, sys\nsys.stdout.buffer.write(b'\\x40' + bytes(7) + b'half')\nsys.stdout.flush()\nos.abort()")
    assert solve(clinic, 0, SECONDS, SEED).status == "crashed"


def test_interrupt_keeps_the_best_plan(clinic):
    """Ctrl-C while the first plan is told."""
    seen = []

    def interrupt_once(progress):
        if progress.objective < float("inf") and not seen:
            seen.append(progress)
            raise KeyboardInterrupt

    outcome = solve(clinic, 0, SECONDS, SEED, interrupt_once)
    assert outcome.status == "interrupted"
    assert outcome.objective <= seen[0].objective + 1e-6
    assert_keeps_every_rule(clinic, outcome.plan)


def test_progress_is_told(clinic):
    told = []
    solve(clinic, 0, SECONDS, SEED, told.append)
    assert [step.level for step in told] == sorted(step.level for step in told)
    first = [step for step in told if step.level == 0]
    assert first[-1].objective == pytest.approx(BOTH, rel=1e-6)
    assert all(step.bound <= step.objective + 1e-6 for step in told)


def test_same_seed_same_plan_in_any_process(tiny, outcome):
    other = solve(tiny, 0.0, SECONDS, SEED)
    assert_sound(tiny, other, GIVEN_UP)
    assert other.terms == outcome.terms
    assert hosts(other.plan) == hosts(outcome.plan)
    assert [level.value for level in other.levels] == [level.value for level in outcome.levels]
