"""Progress of the runs, on standard error."""

from __future__ import annotations

import datetime
import sys
import time
from typing import TextIO


class Progress:
    """A bar with the remaining time on a terminal; elsewhere a line every half minute.

    Parameters
    ----------
    total : float
        The cost of all runs, in any unit proportional to time.
    """

    def __init__(self, total: float, file: TextIO | None = None) -> None:
        self._file = file if file is not None else sys.stderr
        self._on_terminal = self._file.isatty()
        self._interval = 0.1 if self._on_terminal else 30.0
        self._total = max(total, 1e-9)
        self._done = 0.0
        self._start = time.monotonic()
        self._drawn_at = self._start

    def advance(self, cost: float, what: str) -> None:
        """Adds the cost of finished runs, of which `what` names the last."""
        self._done += cost
        now = time.monotonic()
        if now - self._drawn_at >= self._interval:
            self._drawn_at = now
            self._show(what, now - self._start)

    def close(self) -> None:
        """Clears the bar."""
        if self._on_terminal:
            print("\r\033[K", end="", file=self._file, flush=True)

    def _show(self, what: str, elapsed: float) -> None:
        fraction = min(self._done / self._total, 1.0)
        remaining = datetime.timedelta(
            seconds=round(elapsed * (1 - fraction) / max(fraction, 1e-6))
        )
        if self._on_terminal:
            bar = "#" * round(30 * fraction)
            print(
                f"\r\033[K[{bar:-<30}] {fraction:4.0%}, {remaining} left; {what}",
                end="",
                file=self._file,
                flush=True,
            )
        else:
            print(f"{fraction:4.0%} done, {remaining} left; {what}", file=self._file, flush=True)
