"""The structs of Arrow's C data interface, and its names of types.

https://arrow.apache.org/docs/format/CDataInterface.html; a producer's structs are moved, and each
is released exactly once.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np


class ArrowSchema(ctypes.Structure):
    pass


ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.POINTER(ArrowSchema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class ArrowArray(ctypes.Structure):
    pass


ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))),
    ("dictionary", ctypes.POINTER(ArrowArray)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class ArrowArrayStream(ctypes.Structure):
    pass


_stream = ctypes.POINTER(ArrowArrayStream)
ArrowArrayStream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, _stream, ctypes.POINTER(ArrowSchema))),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, _stream, ctypes.POINTER(ArrowArray))),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_void_p, _stream)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_pointer_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)


def moved(capsule: Any, kind: type[Any], name: bytes) -> Any:
    """The struct of a capsule, moved out of it: the caller releases it."""
    theirs = kind.from_address(_pointer_of(capsule, name))
    moved_struct = kind.from_buffer_copy(theirs)
    theirs.release = None
    return moved_struct


def release(struct: Any) -> None:
    """Releases a struct that is not released yet."""
    if struct.release:
        ctypes.CFUNCTYPE(None, ctypes.POINTER(type(struct)))(struct.release)(ctypes.byref(struct))
        struct.release = None


NUMBERS: dict[str, np.dtype[Any]] = {
    "c": np.dtype(np.int8),
    "C": np.dtype(np.uint8),
    "s": np.dtype(np.int16),
    "S": np.dtype(np.uint16),
    "i": np.dtype(np.int32),
    "I": np.dtype(np.uint32),
    "l": np.dtype(np.int64),
    "L": np.dtype(np.uint64),
    "e": np.dtype(np.float16),
    "f": np.dtype(np.float32),
    "g": np.dtype(np.float64),
}

ORDERED = 1
"""The flag of a dictionary whose order has a meaning."""

# Prefix of a format, its meaning for a table, and its name.
OTHERS: list[tuple[str, str, str]] = [
    ("z", "bytes", "bytes"),
    ("Z", "bytes", "bytes"),
    ("vz", "bytes", "bytes"),
    ("w:", "bytes", "bytes"),
    ("td", "time", "a date"),
    ("tt", "time", "a time of day"),
    ("ts", "time", "a timestamp"),
    ("tD", "time", "a duration"),
    ("ti", "time", "an interval of time"),
    ("+s", "nested", "a struct"),
    ("+m", "nested", "a map"),
    ("+u", "other", "a union"),
    ("+r", "other", "run-end encoded"),
    ("+", "nested", "a list"),
]
