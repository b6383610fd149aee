"""Of fresh normal rows, the share that is flagged is the level, within sampling error.

Every random split of every dataset gives one count. With n calibration scores, m fresh rows and
k = floor(level (n + 1)), exchangeable scores without ties make it a beta-binomial number: each of
the m rows is flagged with the same probability, drawn from Beta(k, n + 1 - k) with the scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import das
import numpy as np
import pytest
from support.data import DATA, DATASETS, Matrix, needs_datasets

stats = pytest.importorskip("scipy.stats")
pytestmark = [
    needs_datasets,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::das.FitWarning"),
]

DETECTORS = ["iforest", "ecod"]
LEVELS = [0.05, 0.1]
SPLITS = 1
MAX_ROWS = 200
"""Of each part, so that all of it takes seconds."""


class Count(NamedTuple):
    """Rows flagged of `fresh` ones, against `scores` calibration scores."""

    dataset: str
    detector: str
    level: float
    scores: int
    fresh: int
    flagged: int

    @property
    def law(self) -> Any:
        k = int(self.level * (self.scores + 1) * (1 + 1e-12))
        return stats.betabinom(self.fresh, k, self.scores + 1 - k)


def normal_parts(name: str, seed: int) -> list[Matrix]:
    """Three disjoint random parts of a dataset's normal rows."""
    with np.load(DATA / f"{name}.npz") as file:
        normal = file["X"][file["y"] == 0].astype(np.float64)
    order = np.random.default_rng(seed).permutation(len(normal))
    return [normal[part[:MAX_ROWS]] for part in np.array_split(order, 3)]


def counts_of(model: das.LLMDAS, name: str, fresh: Matrix) -> Iterator[Count]:
    p_values = model.pvalues(fresh)
    scores = model.report().calibration_rows
    for level in LEVELS:
        flagged = int((p_values <= level * (1 + 1e-12)).sum())
        if level * (scores + 1) < 1:
            assert flagged == 0, "too few scores for a p-value so small"
            continue
        yield Count(name, model.detector, level, scores, len(fresh), flagged)


@pytest.fixture(scope="module")
def counts() -> dict[str, list[Count]]:
    found: dict[str, list[Count]] = {"fresh": [], "cv": []}
    booster = das.ExtraTrees(60, bootstrap=True, class_weight="balanced")
    for name in DATASETS:
        for split in range(SPLITS):
            train, kept, fresh = normal_parts(name, split)
            for detector in DETECTORS:
                model = das.LLMDAS(detector, booster=booster, random_state=split)
                model.fit(train, calibration="cv")
                found["cv"] += counts_of(model, name, fresh)
                found["fresh"] += counts_of(model.calibrate(kept), name, fresh)
    return found


@pytest.mark.parametrize("detector", DETECTORS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("kind", "excess"), [("fresh", 1.0), ("cv", 1.5)])
def test_flagged_fraction_averages_to_the_level(
    kind: str, excess: float, level: float, detector: str, counts: dict[str, list[Count]]
) -> None:
    """The sum of a detector's counts is within 3.3 standard deviations of what is expected.

    The scores of folds vary more than those of one model: `excess` is a factor on the variance, as
    it was measured (docs/design/decisions).
    """
    chosen = [count for count in counts[kind] if (count.level, count.detector) == (level, detector)]
    flagged = sum(count.flagged for count in chosen)
    expected = sum(count.law.mean() for count in chosen)
    variance = sum(count.law.var() for count in chosen)
    assert abs(flagged - expected) <= 3.3 * np.sqrt(excess * variance)
