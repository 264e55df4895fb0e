"""Laws of the code: who may import whom, who may print, and how modules look."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "model").rglob("*.py"))
MOST_LINES = 400
COMMANDS = "cli.py"  # a list of commands, as long as there are commands

# room -> what it may not import: rooms of model/ and packages
FORBIDDEN = {
    "schema": {"reading", "checking", "case", "formulation", "solving", "results", "publish", "pyomo", "highspy"},
    "reading": {"checking", "formulation", "solving", "results", "publish", "pyomo", "highspy"},
    "checking": {"formulation", "solving", "results", "publish", "pyomo", "highspy"},
    "formulation": {"reading", "checking", "solving", "results", "publish", "highspy"},
    "solving": {"reading", "checking", "publish"},
    "results": {"reading", "checking", "formulation", "solving", "publish", "pyomo", "highspy"},
    "scenarios": {"formulation", "solving", "results", "publish", "pyomo", "highspy"},
    "deadlines": {"schema", "reading", "checking", "case", "formulation", "solving", "results", "publish", "pyomo", "highspy"},
    "explaining": {"publish", "highspy"},
    "report": {"reading", "checking", "formulation", "solving", "pyomo", "highspy"},
    "publish": {"explaining", "formulation", "solving", "pyomo", "highspy"},
    "compare": {"checking", "formulation", "solving", "pyomo", "highspy"},
    "workbook": {"checking", "formulation", "solving", "pyomo", "highspy"},
    "sweeping": {"formulation", "solving", "pyomo", "highspy"},
    "gis": {"reading", "checking", "formulation", "solving", "results", "pyomo", "highspy"},
    "case.py": {"reading", "checking", "formulation", "solving", "results", "publish", "pyomo", "highspy"},
}
RULE_MODULES = {"opening", "hosting", "rooms", "assignment", "nearest", "staffing", "pools", "spending", "objective",
                "schools", "mobile", "evenings"}
TALKS = {"print", "input", "exit", "quit", "breakpoint"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Modules a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def heads(path: Path) -> set[str]:
    """Rooms of model/ and packages a module imports."""
    parts = [module.split(".") for module in imported(path)]
    return {part[1] if part[0] == "model" and len(part) > 1 else part[0] for part in parts}


def committed() -> list[Path]:
    """Files under version control, or all of the folder's own where there is none."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode().split("\0")
    files = [ROOT / path for path in listed if path] or [
        path for path in ROOT.rglob("*") if not path.parts[len(ROOT.parts)].startswith(".")
    ]
    return [path for path in files if path.is_file()]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_below_the_command_line_talks_or_exits(path):
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        assert called not in TALKS | {"sys.exit", "sys.stdout.write", "sys.stderr.write"}, f"line {node.lineno}: {called}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_rooms_import_only_what_they_may(path):
    room = path.relative_to(ROOT / "model").parts[0]
    assert not heads(path) & FORBIDDEN.get(room, set())


def test_every_room_is_judged():
    rooms = {path.parent.name for path in MODULES if path.parent.parent == ROOT / "model"} - {"bench"}
    assert rooms == FORBIDDEN.keys() - {"case.py"}


def test_one_module_knows_the_solver():
    assert {name(path) for path in MODULES if "highspy" in heads(path)} == {"model/solving/highs.py"}


@pytest.mark.parametrize("module", sorted(RULE_MODULES))
def test_rule_modules_do_not_import_each_other(module):
    path = ROOT / "model" / "formulation" / f"{module}.py"
    others = {f"model.formulation.{other}" for other in RULE_MODULES - {module}}
    assert not imported(path) & others


def test_nobody_imports_the_command_line():
    assert not [name(path) for path in MODULES if "cli" in heads(path)]


@pytest.mark.parametrize(
    "path", [path for path in [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "cli.py"] if path.stat().st_size], ids=name
)
def test_modules_are_short_and_say_what_they_are_for(path):
    assert ast.get_docstring(tree(path)), "no docstring"
    assert path.name == COMMANDS or len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_committed_file_names_a_registry_or_this_machine():
    """Addresses of package registries and absolute paths of the machine that wrote a file do not belong into it."""
    words = [
        r"(?:pypi|files\.pythonhosted)\.org",
        r"--(?:extra-)?index-url",
        r"/site-" + "packages/",
        "/ho" + r"me/\w",
        "/ro" + r"ot/\w",
        "/wo" + r"rk/\w",
        "/Us" + r"ers/\w",
        r"[A-Z]:\\" + "Users",
    ]
    pattern = re.compile("|".join(words))
    found = []
    for path in committed():
        if path == Path(__file__) or path.stat().st_size > 5_000_000:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name(path)}: {hit.group()}" for hit in pattern.finditer(text)]
    assert not found
