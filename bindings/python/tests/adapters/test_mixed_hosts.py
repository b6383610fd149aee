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
pytestmark = [
    pytest.mark.filterwarnings("ignore::das.FitWarning"),
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore:X does not have valid feature names"),
]

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


@pytest.mark.filterwarnings("error:.* cannot be fitted to the data frame")
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


@pytest.fixture(scope="module")
def model() -> das.LLMDAS:
    return enhanced(Distance()).fit(TABLE)


@pytest.mark.parametrize("value", [0.5, np.inf, -np.inf])
def test_what_is_no_code_is_refused_by_cell(value: float, model: das.LLMDAS) -> None:
    codes = model.detector_.given_[:9].copy()
    codes[4, 1] = value
    with pytest.raises(das.InvalidDataError, match=r"X\[4, 1\] is .*takes the codes 0 \.\.\. 2"):
        model.decision_function(codes)


def test_codes_beyond_the_categories_are_unseen_and_negative_ones_missing(
    model: das.LLMDAS,
) -> None:
    def score(code: float) -> float:
        codes = model.detector_.given_[:1].copy()
        codes[0, 1] = code
        return float(model.decision_function(codes)[0])

    row = pandas.DataFrame(TABLE[:1])
    with pytest.warns(UserWarning, match="'violet'"):
        assert score(3) == score(4000) == model.decision_function(row.assign(shade="violet"))[0]
    assert score(-1) == score(np.nan) == model.decision_function(row.assign(shade=None))[0]


@pytest.mark.parametrize("name", ["mass", "shade", "north"])
def test_columns_without_a_value_are_refused_by_name(name: str) -> None:
    with pytest.raises(das.InvalidDataError, match=f"column '{name}' of X has no value"):
        enhanced(Distance()).fit(TABLE.assign(**{name: None}))


def test_infinite_numbers_are_refused_by_name(model: das.LLMDAS) -> None:
    wrong = NEW.assign(length=np.inf)
    for call in (model.fit, model.decision_function):
        with pytest.raises(das.InvalidDataError, match=r"X\[0, 4\] \(column 'length'\) is inf"):
            call(wrong)


def test_a_detector_with_the_wrong_sign_is_found_in_mixed_tables() -> None:
    class Closeness(Distance):
        def predict_score(self, X: Any) -> Any:
            return -super().predict_score(X)

    with pytest.warns(das.FitWarning, match="is its score higher for anomalies"):
        enhanced(Closeness()).fit(TABLE)


def test_a_row_without_any_value_is_scored(model: das.LLMDAS) -> None:
    assert np.isfinite(model.decision_function(NEW.assign(**dict.fromkeys(NEW.columns)))).all()


def test_stages_may_be_fitted_one_by_one(model: das.LLMDAS) -> None:
    again = das.fuse(model.detector_, model.booster_, TABLE)
    assert np.array_equal(again.parts(NEW).detector, model.parts(NEW).detector)
    assert [one is None for one in again.categories_] == [True, False, False, True, True]


def test_refused_gaps_are_refused_when_scoring() -> None:
    strict = enhanced(Distance(), missing="refuse").fit(TABLE.dropna())
    with pytest.raises(das.InvalidDataError, match=r"column 'shade'.*missing='allow'"):
        strict.decision_function(NEW.assign(mass=0.0))
