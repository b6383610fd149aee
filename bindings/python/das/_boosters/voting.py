"""Extremely randomized trees and perceptrons together."""

from __future__ import annotations

from .._base.docs import with_defaults
from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .class_weight import ClassWeight
from .random_forest import FOREST, SAMPLE, RandomForest


class Voting(RandomForest):
    """Soft voting for two classes: the weighted mean of the probabilities of :class:`ExtraTrees`
    and of :class:`MLP`, as of scikit-learn's ``VotingClassifier(voting="soft")``.

    Both are fitted on the same rows and err differently: trees split one column at a time, and a
    network sees all at once. The forest's defaults are those of the default preset.

    Parameters
    ----------
    {forest parameters}
    bootstrap : bool, default False
        Whether each tree sees rows drawn with replacement.
    {sample parameters}
    mlp_weight : float in [0, 1], default 0.3
        Weight of the perceptrons' probability; the forest's has the rest.
    mlp_n_estimators : int, default 4
        Networks, trained from different starts and without different folds.
    mlp_hidden : int in [8, 4096], default 96
        Neurons of the first hidden layer; the second has half as many.
    mlp_epochs : int, default 10
        Maximum passes over the larger class.
    mlp_batch_size : int, default 256
        Rows of a step, half of them of each class.
    mlp_learning_rate : float, default 0.002
        Step size of Adam in the first pass.
    mlp_decay : float in (0, 1], default 1.0
        Factor of the learning rate after each pass.
    mlp_weight_decay : float, default 1e-5
        Weight decay of Adam.
    mlp_max_samples : int, default 10000
        Maximum rows of a pass.
    mlp_scale : {"mixed", "standard", "normal_scores"}, default "mixed"
        What networks see, as of :class:`MLP`.
    {common parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "voting"
    _doc_blocks = {
        "forest parameters": with_defaults(FOREST, n_estimators=200, min_samples_leaf=4),
        "sample parameters": with_defaults(
            SAMPLE, subsample=0.8, n_neighbors=1, neighbor_spaces="all"
        ),
    }

    def __init__(
        self,
        n_estimators: int = 200,
        *,
        max_features: int | float | str | None = "sqrt",
        max_depth: int | None = None,
        min_samples_leaf: int = 4,
        min_weight_fraction_leaf: float = 0.0,
        class_weight: ClassWeight = "balanced",
        bootstrap: bool = False,
        subsample: float = 0.8,
        n_neighbors: int = 1,
        neighbor_spaces: str = "all",
        mlp_weight: float = 0.3,
        mlp_n_estimators: int = 4,
        mlp_hidden: int = 96,
        mlp_epochs: int = 10,
        mlp_batch_size: int = 256,
        mlp_learning_rate: float = 0.002,
        mlp_decay: float = 1.0,
        mlp_weight_decay: float = 1e-5,
        mlp_max_samples: int = 10_000,
        mlp_scale: str = "mixed",
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
        self.mlp_weight = mlp_weight
        self.mlp_n_estimators = mlp_n_estimators
        self.mlp_hidden = mlp_hidden
        self.mlp_epochs = mlp_epochs
        self.mlp_batch_size = mlp_batch_size
        self.mlp_learning_rate = mlp_learning_rate
        self.mlp_decay = mlp_decay
        self.mlp_weight_decay = mlp_weight_decay
        self.mlp_max_samples = mlp_max_samples
        self.mlp_scale = mlp_scale
