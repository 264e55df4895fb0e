"""Evenings: extended opening hours need people who volunteer for them, and cost a supplement.

Promise to planners: no profession works more evening hours than its volunteers give. Evening work at a site is the evening part
of a mode's open hours: of the people who must be present, or of the visits received if they take more.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each


def add_evenings(m: pyo.ConcreteModel, case: Case) -> None:
    """Rules on evening work."""
    part = {row.mode: float(row.evening_hours_per_day / row.hours_per_day) for row in case.modes.itertuples()}
    m.evening_part = pyo.Param(m.MODES, initialize=part)
    m.EVENING_PRESENCE = pyo.Set(dimen=3, initialize=[(k, p, j) for k, p, j in m.EVENING_STAFF if m.present_per_open_day[k, p] > 0])
    m.EVENING_PROFESSIONS = pyo.Set(initialize=list(dict.fromkeys(p for _, p, _ in m.EVENING_STAFF)))
    m.evening_presence_is_counted = each(m.EVENING_PRESENCE, evening_presence_is_counted)
    m.evening_visits_are_counted = each(m.EVENING_STAFF, evening_visits_are_counted)
    m.evening_work_has_volunteers = each(m.EVENING_PROFESSIONS, evening_work_has_volunteers)


def evening_presence_is_counted(m, k, p, j):
    """People present in the evening work evenings: for each service with evening modes, profession present and site, FTE."""
    return m.evening_fte[k, p, j] >= sum(m.evening_part[mode] * m.presence_fte[k, p, mode] * m.use_mode[k, j, mode]
                                         for mode in m.MODES_OF[k, j])


def evening_visits_are_counted(m, k, p, j):
    """Visits received in the evening are evening work: for each service with evening modes, profession and site, FTE."""
    return m.evening_fte[k, p, j] >= sum(m.evening_part[mode] * m.hours_per_visit[k, p] / m.productive_hours[p]
                                         * m.volume[k, j, mode] for mode in m.MODES_OF[k, j])


def evening_work_has_volunteers(m, p):
    """Evening work is done by volunteers: for each profession with evening modes, FTE, at most the willing part of its people."""
    return (sum(m.evening_fte[k, p, j] for k, j in m.EVENINGS_OF[p])
            <= m.volunteer_share[p] * (m.fte_available[p] + m.recruit_fte[p]))
