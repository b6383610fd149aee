"""What large tables take beside themselves: at most twice their own size, in fit and in score."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.running import python

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/proc/self/clear_refs").exists(), reason="peaks are read from Linux's /proc"
    ),
]

PROGRAM = """
import sys
from pathlib import Path
import das, numpy as np

def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024

what, rows, make = sys.argv[1], int(sys.argv[2]), sys.argv[3]
X = np.random.default_rng(0).standard_normal((rows, 32), np.float32)
few = X[:2000]
model = eval(make).fit(few)
call = model.decision_function if what == "score" else eval(make).fit
# The high-water mark is set back to what is in use now.
Path("/proc/self/clear_refs").write_text("5")
before = peak()
call(X)
print((peak() - before) / X.nbytes)
"""


def ratio(what: str, rows: int, make: str) -> float:
    """The peak of a call in a process of its own, as a multiple of the table's size."""
    return float(python("-W", "ignore", "-c", PROGRAM, what, str(rows), make).stdout)


@pytest.mark.parametrize(
    ("make", "rows"),
    [
        ("das.IForest(n_jobs=2)", 400_000),
        ("das.PCA(n_jobs=2)", 400_000),
        ("das.ECOD(n_jobs=2)", 400_000),
        ("das.KNN(n_jobs=2)", 100_000),
        ("das.LOF(n_jobs=2)", 100_000),
        ("das.DRL(n_jobs=2, epochs=2)", 400_000),
        # Few trees: all 200 of the default preset take twice the table from 1 000 000 rows on.
        (
            "das.LLMDAS('iforest', booster=das.ExtraTrees(20, min_samples_leaf=4, subsample=0.8,"
            " n_neighbors=1), n_jobs=2)",
            400_000,
        ),
        ("das.LLMDAS('iforest', preset='paper', booster=das.RandomForest(20), n_jobs=2)", 400_000),
    ],
)
def test_fit_takes_at_most_twice_the_table(make: str, rows: int) -> None:
    assert ratio("fit", rows, make) <= 2


@pytest.mark.parametrize(
    "make",
    [
        "das.IForest(n_jobs=2)",
        "das.PCA(n_jobs=2)",
        "das.ECOD(n_jobs=2)",
        "das.OCSVM(nu=0.1, n_jobs=2)",
        "das.KNN(n_jobs=2)",
        "das.LOF(n_jobs=2)",
        "das.DRL(n_jobs=2, epochs=2)",
        "das.LLMDAS(das.IForest(20), booster=das.ExtraTrees(20, n_neighbors=1), n_jobs=2)",
    ],
)
def test_score_takes_at_most_twice_the_table(make: str) -> None:
    assert ratio("score", 200_000, make) <= 2
