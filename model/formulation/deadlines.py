"""Deadlines: a team has people enough for its cases to be met in time.

Promise to planners: of the cases of a team at least the target share meet the deadline (M/M/c queue, Erlang C). The FTE needed is
a concave curve of the load; the model uses the line that touches it at the expected load and is nowhere below it, so divisible
staff by the line is never too little. Whole people are shown in the results, not modelled.
"""

from __future__ import annotations

import pyomo.environ as pyo

from model.case import Case
from model.formulation.declare import each
from model.formulation.sets import Pairs
from model.teams import deadline_teams, expected_cases, queue


def add_deadline_teams(m: pyo.ConcreteModel, case: Case, pairs: Pairs) -> None:
    """Declare the teams: DEADLINE_TEAMS (row of deadlines.csv, staff area) with their hosts and the figures of their lines."""
    teams = {(team.row, team.staff_area): team for team in deadline_teams(case, pairs.hostable)}
    lines = {index: queue(case, team.row, expected_cases(case, team, pairs.hostable)).tangent() for index, team in teams.items()}
    load = {row: queue(case, row, case.deadlines["cases_per_visit"].iloc[row]).load_fte for row, _ in teams}
    m.DEADLINE_TEAMS = pyo.Set(dimen=2, initialize=list(teams))
    m.TEAM_HOSTS = pyo.Set(dimen=4, initialize=[(*index, k, j) for index, team in teams.items() for k, j in team.hosts])
    m.HOSTS_OF_TEAM = pyo.Set(m.DEADLINE_TEAMS, dimen=3, initialize={
        index: [(k, team.profession, j) for k, j in team.hosts] for index, team in teams.items()})
    m.line_slope = pyo.Param(m.DEADLINE_TEAMS, initialize={index: line.slope for index, line in lines.items()})
    m.line_intercept = pyo.Param(m.DEADLINE_TEAMS, initialize={index: line.intercept for index, line in lines.items()})
    m.load_fte_per_visit = pyo.Param(m.DEADLINE_TEAMS, initialize={index: load[index[0]] for index in teams})


def add_deadlines(m: pyo.ConcreteModel) -> None:
    """Rules on deadlines."""
    m.team_is_where_hosted = each(m.TEAM_HOSTS, team_is_where_hosted)
    m.team_meets_deadline = each(m.DEADLINE_TEAMS, team_meets_deadline)


def team_is_where_hosted(m, row, area, k, j):
    """A staff area that hosts a service has its team: for each team and each service and site of it, yes or no (0 to 1)."""
    return m.host_service[k, j] <= m.team_exists[row, area]


def team_meets_deadline(m, row, area):
    """A team has the people its deadline needs: for each team, FTE by the line over the load of its cases and FTE there."""
    load = sum(m.load_fte_per_visit[row, area] * m.visits_at[k, j] for k, p, j in m.HOSTS_OF_TEAM[row, area])
    staff = sum(m.staff_fte[k, p, j] for k, p, j in m.HOSTS_OF_TEAM[row, area])
    return m.line_slope[row, area] * load + m.line_intercept[row, area] * m.team_exists[row, area] <= staff
