"""JSON Schema of case.yaml, for editors: made from the dictionary of settings."""

from __future__ import annotations

from model.schema.dictionary import Column, settings

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def case_yaml_schema() -> dict:
    """The schema (draft 2020-12) as plain values."""
    return {"$schema": DRAFT, "title": "case.yaml", "description": "Settings of a case", **_group("")}


def _group(above: str) -> dict:
    """Schema of the settings below a dotted path."""
    start = f"{above}." if above else ""
    properties: dict = {}
    for path, setting in settings().items():
        if path.startswith(start):
            name, _, rest = path.removeprefix(start).partition(".")
            properties.setdefault(name, _group(start + name) if rest else _setting(setting))
    required = [path.removeprefix(start) for path, setting in settings().items()
                if setting.required and path.rpartition(".")[0] == above]
    schema = {"type": ["object", "null"] if above else "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _setting(setting: Column) -> dict:
    schema = {"description": setting.meaning + (f" ({setting.unit})" if setting.unit else "")} | _kind(setting)
    if not setting.required and setting.default is not None:
        schema["default"] = setting.default
    return schema


def _kind(setting: Column) -> dict:
    if setting.type == "levels":
        return _levels(setting)
    if setting.type == "choice":
        return {"enum": [*setting.choices, *_or_nothing(setting)]}
    if setting.type == "yes_no":
        return {"enum": [True, False, "yes", "no", *_or_nothing(setting)]}  # yes is a text in YAML 1.2, true in 1.1
    if setting.is_number:
        limits = {key: value for key, value in (("minimum", setting.min), ("maximum", setting.max)) if value is not None}
        kind = "integer" if setting.type == "integer" else "number"
        return {"type": kind if setting.required else [kind, "null"], **limits}
    return {"type": ["string", "number", "boolean"], "minLength": 1}  # a text such as 2024 or NO needs no quotes


def _or_nothing(setting: Column) -> list[None]:
    """A setting that is not required may be left empty."""
    return [] if setting.required else [None]


def _levels(setting: Column) -> dict:
    weights = {term: {"type": "number", "minimum": 0} for term in setting.terms}
    level = {
        "type": "object",
        "properties": {"terms": {"type": "object", "properties": weights, "additionalProperties": False, "minProperties": 1},
                       "tolerance": {"type": "number", "minimum": 0, "maximum": 1}},
        "required": ["terms"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": level, "minItems": 1}
