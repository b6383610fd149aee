"""Base class of the built-in boosters."""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from .._base import docs
from .._base.estimator import Estimator
from .._base.labels import two_classes
from .._core.arrays import Floats, Table, as_table, pointer_to
from .._core.context import Context
from .._core.errors import ShapeMismatchError
from .._core.handles import BoosterHandle
from .._core.library import library
from .._core.memory import empty
from .._core.random import RandomState, seed_of
from .._core.settings import make_settings
from .._core.tables.rules import TrainingRows
from .class_weight import weight_ratio
from .training_rows import describe_rows

B = TypeVar("B", bound="Booster")
COMMON = {"categorical_features", "missing", "random_state", "n_jobs", "progress"}
NORMAL_AND_ANOMALY = (0, 1)
"""The labels of normal rows and hard anomalies in a model's booster."""


class Booster(Estimator):
    """A classifier of the library: f~, normal rows against hard anomalies.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The two labels in ascending order: normal row, hard anomaly.
    oob_scores_ : ndarray of shape (n_samples,) or None
        The out-of-bag probability of the second class, for rows of the first class; NaN for the
        others and where every tree saw the row. None where all trees saw all rows, or there are
        fewer than 20 trees.
    """

    _stage: ClassVar[str]
    """The booster's name in the C interface."""
    _doc_blocks: ClassVar[Mapping[str, str]] = {}
    """Text for docstrings of the class and its subclasses."""
    random_state: RandomState
    _handle: BoosterHandle
    classes_: npt.NDArray[Any]
    _runs: npt.NDArray[np.int64] | None = None
    """Lengths of runs of training rows: of the first class, of the second, and so on."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        common = {
            "common parameters": f"{docs.COLUMNS}\n{docs.SEED}\n{docs.RUN}",
            "run parameters": f"{docs.COLUMNS}\n{docs.RUN}",
            "common attributes": f"{docs.CLASSES}\n{docs.FEATURES}",
        }
        docs.fill_doc(cls, {**cls._doc_blocks, **common})

    def fit(self: B, X: Any, y: Any) -> B:
        """Fits the classifier to rows of two classes.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            A data frame or finite numbers. No copy is made where the rows of each class are
            contiguous.
        y : array-like of shape (n_samples,)
            Two labels; the greater one is the class of hard anomalies.

        Returns
        -------
        self

        Raises
        ------
        InvalidDataError
            Infinite values, columns that have no meaning, other than two classes; missing values,
            if they are refused.
        OutOfRangeError
            A parameter outside its range.
        """
        table = as_table(X, rule=TrainingRows(self._choice))
        classes, positive = two_classes(y, table.shape[0])
        normals, anomalies = table.part(~positive), table.part(positive)
        with Context(self.n_jobs, self.progress) as context:
            seed = seed_of(self.random_state)
            handle = self._fit(normals, anomalies, classes, seed, context)
        self._adopt(handle, table, classes)
        self._runs = runs_of(~positive)
        return self

    @property
    def oob_scores_(self) -> Floats | None:
        """The votes of the trees that did not see the row."""
        self._check_fitted()
        held_out = out_of_bag_scores(self._handle)
        if held_out is None or self._runs is None:
            return held_out
        normal = np.repeat(np.arange(len(self._runs)) % 2 == 0, self._runs)
        scores: Floats = empty(len(normal))
        scores.fill(np.nan)
        scores[normal] = held_out
        return scores

    def _fit(
        self,
        normals: Table,
        anomalies: Table,
        classes: npt.NDArray[Any],
        seed: int,
        context: Context,
    ) -> BoosterHandle:
        handle = BoosterHandle()
        settings = make_settings(context, self._stage, self._settings(classes))
        arguments = (settings.reference, normals.reference, anomalies.reference, seed)
        context.run(library.das_boost, *arguments, handle.target)
        return handle

    def _adopt(self, handle: BoosterHandle, table: Table, classes: npt.NDArray[Any]) -> None:
        self._handle = handle
        self._remember_features(table)
        self.classes_ = classes

    def predict_proba(self, X: Any) -> Floats:
        """The probabilities of the two classes.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, 2), float64
            In the order of ``classes_``; rows sum to 1.
        """
        table = self._table(X)
        scores: Floats = empty(table.shape[0])
        with Context(self.n_jobs) as context:
            arguments = (self._handle.reference, table.reference, pointer_to(scores), len(scores))
            context.run(library.das_booster_score, *arguments)
        return np.column_stack([1 - scores, scores])

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """The more probable label of each row.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,), of the labels' dtype
        """
        likely = (self.predict_proba(X)[:, 1] > 0.5).astype(np.intp)
        return np.asarray(self.classes_[likely])

    def score(self, X: Any, y: Any) -> float:
        """The accuracy, as for scikit-learn's classifiers."""
        labels, expected = self.predict(X), np.asarray(y)
        if expected.shape != labels.shape:
            raise ShapeMismatchError(f"y has shape {expected.shape}; {labels.shape} is expected")
        return float(np.mean(labels == expected))

    def _note(self) -> dict[str, Any]:
        return {**super()._note(), **describe_rows(self.classes_, self._runs)}

    def _settings(self, classes: Any = NORMAL_AND_ANOMALY) -> dict[str, object]:
        """The parameters that are settings in the C interface, for labels of these classes."""
        settings = {k: v for k, v in self.get_params(deep=False).items() if k not in COMMON}
        if isinstance(settings.get("class_weight"), Mapping):
            settings["class_weight"] = weight_ratio(settings["class_weight"], np.asarray(classes))
        return settings

    def __sklearn_tags__(self) -> Any:
        utils = importlib.import_module("sklearn.utils")
        tags = super().__sklearn_tags__()
        tags.estimator_type = "classifier"
        tags.target_tags.required = True
        tags.classifier_tags = utils.ClassifierTags(multi_class=False)
        return tags


def runs_of(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """The lengths of runs of equal flags; the first run is of set flags, and may be empty."""
    ends = np.flatnonzero(np.diff(flags)) + 1
    lengths = np.diff([0, *ends.tolist(), len(flags)])
    return lengths if flags[0] else np.concatenate([[0], lengths])


def out_of_bag_scores(handle: BoosterHandle) -> Floats | None:
    """The stored out-of-bag scores of a booster's normal training rows, if it has them."""
    count = ctypes.c_int64()
    ask = library.das_booster_out_of_bag_scores
    if ask(None, handle.reference, None, 0, ctypes.byref(count)) != 0:
        return None
    with Context() as context:
        return context.read(ask, handle.reference)
