"""Finds and loads the C library."""

from __future__ import annotations

import ctypes
import os

from . import abi
from .errors import LibraryError

NAME = "libdas.so"
SONAME = f"libdas.so.{abi.VERSION.partition('.')[0]}"


def candidates() -> list[str]:
    """The paths at which the library is searched, in order.

    The variable ``DAS_LIBRARY`` names the only candidate; distributions that install the library
    separately set it. Otherwise: the library in the package, the one that ``make build`` left in
    the source tree, the system's.
    """
    chosen = os.environ.get("DAS_LIBRARY")
    if chosen:
        return [chosen]
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    tree = os.path.normpath(os.path.join(package, "..", "..", ".."))
    return [os.path.join(package, NAME), os.path.join(tree, "build", "lib", NAME), SONAME]


def load() -> ctypes.CDLL:
    """Loads the first candidate that exists and has this package's version.

    Raises
    ------
    LibraryError
        Where there is none; the message says what is wrong with each candidate.
    """
    faults = []
    for path in candidates():
        try:
            return _load(path)
        except (OSError, AttributeError, LibraryError) as fault:
            faults.append(f"  {path}: {fault}")
    raise LibraryError(
        f"das {abi.VERSION} found no libdas to work with. Tried:\n" + "\n".join(faults)
    )


def _load(path: str) -> ctypes.CDLL:
    found = ctypes.CDLL(path)
    found.das_version_string.argtypes = []
    found.das_version_string.restype = ctypes.c_char_p
    version = found.das_version_string().decode()
    if version != abi.VERSION:
        raise LibraryError(f"it is libdas {version}, but this package needs libdas {abi.VERSION}")
    abi.bind(found)
    return found


library = load()
