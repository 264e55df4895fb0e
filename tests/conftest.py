"""What any test may ask for, and how tests are shared out among workers."""

from __future__ import annotations

import pytest

from tests.here import solver_here


@pytest.fixture
def no_process():
    """Solves of the test run in this process (see tests/here.py)."""
    with solver_here():
        yield


@pytest.hookimpl(optionalhook=True)  # there without pytest-xdist, too
def pytest_xdist_make_scheduler(config, log):
    """All tests of a file go to one worker, unless --dist says otherwise: what they share is made once, not once a worker."""
    if config.getvalue("dist") != "load":
        return None
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)
