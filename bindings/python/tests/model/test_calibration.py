"""What a user can trust: calibration by cross-fitting, selection, the report of a fit."""

from __future__ import annotations

import math
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import Distance, ExpectedError

scipy_stats = pytest.importorskip("scipy.stats")
pytestmark = pytest.mark.filterwarnings("ignore:.*can hardly tell:das.FitWarning")
FOREST = das.ExtraTrees(30, bootstrap=True)


def llmdas(detector: Any = "ecod", **params: Any) -> das.LLMDAS:
    return das.LLMDAS(detector, **{"booster": FOREST, "random_state": 0, **params})


class Fitted(Distance):
    """A detector of another library: the distance to the mean of the rows it was fitted on."""

    def __init__(self, rows: list[int] | None = None) -> None:
        super().__init__()
        self.rows = [] if rows is None else rows

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {}

    def fit(self, X: Any) -> Fitted:
        self.centre_ = self.centre = np.mean(X, axis=0)
        FITS.append(len(X))
        return self


FITS: list[int] = []


def test_cross_calibration_changes_thresholds_not_scores(X: Matrix, X_new: Matrix) -> None:
    plain, model = llmdas().fit(X), llmdas().fit(X, calibration="cv")
    assert np.array_equal(model.decision_function(X_new), plain.decision_function(X_new))
    assert np.array_equal(model.decision_scores_, plain.decision_scores_)
    assert not np.array_equal(model.pvalues(X_new), plain.pvalues(X_new))
    flagged = model.pvalues(X_new) <= 0.1 * (1 + 1e-12)
    assert np.array_equal(model.predict(X_new), flagged)
    report = model.report()
    assert (report.calibration, report.calibration_rows) == ("cross_fitted", len(X))


def test_fit_argument_overrides_constructor(X: Matrix, X_new: Matrix) -> None:
    by_fit = llmdas().fit(X, calibration="cv").pvalues(X_new)
    assert np.array_equal(llmdas(calibration="cv").fit(X).pvalues(X_new), by_fit)
    assert not np.array_equal(llmdas(calibration="cv", folds=3).fit(X).pvalues(X_new), by_fit)
    plain = llmdas(calibration="cv").fit(X, calibration="training")
    assert plain.report().calibration == "training"


@pytest.mark.parametrize("detector", ["iforest", das.ECOD(), Fitted()])
def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads(
    detector: Any, X: Matrix, X_new: Matrix
) -> None:
    models = [llmdas(detector, calibration="cv", n_jobs=n).fit(X) for n in (None, 3)]
    assert np.array_equal(models[0].pvalues(X_new), models[1].pvalues(X_new))


def test_detectors_of_other_libraries_are_fitted_without_each_fold(X: Matrix) -> None:
    """On all rows first, then on four fifths, five times; the object given stays as it was."""
    FITS.clear()
    detector = Fitted()
    llmdas(detector).fit(X, calibration="cv")
    assert FITS == [300] + [240] * 5
    assert not hasattr(detector, "centre_")


@pytest.mark.slow
def test_objects_of_scikit_learn_are_cross_fitted(X: Matrix, X_new: Matrix) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    linear = pytest.importorskip("sklearn.linear_model")
    model = llmdas(ensemble.IsolationForest(n_estimators=20), booster=linear.LogisticRegression())
    model.fit(X, calibration="cv")
    assert model.report().calibration == "cross_fitted"
    assert math.isnan(model.report().booster_auc)
    assert isinstance(model.booster_, linear.LogisticRegression)
    assert np.isfinite(model.decision_function(X_new)).all()


def test_fitted_parts_are_refused_by_cross_calibration(X: Matrix) -> None:
    for detector in (das.ECOD().fit(X), Distance()):
        with pytest.raises(das.InvalidArgumentError, match="has seen the rows .* calibrate"):
            llmdas(detector).fit(X, calibration="cv")


def test_parameters_are_checked(X: Matrix) -> None:
    with pytest.raises(das.InvalidArgumentError, match="takes 'training' or 'cv'"):
        llmdas().fit(X, calibration="jackknife")
    for folds, error in [(1, das.OutOfRangeError), (2.5, das.InvalidArgumentError)]:
        with pytest.raises(error, match="folds is"):
            llmdas(folds=folds).fit(X, calibration="cv")
    with pytest.raises(das.OutOfRangeError, match="the number of rows, 300"):
        llmdas(folds=301).fit(X, calibration="cv")


def test_exceptions_in_a_fold_propagate(X: Matrix) -> None:
    class Fails(Fitted):
        def fit(self, X: Any) -> Fitted:
            if len(X) < 300:
                raise ExpectedError("in a fold")
            return super().fit(X)

    with pytest.raises(ExpectedError, match="in a fold"):
        llmdas(Fails()).fit(X, calibration="cv")


def test_progress_covers_all_folds_and_can_stop_them(X: Matrix) -> None:
    seen: list[float] = []
    llmdas(progress=lambda stage, fraction: seen.append(fraction)).fit(X, calibration="cv")
    assert seen == sorted(seen) and seen[-1] == 1
    assert sum(1 for fraction in seen if fraction > 0.5) > len(seen) / 4

    def stop(stage: str, fraction: float) -> None:
        if fraction > 0.6:
            raise ExpectedError("enough")

    with pytest.raises(ExpectedError):
        llmdas(progress=stop).fit(X, calibration="cv")


def test_few_rows_flag_nothing_and_warn(X: Matrix) -> None:
    with pytest.warns(das.FitWarning, match="8 rows are too few to flag anything"):
        model = llmdas().fit(X[:8], calibration="cv")
    assert model.predict(X).sum() == 0


@pytest.mark.parametrize("level", [0.05, 0.2, 0.5])
def test_selection_matches_benjamini_hochberg(level: float, X: Matrix, X_new: Matrix) -> None:
    model = llmdas().fit(X, calibration="cv")
    adjusted = scipy_stats.false_discovery_control(model.pvalues(X_new))
    expected = adjusted <= level * (1 + 1e-12)
    selected = model.select(X_new, level)
    assert selected.dtype == np.int64
    assert np.array_equal(selected, expected)
    assert 0 < selected.sum() < len(X_new)


def test_selection_without_calibration_works_and_warns(X: Matrix, X_new: Matrix) -> None:
    model = llmdas().fit(X)
    with pytest.warns(das.FitWarning, match="not calibrated") as seen:
        assert model.select(X_new).shape == (len(X_new),)
    assert seen[0].filename == __file__


def test_the_report_reads_well(X: Matrix) -> None:
    report = llmdas().fit(X).report()
    assert (report.rows, report.hard_anomalies, report.calibration) == (300, 3000, "training")
    assert 0 <= report.hardness <= 1 and 0 <= report.booster_auc <= 1 and report.distance > 0
    text = str(report)
    assert "hardness" in text and "suspects" in text and f"{report.booster_auc:.3g}" in text
    assert len(text.splitlines()) == 7 and max(map(len, text.splitlines())) <= 100


def test_unknown_report_values_are_nan(X: Matrix) -> None:
    """Of models that `fuse` made, and of boosters without out-of-bag votes."""
    f, y = das.ECOD().fit(X), np.repeat([0, 1], [300, 300])
    rows = np.vstack([X, X * 3])
    fused = das.fuse(f, das.RandomForest(20).fit(rows, y), X).report()
    assert math.isnan(fused.hardness) and fused.booster_auc > 0.5
    bare = das.fuse(f, das.DecisionTree().fit(rows, y), X).report()
    assert all(math.isnan(value) for value in (bare.hardness, bare.booster_auc, bare.distance))
    assert str(bare).count("not known") == 4
    with pytest.raises(das.NotFittedError):
        das.LLMDAS().report()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (lambda n_samples, model, X_train: np.resize(X_train, (n_samples, 4)), "can hardly tell"),
        (lambda n_samples, model, X_train: np.resize(X_train, (n_samples, 4)) + 99, "tells all"),
    ],
)
def test_uninformative_booster_warns(program: Any, words: str, X: Matrix) -> None:
    with pytest.warns(das.FitWarning, match=words) as seen:
        llmdas(program=program).fit(X, calibration="cv")
    assert sum(words in str(each.message) for each in seen) == 1, "folds do not repeat it"
    assert {each.filename for each in seen} == {__file__}
