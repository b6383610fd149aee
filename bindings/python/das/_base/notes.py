"""What Python alone knows of an estimator, as a text in its file: class and parameters.

It is JSON. Plain values stand for themselves; an object with one key stands for anything else.
"""

from __future__ import annotations

import json
import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.errors import UnsupportedError
from .parameters import Parameters

LONGEST = 1 << 17
"""Characters of a note."""
_LONGEST_VALUE = 1 << 15
LARGEST_ARRAY = 4096
DEEPEST = 8


class NotInFile:
    """Stands for a parameter that no file holds: a function, a generator, a foreign object.

    A fit that needs it says so; ``set_params`` puts another in its place.
    """

    def __init__(self, what: str) -> None:
        self._what = what

    def __repr__(self) -> str:
        return f"<{self._what}, which the file does not hold>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NotInFile) and self._what == other._what

    def __hash__(self) -> int:
        return hash(self._what)


def told_of(estimator: Parameters, parts: Mapping[int, str] | None = None) -> dict[str, Any]:
    """Class and parameters of an estimator.

    Parameters
    ----------
    estimator : Parameters
    parts : mapping from id to str, optional
        The fitted parts of the model, where a parameter is one of them.
    """
    values = {}
    for name, value in estimator.get_params(deep=False).items():
        if name == "progress" and callable(value):
            value = None  # nothing that a model is made of
        values[name] = _short(_told(value, parts or {}, 0), value)
    return {"estimator": _class_of(estimator), "parameters": values}


def note_of(told: Mapping[str, Any]) -> str:
    """The text of a file's note."""
    text = json.dumps(told, separators=(",", ":"))
    if len(text) > LONGEST:
        raise UnsupportedError(
            f"the parameters take {len(text)} characters; a file holds at most {LONGEST} of them"
        )
    return text


def _class_of(estimator: object) -> str:
    """The class of das; a subclass of the user's is loaded as that."""
    kinds = type(estimator).__mro__
    return next((kind.__name__ for kind in kinds if kind.__module__ == "das"), "")


def _short(told: Any, value: Any) -> Any:
    long = len(json.dumps(told)) > _LONGEST_VALUE
    return _absent(value) if long else told


def _absent(value: Any) -> dict[str, str]:
    if isinstance(value, NotInFile):
        return {"absent": value._what}
    name = getattr(value, "__name__", None)
    what = f"{type(value).__name__} {name}" if isinstance(name, str) else type(value).__name__
    return {"absent": what[:200]}


def _told(value: Any, parts: Mapping[int, str], depth: int) -> Any:
    if id(value) in parts:
        return {"part": parts[id(value)]}
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, np.ndarray) and _is_small(value):
        return {"array": value.tolist(), "dtype": value.dtype.str}
    if hasattr(type(value), "_to_note"):
        return value._to_note()
    if depth < DEEPEST:
        if isinstance(value, (list, tuple)):
            items = [_told(item, parts, depth + 1) for item in value]
            return {"list" if isinstance(value, list) else "tuple": items}
        if isinstance(value, dict):
            pairs = [[_told(part, parts, depth + 1) for part in pair] for pair in value.items()]
            return {"dict": pairs}
        if isinstance(value, Parameters) and _class_of(value):
            return told_of(value)
    return _absent(value)


def _is_small(array: npt.NDArray[Any]) -> bool:
    numeric = array.dtype.kind in "biuf" and array.ndim in (1, 2) and array.size <= LARGEST_ARRAY
    return numeric and bool(np.isfinite(array).all())
