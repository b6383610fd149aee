"""Model files of strangers: what loads has finite scores, and no read takes more than its bound."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das._core import abi
from das._core.handles import BoosterHandle, DetectorHandle, ModelHandle
from das._core.library import library
from support.model_files import Metadata, Tensors, image_of, parts_of, small_models

EXTREMES = [
    0.0, -1.0, 5e-324, 1e-150, 1e150, -1e150, 1e300, 1.7e308, -1.7e308, np.inf, np.nan
]  # fmt: skip

ROWS = np.array(
    [[0.0] * 4, [1, 2, 3, 0], [-5, 1e3, 0, 1], [1e150] * 4, [-1e150, 1e150, -1e150, 1e150],
     [1e-300] * 4, [5e-324, -5e-324, 0, 1e150], [1e10, -1e10, 1e-10, 7]]
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Metadata, Tensors]]:
    path = tmp_path_factory.mktemp("files") / "one.das"
    return {name: parts_of(fitted, path) for name, fitted in small_models().items()}


def scores_of(image: bytes, path: Path) -> list[np.ndarray]:
    """Whatever scores there are; none where the file is refused."""
    path.write_bytes(image)
    try:
        loaded = das.load(path)
    except das.BadFormatError:
        return []
    try:
        if hasattr(loaded, "parts"):
            return [*loaded.parts(ROWS), loaded.pvalues(ROWS), loaded.decision_function(ROWS)]
        if hasattr(loaded, "classes_"):
            return [loaded.predict_proba(ROWS)]
        return [loaded.decision_function(ROWS)]
    except das.ShapeMismatchError:  # a file of so many columns
        return []


def variants(metadata: Metadata, tensors: Tensors) -> Iterator[tuple[str, bytes]]:
    """Files with one number or tensor changed to an extreme, their layout sound."""
    for key, text in metadata.items():
        try:
            float(text)
        except ValueError:
            continue
        if key not in ("format_version", "checksum"):
            for extreme in (*map(repr, EXTREMES), "0", "1", "2147483647"):
                yield f"{key}={extreme}", image_of({**metadata, key: extreme}, tensors)
    for name, tensor in tensors.items():
        if tensor.dtype.kind == "f" and tensor.size:
            for extreme in EXTREMES:
                for which, changed in changes(tensor, extreme):
                    image = image_of(metadata, {**tensors, name: changed})
                    yield f"{name}: {which} {extreme}", image


def changes(tensor: np.ndarray, extreme: float) -> Iterator[tuple[str, np.ndarray]]:
    with np.errstate(over="ignore"):
        signs = np.where(np.arange(tensor.size) % 2, 1, -1).reshape(tensor.shape)
        one = tensor.copy()
        one.flat[tensor.size // 2] = extreme
        yield "all", np.full_like(tensor, extreme)
        yield "one", one
        yield "both signs", (signs * extreme).astype(tensor.dtype)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_loaded_models_have_finite_scores(
    files: dict[str, tuple[Metadata, Tensors]], tmp_path: Path
) -> None:
    accepted = 0
    for kind, parts in files.items():
        assert scores_of(image_of(*parts), tmp_path / "one.das"), kind
        for change, image in variants(*parts):
            scores = scores_of(image, tmp_path / "one.das")
            accepted += bool(scores)
            assert all(np.isfinite(one).all() for one in scores), (kind, change, scores)
    assert accepted > 300


# Memory and time

MEBIBYTES = 3
FACTOR, BESIDE = 16, 32


def gaps(files: Any, size: int, each: int) -> tuple[Metadata, Tensors]:
    metadata, tensors = files["decision_tree"]
    columns = min(size // (8 + 16 * each), 1 << 20)
    ends = np.arange(columns * each, dtype=float) % max(each, 1)
    changed = {
        "booster.gap_starts": np.arange(columns + 1) * each,
        "booster.gap_lows": ends,
        "booster.gap_highs": ends + 0.5,
        "booster.nodes": np.array([-(2**63)]),
        "booster.starts": np.array([0, 1]),
    }
    kept = {
        name: one for name, one in tensors.items() if "sample" not in name and "bag" not in name
    }
    return {**metadata, "booster.columns": str(columns)}, {**kept, **changed}


def booster_trees(files: Any, size: int) -> tuple[Metadata, Tensors]:
    metadata, tensors = files["decision_tree"]
    trees = size // 16
    changed = {"booster.nodes": np.full(trees, -(2**63)), "booster.starts": np.arange(trees + 1)}
    return metadata, {**tensors, **changed}


def iforest_trees(files: Any, size: int) -> tuple[Metadata, Tensors]:
    trees = size // 32
    return files["iforest"][0], {
        "detector.starts": np.arange(trees + 1),
        "detector.values": np.ones(trees),
        "detector.thresholds": np.zeros(trees),
        "detector.features": np.zeros(trees, np.int32),
        "detector.children": np.zeros(trees, np.int32),
    }


def ecod(files: Any, size: int, each: int) -> tuple[Metadata, Tensors]:
    columns = size // (12 + 12 * each)
    values = np.append(np.arange(each - 1) + 0.1, np.inf)
    return {**files["ecod"][0], "detector.count": str(each - 1)}, {
        "detector.starts": np.arange(columns + 1) * each,
        "detector.values": np.tile(values, columns),
        "detector.below": np.tile(np.arange(each, dtype=np.int32), columns),
        "detector.skewness": np.zeros(columns, np.int32),
    }


def neighbors(files: Any, size: int, kind: str, rows: int, columns: int) -> Any:
    tensors = {
        "detector.rows": np.zeros((rows, columns), np.float32),
        "detector.factor": np.ones(columns),
        "detector.scores": np.zeros(rows),
    }
    if kind == "lof":
        tensors |= {"detector.k_distances": np.ones(rows), "detector.densities": np.ones(rows)}
    return files[kind][0], tensors


def pca(files: Any, size: int) -> tuple[Metadata, Tensors]:
    columns = size // 16
    return files["pca"][0], {
        "detector.shift": np.zeros(columns),
        "detector.factor": np.ones(columns),
        "detector.axes": np.zeros((0, columns)),
        "detector.weights": np.zeros(0),
    }


def ocsvm(files: Any, size: int, columns: int) -> tuple[Metadata, Tensors]:
    points = size // (8 * columns + 8)
    return {**files["ocsvm_rbf"][0], "detector.columns": str(columns)}, {
        "detector.points": np.zeros((points, columns)),
        "detector.weights": np.ones(points),
        "detector.shift": np.zeros(columns),
        "detector.factor": np.ones(columns),
    }


def drl(files: Any, size: int) -> tuple[Metadata, Tensors]:
    """One hidden unit, so that each input has the filling of 15 more."""
    metadata, tensors = files["drl"]
    inputs = size // 40
    wide = {"encoder1": (2, inputs, 1), "weigher1": (2, inputs, 1), "decoder": (2, 1, inputs)}
    small = {"encoder2": (2, 1, 1), "weigher2": (2, 1, 1), "basis": (2, 1, 1), "center": (2, 1, 1)}
    shapes = {**wide, **small, "axes": (2, 1, 1), "whitening": (2, 1, 1)}
    changed = {f"detector.{name}": np.zeros(shape, np.float32) for name, shape in shapes.items()}
    changed |= {"detector.shift": np.zeros(inputs), "detector.factor": np.ones((2, inputs))}
    numbers = {"hidden": "1", "basis": "1", "intercept": "0", "axes": "1"}
    return {**metadata, **{f"detector.{key}": text for key, text in numbers.items()}}, {
        **tensors,
        **changed,
    }


def model_scores(files: Any, size: int) -> tuple[Metadata, Tensors]:
    metadata, tensors = files["model"]
    scores = np.random.default_rng(0).random(size // 16)
    names = ("training_scores", "detector_training_scores")
    return metadata, {**tensors, **dict.fromkeys(names, scores)}


def header(files: Any, size: int) -> tuple[Metadata, Tensors]:
    metadata, tensors = files["pca"]
    return {**metadata, **{f"provenance.{n}": "" for n in range(40_000)}}, tensors


AMPLIFIERS = {
    "gaps, none to a column": lambda files, size: gaps(files, size, 0),
    "gaps, one to a column": lambda files, size: gaps(files, size, 1),
    "gaps, 128 to a column": lambda files, size: gaps(files, size, 128),
    "trees of one leaf": booster_trees,
    "isolation trees of one leaf": iforest_trees,
    "ecod, constant columns": lambda files, size: ecod(files, size, 2),
    "ecod, 33 to a column": lambda files, size: ecod(files, size, 33),
    "ecod, long columns": lambda files, size: ecod(files, size, 100_000),
    "knn, one row": lambda files, size: neighbors(files, size, "knn", 1, size // 12),
    "knn, one column": lambda files, size: neighbors(files, size, "knn", size // 12, 1),
    "knn, a table": lambda files, size: neighbors(files, size, "knn", size // 160, 32),
    "lof, one column": lambda files, size: neighbors(files, size, "lof", size // 28, 1),
    "pca": pca,
    "ocsvm, one column": lambda files, size: ocsvm(files, size, 1),
    "ocsvm, many columns": lambda files, size: ocsvm(files, size, size // 16),
    "drl": drl,
    "training scores": model_scores,
    "header": header,
}
HANDLES = {"model": ModelHandle, "detector": DetectorHandle, "booster": BoosterHandle}


def memory(key: str) -> int:
    """A line of what the system says of this process's memory, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(key + ":"))


@pytest.mark.parametrize("kind", AMPLIFIERS)
def test_a_read_takes_memory_and_time_in_proportion_to_the_file(
    kind: str, files: dict[str, tuple[Metadata, Tensors]]
) -> None:
    metadata, tensors = AMPLIFIERS[kind](files, MEBIBYTES << 20)
    image = image_of(metadata, tensors)
    content = metadata["content"]
    start_of = ctypes.cast(ctypes.c_char_p(image), ctypes.POINTER(ctypes.c_uint8))
    handle = HANDLES[content]()
    read = getattr(library, f"das_{content}_read")
    del tensors
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, start = memory("VmRSS"), time.monotonic()
    status = read(None, start_of, len(image), handle.target)
    seconds, grown = time.monotonic() - start, memory("VmHWM") - before
    assert status == abi.DAS_OK
    assert grown <= FACTOR * len(image) + (BESIDE << 20), grown / len(image)
    assert seconds < 10
