"""The memory that a call adds to what is in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


class PeakMemory:
    """The peak of the resident memory since its creation (Linux)."""

    def __init__(self) -> None:
        # The kernel's high-water mark, set back to what is in use now.
        Path("/proc/self/clear_refs").write_text("5")
        self._before = _peak_megabytes()

    def added(self) -> float:
        """Megabytes of the peak so far, without what was in use at first."""
        return _peak_megabytes() - self._before


def added_megabytes(call: Callable[[], Result]) -> tuple[Result, float]:
    """The result of the call, and what it adds to the peak of the resident memory."""
    peak = PeakMemory()
    result = call()
    return result, peak.added()


def _peak_megabytes() -> float:
    """The largest resident size since the mark was set back."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
