"""Decomposed representation learning."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .base import Detector


class DRL(Detector):
    """Decomposed representation learning (Ye et al., "DRL: Decomposed representation learning for
    tabular anomaly detection", ICLR 2025).

    A small network maps a row to a point of a latent space, which is decomposed into a few fixed
    orthonormal vectors; a second network gives their weights. The score combines three measures:
    the squared norm of the residual, to which a quarter of 1 - cosine between the row and its
    decoded point is added; the Mahalanobis distance of the residual; and, with little weight, that
    of the weights. Each is divided by its mean over the training rows; the score is their geometric
    mean over an ensemble of such networks. Its blind spot are rows that the networks, being smooth,
    fit along with the training rows.

    Fitting takes about ``n_estimators * epochs`` passes over the training rows, or over
    ``max_samples`` of them.

    Parameters
    ----------
    n_estimators : int, default 8
        Networks trained from different starts, whose scores are averaged.
    hidden : int, default 128
        Neurons of each hidden layer, and coordinates of the latent space.
    n_basis : int, default 5
        Orthonormal basis vectors; at most `hidden`.
    weights : {"both", "linear", "softmax"}, default "both"
        "softmax" makes the vectors' weights positive with sum 1, as in the paper; "linear" leaves
        them free, as the published code does; "both" alternates, beginning with a linear network.
    epochs : int, default 120
        Passes over the training rows.
    batch_size : int, default 256
        Maximum rows of a step.
    learning_rate : float, default 0.002
        Step size of Adam in the first pass.
    decay : float in (0, 1], default 0.98
        Factor of the learning rate after each pass.
    weight_decay : float, default 1e-5
        Weight decay of Adam.
    alignment : float, default 0.1
        Weight of the loss that keeps rows recognisable: 1 - cosine of decoded and given row. More
        than 0.
    separation : float, default 0.06
        Weight of the loss that keeps rows apart: the mean cosine of two rows' weights.
    max_samples : int, default 4096
        Maximum rows on which a network is trained, drawn at random for each.
    intercept : bool, default True
        Whether networks see a constant 1 as well; their layers have no biases.
    scale : {"mixed", "pareto", "standard", "none"}, default "mixed"
        Centred columns are divided by the root of their standard deviation ("pareto"), by the
        deviation itself, or all by one number ("none"). "mixed" is "none" for networks 7 and 8 of
        every eight, and "pareto" for the others.
    {common parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "drl"
    _is_random = True

    def __init__(
        self,
        n_estimators: int = 8,
        *,
        hidden: int = 128,
        n_basis: int = 5,
        weights: str = "both",
        epochs: int = 120,
        batch_size: int = 256,
        learning_rate: float = 0.002,
        decay: float = 0.98,
        weight_decay: float = 1e-5,
        alignment: float = 0.1,
        separation: float = 0.06,
        max_samples: int = 4096,
        intercept: bool = True,
        scale: str = "mixed",
        contamination: float = 0.1,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.hidden = hidden
        self.n_basis = n_basis
        self.weights = weights
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.decay = decay
        self.weight_decay = weight_decay
        self.alignment = alignment
        self.separation = separation
        self.max_samples = max_samples
        self.intercept = intercept
        self.scale = scale
        self.contamination = contamination
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
