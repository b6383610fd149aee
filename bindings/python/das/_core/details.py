"""What a fitted object is known by beside what it has learnt, as the C interface keeps it."""

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
    """None is what nobody has said."""

    names: Names | None = None
    contamination: float | None = None
    threshold: float | None = None
    training_scores: Floats | None = None
    """Of a detector."""
    note: str = ""
    """A text of ours; of a host that speaks C, whatever it likes."""


def details_of(handle: SavedHandle, columns: int) -> Details:
    """The details of an object that takes rows of `columns` numbers."""
    told = abi.das_details(size=ctypes.sizeof(abi.das_details))
    with Context() as context:
        context.run(handle._details, handle.reference, ctypes.byref(told))
    names = None
    if told.feature_names:
        names = np.empty(columns, dtype=object)
        names[:] = [told.feature_names[index].decode() for index in range(columns)]
    scores = None
    if told.training_scores:
        scores = np.array(np.ctypeslib.as_array(told.training_scores, (told.rows,)))
    return Details(
        names,
        told.contamination or None,
        told.threshold if told.has_threshold else None,
        scores,
        (told.note or b"").decode(),
    )


def described(handle: H, details: Details) -> H:
    """A copy of an object with other details; it shares what was learnt."""
    told = abi.das_details(
        size=ctypes.sizeof(abi.das_details),
        contamination=details.contamination or 0.0,
        note=details.note.encode() or None,
    )
    if details.threshold is not None:
        told.threshold, told.has_threshold = details.threshold, 1
    if details.names is not None:
        encoded = [text_of(f"feature name {i}", name) for i, name in enumerate(details.names)]
        told.feature_names = ctypes.cast(
            (ctypes.c_char_p * len(encoded))(*encoded), ctypes.POINTER(ctypes.c_char_p)
        )
    scores = details.training_scores
    if scores is not None:
        scores = np.ascontiguousarray(scores, dtype=np.float64)
        told.training_scores, told.rows = pointer_to(scores), len(scores)
    made = type(handle)(keep=handle.keep)
    with Context() as context:
        arguments = (handle.reference, ctypes.byref(told), made.target)
        context.run(handle._describe, *arguments)
    return made
