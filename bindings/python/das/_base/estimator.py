"""What all estimators share: checked input, feature names, scikit-learn's tags."""

from __future__ import annotations

import importlib
from typing import Any

import numpy.typing as npt

from .._core import file_io
from .._core.arrays import Table, as_table
from .._core.details import Details, described
from .._core.errors import not_fitted
from .._core.features import Names, check_count, check_names
from .._core.handles import SavedHandle
from .._core.progress import Progress
from .._core.tables.choice import CategoricalFeatures, ColumnChoice
from .._core.tables.learning import allows_gaps
from .._core.tables.rules import FittedRows
from .._core.tables.schema import Schema, categories_of
from .notes import describe, describe_kinds, serialize_note
from .parameters import Parameters


class Estimator(Parameters):
    """Base class of detectors, boosters and enhanced models."""

    categorical_features: CategoricalFeatures
    missing: str
    n_jobs: int | None
    progress: Progress
    n_features_in_: int
    feature_names_in_: Names
    _handle: SavedHandle
    _schema: Schema | None = None
    """What the columns of the training rows are."""

    def __sklearn_is_fitted__(self) -> bool:
        return "_handle" in self.__dict__

    def _check_fitted(self) -> None:
        if not self.__sklearn_is_fitted__():
            raise not_fitted(self)

    @property
    def _choice(self) -> ColumnChoice:
        return ColumnChoice(self.categorical_features, self.missing)

    @property
    def categories_(self) -> list[npt.NDArray[Any] | None]:
        """The categories of each column, in which code i has index i; None for numbers."""
        self._check_fitted()
        known = categories_of(self._schema, self.n_features_in_)
        return [None if one is None else one.array for one in known]

    def save(self, path: Any) -> None:
        """Saves the fitted estimator as one file, for C and Python; see :func:`das.save`."""
        self._check_fitted()
        file_io.write(path, self._image())

    def _image(self) -> bytes:
        """The file image."""
        return described(self._handle, self._details()).to_bytes()

    def _details(self) -> Details:
        """What the file states beside what was learnt."""
        return Details(getattr(self, "feature_names_in_", None), note=serialize_note(self._notes()))

    def _notes(self) -> dict[str, Any]:
        """The content of the file's note, by part."""
        return {"das": {**self._note(), **describe_kinds(self._schema)}}

    def _note(self) -> dict[str, Any]:
        return describe(self)

    def _remember_features(self, table: Table) -> None:
        """Sets the number and the names of features to those of the training rows."""
        self.n_features_in_ = table.shape[1]
        self._schema = table.schema
        if table.names is not None:
            self.feature_names_in_ = table.names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_

    def _table(self, X: Any, name: str = "X") -> Table:
        """Rows, checked against those of the fit; a Table has been checked already."""
        self._check_fitted()
        if isinstance(X, Table):
            return X
        return as_table(X, name, FittedRows(self._schema, self._check_features))

    def _check_features(self, names: Names | None, count: int) -> None:
        estimator = type(self).__name__
        check_names(names, getattr(self, "feature_names_in_", None), estimator)
        check_count(count, self.n_features_in_, estimator)

    def __sklearn_tags__(self) -> Any:
        utils = importlib.import_module("sklearn.utils")
        return utils.Tags(
            estimator_type=None,
            target_tags=utils.TargetTags(required=False),
            input_tags=utils.InputTags(allow_nan=allows_gaps(self._choice, mixed=False)),
        )
