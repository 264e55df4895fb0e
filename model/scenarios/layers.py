"""Layers: the scenario files of a case, each read once, in the order in which they apply (what a layer builds on comes first)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from model.reading.places import Finding, Place
from model.reading.strict_yaml import Node, read_yaml
from model.reading.text_file import decode
from model.reading.words import did_you_mean, few
from model.scenarios.changes import Change, read_changes
from model.scenarios.keys import group, is_blank, meant, text, texts
from model.scenarios.settings import read_settings

FOLDER, ENDING, ENDINGS = "scenarios", ".yaml", (".yaml", ".yml")
KEYS = ("name", "why", "builds_on", "settings", "changes")
BASE = "base"  # the case as it is
SAY_WHY = "Say why anybody should look at this scenario."


@dataclass(frozen=True)
class Layer:
    """One scenario file. name: of the file; file: as problems and runs name it; readable: it could be read as a group of keys."""

    name: str
    file: str
    sha256: str = ""
    why: str = ""
    builds_on: tuple[Node, ...] = ()
    settings: Mapping[str, Node] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    readable: bool = False
    findings: tuple[Finding, ...] = ()


class Shelf:
    """The scenario files of a case folder."""

    def __init__(self, folder: Path):
        self.folder = folder / FOLDER
        self._layers: dict[Path, Layer] = {}

    def files(self) -> list[Path]:
        """Every scenario file, by name."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if path.suffix.lower() in ENDINGS and not path.name.startswith("."))

    def find(self, scenario: str | Path) -> Path:
        """The file of a scenario given by name or path; it need not exist."""
        named = self.folder / f"{scenario}{ENDING}"
        given = Path(scenario)
        is_path = isinstance(scenario, Path) or given.suffix.lower() in ENDINGS or given.name != str(scenario)
        if is_path and not named.is_file():
            return given if given.is_file() or given.name != str(given) else self.folder / given
        return named

    def layer(self, path: Path) -> Layer:
        """The layer a file holds."""
        path = path.resolve()
        if path not in self._layers:
            inside = path.parent == self.folder.resolve()
            self._layers[path] = read_layer(path, f"{FOLDER}/{path.name}" if inside else path.as_posix())
        return self._layers[path]

    def no_such(self, name: str, place: Place) -> Finding:
        """The finding of a scenario that does not exist."""
        known = [path.stem for path in self.files()]
        repair = did_you_mean(name, known) or (f"There are {few(known, 40)}." if known else f"The case has no folder {FOLDER}.")
        return Finding(place, name, "a scenario of the case", repair, code="unknown_scenario")

    def in_order(self, top: Layer) -> tuple[list[Layer], list[Finding]]:
        """The layers of a scenario, first to last, each once; missing ones and cycles are findings."""
        order: list[Layer] = []
        findings: list[Finding] = []
        self._visit(top, [], order, findings)
        return order, findings

    def _visit(self, layer: Layer, above: list[Layer], order: list[Layer], findings: list[Finding]) -> None:
        above = [*above, layer]
        for node in layer.builds_on:
            place, path = Place(layer.file, node.line, "builds_on"), self.folder / f"{node.value}{ENDING}"
            if not path.is_file():
                findings.append(self.no_such(node.value, place))
            elif (below := self.layer(path)) in above:
                names = [one.name for one in above[above.index(below):]]
                findings.append(Finding(place, node.value, "a scenario that does not build on this one", "Leave one of them out.",
                                        f"{names[0]} builds on {', which builds on '.join([*names[1:], below.name])}", "scenario_cycle"))
            elif below not in order:
                self._visit(below, above, order, findings)
        if layer not in order:
            order.append(layer)


def read_layer(path: Path, file: str) -> Layer:
    """Read a scenario file. Everything wrong in the way it is written is among the layer's findings."""
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    words, stray, findings = decode(content, file)
    tree = None
    if not stray and (words or not findings):
        tree, more = read_yaml(words, file)
        findings += more
    parts = None if tree is None else group(tree, Place(file), KEYS, findings)
    if parts is None:
        return Layer(path.stem, file, sha256, findings=tuple(findings))
    mistyped = meant(tree, KEYS)
    if "name" not in mistyped:
        _check_name(parts.get("name"), path, file, findings)
    why = "" if "why" in mistyped else text(parts.get("why"), _place(parts, "why", file), SAY_WHY, findings)
    builds_on = () if "builds_on" not in parts or is_blank(parts["builds_on"]) else tuple(
        texts(parts["builds_on"], _place(parts, "builds_on", file), findings))
    settings = read_settings(parts["settings"], _place(parts, "settings", file), findings) if "settings" in parts else {}
    changes = read_changes(parts["changes"], path.stem, _place(parts, "changes", file), findings) if "changes" in parts else ()
    if not builds_on and (parts.keys() | mistyped).isdisjoint(("builds_on", "settings", "changes")):
        findings.append(Finding(Place(file, 0, "changes"), "", "filled in", "Write what it changes.",
                                "the scenario has neither settings nor changes, and builds on no other", "missing_scenario_key"))
    return Layer(path.stem, file, sha256, why, builds_on, settings, changes, True, tuple(findings))


def _place(parts: Mapping[str, Node], key: str, file: str) -> Place:
    return Place(file, parts[key].line if key in parts else 0, key)


def _check_name(node: Node | None, path: Path, file: str, findings: list[Finding]) -> None:
    """The name is the file's, so that a scenario is found by it."""
    place = Place(file, node.line if node else 0, "name")
    name = text(node, place, f"Write name: {path.stem}.", findings)
    if path.suffix != ENDING:
        findings.append(Finding(Place(file), path.name, f"a file name ending in {ENDING}", f"Rename it to {path.stem}{ENDING}.",
                                code="scenario_name"))
    elif path.stem == BASE:
        findings.append(Finding(place, BASE, "another name", "Rename the file and the scenario.",
                                f"{BASE} is the name of the case as it is", "scenario_name"))
    elif name and name != path.stem:
        findings.append(Finding(place, name, f'the name of its file, "{path.stem}"',
                                f"Write name: {path.stem}, or rename the file to {name}{ENDING}.", code="scenario_name"))
