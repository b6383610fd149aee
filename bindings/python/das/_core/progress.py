"""Progress of a fit."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO, Union

from .errors import ArgumentTypeError

Report = Callable[[str, float], object]
Progress = Union[Report, bool, None]


class ProgressBar:
    """One line on a terminal: ``booster      [########------------]  42 %``.

    It is what ``progress=True`` shows. Call it with the stage's name and the fraction done.

    Parameters
    ----------
    file : text stream, default ``sys.stderr``
    width : int
        Characters of the bar.
    """

    def __init__(self, file: TextIO | None = None, width: int = 40) -> None:
        self._file = file if file is not None else sys.stderr
        self._width = width
        self._drawn_at = 0.0
        self._line = ""

    def __call__(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        # Ten times a second costs the fit nothing.
        if fraction < 1 and now - self._drawn_at < 0.1:
            return
        self._drawn_at = now
        done = round(self._width * fraction)
        bar = "#" * done + "-" * (self._width - done)
        line = f"{stage:<14} [{bar}] {fraction:4.0%}"
        if line != self._line:
            self._line = line
            print(f"\r{line}", end="", file=self._file, flush=True)

    def close(self) -> None:
        """Ends the line."""
        if self._line:
            print(file=self._file, flush=True)
            self._line = ""


def reporter(progress: Progress) -> Report | None:
    """The callable for (stage, fraction), if any."""
    if isinstance(progress, bool) or progress is None:
        return ProgressBar() if progress else None
    if not callable(progress):
        raise ArgumentTypeError(
            f"progress is {progress!r:.80}; it takes a callable(stage, fraction) or a bool"
        )
    return progress
