"""scikit-learn's own checks of an estimator."""

from __future__ import annotations

import warnings
from typing import Any

import das
import pytest

pytest.importorskip("sklearn", minversion="1.6")
checks = pytest.importorskip("sklearn.utils.estimator_checks")

ESTIMATORS = [
    das.IForest(20),
    das.PCA(),
    das.ECOD(),
    das.OCSVM(),
    das.KNN(),
    das.LOF(),
    das.DRL(2, epochs=10),
    das.Consensus(),
    das.RandomForest(20),
    das.ExtraTrees(20),
    das.DecisionTree(),
    das.MLP(),
    das.Voting(20, mlp_epochs=3),
    das.LLMDAS(booster=das.ExtraTrees(20, bootstrap=True)),
]


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def test_check_estimator(estimator: Any) -> None:
    """Every check of scikit-learn's that applies to what is no OutlierMixin passes.

    Not one: an OutlierMixin's predict gives +1 and -1, and PyOD's, which this is, 0 and 1.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that BaseEstimator is not a base class
        results = checks.check_estimator(estimator, on_skip=None, on_fail=None)
    failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
    assert not failed
    assert len(results) > 30


def test_tags_describe_the_estimators() -> None:
    tags = pytest.importorskip("sklearn.utils").get_tags
    assert tags(das.IForest()).estimator_type is None
    assert not tags(das.LLMDAS()).target_tags.required
    forest = tags(das.RandomForest())
    assert forest.estimator_type == "classifier"
    assert forest.target_tags.required and not forest.classifier_tags.multi_class
