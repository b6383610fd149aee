"""The paper's interface: predict_score, generate_hard_anomalies, and the stages one by one."""

from __future__ import annotations

import json
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix


@pytest.fixture(scope="module")
def f(X: Matrix) -> das.IForest:
    return das.IForest(random_state=0).fit(X)


def test_the_stages_one_by_one_make_the_model(X: Matrix, X_new: Matrix) -> None:
    f = das.IForest(random_state=0).fit(X)
    H = das.generate_hard_anomalies(n_samples=200, model=f, X_train=X, random_state=0)
    y = np.repeat([0, 1], [len(X), len(H)])
    booster = das.RandomForest(random_state=0).fit(np.vstack([X, H]), y)
    F = das.fuse(f, booster, X)
    whole = das.LLMDAS(
        f, booster=das.RandomForest(), n_samples=200, contamination="clean", random_state=0
    ).fit(X)
    assert H.shape == (200, 4)
    assert np.array_equal(F.predict_score(X_new), whole.predict_score(X_new))
    assert F.detector_ is f
    assert F.booster_ is booster


@pytest.mark.parametrize("n_samples", [0, 1, 1000])
def test_a_program_gives_the_rows_asked_for(n_samples: int, f: das.IForest, X: Matrix) -> None:
    rows = das.generate_hard_anomalies(n_samples, f, X, "ecod", random_state=1)
    assert rows.shape == (n_samples, 4)
    again = das.generate_hard_anomalies(n_samples, f, X, das.Program("ecod"), 1, n_jobs=2)
    assert np.array_equal(rows, again)


def test_the_model_must_be_a_fitted_detector(X: Matrix) -> None:
    with pytest.raises(das.NotFittedError, match="This IForest instance is not fitted yet"):
        das.generate_hard_anomalies(3, das.IForest(), X)
    with pytest.raises(ValueError, match="object is no detector: it has none of predict_score"):
        das.generate_hard_anomalies(3, object(), X)
    with pytest.raises(ValueError, match="model is 'iforest'; it takes a fitted detector"):
        das.generate_hard_anomalies(3, "iforest", X)


def test_fuse_refuses_mismatched_parts(f: das.IForest, X: Matrix, y: Any) -> None:
    forest = das.RandomForest(random_state=0).fit(X, y)
    with pytest.raises(das.NotFittedError, match="This RandomForest instance is not fitted yet"):
        das.fuse(f, das.RandomForest(), X)
    with pytest.raises(das.ShapeMismatchError, match="fuse with the rows that the booster was"):
        das.fuse(f, forest, X)
    narrow = das.RandomForest(random_state=0).fit(X[:, :3], y)
    with pytest.raises(das.ShapeMismatchError, match="takes 4 columns but the booster 3"):
        das.fuse(f, narrow, X)
    with pytest.raises(das.OutOfRangeError, match="contamination is 2"):
        das.fuse(f, forest, X[:200], contamination=2)


@pytest.mark.parametrize("name", das.Program.builtin_names())
def test_programs_are_values_with_a_json_form(name: str) -> None:
    program = das.Program(name)
    text = program.to_json()
    again = das.Program.from_json(text)
    assert again == program and hash(again) == hash(program)
    assert again.to_json() == text
    assert json.loads(text)["name"] == program.name == name
    assert program.policy and program.explanation and program.detector
    assert repr(program) == f"<das.Program {name!r} for {program.detector}>"


def test_a_changed_program_does_something_else(f: das.IForest, X: Matrix) -> None:
    value = json.loads(das.Program("gaussian").to_json())
    value["name"] = "mine"
    program = das.Program.from_json(json.dumps(value))
    assert program != das.Program("gaussian")
    rows = program(50, f, X, random_state=0)
    expected = das.generate_hard_anomalies(50, f, X, "gaussian", random_state=0)
    assert np.array_equal(rows, expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "answer line 1 to 1: no JSON object"),
        (b"\xed\xa0\x80", "bytes that are not UTF-8"),
        (
            das.Program("pca").to_json().replace('"mixture"', '"mixtures"'),
            'program has the unknown key "mixtures"; it takes format, name',
        ),
    ],
)
def test_bad_program_error_names_the_position(text: Any, message: str) -> None:
    with pytest.raises(das.BadFormatError, match=message):
        das.Program.from_json(text)


def test_unknown_program_error_lists_the_programs() -> None:
    with pytest.raises(das.UnknownNameError, match="there is no program 'magic'; there are ifo"):
        das.Program("magic")
    with pytest.raises(ValueError, match="name is 3"):
        das.Program(3)  # type: ignore[arg-type]
