"""Quantities: named sums that several rules and the objective share. Each returns an expression in the unit it names."""

from __future__ import annotations

from model.formulation.declare import total


def is_open(m, j):
    """1 if the site is open in any tier."""
    return sum(m.open_site[j, tier] for tier in m.TIERS_OF[j])


def unit_days(m, j):
    """Days a week mobile units are at a stop."""
    return sum(m.stop_days[v, j] for v in m.VEHICLES_AT[j]) if len(m.VEHICLE_STOPS) else 0


def days_open(m, j):
    """Days a week a site is open: its opening days, or at a stop the days of mobile units."""
    return m.opening_days[j] * is_open(m, j) + unit_days(m, j)


def room_days_there(m, j):
    """Room days a week at a site: its rooms on its opening days, or those on board of the mobile units that stop there."""
    on_board = sum(m.vehicle_rooms[v] * m.stop_days[v, j] for v in m.VEHICLES_AT[j]) if len(m.VEHICLE_STOPS) else 0
    return m.rooms[j] * m.opening_days[j] * is_open(m, j) + on_board


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


def profession_fte(m, p):
    """FTE of a profession in client work: at sites and remote."""
    at_sites = sum(m.staff_fte[k, p, j] for k, j in m.HOSTS_EMPLOYING[p])
    remote = sum(m.hours_per_visit[k, p] * m.visits[i, k] / m.productive_hours[p] * m.remote_share[i, k]
                 for k, i in m.REMOTE_WORK_OF[p])
    return at_sites + remote


def premises_keur(m):
    """Yearly cost of open sites in their tier, thousand euros."""
    return total(m.SITE_TIERS, lambda j, tier: m.premises_keur[j, tier] * m.open_site[j, tier])


def staff_keur(m):
    """Yearly cost of staff at sites, in remote work and of supervisors, thousand euros."""
    return (total(m.SUPERVISORS, lambda p: m.cost_keur_per_fte[p] * m.supervisor_fte[p])
            + total(m.STAFFED, lambda k, p, j: m.cost_keur_per_fte[p] * m.staff_fte[k, p, j])
            + total(m.REMOTE_WORK, lambda k, p, i: m.cost_keur_per_fte[p] * m.hours_per_visit[k, p] * m.visits[i, k]
                    / m.productive_hours[p] * m.remote_share[i, k]))


def recruiting_keur(m):
    """Price of recruiting, dearer in some staff areas, thousand euros a year."""
    return (total(m.PROFESSIONS, lambda p: m.recruit_keur_per_fte[p] * m.recruit_fte[p])
            + total(m.POOLS, lambda area, p: m.pool_recruit_keur_per_fte[area, p] * m.recruit_area_fte[area, p]))


def bank_keur(m):
    """Yearly cost of the staff bank at work: its people's time on the road and their extra cost, thousand euros."""
    return total(m.BANK_PLACES, lambda area, p: (m.travel_share[p] * m.cost_keur_per_fte[p] + m.bank_keur_per_fte[p])
                 * m.bank_fte[area, p])


def modes_keur(m):
    """Yearly price of running services in their modes, thousand euros."""
    return total(m.HOST_MODES, lambda k, j, mode: m.cost_keur[mode] * m.use_mode[k, j, mode])


def purchased_keur(m):
    """Yearly price of purchased visits, thousand euros."""
    return total(m.NEEDS, lambda i, k: m.purchase_eur_per_visit[k] / 1000 * m.visits[i, k] * m.purchased_share[i, k])


def evening_keur(m):
    """Supplements for evening work, thousand euros a year."""
    return total(m.EVENING_STAFF, lambda k, p, j: m.evening_keur_per_fte[p] * m.evening_fte[k, p, j])


def worker_travel_keur(m):
    """Price of workers' driving to home visits and from their bases, thousand euros a year."""
    return total(m.PAID_DRIVERS, lambda k, p, j: m.worker_travel_eur_per_hour / 1000 * (
        m.travellers_per_home_visit[k, p] * m.home_driving_hours[k, j] + base_travel_hours(m, k, p, j)))


def tier_changes_keur(m):
    """Yearly price of sites that become a higher or lower tier than today's, thousand euros."""
    return total(m.CHANGED_TIERS, lambda j, tier: m.tier_change_keur[j, tier] * m.open_site[j, tier])


def vehicles_keur(m):
    """Yearly cost of the mobile units in use and of their driving, thousand euros."""
    return (total(m.VEHICLES, lambda v: m.vehicle_keur[v] * m.use_vehicle[v])
            + total(m.VEHICLE_STOPS, lambda v, j: m.stop_day_keur[v, j] * m.stop_days[v, j]))


def cost_keur(m):
    """Yearly cost of the plan, thousand euros."""
    return (premises_keur(m) + staff_keur(m) + recruiting_keur(m) + bank_keur(m) + modes_keur(m) + purchased_keur(m) + vehicles_keur(m)
            + evening_keur(m) + worker_travel_keur(m) + tier_changes_keur(m))
