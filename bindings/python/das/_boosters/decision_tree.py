"""A single classification tree."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .base import Booster
from .class_weight import ClassWeight


class DecisionTree(Booster):
    """Classification tree (Breiman, Friedman, Olshen and Stone, 1984).

    Each split is the best by Gini impurity among all features, on all rows.

    Parameters
    ----------
    max_depth : int or None
        The maximum depth; None means no limit.
    min_samples_leaf : int, default 1
        Minimum rows of a leaf.
    min_weight_fraction_leaf : float in [0, 0.5], default 0.0
        The minimum weight of a leaf, as a fraction of the weight of all rows under `class_weight`.
    class_weight : {None, "balanced", "balanced_subsample"} or dict
        Whether both classes have the same weight, or ``{label: weight}``, by default 1.
    random_state : int, numpy Generator or RandomState, or None
        Decides between splits that are equally good.
    {run parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "decision_tree"

    def __init__(
        self,
        *,
        max_depth: int | None = None,
        min_samples_leaf: int = 1,
        min_weight_fraction_leaf: float = 0.0,
        class_weight: ClassWeight = None,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.max_depth = max_depth
        self.min_samples_leaf = min_samples_leaf
        self.min_weight_fraction_leaf = min_weight_fraction_leaf
        self.class_weight = class_weight
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
