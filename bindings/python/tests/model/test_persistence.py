"""Models as files: what they hold, and that nothing else is loaded.

Tests/CAPITests reads files with every kind of damage.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import das
import numpy as np
import pytest
from support.data import Matrix
from support.model_files import sealed


def test_a_detector_of_an_earlier_file_asks_for_a_threshold(X: Matrix, tmp_path: Path) -> None:
    (tmp_path / "f.das").write_bytes(das.ECOD().fit(X)._handle.to_bytes())
    again = das.load(tmp_path / "f.das")
    with pytest.raises(das.NotFittedError, match="came from a file, .* set threshold_"):
        again.predict(X)
    again.threshold_ = 3.0
    assert again.predict(X).sum() == (again.decision_function(X) > 3.0).sum()


def test_loaded_parts_can_be_fused(X: Matrix, X_new: Matrix, tmp_path: Path) -> None:
    """Out-of-bag scores are in the file."""
    f = das.IForest(random_state=0).fit(X)
    H = das.generate_hard_anomalies(200, f, X, random_state=0)
    y = np.repeat([0, 1], [300, 200])
    booster = das.RandomForest(random_state=0).fit(np.vstack([X, H]), y)
    for name, part in (("f", f), ("b", booster)):
        das.save(part, os.fsencode(tmp_path / name))
    F = das.fuse(das.load(tmp_path / "f"), das.load(tmp_path / "b"), X)
    assert np.array_equal(
        F.decision_function(X_new), das.fuse(f, booster, X).decision_function(X_new)
    )


def test_the_package_safetensors_opens_a_model(X: Matrix, tmp_path: Path) -> None:
    safetensors = pytest.importorskip("safetensors")
    model = das.LLMDAS("pca", random_state=0).fit(X)
    model.save(tmp_path / "model.das")
    with safetensors.safe_open(tmp_path / "model.das", framework="numpy") as file:
        metadata = file.metadata()
        scores = file.get_tensor("training_scores")
        tensors = [file.get_tensor(name) for name in file.keys()]  # noqa: SIM118
    assert metadata["library_version"] == das.__version__
    assert (metadata["detector"], metadata["booster"]) == ("pca", "extra_trees")
    assert np.array_equal(scores, model.decision_scores_)
    assert sum(tensor.nbytes for tensor in tensors) < (tmp_path / "model.das").stat().st_size


def test_non_models_are_not_saved(tmp_path: Path) -> None:
    with pytest.raises(das.UnsupportedError, match="das cannot save a list"):
        das.save([], tmp_path / "x")
    with pytest.raises(das.NotFittedError):
        das.save(das.LLMDAS(), tmp_path / "x")


def test_damaged_and_foreign_files_are_refused(X: Matrix, tmp_path: Path) -> None:
    image = das.ECOD().fit(X)._handle.to_bytes()
    newer = sealed(image.replace(b'"format_version":"1"', b'"format_version":"3"'))
    for content, error in (
        (image[:-1], das.BadFormatError),
        (pickle.dumps(das.ECOD()), das.BadFormatError),
        (b"", das.BadFormatError),
        (newer, das.NewerVersionError),
    ):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(error):
            das.load(tmp_path / "x")
