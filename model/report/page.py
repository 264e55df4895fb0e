"""Page: a template filled and closed: one file, its style and script inside, a policy that forbids every request."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from model.report.words import Words

FOLDER = Path(__file__).parent
LIBRARIES = ("dispatch", "timer", "ease", "color", "interpolate", "selection", "drag", "transition", "zoom")


def fill(template: str, words: Words, style: str = "", with_map: bool = False, map_data: Mapping | None = None, **values) -> str:
    """The whole page as text. style: what the map adds to the style sheet; map_data: what its script reads."""
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    style = f"{(FOLDER / 'templates' / 'report.css').read_text(encoding='utf-8')}\n{style}"
    script = _script() if with_map else ""
    return environment.get_template(template).render(
        words=words, say=words.say, style=Markup(style), script=Markup(script), policy=_policy(style, script),
        map_data=_data(map_data or {}), version=version("perheverkko"), **values)


def _script() -> str:
    """The zoom library, as its packages ship it, and our script."""
    parts = [(FOLDER / "vendor" / f"d3-{name}.min.js").read_text(encoding="utf-8") for name in LIBRARIES]
    return "\n".join([*parts, (FOLDER / "templates" / "map.js").read_text(encoding="utf-8")])


def _policy(style: str, script: str) -> str:
    """Nothing may be fetched; only this very style and script may run."""
    rules = ["default-src 'none'", f"style-src {_hash(style)}", f"script-src {_hash(script)}" if script else "script-src 'none'",
             "base-uri 'none'", "form-action 'none'"]
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _data(values: Mapping) -> Markup:
    """JSON that no text in it can end or open an element."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def write_pages(pages: Mapping[Path, str], written: Mapping[Path, Path] | None = None) -> list[Path]:
    """Write every page or none: all under hidden names first, then each takes its own. written: file -> a draft of it that is on disk
    already, which takes its name with them, or goes with them."""
    drafts = {path: path.parent / f".{path.name}.{uuid.uuid4().hex[:8]}.draft" for path in pages} | dict(written or {})
    try:
        for path, text in pages.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts[path].write_text(text, encoding="utf-8", newline="\n")
        for path, draft in drafts.items():
            draft.replace(path)
    except BaseException:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        raise
    return list(drafts)
