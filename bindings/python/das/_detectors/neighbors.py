"""Base class of detectors by neighbours: distances, and parameters of other libraries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .._core.errors import InvalidArgumentError, InvalidDataError
from .base import Detector

# Other names of distances in scikit-learn and scipy.
_ALIASES = {"l1": "manhattan", "cityblock": "manhattan", "l2": "euclidean"}
_ALGORITHMS = ("auto", "ball_tree", "kd_tree", "brute")

# Parameters of other libraries' searches, which do not affect an exact search.
IGNORED = {"algorithm", "leaf_size", "radius", "novelty"}


class NeighborDetector(Detector):
    """A detector by neighbours, with an exact search that chooses its own algorithm."""

    metric: str
    metric_params: Mapping[str, Any] | None
    algorithm: str

    def _settings(self) -> dict[str, object]:
        settings = {k: v for k, v in super()._settings().items() if k not in IGNORED}
        if not isinstance(self.algorithm, str) or self.algorithm not in _ALGORITHMS:
            raise InvalidArgumentError(
                f"algorithm is {self.algorithm!r:.80}; it takes one of {', '.join(_ALGORITHMS)}"
            )
        if isinstance(self.metric, str):
            settings["metric"] = _ALIASES.get(self.metric, self.metric)
        settings["covariance"] = _covariance(settings.pop("metric_params"), self.metric)
        return settings


def _covariance(params: Any, metric: object) -> Any:
    """The covariance in ``metric_params``, under scikit-learn's names V and VI."""
    if params is None or (isinstance(params, Mapping) and not params):
        return None
    if not isinstance(params, Mapping) or len(params) != 1 or not {"V", "VI"} & set(params):
        raise InvalidArgumentError(
            f"metric_params is {params!r:.80}; it takes {{'V': covariance}} or {{'VI': its "
            "inverse}"
        )
    if metric != "mahalanobis":
        raise InvalidArgumentError(
            f"metric_params applies to metric 'mahalanobis' only, and metric is {metric!r}"
        )
    name, matrix = next(iter(params.items()))
    try:
        matrix = np.asarray(matrix, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidDataError(f"metric_params[{name!r}] is no matrix: {error}") from error
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise InvalidDataError(
            f"metric_params[{name!r}] has shape {matrix.shape}; a square matrix is expected"
        )
    return matrix if name == "V" else _inverse(matrix)


def _inverse(matrix: Any) -> Any:
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError as error:
        raise InvalidDataError(f"metric_params['VI'] has no inverse: {error}") from error
    return (inverse + inverse.T) / 2
