"""Tables with Arrow's PyCapsule interface, read without pyarrow.

They are those of pyarrow, DuckDB and polars, and all others with ``__arrow_c_stream__`` or
``__arrow_c_array__``.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import InvalidDataError
from .arrow_columns import Vector
from .arrow_types import ArrowArray, ArrowArrayStream, ArrowSchema, moved, release
from .categories import Levels
from .columns import Column, Mask


def speaks_arrow(X: Any) -> bool:
    """Whether an object exports Arrow's C structs."""
    return hasattr(X, "__arrow_c_stream__") or hasattr(X, "__arrow_c_array__")


@contextlib.contextmanager
def arrow_columns(X: Any, name: str) -> Iterator[tuple[list[str], list[Column]] | None]:
    """The names and the columns of a table; the columns are valid until the block ends.

    None for a single column, which is no table.
    """
    with contextlib.ExitStack() as stack:
        schema, batches = _batches(X, name, stack)
        if schema.format != b"+s":
            yield None
            return
        fields = [schema.children[i].contents for i in range(schema.n_children)]
        names = [(field.name or b"").decode("utf-8", "replace") for field in fields]
        yield names, [_column(schema, batches, i) for i in range(len(fields))]


def _batches(X: Any, name: str, stack: contextlib.ExitStack) -> tuple[Any, list[Any]]:
    """The schema and all batches; `stack` releases them."""
    if not hasattr(X, "__arrow_c_stream__"):
        capsules = X.__arrow_c_array__()
        return (
            _owned(moved(capsules[0], ArrowSchema, b"arrow_schema"), stack),
            [_owned(moved(capsules[1], ArrowArray, b"arrow_array"), stack)],
        )
    stream = _owned(moved(X.__arrow_c_stream__(), ArrowArrayStream, b"arrow_array_stream"), stack)
    schema = _given(stream.get_schema, ArrowSchema(), stream, stack, name)
    batches = []
    while (batch := _given(stream.get_next, ArrowArray(), stream, stack, name)).release:
        batches.append(batch)
    return schema, batches


def _owned(struct: Any, stack: contextlib.ExitStack) -> Any:
    stack.callback(release, struct)
    return struct


def _given(
    ask: Any, struct: Any, stream: ArrowArrayStream, stack: contextlib.ExitStack, name: str
) -> Any:
    """A struct that a stream has filled; `stack` releases it."""
    status = ask(ctypes.byref(stream), ctypes.byref(_owned(struct, stack)))
    if status != 0:
        message = stream.get_last_error(ctypes.byref(stream))
        why = ctypes.string_at(message) if message else b"no reason given"
        raise InvalidDataError(
            f"{name} cannot be read: its Arrow stream fails with status {status}: "
            f"{why.decode('utf-8', 'replace')}"
        )
    return struct


def _column(schema: Any, batches: list[Any], number: int) -> Column:
    parts, masks, finding, levels, rows = [], [], None, None, 0
    for batch in batches:
        if batch.n_children != schema.n_children:
            raise InvalidDataError(
                f"an Arrow batch has {batch.n_children} columns; its schema says "
                f"{schema.n_children}"
            )
        field, array = schema.children[number].contents, batch.children[number].contents
        values, missing, found, read = Vector(field, array, batch.offset, batch.length).read()
        if read is not None:
            levels = levels or Levels(ordered=read.ordered, declared=read.declared)
            values = np.append(levels.codes_of(read.values), -1)[values]
        parts.append(values)
        masks.append(_either(missing, Vector(schema, batch, 0, batch.length).missing()))
        # A later text that is no number is more informative than one that reads as a number.
        if found and (not finding or (finding.kind, found.kind) == ("number as text", "text")):
            finding = replace(found, row=rows + found.row)
        rows += batch.length
    return Column(parts, masks, finding=finding, levels=levels)


def _either(one: Mask | None, other: Mask | None) -> Mask | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other
