"""Class and parameters of an estimator as a note in its file, which C does not interpret.

The note is JSON. Plain values represent themselves; an object with one key represents any other.
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
from .._core.tables.schema import Schema
from .parameters import Parameters

MAX_NOTE_LENGTH = 1 << 17
"""The maximum number of characters of a note."""
_MAX_VALUE_LENGTH = 1 << 15
MAX_ARRAY_SIZE = 4096
MAX_DEPTH = 8
# Defaults that notes leave out, as those of versions without these parameters do.
_IMPLIED = {"categorical_features": "from_dtype", "missing": "auto"}


class NotInFile:
    """A placeholder for a parameter that files do not contain: a function, a foreign object.

    A fit that needs it raises; ``set_params`` replaces it.
    """

    def __init__(self, what: str) -> None:
        self._what = what

    def __repr__(self) -> str:
        return f"<{self._what}, which the file does not hold>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NotInFile) and self._what == other._what

    def __hash__(self) -> int:
        return hash(self._what)


def describe(estimator: Parameters, parts: Mapping[int, str] | None = None) -> dict[str, Any]:
    """Class and parameters of an estimator, as JSON values.

    Parameters
    ----------
    estimator : Parameters
    parts : mapping from id to str, optional
        Roles of the fitted parts of a model, for parameters that are one of them.
    """
    values = {}
    for name, value in estimator.get_params(deep=False).items():
        if name in _IMPLIED and isinstance(value, str) and value == _IMPLIED[name]:
            continue
        if name == "progress" and callable(value):
            value = None  # does not affect the model
        values[name] = _short(_encode(value, parts or {}, 0), value)
    return {"estimator": _class_of(estimator), "parameters": values}


def describe_kinds(schema: Schema | None) -> dict[str, Any]:
    """What the categories of columns are, by column, where they are no texts."""
    if schema is None:
        return {}
    known = enumerate(schema.categories)
    kinds = {column: one.kind for column, one in known if one is not None and one.kind != "text"}
    return {"category_kinds": kinds} if kinds else {}


def serialize_note(note: Mapping[str, Any]) -> str:
    """The text of a file's note."""
    text = json.dumps(note, separators=(",", ":"))
    if len(text) > MAX_NOTE_LENGTH:
        raise UnsupportedError(
            f"the parameters take {len(text)} characters; a file holds at most "
            f"{MAX_NOTE_LENGTH} of them"
        )
    return text


def _class_of(estimator: object) -> str:
    """The name of the class in das, also for a user's subclass."""
    kinds = type(estimator).__mro__
    return next((kind.__name__ for kind in kinds if kind.__module__ == "das"), "")


def _short(note: Any, value: Any) -> Any:
    long = len(json.dumps(note)) > _MAX_VALUE_LENGTH
    return _absent(value) if long else note


def _absent(value: Any) -> dict[str, str]:
    if isinstance(value, NotInFile):
        return {"absent": value._what}
    name = getattr(value, "__name__", None)
    what = f"{type(value).__name__} {name}" if isinstance(name, str) else type(value).__name__
    return {"absent": what[:200]}


def _encode(value: Any, parts: Mapping[int, str], depth: int) -> Any:
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
    if depth < MAX_DEPTH:
        if isinstance(value, (list, tuple)):
            items = [_encode(item, parts, depth + 1) for item in value]
            return {"list" if isinstance(value, list) else "tuple": items}
        if isinstance(value, dict):
            pairs = [[_encode(part, parts, depth + 1) for part in pair] for pair in value.items()]
            return {"dict": pairs}
        if isinstance(value, Parameters) and _class_of(value):
            return describe(value)
    return _absent(value)


def _is_small(array: npt.NDArray[Any]) -> bool:
    numeric = array.dtype.kind in "biuf" and array.ndim in (1, 2) and array.size <= MAX_ARRAY_SIZE
    return numeric and bool(np.isfinite(array).all())
