"""A table that speaks Arrow's C stream interface, made in ctypes, which counts its releases."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from das._core.tables.arrow_types import ArrowArray, ArrowArrayStream, ArrowSchema

_new_capsule = ctypes.PYFUNCTYPE(
    ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p
)(("PyCapsule_New", ctypes.pythonapi))


class Producer:
    """Columns of float64 in batches; `fail_at` is the batch that ends in an error."""

    def __init__(self, batches: list[Any], format: bytes = b"g", fail_at: int = -1) -> None:
        self.batches, self.format, self.fail_at = batches, format, fail_at
        self.released = {"stream": 0, "schema": 0, "array": 0}
        self.given = {"stream": 0, "schema": 0, "array": 0}
        self._kept: list[Any] = []
        self._next = 0

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        kinds = dict(ArrowArrayStream._fields_)
        self._next = 0
        stream = ArrowArrayStream(
            get_schema=self._keep(kinds["get_schema"](self._schema)),
            get_next=self._keep(kinds["get_next"](self._array)),
            get_last_error=self._keep(kinds["get_last_error"](self._last_error)),
            release=self._releaser("stream", ArrowArrayStream),
        )
        self.given["stream"] += 1
        self._keep(stream)
        return _new_capsule(ctypes.addressof(stream), b"arrow_array_stream", None)

    def _last_error(self, stream: Any) -> int:
        return ctypes.addressof(self._keep(ctypes.create_string_buffer(b"out of luck")))

    def _keep(self, thing: Any) -> Any:
        self._kept.append(thing)
        return thing

    def _releaser(self, what: str, kind: type[Any]) -> Any:
        def release(struct: Any) -> None:
            self.released[what] += 1
            struct.contents.release = None

        made = self._keep(ctypes.CFUNCTYPE(None, ctypes.POINTER(kind))(release))
        return ctypes.cast(made, ctypes.c_void_p).value

    def _schema(self, stream: Any, target: Any) -> int:
        count = self.batches[0].shape[1]
        fields = [ArrowSchema(format=self.format, name=b"c%d" % i) for i in range(count)]
        target.contents.format, target.contents.n_children = b"+s", count
        target.contents.children = self._pointers(fields, ArrowSchema)
        target.contents.release = self._releaser("schema", ArrowSchema)
        self.given["schema"] += 1
        return 0

    def _array(self, stream: Any, target: Any) -> int:
        if self._next == self.fail_at:
            return 5
        if self._next == len(self.batches):
            return 0
        batch = self.batches[self._next]
        self._next += 1
        arrays = [self._column(batch[:, i]) for i in range(batch.shape[1])]
        target.contents.length, target.contents.n_children = len(batch), len(arrays)
        target.contents.children = self._pointers(arrays, ArrowArray)
        target.contents.release = self._releaser("array", ArrowArray)
        self.given["array"] += 1
        return 0

    def _column(self, values: Any) -> ArrowArray:
        values = self._keep(np.ascontiguousarray(values))
        buffers = self._keep((ctypes.c_void_p * 2)(None, values.ctypes.data))
        pointer = ctypes.cast(buffers, ctypes.POINTER(ctypes.c_void_p))
        return ArrowArray(length=len(values), n_buffers=2, buffers=pointer)

    def _pointers(self, structs: list[Any], kind: type[Any]) -> Any:
        self._keep(structs)
        return self._keep((ctypes.POINTER(kind) * len(structs))(*map(ctypes.pointer, structs)))
