"""Python in a process of its own, a function on several threads, and the processes there are."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
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


def descendants(root: int | None = None) -> set[int]:
    """Processes below this one or `root`, those that are dead and not waited for included."""
    root = os.getpid() if root is None else root
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue
        parents[int(folder.name)] = int(text.rpartition(")")[2].split()[1])
    found = {root}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found - {root}
        found |= more
