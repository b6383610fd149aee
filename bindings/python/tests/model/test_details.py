"""What a file says of its own estimator: from C as from Python, and untrusted."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das._base.notes import serialize_note
from das._core import file_io
from das._core.details import Details, described
from das._core.handles import DetectorHandle
from das._model import loading, notes
from hypothesis import given, settings
from hypothesis import strategies as st
from support.data import Matrix
from support.model_files import sealed


def test_a_file_that_c_wrote_has_names_and_parameters(X: Matrix, tmp_path: Path) -> None:
    """What C's settings were is what Python's parameters are."""
    booster = das.ExtraTrees(20, n_neighbors=1)
    parameters = {"n_samples": 40, "contamination": 0.05, "weight": 0.5, "random_state": 3}
    model = das.LLMDAS(das.PCA(n_components=2), booster=booster, **parameters).fit(X)
    names = np.array(["left", "right", "up", "down"], dtype=object)
    handle = described(model._handle, Details(names, 0.05))  # no note
    file_io.write(tmp_path / "c.das", handle.to_bytes())
    again = das.load(tmp_path / "c.das")
    assert list(again.feature_names_in_) == list(names)
    assert again.contamination == 0.05
    assert again.threshold_ == model.threshold_
    assert again.booster.get_params()["n_estimators"] == 20
    assert again.booster.get_params()["n_neighbors"] == 1
    assert (again.weight, again.n_samples) == (0.5, 40)
    assert again.random_state == 3
    assert type(again.detector_) is das.PCA


@settings(max_examples=150, deadline=None)
@given(
    note=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["das", "detector", "booster", "estimator", "parameters", "part", "absent"]
                    + ["dict", "list", "tuple", "float", "program", "python_program", "classes"]
                    + ["labels", "runs", "threshold", "named", "contamination"]
                    + ["category_kinds", "0"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_note_is_refused_or_gives_an_estimator(note: Any) -> None:
    handle = _ECOD._handle
    text = '{"das":' + json.dumps(note) + "}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _load_with(handle, text)


def _load_with(handle: DetectorHandle, text: str) -> None:
    image = described(handle, Details(note=text)).to_bytes()
    try:
        again = loading.estimator_from(DetectorHandle.from_bytes(image))
    except das.BadFormatError:
        return
    assert type(again) is das.ECOD


_ECOD = das.ECOD().fit(np.arange(40.0).reshape(20, 2))


@pytest.mark.parametrize(
    "note",
    [
        {"estimator": "IForest", "parameters": {}},
        {"estimator": "os.system", "parameters": {}},
        {"estimator": ["ECOD"], "parameters": {}},
        {"estimator": "ECOD", "parameters": [1]},
        {"estimator": "ECOD", "parameters": {"contamination": {"program": "x"}}},
        {"estimator": "ECOD", "parameters": {"contamination": {"part": "other"}}},
        {"estimator": "ECOD", "parameters": {"contamination": [1]}},
        {"estimator": "ECOD", "parameters": {"contamination": {"float": "1e999"}}},
        {"estimator": "ECOD", "parameters": {"contamination": {"dict": [[{"list": []}, 1]]}}},
        {},
    ],
)
def test_wrong_notes_are_refused(note: Any) -> None:
    handle = described(_ECOD._handle, Details(note=serialize_note({"das": note})))
    with pytest.raises(das.BadFormatError, match="not a sound libdas file"):
        loading.estimator_from(handle)


def test_deeply_nested_notes_are_refused() -> None:
    for text in ('{"das":' + '{"list":[' * 20000 + "]}" * 20000 + "}", '{"das":' + "[" * 50000):
        with pytest.raises(das.BadFormatError):
            notes.build_estimator((notes.parse_note(text) or {}).get("das"), like=das.ECOD)


def test_details_are_checked() -> None:
    for details, error in (
        (Details(note="x" * (1 << 17) + "y"), das.OutOfRangeError),
        (Details(training_scores=np.array([1, np.nan])), das.InvalidDataError),
        (Details(names=np.array(["a\0b", "c"], dtype=object)), das.InvalidArgumentError),
        (Details(names=np.array(["\ud800", "c"], dtype=object)), das.InvalidArgumentError),
        (Details(names=np.array(["x" * 70000, "c"], dtype=object)), das.OutOfRangeError),
    ):
        with pytest.raises(error):
            described(_ECOD._handle, details)


def test_details_in_a_file_are_checked() -> None:
    """Under a checksum that is right."""
    names = np.array(["ab", "cd"], dtype=object)
    image = described(_ECOD._handle, Details(names, 0.25, 1.5)).to_bytes()
    for old, new in (
        (b'"about.contamination":"0.25"', b'"about.contamination":"0.75"'),
        (b'"about.contamination":"0.25"', b'"about.contamination":"nan "'),
        (b'"about.threshold":"1.5"', b'"about.threshold":"nan"'),
        (b'"about.threshold":"1.5"', b'"about.threshold":"1,5"'),
        (b"ab\0cd\0", b"ab\0\0d\0"),
        (b"ab\0cd\0", b"ab\0cde"),
        (b"ab\0cd\0", b"\xc3\x28\0cd\0"),
    ):
        assert image.count(old) == 1
        with pytest.raises(das.BadFormatError, match="not a sound libdas file"):
            DetectorHandle.from_bytes(sealed(image.replace(old, new)))
    assert DetectorHandle.from_bytes(sealed(image)).to_bytes() == image
