"""Categories and missing cells of frames: one meaning for each type, in every library."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from das._core.arrays import Table, as_table
from das._core.tables.choice import GAPS_IN_NUMBERS, ColumnChoice
from das._core.tables.rules import FittedRows, TrainingRows
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mixed_frames import COLUMNS, FRAMES, SIZES, TEXT, rows_of

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
NAN = np.nan
needs_gaps = pytest.mark.skipif(not GAPS_IN_NUMBERS, reason="not every stage takes gaps yet")


def fitted(X: Any, **choice: Any) -> Table:
    return as_table(X, "X", TrainingRows(ColumnChoice(**choice)))


def scored(X: Any, training: Table) -> Any:
    return as_table(X, "X", FittedRows(training.schema, lambda names, count: None)).array


def categories(table: Table) -> list[Any]:
    assert table.schema is not None
    return [one and (list(one.values), one.ordered) for one in table.schema.categories]


@pytest.mark.parametrize("kind", FRAMES)
def test_every_frame_gives_the_same_codes_and_categories(kind: str) -> None:
    table = fitted(FRAMES[kind](COLUMNS))
    assert categories(table) == [
        None, None, (TEXT, False), (SIZES, True), None,
    ]  # fmt: skip
    expected = [
        [1.5, 3, 2, 0, 1],
        [NAN, 1, 1, 2, 0],
        [4, NAN, 2, 0, NAN],
        [2.5, 2, NAN, 0, 1],
        [2.5, 2, 0, NAN, 1],
        [8, 1, 2, 2, 0],
    ]
    assert np.array_equal(table.array, expected, equal_nan=True)
    assert table.schema is not None and all(table.schema.missing)


@pytest.mark.parametrize("fit", FRAMES)
@pytest.mark.parametrize("score", FRAMES)
def test_rows_of_any_frame_have_the_codes_of_the_fit(fit: str, score: str) -> None:
    """Also where the new frame meets the categories in another order, or lacks some."""
    table = fitted(FRAMES[fit](COLUMNS))
    rows = [5, 1, 3, 1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        array = scored(FRAMES[score](rows_of(COLUMNS, rows)), table)
    assert np.array_equal(array, table.array[rows], equal_nan=True)


@pytest.mark.parametrize("choice", [["shade", "size"], [2, 3], [0, 0, 1, 1, 0]])
@pytest.mark.parametrize("kind", FRAMES)
def test_listed_columns_are_those_of_the_dtypes(kind: str, choice: Any) -> None:
    choice = [bool(one) for one in choice] if len(choice) == 5 else choice
    frame = FRAMES[kind](COLUMNS)
    listed, by_dtype = fitted(frame, categorical_features=choice), fitted(frame)
    assert listed.schema == by_dtype.schema
    assert np.array_equal(listed.array, by_dtype.array, equal_nan=True)


CELLS = st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=4, max_size=40)


@given(CELLS, st.permutations(["u", "v", "w", "x"]), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_renaming_and_reordering_only_relabels(cells: Any, names: Any, random: Any) -> None:
    """Two rows have the same code before if and only if they have it after."""
    if not any(cells):
        return
    renaming = dict(zip("abcd", names))
    renamed = [renaming.get(cell) for cell in cells]
    order = list(range(len(cells)))
    random.shuffle(order)
    one = fitted(pandas.DataFrame({"c": cells}))
    other = fitted(pandas.DataFrame({"c": [renamed[row] for row in order]}))
    codes = one.array[order, 0]
    assert np.array_equal(np.isnan(codes), np.isnan(other.array[:, 0]))
    pairs = {(a, b) for a, b in zip(codes, other.array[:, 0]) if a == a}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    assert one.schema is not None and len(pairs) == len(one.schema.categories[0] or ())


@given(CELLS)
@settings(max_examples=30, deadline=None)
def test_categories_that_do_not_occur_change_nothing(cells: Any) -> None:
    if not any(cells):
        return
    few = pandas.DataFrame({"c": pandas.Categorical(cells)})
    many = pandas.DataFrame({"c": pandas.Categorical(cells, ["q", "d", "c", "b", "a", "p"])})
    assert fitted(few).schema == fitted(many).schema
    assert np.array_equal(fitted(few).array, fitted(many).array, equal_nan=True)


@pytest.mark.parametrize("kind", FRAMES)
def test_unseen_categories_follow_the_seen_ones_with_one_warning(kind: str) -> None:
    table = fitted(FRAMES[kind](COLUMNS))
    new = dict(rows_of(COLUMNS, [0, 1]), shade=["violet", "blue"])
    with pytest.warns(UserWarning, match="column 'shade' of X has 'violet'") as seen:
        array = scored(FRAMES[kind](new), table)
    assert len(seen) == 1
    assert array[:, 2].tolist() == [3, 1]


def test_a_warning_names_every_column_and_a_few_values() -> None:
    table = fitted(pandas.DataFrame({"a": ["x", "y"], "b": ["u", "v"]}))
    new = pandas.DataFrame({"a": ["1a", "x", "2a"], "b": list("pqr")})
    new = pandas.concat([new, pandas.DataFrame({"a": ["3a", "4a", "5a"], "b": ["u"] * 3})])
    with pytest.warns(UserWarning, match="'a' of X has '1a', '2a', '3a' and 2 more; column 'b'"):
        scored(new, table)


@pytest.mark.parametrize("values", [[7, 3, 3, 12], [0.5, 2.0, 0.5, 1.0]])
def test_listed_numbers_are_categories(values: list[float]) -> None:
    """Fitted and scored by their values, from frames and arrays alike."""
    frame = pandas.DataFrame({"n": [1.0, 2, 3, 4], "code": values})
    table = fitted(frame, categorical_features=["code"])
    assert categories(table) == [None, (sorted(set(values)), False)]
    array = frame.to_numpy(dtype=float)
    assert fitted(array, categorical_features=[1]).schema == table.schema
    for X in (frame, array, frame.astype(object), array.tolist(), frame.astype({"code": "Int64"})
              if values[0] == 7 else frame):  # fmt: skip
        assert np.array_equal(scored(X, table), table.array)
    new = np.array([[1, values[0]], [2, 99], [3, np.nan], [4, -1]])
    with pytest.warns(UserWarning, match="column 1 of X has 99"):
        codes = scored(new, table)[:, 1]
    seen = sorted(set(values)).index(values[0])
    assert np.array_equal(codes, [seen, len(set(values)), NAN, NAN], equal_nan=True)


def test_arrays_of_codes_are_scored_as_the_frame() -> None:
    table = fitted(FRAMES["pandas"](COLUMNS))
    assert scored(table.array, table) is table.array


def test_arrays_of_objects_are_scored_as_the_frame() -> None:
    table = fitted(FRAMES["pandas of objects"](COLUMNS))
    rows = FRAMES["pandas of objects"](COLUMNS).to_numpy()
    assert np.array_equal(scored(rows, table), table.array, equal_nan=True)
    listed = fitted(rows, categorical_features=[2, 4, 3])
    assert listed.schema is not None
    values = [one and one.values for one in listed.schema.categories]
    assert values == [None, None, tuple(TEXT), ("large", "small"), (False, True)]


@needs_gaps
def test_without_categories_and_gaps_there_is_no_schema() -> None:
    frame = pandas.DataFrame({"a": [1.0, 2.0], "b": [3, 4]})
    assert fitted(frame).schema is None
    assert fitted(frame, missing="refuse").schema is None
    allowed = fitted(frame, missing="allow").schema
    assert allowed is not None and allowed.missing == (True, True)
    gap = fitted(frame.where(frame > 1)).schema
    assert gap is not None and gap.categories == (None, None) and all(gap.missing)


@needs_gaps
@pytest.mark.parametrize("marker", [None, np.nan, pandas.NA, pandas.NaT, np.ma.masked], ids=repr)
def test_every_marker_of_missing_cells_is_nan(marker: Any) -> None:
    cells = np.array([[1.0, "x"], [marker, "y"], [3.0, marker]], dtype=object)
    table = fitted(pandas.DataFrame(cells, columns=["a", "b"]))
    assert np.array_equal(table.array, [[1, 0], [NAN, 1], [3, NAN]], equal_nan=True)
    numbers = np.array([[1.0, 2.0], [marker, 3.0]], dtype=object)
    assert np.array_equal(fitted(numbers).array, [[1, 2], [NAN, 3]], equal_nan=True)


@needs_gaps
def test_masked_arrays_have_missing_cells() -> None:
    masked = np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], mask=[[0, 1], [0, 0]])
    assert np.array_equal(fitted(masked).array, [[1, NAN], [3, 4]], equal_nan=True)


def test_null_in_a_dictionary_is_missing() -> None:
    indices, words = pyarrow.array([0, 1, 2, None]), pyarrow.array(["x", None, "y"])
    table = pyarrow.table({"a": pyarrow.DictionaryArray.from_arrays(indices, words)})
    assert np.array_equal(fitted(table).array[:, 0], [0, NAN, 1, NAN], equal_nan=True)


@pytest.mark.parametrize("values", [[3, 1, 3], [2.5, 1.0, 2.5], [True, False, True]])
def test_categories_may_be_numbers_or_booleans(values: list[Any]) -> None:
    arrow = pyarrow.table({"a": pyarrow.array(values).dictionary_encode()})
    frame = pandas.DataFrame({"a": pandas.Categorical(values)})
    assert categories(fitted(arrow)) == categories(fitted(frame))
    assert fitted(frame).array[:, 0].tolist() == fitted(arrow).array[:, 0].tolist() == [1, 0, 1]


def test_intervals_are_ordered_categories() -> None:
    frame = pandas.DataFrame({"a": pandas.cut([1, 5, 9, 5], [0, 4, 8, 12])})
    assert categories(fitted(frame)) == [(["(0, 4]", "(4, 8]", "(8, 12]"], True)]
    assert fitted(frame).array[:, 0].tolist() == [0, 1, 2, 1]
