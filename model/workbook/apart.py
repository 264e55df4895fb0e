"""A workbook written in a process of its own, so that a report's pages are made in the meantime: both take seconds of a processor."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from model.process import ROOT
from model.publish.run_folder import Run
from model.workbook.write import write_workbook

WORTH_A_PROCESS = 10_000  # rows of all tables: fewer are written sooner than a process starts


@contextmanager
def workbook_apart(runs: Sequence[Run], file: Path, language: str) -> Iterator[Callable[[], Path]]:
    """Begin to write the runs to `file`; gives a function that waits for it, raises what write_workbook raises, and gives the file.
    Nothing of an unfinished workbook is left behind at the end."""
    if sum(len(table) for run in runs for table in run.tables.values()) < WORTH_A_PROCESS:
        yield lambda: write_workbook(runs, file, language)
        return
    with tempfile.TemporaryFile() as job:
        pickle.dump((list(runs), file, language), job, protocol=pickle.HIGHEST_PROTOCOL)
        job.seek(0)
        child = subprocess.Popen([sys.executable, "-m", __name__], cwd=ROOT, stdin=job, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield lambda: _result(child, file)
    finally:
        with child:
            if child.poll() is None:
                child.kill()
        for draft in file.parent.glob(f".{file.name}.*.draft"):
            draft.unlink(missing_ok=True)


def _result(child: subprocess.Popen, file: Path) -> Path:
    answer, said = child.communicate()
    if child.returncode:
        raise RuntimeError(f"writing the workbook failed:\n{said.decode(errors='replace')}")
    error = pickle.loads(answer)
    if error is not None:
        raise error
    return file


def main() -> None:
    """The child: the job on standard input, the error of write_workbook (or None) on standard output."""
    runs, file, language = pickle.load(sys.stdin.buffer)
    error = None
    try:
        write_workbook(runs, file, language)
    except (ValueError, OSError) as found:
        error = found
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(pickle.dumps(error))


if __name__ == "__main__":
    main()
