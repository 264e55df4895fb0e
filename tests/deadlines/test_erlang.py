"""Erlang's formulas against arithmetic by hand, published tables, exact fractions and the integral they continue."""

from __future__ import annotations

from fractions import Fraction
from math import exp, factorial, inf, log

import numpy as np
import pytest
from scipy.integrate import quad

from model.deadlines.erlang import (
    COMPLETION,
    SHARE,
    START,
    erlang_b,
    line_above,
    most_reachable,
    servers_needed,
    share_completed,
    share_started,
    waiting_probability,
    whole_servers_needed,
)

LOADS = np.r_[0.002, 0.01, np.arange(0.05, 3, 0.05), np.arange(3, 12, 0.5), 20, 40, 100, 400]
QUESTIONS = [(until, handlings, target) for until in (START, COMPLETION) for handlings in (0, 0.3, 1, 3, 10, 40, 200)
             for target in (0.5, 0.8, 0.95, 0.99) if target < most_reachable(handlings, until)]


def exact_waiting(servers: int, load: Fraction) -> Fraction:
    """Erlang C as the textbooks print it, in whole-number arithmetic."""
    last = load**servers / factorial(servers) * servers / (servers - load)
    return last / (sum(load**n / factorial(n) for n in range(servers)) + last)


def needed(handlings: float, target: float, until: str) -> np.ndarray:
    return np.array([servers_needed(load, handlings, target, until) for load in LOADS])


# ---- by hand


def test_one_person():
    # M/M/1 with 0.8 FTE of work: 80 in 100 wait, of these exp(-0.2 * 14) longer than 14 handlings
    assert waiting_probability(1, 0.8) == pytest.approx(0.8)
    assert share_started(1, 0.8, 14) == pytest.approx(1 - 0.8 * exp(-2.8))
    assert share_completed(1, 0.8, 14) == pytest.approx(1 - exp(-2.8))


def test_two_and_three_people():
    # one FTE of work. Two people: nobody there 1/(1 + 1 + 1/2 * 2/1) = 1/3, all busy 1/2 * 2 * 1/3 = 1/3.
    # Three people: nobody there 1/(1 + 1 + 1/2 + 1/6 * 3/2) = 4/11, all busy 1/4 * 4/11 = 1/11.
    assert waiting_probability([2, 3], 1) == pytest.approx([1 / 3, 1 / 11])
    assert share_started([2, 3], 1, 1) == pytest.approx([1 - exp(-1) / 3, 1 - exp(-2) / 11])
    # waiting and handling: two people let (1 + h/3) exp(-h) be late, three exp(-h) (1 + (1 - exp(-h))/11)
    assert share_completed([2, 3], 1, 2) == pytest.approx([1 - exp(-2) * (1 + 2 / 3), 1 - exp(-2) * (1 + (1 - exp(-2)) / 11)])


def test_two_people_of_whom_none_can_be_lost():
    assert erlang_b(2, 1) == pytest.approx(Fraction(1, 2) / (1 + 1 + Fraction(1, 2)))


def test_part_time_person_is_one_slow_person():
    # half a person with a quarter of an FTE of work is busy half the time and handles at half speed
    assert waiting_probability(0.5, 0.25) == pytest.approx(0.5)
    assert share_started(0.5, 0.25, 8) == pytest.approx(1 - 0.5 * exp(-0.25 * 8))
    assert share_completed(0.5, 0.25, 8) == pytest.approx(1 - exp(-0.25 * 8))


def test_too_few_people_are_never_in_time():
    assert waiting_probability([0, 1, 2], 2) == pytest.approx(1)
    assert share_started([0, 1, 2], 2, 50) == pytest.approx(0)
    assert share_completed([0, 1, 2], 2, 50) == pytest.approx(0)
    assert share_started(2.001, 2, inf) == pytest.approx(1)


# ---- published


@pytest.mark.parametrize(("servers", "load", "waiting"), [(8, 3.87, 0.05), (10, 4.08, 0.01)])
def test_published_erlang_c_table(servers, load, waiting):
    """Dunlop, Girma and Irvine, Digital Mobile Communications and the TETRA System (Wiley 1999), table A.4: the load in two decimals
    at which 5 % wait with 8 channels and 1 % with 10."""
    assert waiting_probability(servers, load - 0.01) < waiting < waiting_probability(servers, load + 0.005)
    assert waiting_probability(servers, load) == pytest.approx(waiting, rel=0.01)


def test_published_share_that_waits_longer_than_a_handling():
    """The same table's worked example: of those who wait, 1.6 % wait longer than one handling with 8 channels, 0.22 % with 10."""
    late = [(1 - share_started(servers, 3.87, 1)) / waiting_probability(servers, 3.87) for servers in (8, 10)]
    assert np.round(late, 4) == pytest.approx([0.0161, 0.0022])


def test_published_waiting_times():
    """Trueman, An Introduction to Quantitative Methods for Decision Making (1977), table 12.2, quoted in the HP-12C Solutions Handbook:
    three tellers, 80 % busy, wait 1.079 mean handlings (mean wait = C / (servers - load))."""
    assert waiting_probability(3, 2.4) / (3 - 2.4) == pytest.approx(1.079, abs=5e-4)


@pytest.mark.parametrize(("servers", "waiting", "queue", "idle"), [
    (2, 0.245, 0.175, 0.412), (3, 0.058, 0.022, 0.432), (4, 0.011, 0.003, 0.434), (5, 0.002, 0.000, 0.435)])
def test_published_columns_of_a_textbook_sheet(servers, waiting, queue, idle):
    """Cengage Learning, template "Multiple Server Queueing Model": 10 arrivals and 12 services an hour, 2 to 5 servers, in three decimals:
    share that waits, mean number in the queue (C * load / (servers - load)), share of time without anybody there."""
    load = 10 / 12
    found = waiting_probability(servers, load)
    assert found == pytest.approx(waiting, abs=5e-4)
    assert found * load / (servers - load) == pytest.approx(queue, abs=5e-4)
    assert found * (1 - load / servers) * factorial(servers) / load**servers == pytest.approx(idle, abs=5e-4)


def test_published_exercise_of_three_servers():
    """Bronson, Schaum's Outline of Operations Research (1982), exercise 24.6, quoted by M. Casquilho (IST Lisbon): 300 arrivals a year, two
    days (1/182.5 year) each, three servers: nobody there 0.17754, in the queue 0.352, in the system 1.996, wait 0.001175 years."""
    load = 300 / 182.5
    found = waiting_probability(3, load)
    queue = found * load / (3 - load)
    assert found * (1 - load / 3) * factorial(3) / load**3 == pytest.approx(0.17754, abs=5e-6)
    assert (queue, queue + load, queue / 300) == pytest.approx((0.352, 1.996, 0.001175), abs=5e-4)
    assert queue / 300 == pytest.approx(0.001175, abs=5e-7)


# ---- exact and continuous


@pytest.mark.parametrize("servers", [1, 2, 3, 5, 8, 20, 60, 170])
@pytest.mark.parametrize("busy", [Fraction(1, 20), Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)])
def test_whole_numbers_agree_with_exact_fractions(servers, busy):
    load = servers * busy
    exact = exact_waiting(servers, load)
    assert waiting_probability(servers, float(load)) == pytest.approx(float(exact), rel=1e-11)


def test_blocking_follows_the_recursion():
    blocked, load = 1.0, 7.3
    for servers in range(1, 40):
        blocked = load * blocked / (servers + load * blocked)
        assert erlang_b(servers, load) == pytest.approx(blocked, rel=1e-12)


@pytest.mark.parametrize(("servers", "load"), [(1.25, 0.7), (1.5, 1.2), (2.5, 0.3), (3.75, 3.5), (12.4, 11)])
def test_fractions_of_people_follow_the_integral(servers, load):
    """Jagers and van Doorn 1986: 1/B = load * integral exp(-load u) (1 + u)^servers, 1/C the same with u (1 + u)^(servers - 1)."""
    lost = quad(lambda u: load * exp(-load * u) * (1 + u) ** servers, 0, inf)[0]
    delayed = quad(lambda u: load * exp(-load * u) * u * (1 + u) ** (servers - 1), 0, inf)[0]
    assert erlang_b(servers, load) == pytest.approx(1 / lost, rel=1e-7)
    assert waiting_probability(servers, load) == pytest.approx(1 / delayed, rel=1e-7)


def test_no_jump_where_the_part_time_person_becomes_full_time():
    for share in (share_started, share_completed):
        below, above = share(np.array([1 - 1e-9, 1 + 1e-9]), 0.7, 4)
        assert below == pytest.approx(above, abs=1e-7) and below < above


@pytest.mark.parametrize("share", [share_started, share_completed])
def test_more_people_less_work_and_longer_deadlines_help(share):
    people = np.linspace(0.2, 12, 200)
    assert np.all(np.diff(share(people, 3, 2)) >= 0)
    assert np.all(np.diff(share(5, people, 2)) <= 0)
    assert np.all(np.diff(share(5, 3, people)) > 0)


# ---- people needed


def test_people_needed_by_hand():
    # one part-time person: late exp(-(servers - load) h) = 0.1 at servers = load + log(10) / h
    assert servers_needed(0.3, 10, 0.9, COMPLETION) == pytest.approx(0.3 + log(10) / 10)
    # without any time 1 - C = 2/3 needs two people for one FTE of work, and 1 - load / servers = 2/3 needs 0.6 for 0.2
    assert servers_needed(1, 0, 2 / 3) == pytest.approx(2)
    assert servers_needed(0.2, 0, 2 / 3) == pytest.approx(0.6)


@pytest.mark.parametrize(("until", "handlings", "target"), QUESTIONS)
def test_people_needed_reach_the_target_exactly(until, handlings, target):
    assert SHARE[until](needed(handlings, target, until), LOADS, handlings) == pytest.approx(target, abs=1e-7)


def test_whole_people_are_the_fewest():
    for load in (0.2, 0.9, 3.5, 17):
        people = whole_servers_needed(load, 2, 0.9)
        assert share_started(people, load, 2) >= 0.9
        assert people == 1 or share_started(people - 1, load, 2) < 0.9


def test_rounding_errors_cost_no_person():
    for people in range(1, 60):
        load = people - 0.5
        assert whole_servers_needed(load, 3, float(share_started(people, load, 3))) == people


def test_unreachable_target_is_refused():
    # handling alone takes longer than one mean handling for exp(-1) = 37 % of the cases
    assert most_reachable(1, COMPLETION) == pytest.approx(1 - exp(-1))
    assert most_reachable(1, START) == 1
    with pytest.raises(ValueError, match=r"no number of people brings 0.64 .* lets through 0.6321"):
        servers_needed(1, 1, 0.64, COMPLETION)


# ---- the line


@pytest.mark.parametrize(("handlings", "target"), [(h, p) for until, h, p in QUESTIONS if until == START])
def test_people_needed_for_a_timely_start_are_concave(handlings, target):
    people = np.r_[0, needed(handlings, target, START)]
    slopes = np.diff(people) / np.diff(np.r_[0, LOADS])
    assert np.all(np.diff(slopes) < 1e-6)
    assert np.all(slopes > 1 - 1e-9)


@pytest.mark.parametrize(("until", "handlings", "target"), QUESTIONS)
def test_the_line_never_asks_for_too_few(until, handlings, target):
    people = needed(handlings, target, until)
    for load in (0, 0.05, 0.4, 0.75, 1, 1.6, 5, 40):
        line = line_above(load, handlings, target, until)
        assert np.all(line.at(LOADS) >= people - 1e-6), load
        assert line.slope > 1 - 1e-9 and line.intercept >= -1e-9


@pytest.mark.parametrize(("until", "handlings", "target"), QUESTIONS)
def test_the_line_is_the_lowest_at_its_load(until, handlings, target):
    """For a start it touches the curve; for a completion no other mixture of two loads on the curve would be higher (it is the roof)."""
    people, loads = needed(handlings, target, until), LOADS
    for load in (0.4, 1.6, 5.0):
        height = line_above(load, handlings, target, until).at(load)
        if until == START or load > 4:
            assert height == pytest.approx(servers_needed(load, handlings, target, until), abs=1e-6)
        else:
            less, more = loads < load, loads > load
            share = (load - loads[less][:, None]) / (loads[more] - loads[less][:, None])
            roof = (people[less][:, None] * (1 - share) + people[more] * share).max()
            assert roof - 1e-6 <= height <= roof + 0.01
