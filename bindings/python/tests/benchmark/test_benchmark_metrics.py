"""The benchmark's areas and statistics, against scikit-learn and SciPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from das._base.metrics import auc_pr, auc_roc
from das.benchmark._statistics import compare
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numbers
from scipy import stats
from sklearn.metrics import average_precision_score, roc_auc_score

# Few distinct scores, so that ties are the rule.
ROWS = st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=60).filter(
    lambda rows: len({label for label, _ in rows}) == 2
)


@given(ROWS, st.sampled_from([1.0, 1e-300, 1e300]))
def test_areas_match_scikit_learn(rows: list[tuple[bool, int]], scale: float) -> None:
    labels = np.array([label for label, _ in rows], dtype=np.int64)
    scores = np.array([score for _, score in rows]) * scale
    assert auc_pr(labels, scores) == pytest.approx(average_precision_score(labels, scores))
    assert auc_roc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))


PAIRS = numbers.arrays(
    np.float64, st.tuples(st.just(2), st.integers(2, 40)), elements=st.floats(0.01, 1)
)


@given(PAIRS)
@settings(deadline=None)
def test_comparison_matches_scipy_paired_t_test(pairs: np.ndarray) -> None:
    a, b = ({str(i): value for i, value in enumerate(side)} for side in pairs)
    found = compare(a, b)
    assert found.count == pairs.shape[1]
    assert found.gain == pytest.approx(np.mean(pairs[1] - pairs[0]))
    assert found.relative == pytest.approx(np.mean(pairs[1] / pairs[0] - 1))
    assert found.wins == np.sum(pairs[1] > pairs[0])
    assert found.losses == np.sum(pairs[1] < pairs[0])
    assert found.error == pytest.approx(stats.sem(pairs[1] - pairs[0]))
    if (pairs[1] != pairs[0]).all():
        assert found.signed_rank_p == pytest.approx(stats.wilcoxon(*pairs).pvalue)
    if np.ptp(pairs[1] - pairs[0]) > 1e-9:
        expected = stats.ttest_rel(pairs[1], pairs[0], alternative="greater")
        ends = stats.ttest_rel(pairs[1], pairs[0]).confidence_interval(0.95)
        assert found.p == pytest.approx(expected.pvalue)
        assert (found.low, found.high) == pytest.approx((ends.low, ends.high))


def test_only_what_both_sides_have_is_compared() -> None:
    found = compare({"x": 0.5, "y": 0.2, "left": 1.0}, {"y": 0.4, "x": 0.6, "right": 0.0})
    assert (found.count, found.wins) == (2, 2)
    assert (found.mean_a, found.mean_b) == pytest.approx((0.35, 0.5))


def test_too_few_pairs_have_no_interval() -> None:
    one, none = compare({"x": 0.5}, {"x": 0.6}), compare({"x": 0.5}, {})
    assert one.gain == pytest.approx(0.1)
    assert math.isnan(one.p) and math.isnan(one.low)
    assert none.count == 0 and math.isnan(none.gain)


@pytest.mark.parametrize("change, p", [(0.0, 0.5), (0.25, 0.0), (-0.25, 1.0)])
def test_equal_differences_have_zero_width_interval(change: float, p: float) -> None:
    a = {"x": 0.5, "y": 0.375}
    found = compare(a, {name: value + change for name, value in a.items()})
    assert (found.p, found.low, found.high, found.error) == (p, change, change, 0)
