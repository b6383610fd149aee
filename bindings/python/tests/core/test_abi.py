"""The C interface as Python declares it: bad arguments give a status and a message."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from das._core import abi
from das._core.arrays import as_table, pointer_to
from das._core.library import library
from support.data import Matrix

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call() -> Iterator[Call]:
    """Calls a function with a context; gives the status and the context's message."""
    context = abi.das_context_ref()
    assert library.das_context_create(ctypes.byref(context)) == 0

    def ask(function: Any, *arguments: Any) -> tuple[int, str]:
        status = function(context, *arguments)
        return status, library.das_context_message(context).decode()

    yield ask
    library.das_context_free(context)


@pytest.fixture
def f(X: Matrix, call: Call) -> Iterator[Any]:
    """A fitted ecod."""
    settings, detector = abi.das_settings_ref(), abi.das_detector_ref()
    call(library.das_settings_create, b"ecod", ctypes.byref(settings))
    arguments = (settings, as_table(X).reference, 0, ctypes.byref(detector))
    assert call(library.das_detector_fit, *arguments) == (0, "")
    yield detector
    library.das_detector_free(detector)
    library.das_settings_free(settings)


def score(call: Call, f: Any, table: Any, scores: Any, capacity: int) -> tuple[int, str]:
    arguments = (f, ctypes.byref(table), pointer_to(scores), capacity)
    return call(library.das_detector_score, *arguments)


def matrix(X: Matrix, **changes: Any) -> Any:
    table = abi.das_matrix.from_buffer_copy(as_table(X).matrix)
    for name, value in changes.items():
        setattr(table, name, value)
    return table


BIG = 2**63 - 1
WRONG_TABLES = [
    ({"data": None}, abi.DAS_ERROR_INVALID_ARGUMENT, "X.data is NULL"),
    ({"type": 0}, abi.DAS_ERROR_INVALID_ARGUMENT, "X.type is 0; it takes DAS_FLOAT32 (1)"),
    ({"type": 77}, abi.DAS_ERROR_INVALID_ARGUMENT, "X.type is 77"),
    ({"reserved": 1}, abi.DAS_ERROR_INVALID_ARGUMENT, "X.reserved is 1; it must be 0"),
    ({"rows": 0}, abi.DAS_ERROR_INVALID_DATA, "X has 0 rows; at least 1 is needed"),
    ({"rows": -5}, abi.DAS_ERROR_INVALID_DATA, "X has -5 rows"),
    ({"columns": 0}, abi.DAS_ERROR_INVALID_DATA, "X has 0 columns"),
    ({"columns": -1}, abi.DAS_ERROR_INVALID_DATA, "X has -1 columns"),
    ({"rows": BIG}, abi.DAS_ERROR_OUT_OF_RANGE, f"X has {BIG} rows; at most"),
    ({"columns": BIG}, abi.DAS_ERROR_OUT_OF_RANGE, f"X has {BIG} columns; at most"),
    ({"columns": 2**31}, abi.DAS_ERROR_OUT_OF_RANGE, "columns; at most"),
    ({"row_stride": BIG}, abi.DAS_ERROR_OUT_OF_RANGE, "addresses overflow"),
    ({"row_stride": -BIG - 1}, abi.DAS_ERROR_OUT_OF_RANGE, "addresses overflow"),
    ({"column_stride": BIG}, abi.DAS_ERROR_OUT_OF_RANGE, "addresses overflow"),
    ({"columns": 3}, abi.DAS_ERROR_SHAPE_MISMATCH, "X has 3 columns; 4 are expected"),
]


@pytest.mark.parametrize(("changes", "status", "message"), WRONG_TABLES)
def test_wrong_tables_are_refused(
    changes: dict[str, Any], status: int, message: str, call: Call, f: Any, X: Matrix
) -> None:
    found, text = score(call, f, matrix(X, **changes), np.empty(300), 300)
    assert (found, message in text) == (status, True), text


def test_data_that_is_not_aligned_is_refused(call: Call, f: Any, X: Matrix) -> None:
    table = matrix(X, data=X.ctypes.data + 4, rows=5)
    status, text = score(call, f, table, np.empty(300), 300)
    assert status == abi.DAS_ERROR_INVALID_ARGUMENT
    assert "X.data is not aligned to its 8-byte elements" in text


def test_a_capacity_that_is_too_small_is_refused(call: Call, f: Any, X: Matrix) -> None:
    scores = np.full(len(X), -1.0)
    for capacity in (0, 299, -1):
        status, text = score(call, f, matrix(X), scores, capacity)
        assert status == abi.DAS_ERROR_SHAPE_MISMATCH
        assert f"scores has a capacity of {capacity} but 300 elements" in text
    assert (scores == -1).all()


def test_messages_are_cleared_by_the_next_success(call: Call, f: Any, X: Matrix) -> None:
    assert call(library.das_detector_score, None, None, None, 0)[1] == "detector is NULL"
    assert score(call, f, matrix(X), np.empty(300), 300) == (0, "")


SETTINGS = [
    (b"iforest", "int", b"n_trees", 3, abi.DAS_ERROR_UNKNOWN_NAME, "no setting 'n_trees'; it has"),
    (b"iforest", "int", b"n_estimators", 0, abi.DAS_ERROR_OUT_OF_RANGE, "it takes an integer in"),
    (b"ocsvm", "real", b"nu", float("nan"), abi.DAS_ERROR_OUT_OF_RANGE, "'nu' is nan"),
    (b"ocsvm", "text", b"kernel", b"x", abi.DAS_ERROR_OUT_OF_RANGE, "'kernel' is 'x'"),
    (b"ocsvm", "text", b"kernel", b"\xff", abi.DAS_ERROR_INVALID_ARGUMENT, "is not UTF-8"),
    (b"ocsvm", "text", b"kernel", None, abi.DAS_ERROR_INVALID_ARGUMENT, "value is NULL"),
    (b"ecod", "int", b"x", 3, abi.DAS_ERROR_UNKNOWN_NAME, "ecod has no setting 'x'; it has none"),
]


@pytest.mark.parametrize(("stage", "kind", "name", "value", "status", "message"), SETTINGS)
def test_wrong_settings_are_refused(
    stage: bytes, kind: str, name: bytes, value: Any, status: int, message: str, call: Call
) -> None:
    settings = abi.das_settings_ref()
    assert call(library.das_settings_create, stage, ctypes.byref(settings))[0] == 0
    found, text = call(getattr(library, f"das_settings_set_{kind}"), settings, name, value)
    assert (found, message in text) == (status, True), text
    library.das_settings_free(settings)


def test_unknown_stage_error_lists_the_stages(call: Call) -> None:
    settings = abi.das_settings_ref()
    status, text = call(library.das_settings_create, b"abod", ctypes.byref(settings))
    assert status == abi.DAS_ERROR_UNKNOWN_NAME
    assert text.startswith("there is no stage 'abod'; there are iforest, pca, ecod, ocsvm")


def functions() -> list[str]:
    """Every function that gives a status, bound by the generated prototypes."""
    no_status = "das_context_system_error"
    found = [n for n in vars(library) if n.startswith("das_") and n != no_status]
    return sorted(name for name in found if getattr(library, name).restype is abi.das_status)


def test_there_are_functions_to_try() -> None:
    assert len(functions()) > 35


@pytest.mark.parametrize("name", functions())
def test_every_function_survives_null(name: str, call: Call) -> None:
    """NULL for every pointer and 0 for every number is an error that names an argument."""
    function = getattr(library, name)
    rest = function.argtypes[1:] if function.argtypes[:1] == [abi.das_context_ref] else None
    if name in ("das_context_set_log", "das_context_set_progress"):
        assert function(None, function.argtypes[1](), None) == abi.DAS_ERROR_INVALID_ARGUMENT
        return
    if rest is None or name.startswith("das_context_"):
        nulls = [null(kind) for kind in function.argtypes]
        assert function(*nulls) != 0
        return
    status, text = call(function, *(null(kind) for kind in rest))
    assert status == abi.DAS_ERROR_INVALID_ARGUMENT
    assert text.endswith(" is NULL") or "must be" in text, text


def null(kind: Any) -> Any:
    pointer = kind in (ctypes.c_void_p, ctypes.c_char_p)
    return 0 if issubclass(kind, ctypes._SimpleCData) and not pointer else None


@pytest.mark.parametrize("kind", ["context", "settings", "detector", "program", "booster", "model"])
def test_freeing_null_is_fine(kind: str) -> None:
    getattr(library, f"das_{kind}_free")(None)


def test_callbacks_of_the_wrong_size_are_refused(call: Call) -> None:
    for kind in ("detector", "program", "booster"):
        callbacks = getattr(abi, f"das_{kind}_callbacks")(size=8)
        made = getattr(abi, f"das_{kind}_ref")()
        arguments = (ctypes.byref(callbacks), ctypes.byref(made))
        status, text = call(getattr(library, f"das_{kind}_wrap"), *arguments)
        assert status == abi.DAS_ERROR_INVALID_ARGUMENT
        assert text.startswith("callbacks->size is 8; it must be ")
        assert not made


def test_destroy_is_called_once_also_when_wrapping_fails(call: Call) -> None:
    destroyed: list[int] = []
    destroy = abi.das_destroy_fn(lambda user: destroyed.append(user))
    score = abi.das_detector_callbacks_score(lambda user, X, scores: 0)
    size = ctypes.sizeof(abi.das_detector_callbacks)
    for number, given in ((1, {}), (2, {"score": score, "columns": -1}), (3, {"score": score})):
        callbacks = abi.das_detector_callbacks(size=size, user=number, destroy=destroy, **given)
        made = abi.das_detector_ref()
        call(library.das_detector_wrap, ctypes.byref(callbacks), ctypes.byref(made))
        library.das_detector_free(made)
    assert destroyed == [1, 2, 3]


def test_statuses_have_names() -> None:
    names = [n for n in vars(abi) if n.startswith("DAS_ERROR_") or n == "DAS_OK"]
    for name in names:
        assert library.das_status_name(getattr(abi, name)).decode() == name
    assert library.das_status_name(-7) == b"DAS_ERROR_UNKNOWN"


def test_a_threads_count_has_a_range(call: Call) -> None:
    for threads, status in ((-1, abi.DAS_ERROR_OUT_OF_RANGE), (1025, abi.DAS_ERROR_OUT_OF_RANGE)):
        found, text = call(library.das_context_set_threads, threads)
        assert (found, f"threads is {threads}; it takes" in text) == (status, True)
