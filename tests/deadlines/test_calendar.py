"""The working calendar: two weeks, one of them closed, day by day.

    weekday   0 Mon  1 Tue  2 Wed  3 Thu  4 Fri | 5-9 closed | 10 Mon ...
    open day  0      1      2      3      4     |            | 5
"""

from __future__ import annotations

import numpy as np
import pytest

from model.deadlines.calendar import Calendar
from model.deadlines.simulate import serve

CLOSED = Calendar(closed_weeks=(1,))


def within(calendar: Calendar, arrived: int, happened: int, working_days: float) -> bool:
    return bool(calendar.within(np.array([arrived]), np.array([happened]), working_days)[0])


def test_days_of_a_year():
    assert Calendar().open_days == Calendar().arrival_days == 260
    assert CLOSED.open_days == 255 and CLOSED.arrival_days == 260
    assert Calendar((1,), arrive_when_closed=False).arrival_days == 255


def test_arrivals_wait_for_the_next_open_day():
    # Friday noon, Wednesday of the closed week, Monday a quarter into the third week, and the same Friday a year later
    weekday, clock = CLOSED.arrivals(np.array([4.5, 7.3, 10.25, 264.5]))
    assert weekday.tolist() == [4, 7, 10, 264]
    assert clock == pytest.approx([4.5, 5.0, 5.25, 259.5])


def test_open_days_fall_on_their_weekday():
    assert CLOSED.weekday(np.array([4.99, 5.0, 5.5, 254.9, 255.0, 259.5])).tolist() == [4, 10, 10, 259, 260, 264]


def test_arrivals_on_open_days_only():
    weekday, clock = Calendar((1,), arrive_when_closed=False).arrivals(np.array([4.5, 5.25]))
    assert weekday.tolist() == [4, 10] and clock.tolist() == [4.5, 5.25]


def test_weekdays_run_on_while_the_team_is_closed():
    # arrived on Friday 4: the third weekday after it is Wednesday 7, in the closed week
    assert within(CLOSED, 4, 7, 3) and not within(CLOSED, 4, 8, 3) and not within(CLOSED, 4, 10, 3)


def test_open_days_wait_for_the_team():
    calendar = Calendar((1,), counted_in="open days")
    # arrived on Friday 4, or while closed: the third open day after it is Wednesday 12
    for arrived in (4, 5, 9):
        assert within(calendar, arrived, 12, 3) and not within(calendar, arrived, 13, 3)


def test_calendar_days_end_on_a_monday_rather_than_at_the_weekend():
    calendar = Calendar(counted_in="calendar days")
    # 10 working days are 14 days: from Thursday 3 to Thursday 13
    assert within(calendar, 3, 13, 10) and not within(calendar, 3, 14, 10)
    # 5.8 working days are 8 whole days: from Friday 4 to a Saturday, so Monday 15 (third week); from Thursday 3 to Friday 9
    assert within(calendar, 4, 10, 5.8) and not within(calendar, 4, 11, 5.8)
    assert within(calendar, 3, 9, 5.8) and not within(calendar, 3, 10, 5.8)


def test_one_person_through_a_closed_week():
    """Three cases of one day: Thursday noon, Friday morning and Wednesday of the closed week. The first is worked on from Thursday
    noon to Friday noon, the second to Monday noon of the third week, the third from then on."""
    weekday, arrived = CLOSED.arrivals(np.array([3.5, 4.1, 7.2]))
    started, completed = serve(arrived, np.ones(3), [1.0])
    assert started == pytest.approx([3.5, 4.5, 5.5]) and completed == pytest.approx([4.5, 5.5, 6.5])
    assert CLOSED.weekday(started).tolist() == [3, 4, 10] and CLOSED.weekday(completed).tolist() == [4, 10, 11]
    assert CLOSED.within(weekday, CLOSED.weekday(started), 2).tolist() == [True, True, False]
    assert CLOSED.within(weekday, CLOSED.weekday(started), 3).tolist() == [True, True, True]


@pytest.mark.parametrize(("damage", "sentence"), [
    ({"closed_weeks": (52,)}, "must lie between 0 and 51"),
    ({"closed_weeks": tuple(range(52))}, "leave a week open"),
    ({"counted_in": "nights"}, 'not in "nights"'),
])
def test_impossible_calendars_are_refused(damage, sentence):
    with pytest.raises(ValueError, match=sentence):
        Calendar(**damage)
