"""Extremely randomized trees."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .class_weight import ClassWeight
from .random_forest import RandomForest


class ExtraTrees(RandomForest):
    """Extremely randomized trees for two classes (Geurts, Ernst and Wehenkel, Machine Learning 63,
    2006).

    A split is the best among one random threshold for each of a few random features.

    Parameters
    ----------
    {forest parameters}
    bootstrap : bool, default False
        Whether each tree sees rows drawn with replacement.
    {sample parameters}
    {common parameters}

    Attributes
    ----------
    {common attributes}
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
        neighbor_spaces: str = "standardized",
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
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
            neighbor_spaces=neighbor_spaces,
            categorical_features=categorical_features,
            missing=missing,
            random_state=random_state,
            n_jobs=n_jobs,
            progress=progress,
        )
