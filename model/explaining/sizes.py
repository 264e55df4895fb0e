"""Sizes: the largest change of a figure that could still be of use. No plan needs more, so nothing is cut off by them; but people
without work, hired for the few of them who volunteer for evenings, are no remedy: a larger share of volunteers is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import Case
from model.formulation.sets import Pairs
from model.premises import TIERS
from model.teams import DeadlineTeam, deadline_teams, expected_cases, queue

MOST_OPENING_DAYS = 5.0  # weekends are no remedy to suggest
LONGEST_LIMIT = 300.0  # minutes; the largest the column takes


def staff_fte(case: Case) -> pd.Series:
    """FTE of each profession that every plan can do with: all visits' work with the longest drives, open days, minimum teams,
    critical masses and travelling teams of every service at every site, the norms, deadlines, those who lead and the bank's roads."""
    people = case.professions.set_index("profession")
    services, modes = case.services.set_index("service"), case.modes.set_index("mode")
    visits, weeks, sites = case.visits.sum(), case.settings.weeks_per_year, len(case.sites)
    longest_hours = 2 * float(np.nanmax(case.drives.to_numpy(), initial=0)) / 60
    base_hours = 2 * case.base["base_minutes"].sum() / 60
    most = pd.Series(0.0, index=people.index)
    for row in case.staffing.itertuples():
        service, hours = services.loc[row.service], people.at[row.profession, "productive_hours"]
        days = modes.loc[list(service["modes"]), "days_per_week"].max()
        open_hours = (modes.loc[list(service["modes"]), "days_per_week"] * modes.loc[list(service["modes"]), "hours_per_day"]).max()
        homes = row.travellers_per_home_visit * service["home_visit_share"] * longest_hours
        work = visits[row.service] * (row.hours_per_visit + homes)
        presence = row.present_per_open_day * weeks * (sites * open_hours + base_hours * days)
        norm = 0.0
        if row.norm_people_per_fte > 0:
            norm = case.areas[list(row.norm_groups)].to_numpy().sum() * row.norm_share / row.norm_people_per_fte
        most[row.profession] += (work + presence) / hours + sites * (row.minimum_fte + service["critical_mass_fte"]) + norm
    for team, line, load_fte_per_visit in deadline_lines(case, Pairs(case).hostable):
        most[team.profession] += line.slope * load_fte_per_visit * sum(visits[service] for service in team.services) + line.intercept
    for row in case.staff_bank.itertuples():
        most[row.profession] /= max(1 - row.travel_share, 0.1)
    for row in case.supervision.itertuples():
        most[row.supervisor] += most[row.supervised] / row.span
    return most


def deadline_lines(case: Case, hostable) -> list[tuple[DeadlineTeam, object, float]]:
    """(team, its line of FTE over load, load in FTE of a visit) of every team with a deadline, as in the formulation."""
    return [(team, queue(case, team.row, expected_cases(case, team, hostable)).tangent(),
             queue(case, team.row, case.deadlines["cases_per_visit"].iloc[team.row]).load_fte)
            for team in deadline_teams(case, hostable)]


def site_rooms(case: Case) -> pd.Series:
    """Rooms of each site that every plan can do with: room for all visits of all services, each in the fullest mode that
    fits the opening days."""
    modes, weeks = case.modes.set_index("mode"), case.settings.weeks_per_year
    most = pd.Series(0.0, index=case.sites["site"])
    for service in case.services.itertuples():
        mine = modes.loc[list(service.modes)]
        received = case.visits[service.service].sum() * (1 - service.home_visit_share) * service.visit_minutes / 60
        room_hours = mine["days_per_week"] * mine["hours_per_day"] * weeks * (1 - mine["loss_share"])
        for site in case.sites.itertuples():
            fitting = room_hours[(mine["days_per_week"] <= site.opening_days) & (room_hours > 0)]
            fullest = (fitting if len(fitting) else room_hours).max()
            most[site.site] += max(service.min_rooms, received / fullest if fullest > 0 else 0.0)
    return np.ceil(most)


def cost_keur(case: Case, staff: pd.Series) -> float:
    """Thousand euros a year that every plan can do with, with so many people of each profession."""
    people, sites, services = case.professions.set_index("profession"), case.sites, case.services
    premises = np.nan_to_num(sites[[f"cost_{tier}_keur" for tier in TIERS]].to_numpy(float)).max(axis=1, initial=0).sum()
    premises += sites[["upgrade_keur", "downgrade_keur"]].to_numpy(float).sum()
    costs = case.modes.set_index("mode")["cost_keur"]
    modes = sum(costs[list(service.modes)].max() * len(sites) for service in services.itertuples())
    purchased = (case.visits.sum().to_numpy() * services["purchase_share_max"].to_numpy()
                 * services["purchase_eur_per_visit"].to_numpy()).sum() / 1000
    driven_hours = (staff * people["productive_hours"]).sum()  # nobody drives longer than they work
    driving = driven_hours * (case.settings.worker_travel_eur_per_hour + case.vehicles["driving_eur_per_hour"].max(skipna=True)
                              if len(case.vehicles) else case.settings.worker_travel_eur_per_hour) / 1000
    pay = people[["cost_keur_per_fte", "recruit_keur_per_fte", "evening_keur_per_fte"]].sum(axis=1)
    extra = sum(float(frame[name].max()) for frame, name in ((case.pools, "recruit_keur_per_fte"), (case.staff_bank, "bank_keur_per_fte"))
                if len(frame))
    return float(premises + modes + purchased + driving + case.vehicles["cost_keur"].sum() + (staff * (pay + extra)).sum())
