"""Compiles a program, calls it and checks the result."""

from __future__ import annotations

import inspect
from typing import Any, NoReturn

import numpy as np

from .channel import Channel, Floats
from .model import Model, as_finite_table
from .report import FILE, described

FUNCTION = "generate_hard_anomalies"


class Program:
    """Source of Python that defines ``generate_hard_anomalies(n_samples, model, X_train)``."""

    def __init__(self, source: str, channel: Channel) -> None:
        self._source = source
        self._channel = channel

    def call(self, n_samples: int, model: Model, X_train: Floats, seed: int) -> Floats:
        """The rows that the program returns; without any, sends a failure and ends the process."""
        function = self._defined()
        try:
            options = {"random_state": seed % 2**32} if _takes_seed(function) else {}
            returned = function(n_samples, model, X_train, **options)
        except BaseException as error:
            self._fail("exception", error)
        try:
            return self._checked(returned, (n_samples, X_train.shape[1]))
        except MemoryError as error:
            self._fail("memory", error)
        except BaseException as error:
            self._fail("rows", error)

    def _defined(self) -> Any:
        try:
            code = compile(self._source, FILE, "exec", dont_inherit=True)
        except (MemoryError, RecursionError, SyntaxError, ValueError) as error:
            self._fail("syntax", error)
        namespace: dict[str, Any] = {"__name__": "program", "__file__": FILE}
        try:
            exec(code, namespace)
        except BaseException as error:
            self._fail("exception", error)
        function = namespace.get(FUNCTION)
        if not callable(function):
            self._channel.fail("syntax", f"the program defines no function {FUNCTION}")
        return function

    def _checked(self, returned: Any, shape: tuple[int, int]) -> Floats:
        name = f"what {FUNCTION} returned"
        if returned is None:
            raise ValueError(f"{name} is None; an array of shape {shape} is wanted")
        if np.shape(returned) != shape:
            raise ValueError(f"{name} has shape {np.shape(returned)}; {shape} is wanted")
        return as_finite_table(returned, name)

    def _fail(self, reason: str, error: BaseException) -> NoReturn:
        if isinstance(error, MemoryError):
            reason = "memory"
        try:
            text = described(error, self._source)
        except BaseException:
            text = type(error).__name__
        error.__traceback__ = None
        self._channel.fail(reason, text)


def _takes_seed(function: Any) -> bool:
    try:
        return "random_state" in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
