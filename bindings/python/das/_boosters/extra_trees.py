"""Extremely randomized trees."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .class_weight import ClassWeight
from .random_forest import RandomForest


class ExtraTrees(RandomForest):
    """Extremely randomized trees for two classes (Geurts, Ernst and Wehenkel, Machine Learning 63,
    2006).

    A split is the best of one uniform random threshold for each of a random few of the features.

    Parameters
    ----------
    n_estimators : int in [1, 10000], default 100
    max_features : int, float in (0, 1], "sqrt", "log2", "all" or None, default "sqrt"
        Features drawn for a split; None is "all", as in scikit-learn.
    max_depth : int or None
        Most splits between root and leaf; None sets no limit.
    min_samples_leaf : int, default 1
        Fewest rows in a leaf; a row drawn twice counts twice.
    min_weight_fraction_leaf : float in [0, 0.5], default 0.0
        Least share of the weight of all rows in a leaf; weights are those of `class_weight`.
    class_weight : {None, "balanced", "balanced_subsample"} or dict
        Whether both classes weigh the same, in all rows or in each tree's sample; or
        ``{label: weight}``, where a label left out weighs 1.
    bootstrap : bool, default False
        Whether each tree sees rows drawn with replacement.
    subsample : float in [0.01, 1], default 1.0
        The share of the rows that each tree sees, drawn without replacement; below 1 only without
        bootstrap. The rows left out vote out of bag.
    n_neighbors : int in [0, 1024], default 0
        k > 0 adds a feature that trees see badly otherwise: the distance to the k-th nearest row of
        class 0, standardised. It counts for `max_features`. At most 2048 rows, drawn at random, are
        kept for it, and k is held below their number.
    random_state : int, numpy Generator or RandomState, or None
        The same seed gives the same bits for any `n_jobs`.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional
        True shows a bar while fitting.

    Attributes
    ----------
    classes_, oob_scores_
        See :class:`Booster`.
    n_features_in_, feature_names_in_
        As in scikit-learn.
    """

    _stage = "extra_trees"

    def __init__(
        self,
        n_estimators: int = 100,
        *,
        max_features: int | float | str | None = "sqrt",
        max_depth: int | None = None,
        min_samples_leaf: int = 1,
        min_weight_fraction_leaf: float = 0.0,
        class_weight: ClassWeight = None,
        bootstrap: bool = False,
        subsample: float = 1.0,
        n_neighbors: int = 0,
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        super().__init__(
            n_estimators,
            max_features=max_features,
            max_depth=max_depth,
            min_samples_leaf=min_samples_leaf,
            min_weight_fraction_leaf=min_weight_fraction_leaf,
            class_weight=class_weight,
            bootstrap=bootstrap,
            subsample=subsample,
            n_neighbors=n_neighbors,
            random_state=random_state,
            n_jobs=n_jobs,
            progress=progress,
        )
