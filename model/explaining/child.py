"""The child process of an explanation: whatever happens to the solver in it, what it told before stays with its parent."""

from __future__ import annotations

import os
import pickle
import sys
import threading
from pathlib import Path

from model.explaining.answer import Explanation
from model.explaining.explain import explain
from model.solving.child import send


def main() -> None:
    """argv: file with (case, seconds, infeasible). Messages go to the original standard output, the solver's to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    case, seconds, infeasible = pickle.loads(Path(sys.argv[1]).read_bytes())
    send(pipe, Explanation("unknown", stopped=True))  # says that its time begins now
    explain(case, seconds, infeasible, lambda explanation: send(pipe, explanation))
    pipe.close()
    os._exit(0)  # the waiting thread may still read


def _end_with_parent() -> None:
    """The end of standard input means that nobody waits for the answer any more."""
    sys.stdin.buffer.read(1)
    os._exit(1)


if __name__ == "__main__":
    main()
