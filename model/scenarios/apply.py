"""Apply: layers put onto the text cells of a case, so that every check of a case runs on the changed case too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from model.reading.folder import RawCase
from model.scenarios.edit import make_change
from model.scenarios.layers import Layer
from model.scenarios.record import Trace
from model.scenarios.rows import Rows
from model.scenarios.settings import change_settings


def apply_layers(raw: RawCase, layers: Sequence[Layer], trace: Trace) -> RawCase:
    """The changed case, with the layers' hashes and all findings; `raw` stays as it is.

    Nothing is applied after a layer that cannot be read: it may rest on it.
    """
    tables: dict[str, Rows] = {}
    settings = raw.settings
    trace.findings += [finding for layer in layers for finding in layer.findings]
    for layer in takewhile(lambda layer: layer.readable, layers):
        if settings is not None and isinstance(settings.value, dict):
            settings = change_settings(settings, layer.name, layer.file, layer.settings, trace)
        for change in layer.changes:
            name = change.table.name
            if name not in tables:
                tables[name] = Rows(raw.tables[name])
            make_change(change, tables[name], trace)
    return replace(raw, settings=settings, tables={**raw.tables, **{name: rows.raw for name, rows in tables.items()}},
                   hashes={**raw.hashes, **{layer.file: layer.sha256 for layer in layers}},
                   findings=[*raw.findings, *trace.findings])
