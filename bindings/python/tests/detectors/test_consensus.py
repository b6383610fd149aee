"""The consensus of several detectors, against its members by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.model_files import parts_of

MEMBERS: dict[str, Any] = {
    "iforest": lambda: das.IForest(random_state=4),
    "pca": das.PCA,
    "ecod": das.ECOD,
    "ocsvm": das.OCSVM,
    "knn": lambda: das.KNN(standardize=True),
    "lof": lambda: das.LOF(standardize=True),
    "drl": lambda: das.DRL(random_state=4),
}
USUAL = ("ecod", "knn", "lof")


def only(*names: str) -> dict[str, float]:
    return {name: float(name in names) for name in MEMBERS}


def scaled(name: str, X: Matrix, rows: Matrix) -> tuple[Matrix, Matrix]:
    """Scores of the training rows, and of others, on the training rows' scale, damped above 1."""
    f = MEMBERS[name]().fit(X)
    low, span = f.decision_scores_.min(), np.ptp(f.decision_scores_)
    new = (f.decision_function(rows) - low) / span
    return (f.decision_scores_ - low) / span, np.where(new > 1, 1 + 0.1 * np.log(new.clip(1)), new)


def weights(f: Any, path: Path) -> dict[str, float]:
    metadata, _ = parts_of(f, path)
    names = metadata["detector.members"].split(",")
    return {name: float(metadata[f"detector.{name}.weight"]) for name in names}


def test_the_score_is_the_weighted_mean_of_scaled_scores(
    X: Matrix, X_new: Matrix, tmp_path: Path
) -> None:
    f = das.Consensus(random_state=4).fit(X)
    found = weights(f, tmp_path / "f.das")
    assert tuple(found) == USUAL
    assert sum(found.values()) == pytest.approx(1, abs=1e-12)
    parts = [(w, *scaled(name, X, X_new)) for name, w in found.items()]
    assert np.allclose(f.decision_scores_, sum(w * own for w, own, _ in parts), atol=1e-12)
    new = sum(w * new for w, _, new in parts)
    assert np.allclose(f.decision_function(X_new), new, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", [*USUAL, "pca", "iforest", "ocsvm"])
def test_a_single_member_is_scaled_only(name: str, X: Matrix, X_new: Matrix) -> None:
    f = das.Consensus(**only(name), random_state=4).fit(X)
    own, new = scaled(name, X, X_new)
    assert np.allclose(f.decision_scores_, own, atol=1e-12)
    assert np.allclose(f.decision_function(X_new), new, rtol=1e-10, atol=1e-12)


def test_a_weight_is_the_given_one_times_how_well_faults_are_separated(
    X: Matrix, tmp_path: Path
) -> None:
    even = weights(das.Consensus(random_state=4).fit(X), tmp_path / "even.das")
    double = weights(das.Consensus(lof=2, random_state=4).fit(X), tmp_path / "double.das")
    ratio = {name: double[name] / even[name] for name in even}
    assert ratio["lof"] / ratio["ecod"] == pytest.approx(2)
    assert ratio["knn"] == pytest.approx(ratio["ecod"])


def test_a_member_without_a_scale_is_left_out(tmp_path: Path) -> None:
    """Rows that all occur many times have no neighbour at a distance."""
    X = np.repeat(np.random.default_rng(0).normal(size=(30, 3)), 30, axis=0)
    with pytest.warns(das.FitWarning):
        f = das.Consensus(random_state=0).fit(X)
    assert set(weights(f, tmp_path / "f.das")) <= {"ecod"}


def test_weights_of_zero_alone_are_refused(X: Matrix) -> None:
    with pytest.raises(das.OutOfRangeError, match="no members"):
        das.Consensus(**only()).fit(X)


def test_files_keep_every_bit(X: Matrix, X_new: Matrix, tmp_path: Path) -> None:
    f = das.Consensus(ocsvm=0.5, random_state=4).fit(X)
    das.save(f, tmp_path / "f.das")
    again = das.load(tmp_path / "f.das")
    assert isinstance(again, das.Consensus)
    assert np.array_equal(again.decision_function(X_new), f.decision_function(X_new))


def test_it_is_enhanced_like_any_detector(X: Matrix, X_new: Matrix) -> None:
    model = das.LLMDAS("consensus", random_state=0).set_params(detector__lof=0)
    scores = model.fit(X).decision_function(X_new)
    assert isinstance(model.detector_, das.Consensus)
    assert np.median(scores[60:]) > np.median(scores[:60])
