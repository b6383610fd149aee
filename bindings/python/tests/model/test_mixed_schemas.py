"""Schemas in the library and in notes: what comes back is what was fitted."""

from __future__ import annotations

import json
from typing import Any

import das
import numpy as np
import pytest
from das._base.notes import describe_kinds
from das._core.arrays import as_table
from das._core.context import Context
from das._core.schemas import schema_of
from das._core.tables.choice import ColumnChoice
from das._core.tables.rules import TrainingRows
from das._core.tables.schema import Schema
from das._detectors.registry import fitted_detector
from das._model.notes import parse_kinds
from support.mixed_tables import frame

pandas = pytest.importorskip("pandas")


class Constant:
    """A detector that takes every table."""

    def predict_score(self, X: Any) -> Any:
        return np.zeros(len(X))


def known_to_the_library(X: Any, kinds: dict[int, str] | None = None, **choice: Any) -> Any:
    """The schema of a table, and that which the library has of a model fitted to it."""

    def resample(n_samples: int, model: Any, X_train: Any) -> Any:
        return X_train[np.arange(n_samples) % len(X_train)]

    class Even:
        def fit(self, X: Any, y: Any) -> Even:
            return self

        def predict_proba(self, X: Any) -> Any:
            return np.full((len(X), 2), 0.5)

    parts = {"booster": Even(), "program": resample, "n_samples": 50}
    model = das.LLMDAS(Constant(), **parts, **choice).fit(X)
    given = describe_kinds(model._schema)
    kinds = parse_kinds({"das": json.loads(json.dumps(given))}) if kinds is None else kinds
    return model._schema, schema_of(model._handle, kinds)


TABLE = frame().assign(code=np.arange(240) % 7 * 1.5, flag=np.arange(240) % 3)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("missing", ["allow", "auto"])
@pytest.mark.parametrize(
    "columns", ["from_dtype", ["shade", "north", "code"], ["size", "flag"], ["mass"]]
)
def test_the_library_keeps_the_schema(columns: Any, missing: str) -> None:
    table = TABLE if columns == "from_dtype" else TABLE.drop(columns=["shade", "size"])
    if columns != "from_dtype":
        table = table.assign(**{n: TABLE[n] for n in columns if n in ("shade", "size")})
    if columns == ["mass"]:
        table = table.assign(mass=TABLE["mass"].round())
    ours, theirs = known_to_the_library(table, categorical_features=columns, missing=missing)
    assert isinstance(ours, Schema)
    assert theirs == ours
    for one, other in zip(theirs.categories, ours.categories):
        assert one is None or [*map(type, one.values)] == [*map(type, other.values)]


@pytest.mark.filterwarnings("ignore")
def test_numbers_have_no_schema() -> None:
    assert known_to_the_library(TABLE[["length", "code"]]) == (None, None)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["number", "boolean"])
def test_names_that_contradict_the_note_are_refused(kind: str) -> None:
    with pytest.raises(das.BadFormatError, match=f"categories of column 1 are no {kind}s"):
        known_to_the_library(TABLE, kinds={1: kind})


@pytest.mark.parametrize(
    "kinds", [[], {"a": "number"}, {"1": "text"}, {"1": {}}, {"-1": "number"}, {"1": None}]
)
def test_kinds_of_a_damaged_note_are_refused(kinds: Any) -> None:
    with pytest.raises(das.BadFormatError):
        parse_kinds({"das": {"category_kinds": kinds}})


def test_a_wrapped_detector_takes_the_schema_of_its_rows() -> None:
    table = as_table(TABLE, "X", TrainingRows(ColumnChoice()))
    with Context() as context:
        handle = fitted_detector(Constant(), table, context)
    assert handle.columns == 7
