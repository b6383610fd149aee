"""What goes wrong on the user's side."""

from __future__ import annotations


class BenchmarkError(Exception):
    """A request that cannot be met; its text is all that the user needs to see."""
