"""For scripts: every command that prints a table prints it as JSON, too, and a question asked twice is answered once."""

from __future__ import annotations

import json

import pytest
import typer

import cli
from model import flow
from tests.scenarios.hand import write
from tests.test_cli import call, commands
from tests.tiny import write_tiny

# They name the files they have written; print JSON already; print a document.
WITHOUT_A_TABLE = {("report",), ("workbook",), ("gis",), ("export",), ("schema",), ("guide",)}
FEWER = "changes: [{table: professions, where: {profession: nurse}, multiply: {fte_available: 0.9}}]\n"


@pytest.fixture
def case(tmp_path):
    folder = write_tiny(tmp_path / "inputs" / "tiny")
    write(folder, "fewer", FEWER)
    return folder


def test_every_command_that_prints_a_table_has_json():
    parsed = {words: typer.main.get_command(cli.app) for words in commands(typer.main.get_command(cli.app))}
    without = set()
    for words, command in parsed.items():
        for word in words:
            command = command.commands[word]
        if not any("--json" in option.opts for option in command.params):
            without.add(words)
    assert without == WITHOUT_A_TABLE


@pytest.mark.parametrize("words", [("check",), ("scenarios",), ("model",), ("model", "--rule", "rooms_fit_site"), ("evaluate",)],
                         ids=" ".join)
def test_json_is_json(case, words):
    command, *options = words
    code, text = call(command, case, *options, "--json")
    assert code == 0 and json.loads(text)


@pytest.mark.usefixtures("no_process")
def test_a_scenario_solved_twice_is_shown_again_unless_forced(case, monkeypatch):
    """Forced, the run gets a folder of its own, also in the same second."""
    solved, reports, honest = [], {}, flow.solve

    def counted(found, *words):
        solved.append(found.scenario)
        if not reports:
            reports[found.scenario] = honest(found, *words)
        return reports[found.scenario]

    monkeypatch.setattr(flow, "solve", counted)
    words = ("solve", case, "--scenario", "fewer", "--json")

    def answer(*more) -> dict:
        _, text = call(*words, *more)  # a line on how the solve goes may stand before it
        return json.loads(text[text.index("{"):])

    first, second = answer(), answer()
    assert solved == ["fewer"] and not first["reused"] and second["reused"] and second["folder"] == first["folder"]
    forced = answer("--force")
    assert solved == ["fewer"] * 2 and not forced["reused"] and forced["folder"] != first["folder"]
