"""Figures: trips, growth and shares within reach, by hand from the runs of conftest, and as the indicators have them."""

from __future__ import annotations

import numpy as np
import pytest

from model.report.figures import shares_within
from model.results.indicators.trips import LIMITS


def test_trips_count_the_visits_families_travel_for(story):
    # clinic: 90 %, a fifth of it at home: A1 100 * 0.9 * 0.8 = 72, A2 144, A3 216; therapy: all of 50, 100, 150
    trips = story.plan.trips.set_index(["service", "area"])
    assert trips.loc["clinic", "visits"].tolist() == pytest.approx([72, 144, 216])
    assert trips.loc["therapy", "visits"].tolist() == pytest.approx([50, 100, 150])
    assert trips["part"].tolist() == [1.0] * 6


def test_growth_is_plan_less_today(story):
    assert story.growth.loc["A2"].tolist() == [20, 0] and story.growth.loc["A3"].tolist() == [10, 0]
    assert story.growth.loc["A1"].tolist() == [0, 0]
    # A2 and A3 have 1000 and 1500 children; the clinic is the service whose trip grows
    assert story.children_with_longer_trip == 2500
    assert story.worst_growth == ("A2", "clinic", 20.0)


def test_moves_count_services_at_sites(story):
    # the clinic comes to S3 and leaves S2; clinic and therapy stay at S1
    assert story.moves == {"comes": 1, "leaves": 1, "more": 0, "fewer": 0, "same": 2}


def test_the_main_site_is_where_most_visits_go(story):
    assert story.plan.main_site["A3", "clinic"] == "S3" and story.today.main_site["A3", "clinic"] == "S2"
    # over services, by travelling visits: A3 216 to S3 (clinic) against 150 to S1 (therapy); A1 all to S1
    assert story.plan.main_site["A3", ""] == "S3" and story.plan.main_site["A1", ""] == "S1"


def test_shares_within_are_those_of_the_indicators(story):
    # clinic: 500 of 3000 children within 10 minutes, 2000 within 20; therapy: 500, 1500; mean 1/6, 3.5/6 of the children
    minutes = np.array([9, 10, 20, 30])
    assert shares_within(story.plan.trips, story.children, story.headline, minutes) == pytest.approx([0, 1 / 6, 3.5 / 6, 1])
    for network, column in ((story.today, "today"), (story.plan, "plan")):
        shares = shares_within(network.trips, story.children, story.headline, np.array(LIMITS))
        assert shares == pytest.approx([getattr(story.indicator(f"share_within_{limit}_min"), column) for limit in LIMITS])


def test_nothing_to_travel_for_is_no_share(story):
    assert shares_within(story.plan.trips.iloc[:0], story.children, story.headline, np.array([30])).tolist() == [0]
