"""Scenario files beside the tiny case, written as a planner writes them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from model.scenarios.read import CheckedScenario, check_scenario
from tests.tiny import write_tiny

WHY = "Somebody asks."


def write(folder: Path, name: str, text: str, why: str = WHY) -> Path:
    """scenarios/<name>.yaml: name and why (lines 1 and 2), then the text from line 3 on."""
    path = folder / "scenarios" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name: {name}\nwhy: {why}\n{dedent(text).lstrip()}", encoding="utf-8")
    return path


def tiny(folder: Path, text: str, name: str = "one", below: dict[str, str] | None = None, **changes) -> CheckedScenario:
    """The tiny case checked with a scenario `name` of this text; `below` are further scenario files."""
    write_tiny(folder, **changes)
    for other, words in (below or {}).items():
        write(folder, other, words)
    write(folder, name, text)
    return check_scenario(folder, name)


def fine(checked: CheckedScenario):
    """The Case of a check without any problem."""
    assert checked.problems == (), sentences(checked)
    return checked.case


def sentences(checked: CheckedScenario) -> str:
    return "\n".join(f"{problem.code}: {problem.sentence()}" for problem in checked.problems)


def changes(checked: CheckedScenario, *columns: str) -> list[tuple]:
    """Rows of scenario_changes, in these columns."""
    return list(checked.scenario.changes[list(columns)].itertuples(index=False, name=None))
