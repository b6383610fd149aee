"""F of rows and its parts."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from .._core.arrays import Floats, pointer_to
from .._core.context import Context
from .._core.handles import ModelHandle
from .._core.library import library
from .._core.memory import empty


class Parts(NamedTuple):
    """What :meth:`LLMDAS.parts` gives: three arrays of shape (n_samples,)."""

    detector: Floats
    """f, the detector's score."""
    booster: Floats
    """f~, the booster's score in [0, 1]."""
    fused: Floats
    """F, the model's score."""

    @classmethod
    def empty(cls, rows: int) -> Parts:
        """Uninitialised scores."""
        return cls(empty(rows), empty(rows), empty(rows))


def training_parts(model: ModelHandle, context: Context, rows: int | None = None) -> Parts:
    """The scores of a model's training rows; `rows` is their number, if it is known.

    The booster's are out of bag, and NaN where there are none.
    """
    count = ctypes.c_int64()
    function = library.das_model_training_scores
    if rows is None:
        context.run(function, model.reference, None, None, None, 0, ctypes.byref(count))
        rows = count.value
    parts = Parts.empty(rows)
    pointers = (pointer_to(part) for part in parts)
    context.run(function, model.reference, *pointers, rows, ctypes.byref(count))
    return parts
