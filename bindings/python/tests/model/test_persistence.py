"""Models as files and bytes: the same bits again, and nothing else gets through."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das._core.handles import BoosterHandle, DetectorHandle, ModelHandle
from das._detectors import registry
from hypothesis import given, settings
from hypothesis import strategies as st
from support.data import Matrix

BOOSTERS = [das.RandomForest, das.ExtraTrees, das.DecisionTree]
NAMES = list(registry.DETECTORS)


@pytest.mark.parametrize("rank", [False, True])
@pytest.mark.parametrize("booster", BOOSTERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_saved_model_scores_the_same_bits(
    name: str, booster: Any, rank: bool, X: Matrix, X_new: Matrix, tmp_path: Path
) -> None:
    scale = "rank" if rank else "minmax"
    model = das.LLMDAS(
        name, booster=booster(), normalization=scale, n_samples=100, random_state=0
    ).fit(X)
    path = tmp_path / "model.das"
    model.save(path)
    again = das.load(path)
    assert type(again) is das.LLMDAS
    assert type(again.booster_) is booster
    for method in ("decision_function", "predict", "predict_proba", "pvalues"):
        assert np.array_equal(getattr(again, method)(X_new), getattr(model, method)(X_new))
    for part, other in zip(again.parts(X_new), model.parts(X_new)):
        assert np.array_equal(part, other)
    assert np.array_equal(again.decision_scores_, model.decision_scores_)
    assert again.threshold_ == model.threshold_
    for scoring in (again, again.detector_):
        with pytest.raises(das.ShapeMismatchError, match="expecting 4 features"):
            scoring.decision_function([[1.0]])
    second = tmp_path / "again.das"
    das.save(again, str(second))
    assert second.read_bytes() == path.read_bytes()


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


def test_system_errors_propagate(X: Matrix, tmp_path: Path) -> None:
    f = das.ECOD().fit(X)
    with pytest.raises(FileNotFoundError):
        das.load(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError):
        das.save(f, tmp_path / "no folder" / "f")
    with pytest.raises(OSError):
        das.save(f, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_saving_replaces_a_file_atomically(X: Matrix, tmp_path: Path) -> None:
    path = tmp_path / "f.das"
    path.write_text("something else")
    das.save(das.ECOD().fit(X), path)
    assert type(das.load(path)) is das.ECOD
    assert list(tmp_path.iterdir()) == [path]


# MARK: hostile bytes

HANDLES = {"model": ModelHandle, "detector": DetectorHandle, "booster": BoosterHandle}


@pytest.fixture(scope="module")
def images(X: Matrix, y: Any) -> dict[str, bytes]:
    small = X[:30]
    booster = das.RandomForest(20, random_state=0)
    model = das.LLMDAS(das.IForest(3), booster=booster, random_state=0).fit(small)
    return {
        "model": model._handle.to_bytes(),
        "detector": das.OCSVM().fit(small)._handle.to_bytes(),
        "booster": das.DecisionTree().fit(X, y)._handle.to_bytes(),
    }


@pytest.mark.parametrize("kind", HANDLES)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_truncated_file_is_refused(kind: str, images: dict[str, bytes], data: Any) -> None:
    image = images[kind]
    with pytest.raises(das.BadFormatError):
        HANDLES[kind].from_bytes(image[: data.draw(st.integers(0, len(image) - 1))])


@pytest.mark.parametrize("kind", HANDLES)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_is_found(kind: str, images: dict[str, bytes], data: Any) -> None:
    """Wherever it is; only a newer version's number says something else than that it is broken."""
    image = bytearray(images[kind])
    image[data.draw(st.integers(0, len(image) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((das.BadFormatError, das.NewerVersionError)):
        HANDLES[kind].from_bytes(bytes(image))


@settings(max_examples=150, deadline=None)
@given(image=st.binary(max_size=400))
def test_random_bytes_are_refused(image: bytes) -> None:
    with pytest.raises(das.BadFormatError):
        ModelHandle.from_bytes(image)


@settings(max_examples=60, deadline=None)
@given(
    size=st.integers(0, 2**64 - 1),
    header=st.one_of(
        st.dictionaries(
            st.sampled_from(["__metadata__", "training_scores", "a"]),
            st.recursive(
                st.none() | st.integers() | st.floats() | st.text(max_size=5),
                lambda children: (
                    st.lists(children, max_size=3)
                    | st.dictionaries(st.sampled_from(["dtype", "shape", "data_offsets"]), children)
                ),
                max_leaves=6,
            ),
        ).map(json.dumps),
        st.text(max_size=50),
    ),
    honest=st.booleans(),
)
def test_false_headers_are_refused(size: int, header: str, honest: bool) -> None:
    text = header.encode()
    image = (len(text) if honest else size).to_bytes(8, "little") + text + bytes(64)
    with pytest.raises(das.BadFormatError):
        ModelHandle.from_bytes(image)


def test_other_safetensors_files_are_refused(images: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(das.BadFormatError, match="the file holds a detector, not a model"):
        ModelHandle.from_bytes(images["detector"])
    (tmp_path / "x").write_bytes(pickle.dumps(das.ECOD()))
    with pytest.raises(das.BadFormatError):
        das.load(tmp_path / "x")
