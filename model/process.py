"""Process: a part of the program in a process of its own, so that it can be ended and its breaking down harms nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[1]


def begin(module: str, file: Path, errors: BinaryIO) -> subprocess.Popen:
    """Run a module of the program on a file of input. It listens on standard input, answers on standard output and has its own session, so
    Ctrl-C reaches only its parent; it works in the program's folder, for where the command is called there may be another `model`."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen([sys.executable, "-m", module, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                            start_new_session=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
