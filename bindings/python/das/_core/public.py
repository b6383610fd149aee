"""Public names belong to the package ``das``, wherever they are defined."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T", bound=Any)


def public(named: T) -> T:
    """Makes ``das`` the module of a class or a function, under which it is pickled and shown."""
    named.__module__ = "das"
    return named
