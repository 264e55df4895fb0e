"""The table of requirements in model/README.md: every input, rule, output, command and test it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli import app
from model.formulation.objective import TERMS
from model.results.audit.comparison import REGISTER
from model.results.indicators import registry
from model.schema.dictionary import input_tables, result_tables, settings

ROOT = Path(__file__).parents[2]
SOURCES = ("Pirkanmaa, the network", "Pirkanmaa, development", "Lakeus", "Etelä-Pohjanmaa", "Keski-Suomi")


def lines() -> list[list[str]]:
    """Cells of every row below the head of the table."""
    section = (ROOT / "model" / "README.md").read_text(encoding="utf-8").split("\n## Requirements\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| ")][1:]


REQUIREMENTS = [row for row in lines() if not row[0].startswith("**")]
OUTSIDE = [row for row in REQUIREMENTS if row[1] == "**outside**"]
WITHIN = [row for row in REQUIREMENTS if row[1] != "**outside**"]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def inputs() -> set[str]:
    columns = {f"{table.name}.{column}" for table in input_tables().values() for column in table.columns}
    return columns | set(input_tables()) | set(settings())


def rules() -> set[str]:
    section = (ROOT / "model" / "README.md").read_text(encoding="utf-8").split("\n## Rules\n")[1].split("\n## ")[0]
    of_page = {name for line in section.splitlines() if line.startswith("| `") for name in named(line.split("|")[1])}
    return of_page | set(REGISTER) | set(TERMS) | set(registry())


def commands() -> set[str]:
    return {f"perheverkko {command.name or command.callback.__name__.replace('_', '-')}" for command in app.registered_commands}


def test_every_source_has_its_lines():
    assert [row[0].strip("*") for row in lines() if row[0].startswith("**")] == list(SOURCES)
    assert len(REQUIREMENTS) > 50


@pytest.mark.parametrize("row", WITHIN, ids=[row[0][:60] for row in WITHIN])
def test_what_a_line_names_exists(row):
    assert len(row) == 5 and all(named(cell) for cell in row[1:])
    assert set(named(row[1])) <= inputs()
    assert set(named(row[2])) <= rules()
    assert set(named(row[3])) <= set(result_tables()) | commands()
    assert all((ROOT / "tests" / path).is_file() for path in named(row[4]))


@pytest.mark.parametrize("row", OUTSIDE, ids=[row[0][:60] for row in OUTSIDE])
def test_what_is_outside_has_its_reason(row):
    assert len(row[2]) > 30
    assert set(named(row[2])) <= inputs()
