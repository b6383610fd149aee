"""Frames of every library: the same names, and one meaning for each type."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import das
import numpy as np
import pytest
from das._core.arrays import as_table
from hypothesis import given, settings
from hypothesis import strategies as st
from support.arrow_producer import Producer
from support.data import Matrix
from support.running import python

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

pytestmark = pytest.mark.filterwarnings("ignore::das.FitWarning")  # of tables of three rows
NAMES = ["length", "mass", "age", "count"]


class Only:
    """Something that is known for nothing but one method of another."""

    def __init__(self, thing: Any, method: str) -> None:
        setattr(self, method, getattr(thing, method))


def in_two(table: Any) -> Any:
    """In two chunks whose buffers begin before the rows do."""
    padded = pyarrow.concat_tables([table.slice(0, 3), table]).combine_chunks().slice(3)
    return pyarrow.concat_tables([padded.slice(0, 1), padded.slice(1)])


FRAMES: dict[str, Callable[[Any], Any]] = {
    "pandas of Arrow's types": lambda table: table.to_pandas(types_mapper=pandas.ArrowDtype),
    "pyarrow table": lambda table: table,
    "chunked and sliced": in_two,
    "record batch": lambda table: table.combine_chunks().to_batches()[0],
    "reader": lambda table: table.to_reader(),
    "one array": lambda table: Only(table.combine_chunks().to_batches()[0], "__arrow_c_array__"),
    "capsules": lambda table: Only(table, "__arrow_c_stream__"),
    "polars": lambda table: polars.from_arrow(table),
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_frame_gives_the_same_names_and_bits(kind: str, X: Matrix, X_new: Matrix) -> None:
    expected = das.IForest(random_state=0).fit(X).decision_function(X_new)
    tables = [pyarrow.table(dict(zip(NAMES, rows.T))) for rows in (X, X_new)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        f = das.IForest(random_state=0).fit(FRAMES[kind](tables[0]))
        scores = f.decision_function(FRAMES[kind](tables[1]))
    assert list(f.feature_names_in_) == NAMES
    assert np.array_equal(scores, expected)
    with pytest.raises(das.ShapeMismatchError, match="same order"):
        f.decision_function(FRAMES[kind](tables[1].select(NAMES[::-1])))


# Each a column of three values, the way Arrow spells its type, and the numbers that it means.
NUMBERS: dict[str, tuple[list[Any], Any, list[float]]] = {
    "booleans": ([True, False, True], pyarrow.bool_(), [1, 0, 1]),
    "int8": ([1, -2, 3], pyarrow.int8(), [1, -2, 3]),
    "uint16": ([1, 2, 65535], pyarrow.uint16(), [1, 2, 65535]),
    "int32": ([1, -2, 3], pyarrow.int32(), [1, -2, 3]),
    "beyond 2**53": ([2**53 + 1, 2**53 + 3, -(2**60) - 1], pyarrow.int64(), []),
    "uint64": ([2**64 - 1, 2**63 + 1, 0], pyarrow.uint64(), []),
    "float32": ([0.1, 0.2, -1.5], pyarrow.float32(), list(map(np.float32, [0.1, 0.2, -1.5]))),
    "float64": ([0.1, 0.2, -1.5], pyarrow.float64(), [0.1, 0.2, -1.5]),
    "decimal": ([Decimal("0.10"), Decimal("-1.25"), Decimal("3.00")], pyarrow.decimal128(9, 2), []),
    "wide decimal": (
        [Decimal("-12345678901234567890.123456789"), Decimal("0.1"), Decimal(7)],
        pyarrow.decimal128(38, 9),
        [],
    ),
}


@pytest.mark.parametrize("kind", [*FRAMES, "pandas of objects"])
@pytest.mark.parametrize("type", NUMBERS)
def test_number_types_mean_the_same_in_every_frame(type: str, kind: str) -> None:
    values, arrow, expected = NUMBERS[type]
    table = pyarrow.table({"a": pyarrow.array([1.5, 2.5, 3.5]), "b": pyarrow.array(values, arrow)})
    if kind == "pandas of objects":
        values = [float(np.float32(v)) for v in values] if type == "float32" else values
        objects = pandas.Series(values, dtype=object)
        frame: Any = pandas.DataFrame({"a": [1.5, 2.5, 3.5], "b": objects})
    else:
        frame = FRAMES[kind](table)
    read = np.asarray(as_table(frame).array, dtype=float)
    assert read[:, 0].tolist() == [1.5, 2.5, 3.5]
    assert read[:, 1].tolist() == (expected or [float(value) for value in values])


@pytest.mark.parametrize(
    "dtype", ["Int64", "UInt8", "Float64", "boolean", "Sparse[int]", "float16"]
)
def test_pandas_extension_types_are_read(dtype: str) -> None:
    frame = pandas.DataFrame({"a": [1.5, 2.5], "b": pandas.Series([1, 0]).astype(dtype)})
    assert as_table(frame).array.tolist() == [[1.5, 1], [2.5, 0]]
    assert as_table(frame[["b"]]).array.tolist() == [[1], [0]]


DAY = datetime.date(2026, 1, 2)
NOON = datetime.datetime(2026, 1, 2, 12)
REFUSED: dict[str, tuple[list[Any], Any, str]] = {
    "text": (["red", "blue", "red"], pyarrow.string(), "'red'.*encode"),
    "long text": (["x" * 20, "blue", "red"], pyarrow.string(), "'x{20}'.*encode"),
    "numbers as text": (["1.5", "2", "3"], pyarrow.string(), "'1.5'.*convert"),
    "numbers but one": (["1.5", "2", "?"], pyarrow.string(), r"X\[2, 1\].*'\?'.*encode"),
    "large text": (["red", "blue", "red"], pyarrow.large_string(), "'red'.*encode"),
    "categories": (
        ["red", "blue", "red"],
        pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
        "'red'.*encode",
    ),
    "dates": ([DAY] * 3, pyarrow.date32(), "date.*seconds since"),
    "times": ([NOON] * 3, pyarrow.timestamp("us"), "time.*seconds since"),
    "zoned times": ([NOON] * 3, pyarrow.timestamp("us", "UTC"), "time.*seconds since"),
    "durations": (
        [datetime.timedelta(1)] * 3,
        pyarrow.duration("us"),
        "(duration|timedelta|interval).*seconds since",
    ),
    "lists": (
        [[1.0], [2.0], [3.0]],
        pyarrow.list_(pyarrow.float64()),
        "list.*one number to a cell",
    ),
    "structs": ([{"u": 1}] * 3, pyarrow.struct({"u": pyarrow.int64()}), "one number to a cell"),
    "bytes": ([b"1"] * 3, pyarrow.binary(), "bytes; decode them"),
    "nothing": ([None] * 3, pyarrow.null(), r"is missing \((null|<NA>|None)\).*impute or drop"),
    "null integer": ([1, None, 3], pyarrow.int64(), r"X\[1, 1\].*is missing.*impute or drop"),
    "null float": ([1.0, 2.0, None], pyarrow.float64(), r"X\[2, 1\].*is missing.*impute or drop"),
    "null boolean": ([True, None, True], pyarrow.bool_(), r"X\[1, 1\].*is missing.*impute or drop"),
    "null text": ([None, "red", "red"], pyarrow.string(), r"X\[[01], 1\]"),
    "NaN": (
        [1.0, 2.0, float("nan")],
        pyarrow.float64(),
        r"X\[2, 1\].*(nan|missing).*impute or drop",
    ),
}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("type", REFUSED)
def test_non_numbers_are_refused_with_their_cell(type: str, kind: str) -> None:
    """In fit and in scoring alike: the column's name and place, the row, what is there, advice."""
    values, arrow, message = REFUSED[type]
    first = pyarrow.array([1.5, 2.5, 3.5])
    table = pyarrow.table({"a": first, "shade": pyarrow.array(values, arrow)})
    numbers = das.ECOD(categorical_features=None, missing="refuse")
    f = das.ECOD().fit(FRAMES[kind](pyarrow.table({"a": first, "shade": first})))
    for call in (numbers.fit, f.decision_function):
        what = message if call != f.decision_function else "saw numbers|impute or drop"
        with pytest.raises(das.InvalidDataError, match=what) as caught:
            call(FRAMES[kind](table))
        assert "X[" in str(caught.value) and ", 1] (column 'shade')" in str(caught.value)


MISSING = [None, pandas.NA, pandas.NaT, float("nan"), np.nan, Decimal("NaN"), np.ma.masked]


@pytest.mark.parametrize("marker", MISSING, ids=repr)
@pytest.mark.parametrize("row", [0, 2])
def test_missing_value_error_is_the_same_for_every_marker(marker: Any, row: int) -> None:
    cells = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=object)
    cells[row, 1] = marker
    location = rf"X\[{row}, 1\]"
    for table in (cells, pandas.DataFrame(cells, columns=["a", "b"])):
        with pytest.raises(
            das.InvalidDataError, match=rf"{location}.*(nan|missing).*impute or drop"
        ):
            das.ECOD(missing="refuse").fit(table)


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean", "string", "category", object])
def test_nulls_of_pandas_types_name_the_cell_and_its_label(dtype: Any) -> None:
    values = ["x", None, "y"] if dtype in ("string", "category") else [1, None, 0]
    column = pandas.Series(values, dtype=dtype, index=["r", "s", "t"])
    frame = pandas.DataFrame({"a": [1.0, 2.0, 3.0], "b": column}, index=["r", "s", "t"])
    with pytest.raises(das.InvalidDataError, match=r"X\[\d, 1\] \(column 'b', index '[rs]'\)"):
        das.ECOD(missing="refuse").fit(frame)


def test_library_errors_use_the_callers_names(X: Matrix) -> None:
    frame = pandas.DataFrame(X, columns=NAMES, index=[f"r{i}" for i in range(len(X))])
    bad = frame.copy()
    bad.iloc[19, 3] = np.nan
    where = r"\[19, 3\] \(column 'count', index 'r19'\) is nan"
    model = das.LLMDAS("ecod", missing="refuse", random_state=0).fit(frame)
    for call in (
        model.fit,
        model.predict,
        model.parts,
        model.select,
        das.KNN(missing="refuse").fit,
    ):
        with pytest.raises(das.InvalidDataError, match=r"^X" + where):
            call(bad)
    with pytest.raises(das.InvalidDataError, match="^X_fresh" + where):
        model.calibrate(bad)
    f = das.ECOD().fit(frame)
    with pytest.raises(das.InvalidDataError, match="^X_train" + where):
        das.generate_hard_anomalies(5, f, bad)
    with pytest.raises(das.InvalidDataError, match="^X_train" + where):
        das.fuse(f, model.booster_, bad)
    for classes in (np.arange(len(X)) % 2, np.arange(len(X)) == 19):  # in either class
        with pytest.raises(das.InvalidDataError, match="^X" + where):
            das.RandomForest(5, missing="refuse").fit(bad, classes)


def test_integers_of_128_bits_are_the_nearest_float() -> None:
    values = [2**100 + 1, -(2**65), 3]
    wide = polars.DataFrame({"a": polars.Series(values, dtype=polars.Int128)})
    assert as_table(wide).array[:, 0].tolist() == [float(value) for value in values]
    huge = duckdb.sql("select x::hugeint from (values (3), (-4)) t(x)")
    assert as_table(huge).array[:, 0].tolist() == [3, -4]


@pytest.mark.parametrize("values", [["x", "y"], [1, 2]])
def test_unlisted_categories_are_refused(values: list[Any]) -> None:
    """A category of numbers is no number: its codes and its values are easily confused."""
    dictionary_encoded = pyarrow.table({"a": pyarrow.array(values).dictionary_encode()})
    for frame in (dictionary_encoded, pandas.DataFrame({"a": pandas.Categorical(values)})):
        with pytest.raises(das.InvalidDataError, match=r"X\[0, 0\] \(column 'a'\).*category"):
            das.ECOD(categorical_features=None).fit(frame)


def test_repeated_names_are_read_by_position(X: Matrix) -> None:
    frame = pandas.DataFrame(X, columns=["a", "b", "a", "b"])
    f = das.ECOD().fit(frame)
    assert list(f.feature_names_in_) == ["a", "b", "a", "b"]
    assert np.array_equal(f.decision_scores_, das.ECOD().fit(X).decision_scores_)
    with pytest.raises(das.ShapeMismatchError):
        f.decision_function(frame.iloc[:, [0, 2, 1, 3]])


class Lazy:
    """A table that is not computed yet, by the method that computes it."""

    columns = ("a", "b")

    def __init__(self, method: str) -> None:
        setattr(self, method, lambda: None)


@pytest.mark.parametrize("method", ["collect", "compute", "execute", "toPandas", "to_pandas"])
def test_lazy_tables_are_refused_with_advice(method: str) -> None:
    with pytest.raises(
        das.InvalidDataError, match=rf"Lazy, which holds no rows yet: call {method}"
    ):
        das.ECOD().fit(Lazy(method))


def test_a_connection_of_duckdb_is_no_table() -> None:
    connection = duckdb.connect().execute("select 1.5 as a")
    with pytest.raises(das.InvalidDataError, match=r"DuckDBPyConnection.*call df\(\)"):
        das.ECOD().fit(connection)


def test_a_lazy_frame_of_polars_is_to_be_collected() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(das.InvalidDataError, match=r"polars LazyFrame.*call collect\(\)"):
            das.ECOD().fit(polars.LazyFrame({"a": [1.0, 2.0]}))


@pytest.mark.parametrize(
    "single", [pyarrow.array([1.0, 2.0]), polars.Series([1.0]), pandas.Series([1.0])]
)
def test_a_single_column_is_no_table(single: Any) -> None:
    with pytest.raises(das.InvalidDataError, match="Expected 2D array for X, got 1D"):
        das.ECOD().fit(single)


@pytest.mark.parametrize("X", [None, {"a": [1]}, object(), (row for row in [[1.0]]), "text"])
def test_non_tables_are_refused_with_advice(X: Any) -> None:
    with pytest.raises(das.InvalidDataError, match="it takes an array|Expected 2D|holds no rows"):
        das.ECOD().fit(X)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.integers(-1, 4))
@settings(max_examples=30, deadline=None)
def test_every_struct_is_released_exactly_once(sizes: list[int], fail_at: int) -> None:
    """Also where a stream fails midway, and for batches without rows."""
    rng = np.random.default_rng(0)
    batches = [rng.normal(size=(size, 2)) for size in sizes]
    producer = Producer(batches, fail_at=fail_at if fail_at <= len(sizes) else -1)
    try:
        assert np.array_equal(as_table(producer).array, np.vstack(batches))
    except das.InvalidDataError as error:
        assert "out of luck" in str(error) or sum(sizes) == 0
    assert producer.released == producer.given
    assert producer.given["stream"] == 1


def test_structs_are_released_after_a_refused_type() -> None:
    producer = Producer([np.zeros((3, 2))] * 2, format=b"tdm")
    with pytest.raises(das.InvalidDataError, match="column 'c0'"):
        as_table(producer)
    assert producer.released == producer.given == {"stream": 1, "schema": 1, "array": 2}


def test_frames_are_read_without_pyarrow() -> None:
    code = """
import sys
sys.modules.update(pyarrow=None)
import das, duckdb, numpy as np, pandas, polars
relation = duckdb.sql("select i * 1.5 as a, (i % 7)::double as b from range(100) t(i)")
rows = relation.fetchall()
expected = das.ECOD().fit(np.array(rows, dtype=float)).decision_scores_
for frame in (relation, polars.DataFrame(rows, ["a", "b"], orient="row"),
              pandas.DataFrame(rows, columns=["a", "b"])):
    f = das.ECOD().fit(frame)
    assert list(f.feature_names_in_) == ["a", "b"]
    assert np.array_equal(f.decision_scores_, expected)
"""
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
