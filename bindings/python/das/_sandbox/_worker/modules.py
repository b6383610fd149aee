"""The modules that programs may import, which are loaded before the lock-down."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

NUMPY = (
    "char",
    "exceptions",
    "fft",
    "lib.scimath",
    "lib.stride_tricks",
    "linalg",
    "ma",
    "polynomial",
    "random",
    "rec",
    "strings",
    "typing",
)
STANDARD = (
    "__future__",
    "abc",
    "bisect",
    "cmath",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "enum",
    "functools",
    "heapq",
    "itertools",
    "math",
    "numbers",
    "operator",
    "random",
    "re",
    "statistics",
    "string",
    "time",
    "types",
    "typing",
    "warnings",
)
# Modules that numpy and Python load on first use.
_LAZY = ("encodings.ascii", "encodings.latin_1", "encodings.idna", "numpy.core._methods")


class RefusingFinder:
    """The last finder of modules, whose error lists the available ones."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError for a module that no other finder has found."""
        raise ModuleNotFoundError(
            f"no module {name!r}: a program may import numpy and {', '.join(STANDARD)}", name=name
        )


def load() -> None:
    """Imports everything, and initialises numpy's linear algebra."""
    import numpy as np

    for name in STANDARD:
        importlib.import_module(name)
    # Some versions of numpy lack some of these.
    for name in (*(f"numpy.{part}" for part in NUMPY), *_LAZY):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    square = np.eye(2)
    np.linalg.svd(square @ square)


def load_nothing_more() -> None:
    """Ends the search for modules, since files can no longer be opened."""
    sys.path.clear()
    sys.path_importer_cache.clear()
    sys.meta_path.append(RefusingFinder())
