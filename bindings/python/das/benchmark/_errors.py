"""Errors of the user's request."""

from __future__ import annotations


class BenchmarkError(Exception):
    """A request that cannot be met; its message is shown without a traceback."""
