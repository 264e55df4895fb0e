"""Data walks one way: schema, reading, checking, case. No room imports a later one, and none of these prints or exits."""

import ast
from pathlib import Path

import pytest

MODEL = Path(__file__).parents[2] / "model"
MAY_IMPORT = {"schema": {"schema"}, "reading": {"schema", "reading"},
              "checking": {"schema", "reading", "checking", "case", "travel", "premises", "teams"}}
FILES = [path for room in MAY_IMPORT for path in sorted((MODEL / room).glob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rooms_import_no_later_room(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    rooms = {module.split(".")[1] for module in imported if module.startswith("model.")}
    assert rooms <= MAY_IMPORT[path.parent.name]
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"print", "exit", "quit", "input"}
