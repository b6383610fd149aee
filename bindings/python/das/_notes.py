"""What Python alone knows of an estimator, as a text in its file: class and parameters.

It is JSON. Plain values stand for themselves; an object with one key stands for anything else. A
text from a file is not trusted: what comes of it are these values, or an error.
"""

from __future__ import annotations

import json
import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ._boosters import BUILT_IN as BOOSTERS
from ._detectors import BUILT_IN as DETECTORS
from ._errors import BadFormatError, DASError, UnsupportedError
from ._llmdas import LLMDAS
from ._parameters import Parameters
from ._program import Program
from ._program_python import PythonProgram

CLASSES: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (*DETECTORS.values(), *BOOSTERS.values(), LLMDAS)
}
LONGEST = 1 << 17
"""Characters of a note."""
_LONGEST_VALUE = 1 << 15
_LARGEST_ARRAY = 4096
_DEEPEST = 8
_BROKEN = "this is not a sound libdas file: its note of parameters"


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


# MARK: writing


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
    kinds = (kind.__name__ for kind in type(estimator).__mro__)
    return next((name for name in kinds if name in CLASSES), "")


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
    if isinstance(value, Program):
        return {"program": value.to_json()}
    if isinstance(value, PythonProgram):
        return {"python_program": list(value._value())}
    if depth < _DEEPEST:
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
    numeric = array.dtype.kind in "biuf" and array.ndim in (1, 2) and array.size <= _LARGEST_ARRAY
    return numeric and bool(np.isfinite(array).all())


# MARK: reading


def read_note(text: str) -> dict[str, Any] | None:
    """What :func:`note_of` wrote; None for another program's note.

    Raises
    ------
    BadFormatError
        Where it is not as we write it.
    """
    if not text.startswith('{"das":'):
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(f"no JSON ({error})") from None
    if not isinstance(told, dict) or not all(isinstance(part, dict) for part in told.values()):
        raise _broken("no object of objects")
    return told


def estimator_of(told: Any, *, like: type[Any], parts: Mapping[str, Any] | None = None) -> Any:
    """The unfitted estimator of which `told` tells, which has to be of the class `like`."""
    made = _read(told, parts or {}, 0)
    if type(made) is not like:
        raise _broken(f"a {type(made).__name__} where a {like.__name__} should be")
    return made


def _read(told: Any, parts: Mapping[str, Any], depth: int) -> Any:
    if not isinstance(told, (dict, list)):
        return told
    if depth > 2 * _DEEPEST or isinstance(told, list):
        raise _broken("nested too deeply, or has a list where there is none")
    if "estimator" in told:
        return _read_estimator(told, parts, depth)
    if "array" in told:
        return _read_array(told)
    if len(told) != 1:
        raise _broken(f"an object of {len(told)} keys")
    ((kind, value),) = told.items()
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


def _read_array(told: dict[str, Any]) -> npt.NDArray[Any]:
    try:
        dtype = np.dtype(str(told.get("dtype")))
        array = np.array(told["array"], dtype=dtype)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _broken(f"an array with a wrong value ({error!s:.200})") from None
    if dtype.kind not in "biuf" or array.ndim not in (1, 2) or array.size > _LARGEST_ARRAY:
        raise _broken("an array of a kind or size that none is of")
    return array


def _read_estimator(told: dict[str, Any], parts: Mapping[str, Any], depth: int) -> Any:
    name, values = told["estimator"], told.get("parameters")
    kind = CLASSES.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(values, dict):
        raise _broken(f"no estimator of das: {name!r:.40}")
    known = kind._parameter_names()
    return kind(
        **{key: _read(value, parts, depth + 1) for key, value in values.items() if key in known}
    )


def _broken(what: str) -> BadFormatError:
    return BadFormatError(f"{_BROKEN} holds {what}")
