"""Shared cases of the tests of the formulation."""

from __future__ import annotations

import pytest

from model.formulation.build import build
from tests.change import CHANGE
from tests.closeness import APART, AT_HOME, HOUSE, PARTNERS, PATHWAY, SIDE, WISH
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
def close(tmp_path_factory):
    """The case with every rule on services together; in Alku the clinic and therapy must be apart, in Loppu together. The wish has no
    price."""
    parts = together(PARTNERS, PATHWAY, SIDE, APART, HOUSE, WISH, AT_HOME)
    return tiny_case(tmp_path_factory.mktemp("close"), three_sites=True, **parts)


@pytest.fixture(scope="session")
def m_together(close):
    """Its model, every row expanded."""
    return build(close, templates=False)


@pytest.fixture(scope="session")
def changed(tmp_path_factory):
    """The case with limits on change and every term of fairness."""
    return tiny_case(tmp_path_factory.mktemp("change"), three_sites=True, **CHANGE)


@pytest.fixture(scope="session")
def m_of_change(changed):
    """Its model, every row expanded."""
    return build(changed, templates=False)


@pytest.fixture(scope="session")
def m(ruled):
    """Its model, every row expanded. Tests set all decisions before they read any."""
    return build(ruled, templates=False)
