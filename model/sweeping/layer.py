"""Layer: the factors of a grid laid over a case and its scenario, in memory, with before and after of every cell recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Context
from pathlib import Path

from model.checking.check import check_raw
from model.reading.folder import RawCase, read_folder
from model.reading.numbers import NotANumber, read_number
from model.reading.places import Place
from model.reading.strict_yaml import Node
from model.scenarios.apply import apply_layers
from model.scenarios.changes import Change
from model.scenarios.layers import BASE, Layer, Shelf
from model.scenarios.naming import named
from model.scenarios.read import CheckedScenario, Scenario, check_scenario
from model.scenarios.record import Trace
from model.schema.defaults import default_setting
from model.schema.dictionary import input_tables, settings
from model.sweeping.grid import AXES, Axis, words

GRID = "grid"
DIGITS = Context(prec=12)


class NothingToMultiply(ValueError):
    """An axis of the grid meets nothing in the case."""


def check_run(folder: Path, scenario: str, factors: Mapping[str, float], name: str) -> CheckedScenario:
    """A case with a scenario ("base": none) and then the factors laid over it, checked; its Case has `name` as its scenario.

    The factors multiply what the scenario has left: a scenario that takes a tenth of the nurses away and staff=0.9 leave 81 %.
    Raises NothingToMultiply for a budget where there is none.
    """
    if not factors:
        return check_scenario(folder, scenario)
    raw = read_folder(folder)
    shelf = Shelf(raw.folder)
    layers, findings = ([], []) if scenario == BASE else shelf.in_order(shelf.layer(shelf.find(scenario)))
    below, above = Trace(findings=findings), Trace()
    changed = apply_layers(raw, layers, below)
    grid = _layer(changed, factors)
    checked = check_raw(apply_layers(changed, [grid], above))
    if checked.case is None and (alone := check_scenario(folder, scenario)).case is None:
        return alone  # the grid is not to blame: the problems are named where the scenario made them
    trace = Trace([*below.entries, *above.entries], [*below.findings, *above.findings], {**below.cells, **above.cells},
                  {**below.added, **above.added}, {**below.settings, **above.settings}, {**below.removed, **above.removed})
    why = " ".join(text for text in (layers[-1].why if layers else "", grid.why) if text)
    record = Scenario(name, why, tuple((layer.name, layer.file, layer.why) for layer in (*layers, grid)), trace.table())
    case = checked.case and replace(checked.case, scenario=name)
    return CheckedScenario(named(checked.problems, raw, trace, ()), case, checked.waiting, record)


def _layer(raw: RawCase, factors: Mapping[str, float]) -> Layer:
    """The factors as a layer over the rows as they are now."""
    file = f"{GRID} {words(factors)}"
    changes, leaves, sentences = [], {}, []
    for name, factor in factors.items():
        axis, node = AXES[name], Node(f"{factor:.12g}", 0)
        met = [change for cell in axis.cells if (change := _change(raw, *cell, node, file))]
        put = {path: product for path in axis.settings if (product := _product(raw, path, node))}
        if not met and not put:
            raise NothingToMultiply(_nothing(name, axis))
        changes += met
        leaves |= put
        sentences.append(f"{axis.meaning[0].upper()}{axis.meaning[1:]} times {node.value}.")
    digest = hashlib.sha256(file.encode()).hexdigest()
    return Layer(GRID, file, digest, " ".join(sentences), settings=leaves, changes=tuple(changes), readable=True)


def _change(raw: RawCase, table: str, column: str, factor: Node, file: str) -> Change | None:
    """The change that multiplies the filled cells of a column; None where there are none."""
    filled = dict.fromkeys(text for text in raw.tables[table].columns.get(column, ()) if text)
    if not filled:
        return None
    return Change(GRID, Place(file), input_tables()[table], "multiply", {column: [Node(text, 0) for text in filled]}, {column: factor})


def _product(raw: RawCase, path: str, factor: Node) -> Node | None:
    """A setting times the factor; None where the case gives none and the dictionary has no default, or it is no number."""
    node = raw.settings
    for name in path.split("."):
        node = node.value.get(name) if node is not None and isinstance(node.value, dict) else None
    if node is None or node.is_empty:
        default = default_setting(settings()[path])
        text = f"{default:.12g}" if default == default else ""
    else:
        text = node.value if isinstance(node.value, str) else ""
    try:
        read_number(text, comma=False)
    except NotANumber:
        return None  # not given; or the check of the case names it
    product = DIGITS.multiply(DIGITS.create_decimal(text), DIGITS.create_decimal(factor.value))
    return Node(f"{product.normalize():f}", 0)


def _nothing(name: str, axis: Axis) -> str:
    places = [f"{input_tables()[table].file} column {column}" for table, column in axis.cells]
    places += [f"case.yaml setting {path}" for path in axis.settings]
    return f"--grid {name}: there is nothing to multiply: {' and '.join(places)} is empty. Fill it in, or leave {name} out of the grid."
