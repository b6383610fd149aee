"""Public names belong to the package ``das``, wherever they are defined."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T", bound=Any)


def public(named: T) -> T:
    """Sets the module of a class or a function to ``das``, for pickles and messages."""
    named.__module__ = "das"
    return named
