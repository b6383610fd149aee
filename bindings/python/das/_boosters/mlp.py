"""Multilayer perceptrons."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .base import Booster


class MLP(Booster):
    """Multilayer perceptrons for two classes, whose probabilities are averaged.

    Each has two hidden layers of rectified linear units and a logistic output. It is trained by
    Adam on cross-entropy, in batches of as many rows of the one class as of the other. It holds out
    a fold of the first class, for which its probabilities are out of bag, and a tenth of the
    second; the weights after the pass that they fit best are kept.

    Trees split one column at a time; a network sees all at once, and errs elsewhere.

    Parameters
    ----------
    n_estimators : int, default 4
        Networks, trained from different starts and without different folds.
    hidden : int in [8, 4096], default 96
        Neurons of the first hidden layer; the second has half as many.
    epochs : int, default 10
        Maximum passes over the larger class.
    batch_size : int, default 256
        Rows of a step, half of them of each class.
    learning_rate : float, default 0.002
        Step size of Adam in the first pass.
    decay : float in (0, 1], default 1.0
        Factor of the learning rate after each pass.
    weight_decay : float, default 1e-5
        Weight decay of Adam.
    max_samples : int, default 10000
        Maximum rows of a pass; the next one goes on where it stopped.
    scale : {"mixed", "standard", "normal_scores"}, default "mixed"
        What networks see: columns over their standard deviation, or the normal quantiles of ranks,
        which have the same distribution for every column; "mixed" alternates.
    {common parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "mlp"

    def __init__(
        self,
        n_estimators: int = 4,
        *,
        hidden: int = 96,
        epochs: int = 10,
        batch_size: int = 256,
        learning_rate: float = 0.002,
        decay: float = 1.0,
        weight_decay: float = 1e-5,
        max_samples: int = 10_000,
        scale: str = "mixed",
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.hidden = hidden
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.decay = decay
        self.weight_decay = weight_decay
        self.max_samples = max_samples
        self.scale = scale
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
