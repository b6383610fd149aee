"""The random forest."""

from __future__ import annotations

from typing import Any

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .base import NORMAL_AND_ANOMALY, Booster
from .class_weight import ClassWeight

FOREST = """\
n_estimators : int in [1, 10000], default 100
max_features : int, float in (0, 1], "sqrt", "log2", "all" or None, default "sqrt"
    Features drawn for a split; None is "all", as in scikit-learn.
max_depth : int or None
    The maximum depth; None means no limit.
min_samples_leaf : int, default 1
    Minimum rows of a leaf; a row drawn twice counts twice.
min_weight_fraction_leaf : float in [0, 0.5], default 0.0
    The minimum weight of a leaf, as a fraction of the weight of all rows under `class_weight`.
class_weight : {None, "balanced", "balanced_subsample"} or dict
    Whether both classes have the same weight, among all rows or in each tree's sample; or
    ``{label: weight}``, by default 1."""

SAMPLE = """\
subsample : float in [0.01, 1], default 1.0
    The fraction of rows that each tree sees, drawn without replacement; below 1 only without
    bootstrap. The other rows are out of bag.
n_neighbors : int in [0, 1024], default 0
    k > 0 adds a feature that trees cannot see: the distance to the k-th nearest row of class 0. It
    counts for `max_features`. At most 2048 rows, drawn at random, are stored for it, and k is
    limited to their number.
neighbor_spaces : {"standardized", "perplexity", "rank", "all"}, default "standardized"
    The space of that distance: columns divided by their standard deviation, the same multiplied by
    the perplexity of their values, or the normal scores of their ranks. With "all", tree t sees the
    distance in space t mod 3."""


class RandomForest(Booster):
    """Random forest for two classes (Breiman, "Random forests", Machine Learning 45, 2001).

    Trees on bootstrap samples, split by Gini impurity among a random few of the features. A feature
    of more than 256 distinct values is binned to 256 levels.

    Parameters
    ----------
    {forest parameters}
    bootstrap : bool, default True
        Whether each tree sees rows drawn with replacement.
    {sample parameters}
    {common parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "random_forest"
    _doc_blocks = {"forest parameters": FOREST, "sample parameters": SAMPLE}

    def __init__(
        self,
        n_estimators: int = 100,
        *,
        max_features: int | float | str | None = "sqrt",
        max_depth: int | None = None,
        min_samples_leaf: int = 1,
        min_weight_fraction_leaf: float = 0.0,
        class_weight: ClassWeight = None,
        bootstrap: bool = True,
        subsample: float = 1.0,
        n_neighbors: int = 0,
        neighbor_spaces: str = "standardized",
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.max_features = max_features
        self.max_depth = max_depth
        self.min_samples_leaf = min_samples_leaf
        self.min_weight_fraction_leaf = min_weight_fraction_leaf
        self.class_weight = class_weight
        self.bootstrap = bootstrap
        self.subsample = subsample
        self.n_neighbors = n_neighbors
        self.neighbor_spaces = neighbor_spaces
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    def _settings(self, classes: Any = NORMAL_AND_ANOMALY) -> dict[str, object]:
        settings = super()._settings(classes)
        if settings["max_features"] is None:
            settings["max_features"] = "all"
        return settings
