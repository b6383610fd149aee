"""Decomposed representation learning against its definition in numpy, from the model file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from conftest import Matrix


def contents(path: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """The metadata and the tensors of a safetensors file."""
    image = path.read_bytes()
    end = 8 + int.from_bytes(image[:8], "little")
    header = json.loads(image[8:end])
    metadata = header.pop("__metadata__")
    types = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "u1"}
    tensors = {}
    for name, entry in header.items():
        first, last = (end + offset for offset in entry["data_offsets"])
        values = np.frombuffer(image[first:last], types[entry["dtype"]])
        tensors[name.removeprefix("detector.")] = values.reshape(entry["shape"])
    return metadata, tensors


def leaky(z: Matrix) -> Matrix:
    return np.maximum(z, 0.2 * z)


def expected(path: Path, X: Matrix) -> Matrix:
    """The geometric mean over networks of ``|h - w basis|^2`` and ``1 - cos(h decoder, x)`` over 4,
    both over their means; without decoders the mean of the first."""
    metadata, t = contents(path)
    x = (X - t["shift"]) * t["factor"]
    if metadata["detector.intercept"] == "1":
        x = np.hstack([x, np.ones((len(x), 1))])
    parts = []
    for i, scale in enumerate(t["scales"]):
        h = leaky(leaky(x @ t["encoder1"][i]) @ t["encoder2"][i])
        w = leaky(x @ t["weigher1"][i]) @ t["weigher2"][i]
        kind = metadata["detector.weights"]
        if kind == "softmax" or (kind == "both" and i % 2 == 1):
            w = np.exp(w - w.max(axis=1, keepdims=True))
            w /= w.sum(axis=1, keepdims=True)
        part = ((h - w @ t["basis"][i]) ** 2).sum(axis=1) / scale
        if "decoder" in t:
            y = h @ t["decoder"][i]
            lengths = np.linalg.norm(x, axis=1) * np.linalg.norm(y, axis=1)
            part += 0.25 * (1 - (x * y).sum(axis=1) / lengths) / t["deviations"][i]
        parts.append(part)
    return np.exp(np.log(parts).mean(axis=0)) if "decoder" in t else np.mean(parts, axis=0)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"weights": "softmax", "intercept": False},
        {"weights": "linear", "n_estimators": 3},
        {"scale": "standard", "hidden": 37, "n_basis": 17, "n_estimators": 1},
        {"scale": "none", "max_samples": 50},
        {"alignment": 0},
    ],
    ids=str,
)
def test_a_file_holds_what_scores(
    settings: dict[str, Any], X: Matrix, X_new: Matrix, tmp_path: Path
) -> None:
    detector = das.DRL(epochs=20, random_state=0, **settings).fit(X)
    das.save(detector, tmp_path / "drl.das")
    np.testing.assert_allclose(
        detector.decision_function(X_new), expected(tmp_path / "drl.das", X_new), rtol=2e-4
    )


def test_the_basis_is_orthonormal(X: Matrix, tmp_path: Path) -> None:
    das.save(das.DRL(2, n_basis=9, epochs=1).fit(X), tmp_path / "drl.das")
    for basis in contents(tmp_path / "drl.das")[1]["basis"]:
        np.testing.assert_allclose(basis.astype(float) @ basis.T, np.eye(9), atol=1e-6)


def test_scale_says_which_columns_count() -> None:
    """An anomaly in a column of small numbers, beside one of large numbers."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 2)) * [1.0, 1000.0]
    odd = np.array([[6.0, 0.0], [0.0, 6000.0]])
    for scale, least in ("standard", 5.0), ("pareto", 0.0), ("none", 0.0):
        scores = das.DRL(scale=scale, random_state=0).fit(X).decision_function(odd)
        assert scores[0] > least and scores[1] > 5, scale
    raw = das.DRL(scale="none", random_state=0).fit(X).decision_function(odd)
    assert raw[0] < 1 < raw[1]


def test_more_basis_vectors_than_dimensions_are_refused(X: Matrix) -> None:
    with pytest.raises(das.OutOfRangeError, match="'n_basis' is 9, but a space of 'hidden' = 8"):
        das.DRL(hidden=8, n_basis=9).fit(X)
