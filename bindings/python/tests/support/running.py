"""Python in a process of its own, and a function on several threads at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any


def python(*arguments: str, cwd: Any = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with the modules that this process finds."""
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path, **variables},
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=600,
    )


def on_threads(function: Callable[[Any], object], arguments: Iterable[Any]) -> None:
    """Calls the function with each argument, all at once."""
    threads = [threading.Thread(target=function, args=(each,)) for each in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
