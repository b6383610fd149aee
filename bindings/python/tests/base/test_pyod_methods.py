"""The rest of PyOD's grammar, with PyOD and scipy as oracles."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import das
import numpy as np
import pytest
from das._base.binomial import incomplete_beta, tail_probability, upper_tail
from das._detectors.registry import DETECTORS
from hypothesis import given, settings
from hypothesis import strategies as st
from support.data import Matrix

SCORING = [*DETECTORS.values(), das.LLMDAS]


@settings(deadline=None)
@given(st.integers(1, 5000), st.data())
def test_upper_tail_matches_scipy(n: int, data: st.DataObject) -> None:
    binom = pytest.importorskip("scipy.stats").binom
    k = data.draw(st.integers(-1, n))
    p = np.array(data.draw(st.lists(st.floats(0, 1), min_size=1, max_size=9)))
    assert np.allclose(upper_tail(k, n, p), binom.sf(k, n, p), rtol=1e-8, atol=1e-14)


@settings(deadline=None)
@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.floats(0, 1))
def test_incomplete_beta_matches_scipy(a: float, b: float, x: float) -> None:
    expected = pytest.importorskip("scipy.special").betainc(a, b, x)
    assert incomplete_beta(a, b, np.array([x]))[0] == pytest.approx(expected, rel=1e-6, abs=1e-12)


@settings(deadline=None)
@given(st.integers(1, 3000), st.floats(1e-12, 0.999), st.data())
def test_tail_probability_inverts_the_tail(n: int, tail: float, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n - 1))
    p = tail_probability(k, n, tail)
    assert upper_tail(k, n, np.array([p]))[0] == pytest.approx(tail, rel=1e-6)


@pytest.fixture(scope="module", params=[(40, 0.1), (300, 0.01), (300, 0.37), (1000, 0.5)])
def pair(request: pytest.FixtureRequest) -> tuple[Any, Any, Matrix]:
    """A detector of das and PyOD's, of equal scores, and rows."""
    knn = pytest.importorskip("pyod.models.knn")
    n, contamination = request.param
    rng = np.random.default_rng(n)
    train, rows = rng.normal(size=(n, 3)), 2 * rng.normal(size=(80, 3))
    ours = das.KNN(contamination, 4, "mean").fit(train)
    theirs = knn.KNN(contamination, 4, "mean").fit(train)
    return ours, theirs, np.vstack([rows, train])


@pytest.mark.parametrize("method", ["linear", "unify"])
def test_scaled_scores_match_pyod(pair: tuple[Any, Any, Matrix], method: str) -> None:
    ours, theirs, rows = pair
    expected, sure = theirs.predict_proba(rows, method, True)
    proba, own_sure = ours.predict_proba(rows, method, True)
    assert np.allclose(proba, expected, atol=1e-9)
    assert np.allclose(own_sure, sure, atol=1e-9)


def test_labels_and_confidence_match_pyod(pair: tuple[Any, Any, Matrix]) -> None:
    ours, theirs, rows = pair
    for own, expected in zip(ours.predict(rows, True), theirs.predict(rows, True)):
        assert np.allclose(own, expected, atol=1e-9)
    assert np.array_equal(ours._predict_rank(rows), theirs._predict_rank(rows))
    assert (ours._mu, ours._sigma) == pytest.approx((theirs._mu, theirs._sigma))


@pytest.mark.parametrize("T", [0.8, 2, 8, 32])
def test_rejection_matches_pyod(pair: tuple[Any, Any, Matrix], T: float) -> None:
    ours, theirs, rows = pair
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected, stats = theirs.predict_with_rejection(rows, T, True, 0.05, 2, 3, 0.5)
    labels, own_stats = ours.predict_with_rejection(rows, T, True, 0.05, 2, 3, 0.5)
    assert np.array_equal(labels, expected)
    assert own_stats == pytest.approx(stats, rel=1e-3, abs=1e-9)
    assert ours.compute_rejection_stats(T).upperbound_cost <= own_stats[2] + 1e-12


@pytest.mark.parametrize("scoring", ["roc_auc_score", "prc_n_score"])
def test_fit_predict_score_matches_pyod(
    scoring: str, X: Matrix, y: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    knn = pytest.importorskip("pyod.models.knn")
    labels = np.roll(y, 37)
    score = das.KNN().fit_predict_score(X, labels, scoring)
    assert capsys.readouterr().out == ""
    assert score == pytest.approx(knn.KNN().fit_predict_score(X, labels, scoring))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f, X: f.predict_proba(X, "something"), "method is 'something'; it takes one of"),
        (lambda f, X: f.predict_proba(X, None), "method is None; it takes one of"),
        (lambda f, X: f.fit_predict_score(X, X[:, 0] > 0, "f1"), "scoring is 'f1'; it takes one"),
        (lambda f, X: f.fit_predict_score(X, np.zeros(len(X))), "y has only one class"),
        (lambda f, X: f.fit_predict_score(X, 1 + (X[:, 0] > 0)), "0 and 1 are expected"),
        (lambda f, X: f.predict_with_rejection(X, T=0), "T is 0; it takes a real above 0"),
        (lambda f, X: f.compute_rejection_stats(T=-1), "T is -1; it takes a real above 0"),
        (lambda f, X: f.compute_rejection_stats(delta=1), r"delta is 1; it takes a real in \(0"),
    ],
)
def test_wrong_arguments_are_named(call: Any, message: str, X: Matrix) -> None:
    with pytest.raises(ValueError, match=message):
        call(das.KNN().fit(X), X)


def test_unknown_metric_raises_pyods_error(X: Matrix) -> None:
    with pytest.raises(NotImplementedError):
        das.KNN().fit_predict_score(X, X[:, 0] > 0, "something")


@pytest.mark.parametrize("kind", SCORING)
def test_confidence_is_a_probability(kind: Any, X: Matrix, X_new: Matrix) -> None:
    f = kind(random_state=0).fit(X)
    for method in ("rank", "linear", "unify"):
        proba, sure = f.predict_proba(X_new, method=method, return_confidence=True)
        assert proba.shape == (len(X_new), 2)
        assert sure.shape == (len(X_new),)
        assert 0 <= min(proba.min(), sure.min()) <= max(proba.max(), sure.max()) <= 1
        assert np.allclose(proba.sum(axis=1), 1)
        order = np.argsort(f.decision_function(X_new), kind="stable")
        assert (np.diff(proba[order, 1]) >= 0).all()
    assert set(f.predict_with_rejection(X_new)) <= {-2, 0, 1}


def test_constant_scores_give_finite_results() -> None:
    f = das.KNN().fit(np.zeros((50, 2)))
    for method in ("linear", "unify"):
        assert f.predict_proba([[0.0, 0.0], [1e9, 0.0]], method)[:, 1].tolist() == [0, 1]


def test_confidence_rests_on_the_calibration(X: Matrix) -> None:
    """The surest normal rows and anomalies are sure; at the threshold nothing is."""
    rng = np.random.default_rng(3)
    fresh = rng.normal(size=(200, 4)) * [1, 10, 0.1, 1]
    model = das.LLMDAS("knn", random_state=0).fit(X).calibrate(fresh)
    scores = model.decision_function(fresh)
    sure = model.predict_confidence(fresh)
    order = np.argsort(scores)
    assert (sure[order[[0, -1]]] > 0.99).all()
    nearest = np.argmin(np.abs(scores - model.threshold_))
    assert 0.2 < sure[nearest] < 0.8


# MARK: score_samples


@pytest.mark.parametrize("kind", SCORING)
def test_score_samples_has_scikit_learn_sign(kind: Any, X: Matrix, X_new: Matrix) -> None:
    f = kind(random_state=0).fit(X)
    assert np.array_equal(f.score_samples(X_new), -f.decision_function(X_new))


@pytest.mark.parametrize("fitted", [False, True])
def test_wrapped_das_detectors_keep_their_sign(fitted: bool, X: Matrix, X_new: Matrix) -> None:
    """A Pipeline and a search have the methods of what they end in, so either may be asked."""
    pipeline = pytest.importorskip("sklearn.pipeline")
    selection = pytest.importorskip("sklearn.model_selection")
    scaler = pytest.importorskip("sklearn.preprocessing").StandardScaler
    for chain in (
        pipeline.make_pipeline(scaler(), das.KNN()),
        pipeline.make_pipeline(scaler(), das.LLMDAS("ecod", random_state=0)),
        selection.GridSearchCV(das.KNN(), {"n_neighbors": [5]}, scoring=lambda f, *_: 0.0, cv=2),
    ):
        known = chain.fit(X)
        model = das.LLMDAS(known if fitted else chain, random_state=0).fit(X)
        expected = known.decision_function(X_new)
        assert np.array_equal(known.score_samples(X_new), -expected)
        assert np.corrcoef(model.parts(X_new).detector, expected)[0, 1] > 0.99


# MARK: Fitted attributes


def test_importances_converge_to_pyod() -> None:
    """PyOD's of many trees, whose targets are random, within their noise."""
    iforest = pytest.importorskip("pyod.models.iforest")
    rng = np.random.default_rng(0)
    X = np.column_stack(
        [rng.normal(size=500), rng.standard_t(2, size=500), rng.integers(2, size=500)]
    )
    ours = das.IForest(400, random_state=0).fit(X).feature_importances_
    theirs = iforest.IForest(400, random_state=0).fit(X).feature_importances_
    assert ours.sum() == pytest.approx(1)
    assert np.abs(ours - theirs).max() < 0.03


def test_importances_of_constant_columns_are_zero() -> None:
    constant = das.IForest(5, random_state=0).fit(np.ones((20, 3)))
    assert constant.feature_importances_.tolist() == [0, 0, 0]
    one = das.IForest(5, random_state=0).fit(np.column_stack([np.ones(20), np.arange(20)]))
    assert one.feature_importances_.tolist() == [0, 1]


@pytest.mark.parametrize("params", [{}, {"weighted": False}, {"n_selected_components": 2}])
def test_scoring_axes_match_pyod(params: dict[str, Any], X: Matrix) -> None:
    pca = pytest.importorskip("pyod.models.pca")
    ours, theirs = das.PCA(**params).fit(X), pca.PCA(svd_solver="full", **params).fit(X)
    assert np.allclose(ours.selected_components_, theirs.selected_components_, atol=1e-7)
    assert np.allclose(ours.selected_w_components_, theirs.selected_w_components_)


@pytest.mark.parametrize("kernel", ["rbf", "linear"])
def test_support_vectors_reproduce_the_score(kernel: str, X: Matrix, X_new: Matrix) -> None:
    pairwise = pytest.importorskip("sklearn.metrics.pairwise")
    f = das.OCSVM(kernel, standardize=False).fit(X)
    params = {"gamma": 1 / X.shape[1]} if kernel == "rbf" else {}
    products = pairwise.pairwise_kernels(f.support_vectors_, X_new, metric=kernel, **params)
    expected = -(f.dual_coef_ @ products + f.intercept_)[0]
    assert np.allclose(f.decision_function(X_new), expected, rtol=1e-8, atol=1e-8)


def test_n_neighbors_matches_scikit_learn(X: Matrix) -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    for k, rows in ((20, 300), (20, 10), (3, 4)):
        theirs = neighbors.LocalOutlierFactor(k)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs.fit(X[:rows])
        assert das.LOF(k).fit(X[:rows]).n_neighbors_ == theirs.n_neighbors_


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (das.IForest, ["feature_importances_"]),
        (das.PCA, ["selected_components_", "selected_w_components_"]),
        (das.OCSVM, ["support_vectors_", "dual_coef_", "intercept_"]),
        (das.LOF, ["n_neighbors_"]),
    ],
)
def test_fitted_attributes_come_with_a_fit_and_survive_pickles(
    kind: Any, names: list[str], X: Matrix
) -> None:
    f = kind(random_state=0)
    assert not any(hasattr(f, name) for name in names)
    again = pickle.loads(pickle.dumps(f.fit(X)))
    for name in names:
        assert np.array_equal(getattr(again, name), getattr(f, name)), name
