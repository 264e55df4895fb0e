"""An explanation in a process of its own: its answers arrive, and what was told stays whatever happens to it."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from model.explaining.apart import explain_apart
from tests.explaining.hand import SECONDS, drafted, named

TELLS_ONE = """
import os, pickle, sys
from pathlib import Path
from model.explaining.answer import Explanation
from model.solving.child import send
pipe = os.fdopen(os.dup(1), "wb")
send(pipe, Explanation("held", stopped=True))
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return drafted(tmp_path_factory.mktemp("tiny"), cells={"professions/nurse/fte_available": 0.5})


def child_instead(monkeypatch, code: str) -> None:
    """The next child process runs this code."""
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: popen([sys.executable, "-c", code, *command[3:]], **options))


def test_the_answer_of_the_child(case):
    told = []
    found = explain_apart(case, SECONDS, infeasible=True, on_answer=told.append)
    assert named(case, found) == {("professions.csv 2 fte_available", "0.6")}
    assert found.conflicts and not found.stopped and found.seconds > 0
    assert len(told) >= 2


def test_a_child_that_breaks_down_leaves_what_it_told(case, monkeypatch):
    child_instead(monkeypatch, f"{TELLS_ONE}os.abort()")
    assert explain_apart(case, SECONDS).status == "held"


def test_a_child_that_breaks_down_at_once_leaves_no_answer(case, monkeypatch):
    child_instead(monkeypatch, "import os, sys; sys.stderr.write('out of memory'); sys.stderr.flush(); os.abort()")
    found = explain_apart(case, SECONDS)
    assert found.said == "out of memory"
    assert found.status == "broken" and found.stopped and not found.suggestions


def test_a_child_that_does_not_end_is_ended(case, monkeypatch):
    monkeypatch.setattr("model.explaining.apart.GRACE_SECONDS", 0.0)
    monkeypatch.setattr("model.explaining.apart.STARTING_SECONDS", 0.0)
    child_instead(monkeypatch, "import time; time.sleep(600)")
    assert explain_apart(case, 0.5).status == "unknown"


def test_the_limit_is_kept_from_when_the_explaining_begins(case, monkeypatch):
    """Half a second and no grace after the first answer; it is kept."""
    heard = []
    monkeypatch.setattr("model.explaining.apart.GRACE_SECONDS", 0.0)
    child_instead(monkeypatch, f"{TELLS_ONE}import time; time.sleep(600)")
    found = explain_apart(case, 0.5, on_answer=lambda answer: heard.append(time.monotonic()))
    assert found.status == "held" and found.stopped
    assert 0.4 < time.monotonic() - heard[0] < 5.0


def test_an_interrupt_keeps_the_best_answer(case, monkeypatch):
    child_instead(monkeypatch, f"{TELLS_ONE}import time; time.sleep(600)")

    def interrupt(answer):
        raise KeyboardInterrupt

    found = explain_apart(case, SECONDS, on_answer=interrupt)
    assert found.status == "held" and found.stopped
