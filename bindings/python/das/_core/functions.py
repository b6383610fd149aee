"""Signatures of the caller's functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


def takes(function: Callable[..., Any], name: str) -> bool:
    """Whether a function has a parameter of this name; False where that is unknown."""
    try:
        return name in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
