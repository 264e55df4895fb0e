"""Fair terms: the objective's terms of fairness, over headline services. A term that no level names is not built (fairness.py)."""

from __future__ import annotations

from model.formulation.declare import total

TENTH = 0.1


def travel_worst_tenth(m):
    """Mean minutes of the tenth of visits with the longest trips, an area's visits to a service taken at their mean."""
    return m.nothing + total(m.TAILS, lambda county: m.tail_start_minutes[county]) + total(
        m.TAIL_TRIPS, lambda i, k: m.fair_visits[i, k] / (TENTH * m.all_fair_visits) * m.tail_excess_minutes[i, k])


def longest_trip(m):
    """Longest mean trip of an area to a headline service, minutes."""
    return m.nothing + total(m.LONGEST, lambda county: m.longest_trip_minutes[county])


def kolm_pollak(m):
    """Family hours a year in which long trips weigh more, after Kolm and Pollak."""
    return (m.nothing + total(m.WEIGHED_REACH, lambda i, k, j: m.weighed_hours[i, k, j] * m.assign_share[i, k, j])
            + total(m.WEIGHED_TRIPS, lambda i, k: m.weighed_purchase_hours[i, k] * m.purchased_share[i, k]))


def uncovered(m):
    """Visits a year with a trip longer than the service's promise."""
    return (m.nothing + total(m.UNCOVERED_REACH, lambda i, k, j: (1 - m.home_visit_share[k]) * m.visits[i, k] * m.assign_share[i, k, j])
            + total(m.UNCOVERED_PURCHASES, lambda i, k: m.visits[i, k] * m.purchased_share[i, k]))


def need_weighted_hours(m):
    """Hours a year families travel for headline services, weighed by the need of their area."""
    return (m.nothing + total(m.NEED_REACH, lambda i, k, j: m.need_index[i] * m.burden_hours[i, k, j] * m.assign_share[i, k, j])
            + total(m.NEED_TRIPS, lambda i, k: m.need_index[i] * m.visits[i, k] * 2 * m.purchase_minutes[k] / 60
                    * m.purchased_share[i, k]))


TERMS_OF_FAIRNESS = {term.__name__: term for term in (travel_worst_tenth, longest_trip, kolm_pollak, uncovered, need_weighted_hours)}
