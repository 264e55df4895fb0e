"""Journal: what every working process began and finished, each in a file of its own, so that nothing is lost when one dies."""

from __future__ import annotations

import csv
import os
import socket
from collections import Counter
from datetime import datetime
from pathlib import Path

FOLDER = "journal"
BEGUN, FINISHED = "begun", "finished"


def note(sweep: Path, run: str, event: str) -> None:
    """Add a line (time, run, event) to this process's file."""
    folder = sweep / FOLDER
    folder.mkdir(exist_ok=True)
    with (folder / f"{socket.gethostname()}-{os.getpid()}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([datetime.now().isoformat(timespec="seconds"), run, event])


def counts(sweep: Path) -> Counter:
    """(run, event) -> how often, over all processes and all calls of the sweep. A line cut short by a crash is passed over."""
    found: Counter = Counter()
    for path in sorted((sweep / FOLDER).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found.update((row[1], row[2]) for row in csv.reader(file) if len(row) == 3)
    return found
