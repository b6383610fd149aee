"""Several detectors as one."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .base import Detector


class Consensus(Detector):
    """The weighted mean of the scores of several detectors.

    Scores of each detector are scaled to [0, 1] over the training rows (Eq. 7), damped above 1 to
    ``1 + log(s) / 10``, and averaged. The mean is about as good as the best of them, without labels
    to find out which that is. A
    detector's weight is the one given, times ``2 * AUC - 1``, where the AUC is that of its scores
    on the training rows against copies of them with a few values moved by two standard deviations.
    A detector that separates these no better than chance, or scores all training rows alike, is
    left out. Its blind spot are rows that only one of the detectors sees.

    Other parameters of the detectors are their defaults. Fitting and scoring take as long as those
    of all detectors together.

    Parameters
    ----------
    iforest : float in [0, 1000], default 0.0
        The weight of :class:`IForest`; 0 leaves it out.
    pca : float in [0, 1000], default 0.0
        The weight of :class:`PCA`; 0 leaves it out.
    ecod : float in [0, 1000], default 1.0
        The weight of :class:`ECOD`; 0 leaves it out.
    ocsvm : float in [0, 1000], default 0.0
        The weight of :class:`OCSVM`; 0 leaves it out.
    knn : float in [0, 1000], default 1.0
        The weight of :class:`KNN`, with standardised columns; 0 leaves it out.
    lof : float in [0, 1000], default 1.0
        The weight of :class:`LOF`, with standardised columns; 0 leaves it out.
    drl : float in [0, 1000], default 0.0
        The weight of :class:`DRL`; 0 leaves it out.
    {common parameters}

    Attributes
    ----------
    {common attributes}

    Examples
    --------
    >>> import das, numpy as np
    >>> X = np.random.default_rng(0).normal(size=(300, 3))
    >>> f = das.Consensus(lof=0, iforest=1, random_state=0).fit(X)
    >>> scores = f.decision_function([[0, 0, 0], [7, 7, 7]])
    >>> bool(scores[1] > scores[0])
    True
    """

    _stage = "consensus"
    _is_random = True

    def __init__(
        self,
        contamination: float = 0.1,
        *,
        iforest: float = 0.0,
        pca: float = 0.0,
        ecod: float = 1.0,
        ocsvm: float = 0.0,
        knn: float = 1.0,
        lof: float = 1.0,
        drl: float = 0.0,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.contamination = contamination
        self.iforest = iforest
        self.pca = pca
        self.ecod = ecod
        self.ocsvm = ocsvm
        self.knn = knn
        self.lof = lof
        self.drl = drl
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
