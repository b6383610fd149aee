"""The caller's handling of signals, which a helper process would inherit."""

from __future__ import annotations

import re
from pathlib import Path

from ._interpreter import Interpreter

# Python ignores these two itself, and subprocess takes that back in the child.
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
    """A command that neither ignores nor blocks a signal, whatever this process does.

    bubblewrap would wait for ever for the end of its child where SIGCHLD is ignored, as daemons
    like to do, and limits of time are told by a signal. An interpreter takes the command's place
    after 10 ms; ``preexec_fn`` of subprocess would run Python in a copy of a process with threads.
    """
    if not _are_altered():
        return command
    return [python.executable, "-I", "-S", "-E", "-c", _AFRESH, *command]


def _are_altered() -> bool:
    """Whether this thread blocks any signal, or the process ignores one; yes where nobody tells."""
    try:
        status = Path("/proc/thread-self/status").read_text()
    except OSError:
        return True
    masks = re.findall(r"^Sig(?:Blk|Ign):\s*([0-9a-f]+)$", status, flags=re.MULTILINE)
    return len(masks) != 2 or any(int(mask, 16) & ~_PYTHONS_OWN for mask in masks)
