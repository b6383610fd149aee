"""Signal dispositions of the caller, which a helper process would inherit."""

from __future__ import annotations

import re
from pathlib import Path

from ._interpreter import Interpreter

# Python ignores these two, and subprocess restores them in the child.
_PYTHONS_OWN = 1 << (13 - 1) | 1 << (25 - 1)  # SIGPIPE, SIGXFSZ
_AFRESH = """
import os, signal, sys
for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_DFL)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_SETMASK, ())
os.execv(sys.argv[1], sys.argv[1:])
"""


def with_signals_afresh(command: list[str], python: Interpreter) -> list[str]:
    """A command with default dispositions and no blocked signals.

    With SIGCHLD ignored, as in many daemons, bubblewrap would wait forever, and time limits arrive
    as signals. The interpreter that resets them costs 10 ms; ``preexec_fn`` of subprocess would run
    Python in a fork of a process with threads.
    """
    if not _are_altered():
        return command
    return [python.executable, "-I", "-S", "-E", "-c", _AFRESH, *command]


def _are_altered() -> bool:
    """Whether this thread blocks or the process ignores a signal; True where that is unknown."""
    try:
        status = Path("/proc/thread-self/status").read_text()
    except OSError:
        return True
    masks = re.findall(r"^Sig(?:Blk|Ign):\s*([0-9a-f]+)$", status, flags=re.MULTILINE)
    return len(masks) != 2 or any(int(mask, 16) & ~_PYTHONS_OWN for mask in masks)
