"""Tables in: every layout of memory gives the same scores, and what is no table is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import das
import numpy as np
import pytest
from das._core.arrays import as_table
from hypothesis import given
from hypothesis import strategies as st
from support.data import Matrix

KINDS = [das.IForest, das.PCA, das.ECOD, das.OCSVM, das.KNN, das.LOF, das.DRL]

LAYOUTS: dict[str, Callable[[Matrix], Any]] = {
    "C": lambda a: np.ascontiguousarray(a),
    "Fortran": lambda a: np.asfortranarray(a),
    "every other row": lambda a: np.repeat(a, 2, axis=0)[::2],
    "every third column": lambda a: np.repeat(a, 3, axis=1)[:, ::3],
    "rows backwards": lambda a: a[::-1].copy()[::-1],
    "columns backwards": lambda a: a[:, ::-1].copy()[:, ::-1],
    "both backwards, Fortran": lambda a: np.asfortranarray(a[::-1, ::-1])[::-1, ::-1],
    "inside of a greater table": lambda a: np.pad(a, 3)[3:-3, 3:-3],
    "big endian": lambda a: a.astype(">f8"),
    "long double": lambda a: a.astype(np.longdouble),
    "objects": lambda a: a.astype(object),
    "list": lambda a: a.tolist(),
    "tuple of arrays": lambda a: tuple(a),
    "read only": lambda a: np.broadcast_to(a, a.shape),
    "unaligned": lambda a: unaligned(a),
    "field of a record": lambda a: record(a),
}


def unaligned(a: Matrix) -> Matrix:
    memory = np.empty(a.nbytes + 1, dtype=np.uint8)
    view = memory[1:].view(np.float64).reshape(a.shape)
    view[:] = a
    return view


def record(a: Matrix) -> Matrix:
    """Rows 4 bytes farther apart than their elements: no whole number of elements."""
    rows = np.zeros(len(a), dtype=[("x", np.float64, a.shape[1]), ("tag", np.int32)])
    rows["x"] = a
    return rows["x"]


@pytest.fixture(scope="module")
def f(X: Matrix) -> das.IForest:
    return das.IForest(random_state=0).fit(X)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_memory_layout_does_not_change_scores(
    layout: str, f: das.IForest, X: Matrix, X_new: Matrix
) -> None:
    fitted = das.IForest(random_state=0).fit(LAYOUTS[layout](X))
    expected = f.decision_function(X_new)
    assert np.array_equal(f.decision_function(LAYOUTS[layout](X_new)), expected)
    assert np.array_equal(fitted.decision_function(X_new), expected)


@pytest.mark.parametrize("name", ["C", "Fortran", "every other row", "rows backwards", "read only"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_are_read_without_a_copy(name: str, dtype: type[Any], X: Matrix) -> None:
    array = LAYOUTS[name](X.astype(dtype))
    table = as_table(array)
    assert table.array is array
    assert table.matrix.data == array.ctypes.data


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint16, np.int64, np.float16])
def test_other_numbers_score_as_their_float64(dtype: type[Any]) -> None:
    table = np.random.default_rng(0).integers(0, 100, size=(80, 3)).astype(dtype)
    score = das.ECOD().fit(table).decision_function(table)
    assert np.array_equal(score, das.ECOD().fit(table.astype(float)).decision_function(table))


@given(
    rows=st.integers(1, 9),
    columns=st.integers(1, 5),
    row_step=st.sampled_from([-3, -1, 1, 2]),
    column_step=st.sampled_from([-2, -1, 1, 3]),
    order=st.sampled_from("CF"),
)
def test_any_strides_describe_the_array(
    rows: int, columns: int, row_step: int, column_step: int, order: Any
) -> None:
    """Element (i, j) stands at data + i * row_stride + j * column_stride."""
    whole = np.arange(rows * 3 * columns * 3, dtype=float)
    whole = whole.reshape(rows * 3, columns * 3, order=order)
    array = whole[::row_step, ::column_step][:rows, :columns]
    matrix = as_table(array).matrix
    base, first = whole.ctypes.data, whole.ravel(order)
    for i in range(rows):
        for j in range(columns):
            address = matrix.data + 8 * (i * matrix.row_stride + j * matrix.column_stride)
            assert first[(address - base) // 8] == array[i, j]


BAD: dict[str, tuple[Any, type[Exception], str]] = {
    "1-D": ([1.0, 2.0], das.InvalidDataError, "Expected 2D array for X, got 1D array of shape"),
    "scalar": (3.0, das.InvalidDataError, "Expected 2D array for X, got scalar"),
    "3-D": (np.zeros((2, 2, 2)), das.InvalidDataError, "got 3D array of shape"),
    "ragged": ([[1.0, 2.0], [3.0]], das.InvalidDataError, "X is ragged"),
    "no rows": (np.zeros((0, 3)), das.InvalidDataError, r"0 sample\(s\) \(shape=\(0, 3\)\)"),
    "no columns": (np.zeros((3, 0)), das.InvalidDataError, r"0 feature\(s\) \(shape=\(3, 0\)\)"),
    "complex": (np.ones((3, 2), complex), das.InvalidDataError, "Complex data not supported: X"),
    "words": (np.array([["a", "b"]]), das.InvalidDataError, r"X\[0, 0\] is the text 'a'.*encode"),
    "times": (np.zeros((3, 2), "M8[s]"), das.InvalidDataError, r"X\[0, 0\] is 1970.*seconds since"),
    "object words": (
        np.array([["a", 1]], dtype=object),
        das.InvalidDataError,
        r"X\[0, 0\] is the text 'a'",
    ),
    "object things": (
        np.array([[{}, 1]], dtype=object),
        TypeError,
        r"X\[0, 0\] is \{\}, of type dict.*takes one number to a cell",
    ),
    "None": (None, das.InvalidDataError, "X"),
    "NaN": ([[0.0, np.nan, 0, 0], [1, 2, 3, 4]], das.InvalidDataError, r"X\[0, 1\] is nan.*NaN"),
    "infinite": ([[0.0, 1, 0, 0], [0, -np.inf, 2, 3]], das.InvalidDataError, r"X\[1, 1\] is -inf"),
    "huge": ([[0.0, 1, 0, 0], [0, 1e200, 2, 3]], das.InvalidDataError, r"X\[1, 1\] is 1e\+200"),
    "masked": (
        np.ma.masked_array(np.ones((3, 2)), mask=[[1, 0]] * 3),
        das.InvalidDataError,
        r"X\[0, 0\] is missing \(masked\)",
    ),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("kind", [*KINDS, das.LLMDAS])
def test_bad_table_error_names_the_fault(case: str, kind: type[Any]) -> None:
    table, error, message = BAD[case]
    with pytest.raises(error, match=message):
        kind(missing="refuse").fit(table)


@pytest.mark.parametrize("case", BAD)
def test_bad_table_error_when_scoring(case: str, f: das.IForest) -> None:
    table, error, _ = BAD[case]
    with pytest.raises(error):
        f.decision_function(table)


def test_sparse_tables_are_refused_with_advice() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    for table in (sparse.csr_matrix(np.eye(3)), sparse.coo_array(np.eye(3))):
        with pytest.raises(TypeError, match=r"X is a sparse .*X\.toarray\(\)"):
            das.IForest().fit(table)


def test_rows_of_another_width_are_refused(f: das.IForest) -> None:
    with pytest.raises(
        das.ShapeMismatchError, match="X has 3 features, but IForest is expecting 4"
    ):
        f.decision_function(np.zeros((2, 3)))


def test_messages_name_the_argument(X: Matrix, f: das.IForest) -> None:
    with pytest.raises(ValueError, match="X_train is ragged"):
        das.generate_hard_anomalies(3, f, [[1.0], [2.0, 3.0]])
    with pytest.raises(ValueError, match="Expected 2D array for X_train"):
        das.fuse(f, f, [1.0])
    model = das.LLMDAS("ecod", random_state=0).fit(X)
    with pytest.raises(ValueError, match="Expected 2D array for X_fresh"):
        model.calibrate([1.0])
