"""The child process of a solve: reads a job from a file, solves it, tells its parent on a pipe. A crash of the solver ends
only this process; every plan told before it stays with the parent."""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
from pathlib import Path

from model.solving.strategy import solve_levels


def main() -> None:
    """argv: job file. Messages go to the original standard output; whatever the solver prints goes to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    stopping = threading.Event()
    threading.Thread(target=_wait_for_stop, args=(stopping,), daemon=True).start()
    job = pickle.loads(Path(sys.argv[1]).read_bytes())

    def tell(level, x, value, bound, step) -> None:
        send(pipe, ("progress", level, x, value, bound, step))

    solution = solve_levels(job, tell, stopping.is_set)
    send(pipe, ("solution", solution))
    pipe.close()
    os._exit(0)  # the reading thread may still wait on standard input


def send(pipe, message) -> None:
    """One message: its length, then its pickle."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(struct.pack("<Q", len(body)) + body)
    pipe.flush()


def receive(pipe):
    """The next message, or None at the end of the pipe (also in the middle of a message: the sender died)."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack("<Q", head)
    body = pipe.read(length)
    return pickle.loads(body) if len(body) == length else None


def _wait_for_stop(stopping: threading.Event) -> None:
    """Any byte, or the end of standard input, asks to stop and keep the best plan."""
    sys.stdin.buffer.read(1)
    stopping.set()


if __name__ == "__main__":
    main()
