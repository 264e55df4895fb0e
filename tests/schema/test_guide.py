"""The column guide is fresh and names everything; the JSON Schema accepts what the reader accepts and refuses damage."""

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from model.checking.check import check_folder
from model.schema.dictionary import input_tables, settings
from model.schema.guide import column_guide
from model.schema.json_schema import case_yaml_schema
from tests.tiny import write_tiny

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "inputs").glob("*/case.yaml"))


def test_guide_is_fresh():
    assert (ROOT / "inputs" / "README.md").read_text(encoding="utf-8") == column_guide(), \
        "inputs/README.md is old: write model.schema.guide.column_guide() into it"


def test_guide_names_every_table_column_and_setting():
    guide = column_guide()
    for table in input_tables().values():
        section = guide.split(f"## {table.file}\n")[1].split("\n## ")[0]
        assert all(f"| `{column.name}` |" in section and column.meaning in section for column in table.columns.values())
    assert all(f"| `{path}` |" in guide for path in settings())


def errors(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(case_yaml_schema())
    return [error.message for error in validator.iter_errors(yaml.safe_load(text))]


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(case_yaml_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_schema_accepts_the_shipped_cases(path):
    assert errors(path.read_text(encoding="utf-8")) == []


HEAD = "name: Tiny\ncounty: Tiny county\nyear: 2024\n"


@pytest.mark.parametrize(("text", "fine"), [
    (HEAD, True), (HEAD.replace("Tiny county", "NO"), True), (HEAD + "allow_unmet: yes\n", True),
    (HEAD + "budget_keur:\n", True),
    (HEAD + "objective:\n", True), (HEAD + "objective:\n  levels:\n    - {terms: {changes: 1}}\n", True),
    (HEAD + "weeks_per_year: 46.5\n", True), ("name: Tiny\nyear: 2024\n", False), (HEAD + "budgetkeur: 5\n", False),
    (HEAD + "weeks_per_year: 60\n", False), (HEAD + "weeks_per_year: many\n", False), (HEAD + "year: 2024.5\n", False),
    (HEAD + "lone_worker_rule: firm\n", False), (HEAD + "travel_estimate: {detour: 1.3}\n", False),
    (HEAD + "objective: {levels: []}\n", False), (HEAD + "objective:\n  levels:\n    - {terms: {change: 1}}\n", False),
    (HEAD + "objective:\n  levels:\n    - {terms: {changes: -1}}\n", False),
    (HEAD + "objective:\n  levels:\n    - {terms: {changes: 1}, tolerance: 2}\n", False), (HEAD + "name: [a]\n", False),
])
def test_schema_and_reader_agree(tmp_path, text, fine):
    folder = write_tiny(tmp_path)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    assert (errors(text) == []) == fine
    named = [problem for problem in check_folder(folder).errors if problem.file == "case.yaml"]
    assert (named == []) == fine


def test_checking_needs_no_solver():
    """Commands that only check start fast: neither Pyomo nor HiGHS is imported."""
    program = "import sys, model.checking.check; print({'pyomo', 'highspy', 'scipy'} & {m.split('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
