"""The schema of a table as the C interface has it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from . import abi
from .encoding import encoded
from .errors import error_of
from .library import library
from .tables.schema import Schema


class SchemaHandle:
    """A ``das_schema``, freed with this object."""

    def __init__(self, schema: Schema) -> None:
        self.reference = abi.das_schema_ref()
        context = abi.das_context_ref()
        library.das_context_create(ctypes.byref(context))
        try:
            self._fill(schema, context)
        finally:
            library.das_context_free(context)

    def __del__(self) -> None:
        library.das_schema_free(self.reference)

    def _fill(self, schema: Schema, context: Any) -> None:
        _run(context, library.das_schema_create, len(schema), ctypes.byref(self.reference))
        for column, categories in enumerate(schema.categories):
            if categories is not None:
                kind = abi.DAS_ORDINAL if categories.ordered else abi.DAS_NOMINAL
                where = f"a category of column {column}"
                names = [encoded(where, text) for text in categories.texts]
                arguments = (column, kind, len(names), (ctypes.c_char_p * len(names))(*names))
                _run(context, library.das_schema_set_categorical, self.reference, *arguments)
            if schema.missing[column]:
                _run(context, library.das_schema_set_missing, self.reference, column, 1)


def _run(context: Any, function: Callable[..., int], *arguments: Any) -> None:
    # Contexts of das need arrays, and these need this module.
    status = function(context, *arguments)
    if status != abi.DAS_OK:
        message = library.das_context_message(context).decode("utf-8", "replace")
        raise error_of(status, message)
