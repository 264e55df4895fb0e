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
    pool = (given.number("professions", "fte_available") + given.number("professions", "recruitable_fte"))[None, :, None]
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
    partners = given.number("sites", "partner_staff_per_day") * given.number("sites", "opening_days") * decided.is_open
    longest = decided.days.max(axis=0, initial=0.0)
    return Comparison(2 * longest, ours + partners, (given.sites,), "person days a week", over=_alone_is_forbidden(given))


def _alone_is_forbidden(given) -> bool:
    return given.settings["lone_worker_rule"] == "hard"


@rule
def staff_fits_pool(given, decided):
    """Staff of a profession, remote work included, is there or recruited."""
    used = decided.staff.sum(axis=(0, 2)) + decided.remote_fte.sum(axis=0)
    return Comparison(used, given.number("professions", "fte_available") + decided.recruit, (given.professions,), "FTE")


@rule
def recruits_can_be_found(given, decided):
    """No more people are recruited than can be found."""
    return Comparison(decided.recruit, given.number("professions", "recruitable_fte"), (given.professions,), "FTE")


@rule
def norm_is_met(given, decided):
    """Staff meets its hard norm; a soft one with the stated shortfall."""
    staffing = given.tables["staffing"]
    norms = staffing[staffing["norm_people_per_fte"].notna() & (staffing["norm_rule"] != "report")]
    k = np.array([given.services.index(service) for service in norms["service"]], dtype=int)
    p = np.array([given.professions.index(profession) for profession in norms["profession"]], dtype=int)
    staff = decided.staff.sum(axis=2)[k, p] + decided.remote_fte[k, p]
    shortfall = np.where(norms["norm_rule"] == "soft", decided.shortfall[k, p], 0.0)
    names = [f"{row.service}, {row.profession}" for row in norms.itertuples()]
    return Comparison(needed_fte(given, norms), staff + shortfall, (names,), "FTE")


def needed_fte(given, norms) -> np.ndarray:
    """Staff that norms ask for: people counted / people an FTE."""
    people = np.array([given.people(row.norm_groups).sum() * row.norm_share for row in norms.itertuples()], dtype=float)
    return people / norms["norm_people_per_fte"].to_numpy(float)
