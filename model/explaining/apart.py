"""Apart: an explanation in a process of its own, ended when its time is up; the best answer told until then is kept."""

from __future__ import annotations

import pickle
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from model import process
from model.case import Case
from model.explaining.answer import Explanation
from model.solving.child import receive

STARTING_SECONDS = 30.0  # for a process to start and read its case, before its time begins
GRACE_SECONDS = 3.0  # for it to end by itself after its time
LAST_WORDS = 4000  # characters


def explain_apart(case: Case, seconds: float, infeasible: bool = False,
                  on_answer: Callable[[Explanation], None] | None = None) -> Explanation:
    """Explain a case for at most so many seconds from when the explaining begins. on_answer hears of every better answer.
    KeyboardInterrupt keeps the best one."""
    begin, best = time.monotonic(), Explanation("unknown", stopped=True)
    with tempfile.TemporaryDirectory(prefix="perheverkko-") as folder:
        file = Path(folder) / "case.pickle"
        file.write_bytes(pickle.dumps((case, seconds, infeasible), protocol=pickle.HIGHEST_PROTOCOL))
        with (Path(folder) / "stderr").open("w+b") as errors:
            child = process.begin("model.explaining.child", file, errors)
            answers: queue.Queue = queue.Queue()
            threading.Thread(target=_pump, args=(child.stdout, answers), daemon=True).start()
            end, begun = begin + STARTING_SECONDS + seconds, False
            try:
                while (left := end + GRACE_SECONDS - time.monotonic()) > 0:
                    answer = answers.get(timeout=left)
                    if answer is None:
                        best = _ended(best, child, errors)
                        break
                    if not begun:  # its first answer, that it has none yet, says that its time has begun
                        begun, end = True, time.monotonic() + seconds - answer.seconds
                    best = answer
                    if on_answer:
                        on_answer(answer)
                else:
                    best = replace(best, stopped=True)
            except queue.Empty:
                best = replace(best, stopped=True)
            except KeyboardInterrupt:
                best = replace(best, stopped=True)
            finally:
                child.kill()
                child.wait()
    return replace(best, seconds=time.monotonic() - begin)


def _ended(best: Explanation, child: subprocess.Popen, errors: BinaryIO) -> Explanation:
    """What is kept of an explanation whose process has ended: after a breakdown without an answer, that it broke down."""
    if child.wait() == 0:
        return best
    errors.seek(0)
    said = errors.read().decode(errors="replace").strip()[-LAST_WORDS:]
    return replace(best, status="broken" if best.status == "unknown" else best.status, stopped=True, said=said)


def _pump(stream, answers: queue.Queue) -> None:
    while True:
        answer = receive(stream)
        answers.put(answer)
        if answer is None:
            return
