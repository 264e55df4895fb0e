"""Quantities: named sums that several rules and the objective share. Each returns an expression in the unit it names."""

from __future__ import annotations

from model.formulation.declare import total


def is_open(m, j):
    """1 if the site is open in any tier."""
    return sum(m.open_site[j, tier] for tier in m.TIERS_OF[j])


def days_hosted(m, k, j):
    """Open days a week of a service at a site."""
    return sum(m.days_per_week[mode] * m.use_mode[k, j, mode] for mode in m.MODES_OF[k, j])


def base_travel_hours(m, k, p, j):
    """Hours a year the visiting team of a profession drives from its base site to the site and back."""
    return sum(m.visiting[mode] * m.present_per_open_day[k, p] * 2 * m.base_minutes[j] / 60 * m.days_per_week[mode]
               * m.weeks_per_year * m.use_mode[k, j, mode] for mode in m.MODES_OF[k, j])


def workload_hours(m, k, p, j):
    """Hours a year of a profession in a service at a site: visits, home visits' driving, visiting teams' driving."""
    return (m.hours_per_visit[k, p] * m.visits_at[k, j]
            + m.travellers_per_home_visit[k, p] * m.home_driving_hours[k, j]
            + base_travel_hours(m, k, p, j))


def remote_fte(m, k, p):
    """FTE a year of a profession for the remote visits of a service."""
    return sum(m.hours_per_visit[k, p] * m.visits[i, k] / m.productive_hours[p] * m.remote_share[i, k]
               for i in m.AREAS_IN_NEED[k])


def team_fte(m, k, p, j):
    """FTE of a profession at a site over the services that share its people (the service alone if it has no team)."""
    return sum(m.staff_fte[mate, p, j] for mate in m.TEAM[k, p, j])


def premises_keur(m):
    """Yearly cost of open sites in their tier, thousand euros."""
    return total(m.SITE_TIERS, lambda j, tier: m.premises_keur[j, tier] * m.open_site[j, tier])


def staff_keur(m):
    """Yearly cost of staff at sites and in remote work, thousand euros."""
    return (total(m.STAFFED, lambda k, p, j: m.cost_keur_per_fte[p] * m.staff_fte[k, p, j])
            + total(m.REMOTE_WORK, lambda k, p, i: m.cost_keur_per_fte[p] * m.hours_per_visit[k, p] * m.visits[i, k]
                    / m.productive_hours[p] * m.remote_share[i, k]))


def recruiting_keur(m):
    """Price of recruiting, thousand euros a year."""
    return total(m.PROFESSIONS, lambda p: m.recruit_keur_per_fte[p] * m.recruit_fte[p])


def modes_keur(m):
    """Yearly price of running services in their modes, thousand euros."""
    return total(m.HOST_MODES, lambda k, j, mode: m.cost_keur[mode] * m.use_mode[k, j, mode])


def purchased_keur(m):
    """Yearly price of purchased visits, thousand euros."""
    return total(m.NEEDS, lambda i, k: m.purchase_eur_per_visit[k] / 1000 * m.visits[i, k] * m.purchased_share[i, k])


def cost_keur(m):
    """Yearly cost of the plan, thousand euros."""
    return premises_keur(m) + staff_keur(m) + recruiting_keur(m) + modes_keur(m) + purchased_keur(m)
