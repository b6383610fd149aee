"""The schema of a table as the C interface has it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from . import abi
from .encoding import encoded
from .errors import error_of
from .library import library
from .tables.categories import Categories
from .tables.schema import Schema


class SchemaHandle:
    """A ``das_schema``, freed with this object."""

    def __init__(self, schema: Schema) -> None:
        self.reference = abi.das_schema_ref()
        self._run(library.das_schema_create, len(schema), ctypes.byref(self.reference))
        for column, categories in enumerate(schema.categories):
            if categories is not None:
                self._set_categories(column, categories)
            if schema.missing[column]:
                self._run(library.das_schema_set_missing, self.reference, column, 1)

    def __del__(self) -> None:
        library.das_schema_free(self.reference)

    def _set_categories(self, column: int, categories: Categories) -> None:
        kind = abi.DAS_ORDINAL if categories.ordered else abi.DAS_NOMINAL
        names = [encoded(f"a category of column {column}", text) for text in categories.texts]
        array = (ctypes.c_char_p * len(names))(*names)
        arguments = (self.reference, column, kind, len(names), array)
        self._run(library.das_schema_set_categorical, *arguments)

    def _run(self, function: Callable[..., int], *arguments: Any) -> None:
        # A schema of Python is sound, so that memory alone can be lacking.
        status = function(None, *arguments)
        if status != abi.DAS_OK:
            raise error_of(status, "the schema of the table cannot be made")
