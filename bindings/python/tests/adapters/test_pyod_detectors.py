"""Every detector of PyOD that needs no network: enhanced, or refused in words."""

from __future__ import annotations

import importlib
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix

pytest.importorskip("pyod")
pytestmark = pytest.mark.slow

# SOD and LOCI work too, and take 15 s each to compile.
WORK = [
    "abod.ABOD", "cblof.CBLOF", "cd.CD", "cof.COF", "copod.COPOD", "ecod.ECOD", "gmm.GMM",
    "hbos.HBOS", "hdbscan.HDBSCAN", "iforest.IForest", "inne.INNE", "kde.KDE", "knn.KNN",
    "kpca.KPCA", "lmdd.LMDD", "loda.LODA", "lof.LOF", "mcd.MCD", "ocsvm.OCSVM", "pca.PCA",
    "qmcd.QMCD", "rod.ROD", "sampling.Sampling", "sos.SOS",
]  # fmt: skip


def made(name: str) -> Any:
    module, _, kind = name.partition(".")
    try:
        return getattr(importlib.import_module(f"pyod.models.{module}"), kind)()
    except (ImportError, AttributeError):
        pytest.skip(f"this PyOD has no {name}")


@pytest.fixture(scope="module")
def few(X: Matrix) -> Matrix:
    return X[:60]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", WORK)
def test_a_detector_of_pyod_is_enhanced_fitted_or_not(name: str, few: Matrix) -> None:
    f = made(name)
    booster = das.DecisionTree()
    model = das.LLMDAS(f, booster=booster, n_samples=30, random_state=0).fit(few)
    assert model.detector_ is not f
    expected = model.detector_.decision_function(few[:30])
    assert np.array_equal(model.parts(few[:30]).detector, expected)
    again = das.LLMDAS(model.detector_, booster=booster, n_samples=30, random_state=0).fit(few)
    assert again.detector_ is model.detector_
    repeated = das.LLMDAS(f, booster=booster, n_samples=30, random_state=0).fit(few)
    assert np.array_equal(repeated.decision_function(few[:30]), model.decision_function(few[:30]))


def test_detectors_worse_than_chance_are_warned_about(few: Matrix) -> None:
    with pytest.warns(das.FitWarning, match="QMCD scores rows far outside"):
        das.LLMDAS(made("qmcd.QMCD"), n_samples=30, random_state=0).fit(few)


@pytest.mark.filterwarnings("ignore")
def test_one_column_detector_raises_its_own_error(few: Matrix) -> None:
    with pytest.raises(ValueError, match="univariate"):
        das.LLMDAS(made("mad.MAD")).fit(few)
    assert das.LLMDAS(made("mad.MAD"), n_samples=30).fit(few[:, :1]).decision_scores_.shape == (60,)
