"""How much memory a call takes beyond what is in use before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


class PeakMemory:
    """The peak of the resident memory from now on (Linux)."""

    def __init__(self) -> None:
        # The kernel's high-water mark, set back to what is in use now.
        Path("/proc/self/clear_refs").write_text("5")
        self._before = _peak_megabytes()

    def added(self) -> float:
        """Megabytes of the peak so far beyond what was in use at first."""
        return _peak_megabytes() - self._before


def added_megabytes(call: Callable[[], Result]) -> tuple[Result, float]:
    """What the call gives, and what it adds to the peak of the resident memory."""
    peak = PeakMemory()
    result = call()
    return result, peak.added()


def _peak_megabytes() -> float:
    """The largest resident size since the mark was set back."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
