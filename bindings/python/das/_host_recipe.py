"""Unfitted detectors of other libraries, as the C interface takes them."""

from __future__ import annotations

import ctypes
import itertools
from typing import Any

from . import _abi
from ._arrays import as_table, copied, write
from ._context import Context, current_context
from ._copies import fitted_copy
from ._handles import DetectorHandle
from ._host_detector import HostDetector, attempt_on, with_names
from ._library import library


class HostDetectorRecipe:
    """An unfitted detector of Python as a recipe of the C interface: each fit is of a copy.

    Parameters
    ----------
    model : object with ``fit``
    fitted : object
        A fitted copy, for the name of the method and those of its features.
    seed : int
        For the ``random_state`` of copies that have none.
    """

    def __init__(self, model: Any, fitted: Any, seed: int) -> None:
        self._model = model
        self._like = fitted
        self._seed = seed
        self._numbers = itertools.count(1)
        self._fitted: dict[int, HostDetector] = {}

    def wrapped(self, context: Context) -> DetectorHandle:
        """The detector as the library takes it; it holds this object."""
        made = {
            "fit": _abi.das_detector_callbacks_fit(self._fit),
            "score": _abi.das_detector_callbacks_score(self._answer),
            "release": _abi.das_destroy_fn(self._release),
        }
        handle = DetectorHandle(keep=made)
        callbacks = _abi.das_detector_callbacks(
            size=ctypes.sizeof(_abi.das_detector_callbacks),
            name=HostDetector(self._like).name.encode(),
            **made,
        )
        context.run(library.das_detector_wrap, ctypes.byref(callbacks), handle.target)
        return handle

    def _fit(self, user: object, X: Any, fitted: Any) -> int:
        try:
            table = as_table(copied(X))
            rows = with_names(table.array, self._like)
            model = fitted_copy(self._model, self._seed, attempt_on(table), rows)
            number = next(self._numbers)
            self._fitted[number] = HostDetector(model)
            fitted[0] = number
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _answer(self, fitted: int | None, X: Any, scores: Any) -> int:
        try:
            if fitted is None:
                raise KeyboardInterrupt  # which kept `_fit` from being entered
            write(self._fitted[fitted].score(copied(X)), scores)
            return 0
        except BaseException as error:
            current_context().keep(error)
            return 1

    def _release(self, fitted: int | None) -> None:
        if fitted is not None:
            self._fitted.pop(fitted, None)
