"""Reuse: a run that answers the very question asked again, so that nobody waits for it twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from model.publish.run_folder import Run, plain, read_run

ASKED = ("case", "scenario", "inputs", "settings", "options", "seed", "versions")
ANSWERED = ("optimal", "feasible")
CODE = Path(__file__).resolve().parents[1]


def same_run(runs: Path, asked: Mapping) -> Run | None:
    """The latest run of a folder of runs that was asked the same and has an audited plan; None where there is none.

    asked: the entries ASKED of run.yaml. The same means: every input file byte for byte, every setting, gap, time limit and
    seed, and the versions of the package (its files, too) and of the libraries it stands on. What is no whole run is passed over.
    """
    wanted = {key: plain(asked[key]) for key in ASKED}
    found = [(str(run["started"]), (folder / "run.yaml").stat().st_mtime_ns, folder) for folder, run in _runs(runs)
             if _answers(run, wanted)]
    return read_run(max(found)[-1]) if found else None


def _runs(runs: Path):
    """(folder, mapping of run.yaml) of every whole run."""
    for folder in sorted(runs.iterdir()) if runs.is_dir() else ():
        if folder.name.startswith(".") or not (folder / "run.yaml").is_file():
            continue
        try:
            run = yaml.load((folder / "run.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        if isinstance(run, dict):
            yield folder, run


def _answers(run: Mapping, wanted: Mapping) -> bool:
    audit = run.get("audit")
    audited = isinstance(audit, Mapping) and audit.get("passed") is True
    return run.get("status") in ANSWERED and audited and "started" in run and all(run.get(key) == wanted[key] for key in ASKED)


@cache
def code_sha256(folder: Path = CODE) -> str:
    """The sha256 of the package's own files: two runs of one version number may come from different code."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
