"""Model files taken apart and put together again, with a sound layout and checksum."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import das
import numpy as np
from das import save

TYPES = {"F64": "<f8", "I64": "<i8", "F32": "<f4", "I32": "<i4", "U8": "u1"}
NAMES = {np.dtype(code): name for name, code in TYPES.items()}

Metadata = dict[str, str]
Tensors = dict[str, Any]


def opened(path: Any) -> tuple[Metadata, Tensors]:
    """Metadata and tensors of a file."""
    with open(path, "rb") as file:
        image = file.read()
    end = 8 + struct.unpack("<Q", image[:8])[0]
    header = json.loads(image[8:end])
    metadata = header.pop("__metadata__")
    return metadata, {name: _tensor(image[end:], entry) for name, entry in header.items()}


def _tensor(data: bytes, entry: dict[str, Any]) -> Any:
    first, last = entry["data_offsets"]
    return np.frombuffer(data[first:last], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy()


def image_of(metadata: Metadata, tensors: Tensors) -> bytes:
    """The file of metadata and tensors, whatever they say."""
    header: dict[str, Any] = {"__metadata__": {**metadata, "checksum": "00000000"}}
    offset, parts = 0, []
    for name in sorted(tensors, key=lambda name: (-tensors[name].itemsize, name)):
        tensor = np.ascontiguousarray(tensors[name])
        ends = [offset, offset + tensor.nbytes]
        kind = NAMES[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": ends}
        offset = ends[1]
        parts.append(tensor.tobytes())
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return sealed(struct.pack("<Q", len(text)) + text + b"".join(parts))


def sealed(image: bytes) -> bytes:
    """The file with the checksum that is right for it."""
    start = image.index(b'"checksum":"') + len(b'"checksum":"')
    blank = image[:start] + b"00000000" + image[start + 8 :]
    return image[:start] + b"%08x" % zlib.crc32(blank) + image[start + 8 :]


def parts_of(fitted: Any, path: Any) -> tuple[Metadata, Tensors]:
    """What the file of something fitted holds."""
    save(fitted, path)
    return opened(path)


def small_models() -> dict[str, Any]:
    """Something fitted of every kind that a file can hold, as small as it may be."""
    random = np.random.default_rng(0)
    X = random.normal(size=(60, 4))
    X[:, 2] = np.round(X[:, 2])
    H = 3 * random.normal(size=(40, 4))
    both, y = np.vstack([X, H]), np.repeat([0, 1], [60, 40])
    deep = {"hidden": 8, "n_basis": 3, "epochs": 3, "random_state": 0}
    detectors = {
        "iforest": das.IForest(n_estimators=8, random_state=0),
        "pca": das.PCA(),
        "pca_reconstruction": das.PCA(method="reconstruction"),
        "ecod": das.ECOD(),
        **{f"ocsvm_{kernel}": das.OCSVM(kernel=kernel) for kernel in KERNELS},
        "knn": das.KNN(),
        "knn_mean": das.KNN(method="mean", metric="manhattan"),
        "knn_minkowski": das.KNN(metric="minkowski", p=3.0),
        "knn_mahalanobis": das.KNN(metric="mahalanobis"),
        "lof": das.LOF(n_neighbors=5),
        "lof_mahalanobis": das.LOF(n_neighbors=5, metric="mahalanobis"),
        "drl": das.DRL(n_estimators=2, **deep),
        "drl_linear": das.DRL(n_estimators=1, weights="linear", scale="none", **deep),
        "consensus": das.Consensus(random_state=0),
    }
    boosters = {
        "random_forest": das.RandomForest(n_estimators=20, random_state=0),
        "extra_trees": das.ExtraTrees(n_estimators=8, n_neighbors=2, random_state=0),
        "decision_tree": das.DecisionTree(random_state=0),
        "mlp": das.MLP(n_estimators=3, hidden=8, epochs=2, random_state=0),
        "voting": das.Voting(20, mlp_hidden=8, mlp_epochs=2, random_state=0),
    }
    trees = das.ExtraTrees(n_estimators=8, n_neighbors=3)
    makers: dict[str, dict[str, Any]] = {
        "model": {},
        "model_ranks": {"normalization": "rank"},
        "model_held_out": {"calibration": "cv", "folds": 2},
    }
    models = {
        name: das.LLMDAS("pca", booster=trees, random_state=0, **options)
        for name, options in makers.items()
    }
    fitted: dict[str, Any] = {name: one.fit(X) for name, one in {**detectors, **models}.items()}
    return {**fitted, **{name: one.fit(both, y) for name, one in boosters.items()}}


KERNELS = ("rbf", "linear", "poly", "sigmoid")
