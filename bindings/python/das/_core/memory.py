"""Memory for results."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import OutOfMemoryError


def empty(*shape: int, dtype: Any = np.float64) -> npt.NDArray[Any]:
    """An uninitialised array.

    Raises
    ------
    OutOfMemoryError
        Also for shapes that no memory could hold.
    """
    try:
        return np.empty(shape, dtype)
    except (MemoryError, ValueError, OverflowError):
        size = " x ".join(map(str, shape))
        raise OutOfMemoryError(f"out of memory: could not allocate {size} numbers") from None
