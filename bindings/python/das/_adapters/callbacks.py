"""Methods as callbacks of the C interface, and copies that callbacks fit."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

from .._core.context import current_context


def callback(method: Callable[..., None]) -> Callable[..., int]:
    """A method that returns a status: 0, or 1 where it raises.

    The exception is recorded in the context of the call that runs, which raises it.
    """

    @functools.wraps(method)
    def guarded(*arguments: Any) -> int:
        try:
            method(*arguments)
            return 0
        except BaseException as error:
            current_context().record(error)
            return 1

    return guarded


class FittedCopies:
    """Fitted objects, by the numbers that the library passes to callbacks."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._copies: dict[int, Any] = {}

    def add(self, copy: Any, number_target: Any) -> None:
        """Stores an object, and writes its number to the library's pointer."""
        number = next(self._numbers)
        self._copies[number] = copy
        number_target[0] = number

    def __getitem__(self, number: int | None) -> Any:
        if number is None:
            raise KeyboardInterrupt  # a signal kept the fit callback from being entered
        return self._copies[number]

    def remove(self, number: int | None) -> None:
        """Removes an object, if there is one of this number."""
        if number is not None:
            self._copies.pop(number, None)

    @property
    def first(self) -> Any:
        """The object that was fitted first."""
        return self._copies[min(self._copies)]
