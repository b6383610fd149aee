"""The C interface as Python declares it: every function by its generated prototype.

Tests/CAPITests states which arguments each function refuses, and how.
"""

from __future__ import annotations

import ctypes
from typing import Any

import das
import pytest
from das._core import abi
from das._core.context import Context
from das._core.library import library


def functions() -> list[str]:
    """Every function that gives a status, bound by the generated prototypes."""
    no_status = "das_context_system_error"
    found = [n for n in vars(library) if n.startswith("das_") and n != no_status]
    return sorted(name for name in found if getattr(library, name).restype is abi.das_status)


def test_there_are_functions_to_try() -> None:
    assert len(functions()) > 35


@pytest.mark.parametrize("name", functions())
def test_every_function_survives_null(name: str) -> None:
    """NULL for every pointer and 0 for every number is an error that names an argument."""
    function = getattr(library, name)
    nulls = [null(kind) for kind in function.argtypes]
    if name in ("das_context_set_log", "das_context_set_progress"):
        nulls[1] = function.argtypes[1]()
    if function.argtypes[:1] != [abi.das_context_ref] or name.startswith("das_context_"):
        assert function(*nulls) != abi.DAS_OK
        return
    with Context() as context, pytest.raises(das.InvalidArgumentError, match=" is NULL$|must be"):
        context.run(function, *nulls[1:])


def null(kind: Any) -> Any:
    pointer = kind in (ctypes.c_void_p, ctypes.c_char_p)
    return 0 if issubclass(kind, ctypes._SimpleCData) and not pointer else None


def test_statuses_have_names() -> None:
    names = [n for n in vars(abi) if n.startswith("DAS_ERROR_") or n == "DAS_OK"]
    for name in names:
        assert library.das_status_name(getattr(abi, name)).decode() == name
