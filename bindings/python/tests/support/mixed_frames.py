"""The same mixed table in the frames of every library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")

COLUMNS: dict[str, list[Any]] = {
    "mass": [1.5, None, 4.0, 2.5, 2.5, 8.0],
    "count": [3, 1, None, 2, 2, 1],
    "shade": ["red", "blue", "red", None, "a green that is long", "red"],
    "size": ["small", "large", "small", "small", None, "large"],
    "north": [True, False, None, True, True, False],
}
SIZES = ["small", "medium", "large"]
TEXT = ["a green that is long", "blue", "red"]


def rows_of(columns: dict[str, list[Any]], rows: list[int]) -> dict[str, list[Any]]:
    return {name: [cells[row] for row in rows] for name, cells in columns.items()}


def as_arrow(columns: dict[str, list[Any]], text: Any = None) -> Any:
    sizes = [None if cell is None else SIZES.index(cell) for cell in columns["size"]]
    dictionary = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array(sizes, pyarrow.int8()), pyarrow.array(SIZES), ordered=True
    )
    return pyarrow.table(
        {
            "mass": pyarrow.array(columns["mass"], pyarrow.float64()),
            "count": pyarrow.array(columns["count"], pyarrow.int64()),
            "shade": pyarrow.array(columns["shade"], text or pyarrow.string()),
            "size": dictionary,
            "north": pyarrow.array(columns["north"], pyarrow.bool_()),
        }
    )


def as_pandas(columns: dict[str, list[Any]], **dtypes: Any) -> Any:
    frame = pandas.DataFrame({name: pandas.Series(cells) for name, cells in columns.items()})
    frame["size"] = pandas.Categorical(columns["size"], SIZES, ordered=True)
    return frame.astype(dtypes)


def as_polars(columns: dict[str, list[Any]], text: Any = polars.String) -> Any:
    kinds = [polars.Float64, polars.Int64, text, polars.Enum(SIZES), polars.Boolean]
    return polars.DataFrame(columns, schema=dict(zip(columns, kinds)), strict=False)


def in_batches(table: Any) -> Any:
    """Two chunks with dictionaries of their own, whose buffers begin before the rows do."""
    first, second = as_chunk(table.slice(0, 2)), as_chunk(table.slice(2))
    return pyarrow.Table.from_batches([*first.to_batches(), *second.to_batches()])


def as_chunk(table: Any) -> Any:
    padded = pyarrow.concat_tables([table.slice(0, 1), table])
    return padded.combine_chunks().slice(1)


class Stream:
    """What speaks Arrow and nothing else."""

    def __init__(self, table: Any) -> None:
        self.__arrow_c_stream__ = table.__arrow_c_stream__


FRAMES: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": as_pandas,
    "pandas of objects": lambda c: as_pandas(c, shade=object, north=object, count=object),
    "pandas of nullable types": lambda c: as_pandas(
        c, mass="Float64", count="Int64", shade="string", north="boolean"
    ),
    "pandas of categories": lambda c: as_pandas(c, shade="category"),
    "pandas of Arrow's types": lambda c: as_arrow(c).to_pandas(types_mapper=pandas.ArrowDtype),
    "polars": as_polars,
    "polars of categories": lambda c: as_polars(c, polars.Categorical),
    "pyarrow": as_arrow,
    "pyarrow of large texts": lambda c: as_arrow(c, pyarrow.large_string()),
    "pyarrow of views": lambda c: as_arrow(c, pyarrow.string_view()),
    "pyarrow of dictionaries": lambda c: as_arrow(
        c, pyarrow.dictionary(pyarrow.int16(), pyarrow.string())
    ),
    "pyarrow in batches": lambda c: in_batches(as_arrow(c)),
    "stream": lambda c: Stream(as_arrow(c)),
}
