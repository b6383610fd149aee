"""The schema of a fitted object, read from the library."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from . import abi
from .context import Context
from .errors import BadFormatError
from .handles import SavedHandle
from .tables.categories import Categories, typed
from .tables.schema import Schema

Kinds = Mapping[int, str]
"""What the categories of a column are, where they are no texts."""


def schema_of(handle: SavedHandle, kinds: Kinds) -> Schema | None:
    """The schema of a fitted object; None for numbers without missing cells.

    Raises
    ------
    BadFormatError
        Where the categories' names do not fit their kinds, which are a file's.
    """
    categories, missing = [], []
    with Context() as context:
        for column in range(handle.columns):
            info = _column(handle, column, context)
            missing.append(bool(info.missing))
            kind = kinds.get(column, "text")
            categories.append(_categories(handle, column, info, kind, context))
    if not any(missing) and not any(one is not None for one in categories):
        return None
    return Schema(tuple(categories), tuple(missing))


def _column(handle: SavedHandle, column: int, context: Context) -> Any:
    info = abi.das_column_info(size=ctypes.sizeof(abi.das_column_info))
    context.run(handle.function("column"), handle.reference, column, ctypes.byref(info))
    return info


def _categories(
    handle: SavedHandle, column: int, info: Any, kind: str, context: Context
) -> Categories | None:
    if info.kind == abi.DAS_NUMERIC:
        return None
    ordered = info.kind == abi.DAS_ORDINAL
    if not info.named:
        return Categories(tuple(range(info.category_count)), ordered)
    read = handle.function("category")
    codes = range(info.category_count)
    texts = [context.read_text(read, handle.reference, column, code) for code in codes]
    try:
        return Categories(typed(texts, kind), ordered)
    except (ValueError, OverflowError) as error:
        raise BadFormatError(
            f"this is not a sound libdas file: the categories of column {column} are no {kind}s "
            f"({error!s:.200})"
        ) from None
