"""Objects of other libraries and mixed tables: frames for those that take them, else codes."""

from __future__ import annotations

import pickle
from typing import Any

import das
import numpy as np
import pytest
from support.mixed_tables import SHADES, frame

compose = pytest.importorskip("sklearn.compose")
ensemble = pytest.importorskip("sklearn.ensemble")
impute = pytest.importorskip("sklearn.impute")
pipeline = pytest.importorskip("sklearn.pipeline")
preprocessing = pytest.importorskip("sklearn.preprocessing")
pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.filterwarnings("ignore::das.FitWarning")

TABLE, NEW = frame(), frame(60, seed=1)


class Distance:
    """A detector of arrays with gaps; it keeps what it was given."""

    def fit(self, X: Any) -> Distance:
        self.given_ = np.array(X)
        self.mean_ = np.nanmean(X, axis=0)
        return self

    def predict_score(self, X: Any) -> Any:
        return np.nansum(np.abs(X - self.mean_), axis=1)


class NearestMean:
    """A classifier of arrays with gaps."""

    def fit(self, X: Any, y: Any) -> NearestMean:
        self.means_ = [np.nanmean(X[y == label], axis=0) for label in (0, 1)]
        return self

    def predict_proba(self, X: Any) -> Any:
        normal, other = (1 + np.nansum((X - mean) ** 2, axis=1) for mean in self.means_)
        return np.column_stack([other, normal]) / (normal + other)[:, None]


def resample(n_samples: int, model: Any, X_train: Any, random_state: int) -> Any:
    """A program that draws every cell from its column, gaps and codes as they are."""
    rng = np.random.default_rng(random_state)
    columns = X_train.T
    return np.column_stack([cells[rng.integers(len(cells), size=n_samples)] for cells in columns])


def encoder() -> Any:
    return compose.make_column_transformer(
        (preprocessing.OneHotEncoder(), ["shade", "size"]),
        remainder=impute.SimpleImputer(),
    )


def enhanced(detector: Any, program: Any = resample, **options: Any) -> das.LLMDAS:
    """A model in which every stage is the host's."""
    options = {"n_samples": 200, "random_state": 0, **options}
    return das.LLMDAS(detector, booster=NearestMean(), program=program, **options)


def test_a_detector_of_arrays_gets_codes_and_nan() -> None:
    model = enhanced(Distance()).fit(TABLE)
    given = model.detector_.given_
    codes = TABLE["shade"].map(dict(zip(sorted(SHADES), range(3))))
    assert np.array_equal(given[:, 1], codes, equal_nan=True)
    assert np.array_equal(given[:, 2], TABLE["size"].cat.codes)
    assert np.array_equal(given[:, 0], TABLE["mass"], equal_nan=True)
    assert np.isfinite(model.decision_function(NEW)).all()


@pytest.mark.filterwarnings("error::UserWarning")
def test_a_pipeline_gets_a_frame_with_categories() -> None:
    model = enhanced(
        pipeline.make_pipeline(encoder(), ensemble.IsolationForest(n_estimators=20, random_state=0))
    )
    model.fit(TABLE)
    seen = model.detector_[0].named_transformers_["onehotencoder"].categories_
    assert [value for value in seen[0] if isinstance(value, str)] == sorted(SHADES)
    order = np.random.default_rng(0).permutation(len(NEW))
    scores = model.decision_function(NEW)
    assert np.array_equal(model.decision_function(NEW.iloc[order]), scores[order])
    again = pickle.loads(pickle.dumps(model))
    assert np.array_equal(again.decision_function(NEW), scores)


def test_a_fitted_pipeline_scores_frames() -> None:
    table, new = TABLE.dropna(), NEW.dropna()
    detector = pipeline.make_pipeline(
        encoder(), ensemble.IsolationForest(n_estimators=20, random_state=0)
    )
    detector.fit(table)
    model = enhanced(detector).fit(table)
    expected = -detector.score_samples(new)
    assert np.array_equal(model.parts(new).detector, expected)


def test_folds_of_a_pipeline_are_fitted_to_frames() -> None:
    detector = pipeline.make_pipeline(
        encoder(), ensemble.IsolationForest(n_estimators=20, random_state=0)
    )
    model = enhanced(detector).fit(TABLE, calibration="cv")
    assert (model.pvalues(NEW) > 0).all()


def test_listed_numbers_reach_a_host_as_they_are() -> None:
    X = np.column_stack([np.random.default_rng(0).normal(size=300), np.arange(300) % 4 * 10])
    model = enhanced(Distance(), categorical_features=[1]).fit(X)
    assert np.array_equal(model.detector_.given_, X)
    assert model.categories_[1].tolist() == [0, 10, 20, 30]
    assert np.array_equal(model.parts(X).detector, model.detector_.predict_score(X))
    made = das.generate_hard_anomalies(50, model, X, resample, random_state=0)
    assert set(made[:, 1]) <= {0, 10, 20, 30}


def test_a_detector_that_cannot_encode_is_said_to_see_numbers() -> None:
    with pytest.warns(das.FitWarning, match="IsolationForest cannot be fitted to the data frame"):
        enhanced(ensemble.IsolationForest(n_estimators=20, random_state=0)).fit(TABLE)


def test_a_detector_without_gaps_says_so() -> None:
    svm = pytest.importorskip("sklearn.svm")
    with pytest.raises(ValueError, match="NaN"):
        enhanced(svm.OneClassSVM()).fit(TABLE)


def test_a_program_sees_codes_and_may_return_gaps() -> None:
    model = Distance().fit(enhanced(Distance()).fit(TABLE).detector_.given_)
    made = das.generate_hard_anomalies(300, model, TABLE, resample, random_state=0)
    shades, sizes = made["shade"], made["size"]
    assert set(shades.dropna()) == set(SHADES) and shades.isna().any()
    assert sizes.cat.ordered and made["mass"].isna().any()


BAD_CODES = {"fraction": 0.5, "too great": 3.0, "infinite": np.inf}


@pytest.mark.parametrize("case", BAD_CODES)
def test_a_code_that_is_none_is_the_programs_fault(case: str) -> None:
    def wrong(n_samples: int, model: Any, X_train: Any) -> Any:
        rows = np.array(X_train[:n_samples])
        rows[7, 1] = BAD_CODES[case]
        return rows

    with pytest.raises(das.CallbackError, match=r"(\[7, 1\]|row 7, column 1)"):
        enhanced(Distance(), wrong).fit(TABLE)
