"""Estimators from the notes in files.

The text of a file is not trusted: the result are values as in ``_base/notes.py``, or an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .._base.notes import MAX_ARRAY_SIZE, MAX_DEPTH, NotInFile
from .._boosters.registry import BOOSTERS
from .._core.errors import BadFormatError, DASError
from .._detectors.registry import DETECTORS
from .._programs.program import Program
from .._programs.python_program import PythonProgram
from .llmdas import LLMDAS

_CLASSES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (*DETECTORS.values(), *BOOSTERS.values(), LLMDAS)
}
_BROKEN = "this is not a sound libdas file: its note of parameters"


def parse_note(text: str) -> dict[str, Any] | None:
    """The content of a note of :func:`serialize_note`; None for another program's note.

    Raises
    ------
    BadFormatError
        Where it is malformed.
    """
    if not text.startswith('{"das":'):
        return None
    try:
        note = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(f"no JSON ({error})") from None
    if not isinstance(note, dict) or not all(isinstance(part, dict) for part in note.values()):
        raise _broken("no object of objects")
    return note


def parse_kinds(note: dict[str, Any] | None) -> dict[int, str]:
    """What the categories of columns are, where they are no texts."""
    kinds = (note or {}).get("das", {}).get("category_kinds", {})
    if not isinstance(kinds, dict) or any(k not in ("number", "boolean") for k in kinds.values()):
        raise _broken("wrong kinds of categories")
    if not all(re.fullmatch(r"\d{1,9}", column) for column in kinds):
        raise _broken("kinds of categories without a column")
    return {int(column): kind for column, kind in kinds.items()}


def build_estimator(note: Any, *, like: type[Any], parts: Mapping[str, Any] | None = None) -> Any:
    """The unfitted estimator that `note` describes, which has to be of the class `like`."""
    made = _read(note, parts or {}, 0)
    if type(made) is not like:
        raise _broken(f"a {type(made).__name__} where a {like.__name__} should be")
    return made


def _read(note: Any, parts: Mapping[str, Any], depth: int) -> Any:
    if not isinstance(note, (dict, list)):
        return note
    if depth > 2 * MAX_DEPTH or isinstance(note, list):
        raise _broken("nested too deeply, or has a list where there is none")
    if "estimator" in note:
        return _read_estimator(note, parts, depth)
    if "array" in note:
        return _read_array(note)
    if len(note) != 1:
        raise _broken(f"an object of {len(note)} keys")
    ((kind, value),) = note.items()
    try:
        return _read_kind(kind, value, parts, depth)
    except (TypeError, ValueError, KeyError, DASError) as error:
        if str(error).startswith(_BROKEN):
            raise
        raise _broken(f"{kind!r:.40} with a wrong value ({error!s:.200})") from None


def _read_kind(kind: str, value: Any, parts: Mapping[str, Any], depth: int) -> Any:
    if kind == "part":
        return parts[value]
    if kind == "absent" and isinstance(value, str):
        return NotInFile(value)
    if kind == "float" and value in ("nan", "inf", "-inf"):
        return float(value)
    if kind == "program" and isinstance(value, str):
        return Program.from_json(value)
    if kind == "python_program":
        source, name, detector, policy, explanation = value
        return PythonProgram(
            source, name=name, detector=detector, policy=policy, explanation=explanation
        )
    if kind in ("list", "tuple") and isinstance(value, list):
        items = [_read(item, parts, depth + 1) for item in value]
        return items if kind == "list" else tuple(items)
    if kind == "dict" and isinstance(value, list):
        return dict([_read(part, parts, depth + 1) for part in pair] for pair in value)
    raise _broken(f"the unknown kind {kind!r:.40}")


def _read_array(note: dict[str, Any]) -> npt.NDArray[Any]:
    try:
        dtype = np.dtype(str(note.get("dtype")))
        array = np.array(note["array"], dtype=dtype)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _broken(f"an array with a wrong value ({error!s:.200})") from None
    if dtype.kind not in "biuf" or array.ndim not in (1, 2) or array.size > MAX_ARRAY_SIZE:
        raise _broken("an array of a kind or size that none is of")
    return array


def _read_estimator(note: dict[str, Any], parts: Mapping[str, Any], depth: int) -> Any:
    name, values = note["estimator"], note.get("parameters")
    kind = _CLASSES.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(values, dict):
        raise _broken(f"no estimator of das: {name!r:.40}")
    known = kind._parameter_names()
    return kind(
        **{key: _read(value, parts, depth + 1) for key, value in values.items() if key in known}
    )


def _broken(what: str) -> BadFormatError:
    return BadFormatError(f"{_BROKEN} holds {what}")
