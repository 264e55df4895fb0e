"""Shared cases of the tests of the formulation."""

from __future__ import annotations

import pytest

from model.formulation.build import build
from tests.formulation.hand import all_rules
from tests.tiny import tiny_case
from tests.ways import ALL_WAYS, together


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The healthy tiny case of three sites. See tests/tiny.py for its figures."""
    return tiny_case(tmp_path_factory.mktemp("tiny"), three_sites=True)


@pytest.fixture(scope="session")
def ruled(tiny):
    """The case in which every rule is in force."""
    return all_rules(tiny)


@pytest.fixture(scope="session")
def ways(tmp_path_factory):
    """The case with every way of being there."""
    return tiny_case(tmp_path_factory.mktemp("ways"), **together(ALL_WAYS, {"settings": {"lone_worker_rule": "hard"}}))


@pytest.fixture(scope="session")
def m_of_ways(ways):
    """Its model, every row expanded."""
    return build(ways, templates=False)


@pytest.fixture(scope="session")
def m(ruled):
    """Its model, every row expanded. Tests set all decisions before they read any."""
    return build(ruled, templates=False)
