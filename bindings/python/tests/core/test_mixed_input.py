"""Columns that have no meaning: errors that name the column, and say what to do."""

from __future__ import annotations

import datetime
from typing import Any

import das
import numpy as np
import pytest
from das._core.arrays import Table, as_table
from das._core.tables.choice import ColumnChoice
from das._core.tables.rules import FittedRows, TrainingRows

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")


def fitted(X: Any, **choice: Any) -> Table:
    return as_table(X, "X", TrainingRows(ColumnChoice(**choice)))


def scored(X: Any, training: Table) -> Any:
    return as_table(X, "X", FittedRows(training.schema, lambda names, count: None)).array


DAY = datetime.date(2026, 1, 2)
# A column of a frame, and what the error says.
REFUSED: dict[str, tuple[list[Any], str]] = {
    "identifiers": ([f"id{i}" for i in range(100)], "'c' of X has 100 different texts.*Drop it"),
    "free text": ([f"{i} was seen" for i in range(100)], "free text.*list it in categorical_feat"),
    "numbers but few": ([f"{i}.5" for i in range(99)] + ["?"], "numbers with a word for missing"),
    "numbers as texts": (["1.5", "2", "3", "2"] * 25, "'1.5'; .*convert the column.*astype"),
    "dates": ([DAY] * 100, "date.*seconds since"),
    "times": ([datetime.datetime(2026, 1, 2)] * 100, "time.*seconds since"),
    "durations": ([datetime.timedelta(1)] * 100, "(duration|timedelta|interval).*seconds since"),
    "bytes": ([b"x"] * 100, r"bytes; decode them"),
    "lists": ([[1.0]] * 100, "list.*one number to a cell"),
}


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("case", REFUSED)
def test_columns_without_a_meaning_are_refused(case: str, library: str) -> None:
    cells, message = REFUSED[case]
    table = pyarrow.table({"n": np.arange(100.0), "c": cells})
    frame = {"pandas": lambda: pandas.DataFrame({"n": np.arange(100.0), "c": cells}),
             "polars": lambda: polars.from_arrow(table), "pyarrow": lambda: table}  # fmt: skip
    with pytest.raises(das.InvalidDataError, match=message) as caught:
        fitted(frame[library]())
    assert "column 'c'" in str(caught.value)


def test_a_listed_identifier_is_a_category() -> None:
    frame = pandas.DataFrame({"c": [f"id{i}" for i in range(100)]})
    schema = fitted(frame, categorical_features=["c"]).schema
    assert schema is not None and len(schema.categories[0] or ()) == 100
    assert fitted(frame.astype("category")).schema == schema


@pytest.mark.parametrize("values", ["numbers", "texts", "categories"])
def test_too_many_categories_are_refused(values: str) -> None:
    cells: Any = np.repeat(np.arange(1025), 3)
    if values != "numbers":
        cells = pandas.Series(cells).map("c{}".format)
    frame = pandas.DataFrame({"c": cells if values == "texts" else pandas.Series(cells)})
    frame = frame.astype("category") if values == "categories" else frame
    with pytest.raises(TypeError, match="column 'c' of X has 1025 categories; at most 1024"):
        fitted(frame, categorical_features=["c"])
    few = frame[: 3 * 1024]
    assert fitted(few, categorical_features=["c"]).schema is not None


def test_texts_and_numbers_in_a_column_are_refused_with_both() -> None:
    for cells in ([1, "x", 2, "y"], ["x", 1, "y", 2], ["x", True, None, "y"]):
        frame = pandas.DataFrame({"n": range(4), "c": pandas.Series(cells, dtype=object)})
        with pytest.raises(das.InvalidDataError, match=r"'c'.*in a column of texts such as 'x'.*"
                           r"astype\(str\)"):  # fmt: skip
            fitted(frame)
    mixed = pandas.DataFrame({"c": pandas.Categorical([1, "x"])})
    with pytest.raises(das.InvalidDataError, match="column 'c' of X has categories of several"):
        fitted(mixed)


def test_a_column_of_categories_needs_a_value() -> None:
    cells = pandas.Categorical([None, None], ["x"])
    with pytest.raises(das.InvalidDataError, match="column 'c' of X has no value: drop it"):
        fitted(pandas.DataFrame({"n": [1, 2], "c": cells}))


def test_arrays_have_no_dtypes_of_columns() -> None:
    for rows in (np.array([["x", 1.0]] * 3, dtype=object), [["x", "y"], ["z", "x"]]):
        with pytest.raises(das.InvalidDataError, match=r"X\[0, 0\] is the text 'x'.*list the col"):
            fitted(rows)


def test_infinite_numbers_are_no_category() -> None:
    with pytest.raises(das.InvalidDataError, match="column 'c' of X has an infinite category"):
        fitted(pandas.DataFrame({"c": [1.0, np.inf]}), categorical_features=["c"])


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 100_000])
def test_texts_that_are_no_names_are_refused(text: str) -> None:
    with pytest.raises(das.DASError, match="category (of column 0|name 0)"):
        fitted(pandas.DataFrame({"c": pandas.Series([text, "y"], dtype=object)}))


def test_unlisted_texts_are_refused() -> None:
    frame = pandas.DataFrame({"a": ["x", "y"], "b": ["u", "v"], "c": [True, False]})
    for choice in (["a"], None):
        with pytest.raises(das.InvalidDataError, match="column '[ab]'.*categorical_features"):
            fitted(frame, categorical_features=choice)
    listed = fitted(frame, categorical_features=["a", "b"])
    assert listed.schema is not None and listed.schema.is_categorical == [True, True, False]


TABLE = pandas.DataFrame({"n": [1.0, 2.0], "s": ["x", "y"], "b": [True, False], "i": [4, 7]})
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "text for a number": ({"n": ["x", "y"]}, r"X\[0, 0\] \(column 'n'\).*'x'.*saw numbers"),
    "number for a text": ({"s": [1, 2]}, r"X\[0, 1\] \(column 's'\) is a number.*saw texts"),
    "boolean for a text": ({"s": [True, False]}, r"X\[0, 1\] \(column 's'\) is .*saw texts"),
    "text for a boolean": ({"b": ["x", "y"]}, r"X\[0, 2\] \(column 'b'\) is 'x'.*saw booleans"),
    "text for listed": ({"i": ["4", "7"]}, r"X\[0, 3\] \(column 'i'\) is '4'.*saw numbers"),
    "category for a number": ({"n": pandas.Categorical([1, 2])}, "column 'n'.*saw numbers"),
    "date for a text": ({"s": [DAY, DAY]}, r"X\[0, 1\] \(column 's'\).*date.*saw texts"),
}


@pytest.mark.parametrize("case", WRONG)
def test_columns_are_of_the_kind_that_the_fit_saw(case: str) -> None:
    table = fitted(TABLE, categorical_features=["s", "b", "i"])
    changed, message = WRONG[case]
    with pytest.raises(das.InvalidDataError, match=message):
        scored(TABLE.assign(**changed), table)


def test_a_column_without_values_fits_every_kind() -> None:
    table = fitted(TABLE, categorical_features=["s", "b", "i"])
    for gap in ([np.nan, np.nan], [None, None], pandas.Categorical([None, None], ["q"])):
        empty = scored(TABLE.assign(n=gap, s=gap, b=gap, i=gap), table)
        assert np.isnan(empty).all()


def test_booleans_and_zeros_and_ones_are_the_same() -> None:
    table = fitted(TABLE[["b", "n"]])
    assert np.array_equal(scored(TABLE[["b", "n"]].assign(b=[1.0, 0.0]), table), table.array)
    listed = fitted(TABLE[["n"]].assign(b=[1, 0]), categorical_features=["b"])
    assert np.array_equal(scored(TABLE[["n", "b"]], listed), listed.array)


def test_refused_gaps_name_the_cell() -> None:
    gaps = TABLE.assign(s=["x", None])
    with pytest.raises(das.InvalidDataError, match=r"X\[1, 1\] \(column 's'\) is missing.*allow"):
        fitted(gaps, missing="refuse")
    strict = fitted(TABLE, missing="refuse")
    assert strict.schema is not None and not any(strict.schema.missing)
    with pytest.raises(das.InvalidDataError, match=r"X\[1, 1\] \(column 's'\) is missing.*allow"):
        scored(gaps, strict)


PARAMETERS: dict[str, tuple[Any, str]] = {
    "a name": ("s", r"categorical_features is 's'; it takes .*a list.*\['s'\]"),
    "unknown name": (["s", "z"], "holds 'z'; X has "),
    "position": ([4], r"holds the position 4; it takes 0 \.\.\. 3"),
    "negative": ([-1], "holds the position -1"),
    "mask": ([True, False], "has 2 booleans for 4 columns"),
    "floats": ([1.0], "it takes 'from_dtype', None"),
    "nested": ([["s"]], "it takes 'from_dtype', None"),
    "mapping": ({"s": 1}, "it takes 'from_dtype', None"),
    "number": (1, "it takes 'from_dtype', None"),
}


@pytest.mark.parametrize("case", PARAMETERS)
def test_wrong_choices_are_refused(case: str) -> None:
    value, message = PARAMETERS[case]
    with pytest.raises(das.InvalidArgumentError if case != "position" and case != "negative"
                       else das.OutOfRangeError, match=message):  # fmt: skip
        fitted(TABLE, categorical_features=value)


def test_names_need_names() -> None:
    with pytest.raises(das.InvalidArgumentError, match="X has no names of columns"):
        fitted(np.zeros((2, 2)), categorical_features=["s"])


@pytest.mark.parametrize("value", [None, "drop", -999, np.nan])
def test_missing_is_a_policy_and_no_marker(value: Any) -> None:
    with pytest.raises(das.InvalidArgumentError, match="missing is .*'auto', 'allow', 'refuse'"):
        fitted(TABLE, missing=value)
