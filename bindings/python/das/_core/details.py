"""Names, thresholds and notes that the C interface stores with a fitted object."""

from __future__ import annotations

import ctypes
from typing import NamedTuple, TypeVar

import numpy as np

from . import abi
from .arrays import Floats, pointer_to
from .context import Context
from .encoding import encoded as text_of
from .features import Names
from .handles import SavedHandle

H = TypeVar("H", bound=SavedHandle)


class Details(NamedTuple):
    """What a file states beside what was learnt; None where it states nothing."""

    names: Names | None = None
    contamination: float | None = None
    threshold: float | None = None
    training_scores: Floats | None = None
    """Of a detector."""
    note: str = ""
    """Text of the program that wrote the file; Python stores classes and parameters in it."""


def details_of(handle: SavedHandle) -> Details:
    """The details of an object."""
    struct = abi.das_details(size=ctypes.sizeof(abi.das_details))
    with Context() as context:
        context.run(handle.function("details"), handle.reference, ctypes.byref(struct))
    names = None
    if struct.feature_names:
        names = np.empty(handle.columns, dtype=object)
        names[:] = [struct.feature_names[index].decode() for index in range(len(names))]
    scores = None
    if struct.training_scores:
        scores = np.array(np.ctypeslib.as_array(struct.training_scores, (struct.rows,)))
    return Details(
        names,
        struct.contamination or None,
        struct.threshold if struct.has_threshold else None,
        scores,
        (struct.note or b"").decode(),
    )


def described(handle: H, details: Details) -> H:
    """A copy of an object with other details, which shares what was learnt."""
    struct = abi.das_details(
        size=ctypes.sizeof(abi.das_details),
        contamination=details.contamination or 0.0,
        note=details.note.encode() or None,
    )
    if details.threshold is not None:
        struct.threshold, struct.has_threshold = details.threshold, 1
    if details.names is not None:
        encoded = [text_of(f"feature name {i}", name) for i, name in enumerate(details.names)]
        struct.feature_names = ctypes.cast(
            (ctypes.c_char_p * len(encoded))(*encoded), ctypes.POINTER(ctypes.c_char_p)
        )
    scores = details.training_scores
    if scores is not None:
        scores = np.ascontiguousarray(scores, dtype=np.float64)
        struct.training_scores, struct.rows = pointer_to(scores), len(scores)
    made = type(handle)(keepalive=handle.keepalive)
    with Context() as context:
        arguments = (handle.reference, ctypes.byref(struct), made.target)
        context.run(handle.function("describe"), *arguments)
    return made
