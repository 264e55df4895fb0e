"""Audit of people: enough for the work, the open days and the norms, and no more than there are."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule


def _everywhere(given) -> tuple:
    return given.services, given.professions, given.sites


@rule
def staff_covers_workload(given, decided):
    """Working time of the staff is enough for the assigned visits, home visits and visiting teams."""
    hours = given.number("professions", "productive_hours")[None, :, None]
    return Comparison(decided.workload_hours, hours * decided.staff, _everywhere(given), "hours a year",
                      over=given.staffed[:, :, None], size=hours)


@rule
def open_days_are_staffed(given, decided):
    """The people who must be present on open days are in the team."""
    present = given.work("present_per_open_day")[:, :, None]
    yearly = (decided.mode @ given.yearly_hours)[:, None, :]
    needed = present * yearly / given.number("professions", "productive_hours")[None, :, None]
    return Comparison(needed, decided.team_fte, _everywhere(given), "FTE", over=present > 0)


@rule
def team_reaches_minimum(given, decided):
    """A team is not below its minimum."""
    minimum = given.work("minimum_fte")[:, :, None]
    return Comparison(minimum * decided.host[:, None, :], decided.team_fte, _everywhere(given), "FTE", over=minimum > 0)


@rule
def staff_works_where_hosted(given, decided):
    """Staff is only where its service is, at most everybody there can be."""
    pool = given.most_fte[None]
    return Comparison(decided.staff, pool * decided.host[:, None, :], _everywhere(given), "FTE", size=pool)


@rule
def staff_is_of_its_service(given, decided):
    """Staff of a service is of the professions that work in it."""
    return Comparison(decided.staff, 0, _everywhere(given), "FTE", over=~given.staffed[:, :, None])


@rule
def service_reaches_critical_mass(given, decided):
    """A hosted service has its critical mass of staff, where that rule is hard."""
    hard = (given.column("services", "critical_mass_rule") == "hard")[:, None]
    mass = given.number("services", "critical_mass_fte")[:, None]
    return Comparison(mass * decided.host, decided.staff.sum(axis=1), (given.services, given.sites), "FTE", over=hard)


@rule
def presence_is_counted(given, decided):
    """The longest presence at an open site is at least each service's open days."""
    longest = decided.tables["open_sites"].groupby("site")["longest_presence_days"].max().reindex(given.sites).to_numpy(float)
    over = (decided.is_open > 0) & _alone_is_forbidden(given)
    return Comparison(decided.days, longest[None], (given.services, given.sites), "days a week", over=over[None])


@rule
def nobody_works_alone(given, decided):
    """People's days a week at a site, partners counted, are twice the longest presence of a service."""
    ours = (given.work("present_per_open_day").sum(axis=1)[:, None] * decided.days).sum(axis=0)
    partners = given.number("sites", "partner_staff_per_day") * decided.days_open
    longest = decided.days.max(axis=0, initial=0.0)
    return Comparison(2 * longest, ours + partners, (given.sites,), "person days a week", over=_alone_is_forbidden(given))


def _alone_is_forbidden(given) -> bool:
    return given.settings["lone_worker_rule"] == "hard"


@rule
def staff_fits_pool(given, decided):
    """Staff of a profession, with remote work, supervisors and the bank's time on the road, is there or recruited."""
    used = decided.profession_fte + decided.supervisors + decided.bank.sum(axis=0) * given.bank("travel_share")
    return Comparison(used, given.number("professions", "fte_available") + decided.recruit, (given.professions,), "FTE")


@rule
def recruits_can_be_found(given, decided):
    """No more people are recruited than can be found."""
    return Comparison(decided.recruit, given.number("professions", "recruitable_fte"), (given.professions,), "FTE")


@rule
def norm_is_met(given, decided):
    """Staff meets its hard norm; a soft one with the stated shortfall."""
    staffing = given.tables["staffing"]
    norms = staffing[staffing["norm_people_per_fte"].notna() & (staffing["norm_rule"] != "report") & (staffing["norm_scope"] == "county")]
    return _norms_met(given, decided, [(row, "") for row in norms.itertuples()], decided.shortfall)


@rule
def norm_is_met_in_staff_area(given, decided):
    """Staff meets its hard norm in each staff area by itself; a soft one with the stated shortfall."""
    staffing = given.tables["staffing"]
    norms = staffing[staffing["norm_people_per_fte"].notna() & (staffing["norm_rule"] != "report") & (staffing["norm_scope"] != "county")]
    return _norms_met(given, decided, [(row, area) for row in norms.itertuples() for area in given.areas_of_staff_areas],
                      decided.area_shortfall)


def _norms_met(given, decided, norms: list[tuple], shortfall: np.ndarray) -> Comparison:
    needed, there = [], []
    for row, area in norms:
        place = given.services.index(row.service), given.professions.index(row.profession)
        at = (*place, given.staff_areas.index(area)) if area else place
        needed.append(needed_fte(given, row, area))
        there.append(norm_staff(given, decided, *place, area) + (shortfall[at] if row.norm_rule == "soft" else 0.0))
    names = [", ".join(part for part in (row.service, row.profession, area) if part) for row, area in norms]
    return Comparison(np.array(needed, dtype=float), np.array(there, dtype=float), (names,), "FTE")


def needed_fte(given, row, area: str) -> float:
    """Staff that a norm asks for: people counted / people an FTE, in the county or a staff area."""
    people = given.people(row.norm_groups)
    return float(people[given.areas_of_staff_areas[area] if area else slice(None)].sum() * row.norm_share / row.norm_people_per_fte)


def norm_staff(given, decided, k: int, p: int, area: str) -> float:
    """Staff that a norm counts: at the sites (of the staff area) and of (its families') remote visits."""
    if not area:
        return float(decided.staff[k, p].sum() + decided.remote_fte[k, p])
    at_sites = decided.staff[k, p] @ (given.column("sites", "staff_area") == area)
    remote = (given.visits[:, k] * decided.remote[:, k])[given.areas_of_staff_areas[area]].sum()
    return float(at_sites + remote * given.work("hours_per_visit")[k, p] / given.number("professions", "productive_hours")[p])
