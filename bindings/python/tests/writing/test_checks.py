"""The checks of das.write_program: what passes, and what fails for which reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import das
import numpy as np
import pytest
from das._writing.checks import check_candidate
from das._writing.target import DetectorUnderTest
from support.data import Matrix

Function = Callable[[int, Any, Matrix], Any]


class Unsandboxed(das.PythonProgram):
    """A program whose rows a function of the test makes, in this process, for speed."""

    SOURCE = "def generate_hard_anomalies(n_samples, model, X_train):\n    return X_train\n"

    def __init__(self, function: Function) -> None:
        super().__init__(self.SOURCE)
        self.function = function

    def _run(self, n: int, model: Any, X: Any, seed: int, *, trial: bool = False) -> Any:
        np.random.seed(seed)
        made = np.asarray(self.function(n, model, X), dtype=float)
        if made.shape != (n, X.shape[1]) or not np.isfinite(made).all():
            raise das.SandboxError(f"shape {made.shape}, or not finite", reason="rows")
        return made


@pytest.fixture(scope="module")
def target() -> DetectorUnderTest:
    return DetectorUnderTest("iforest")


def failures(program: Any, target: DetectorUnderTest) -> dict[str, str]:
    checks = check_candidate(program, target, 0)
    assert all(bool(check.reason) != check.passed for check in checks)
    return {check.name: check.reason for check in checks if not check.passed}


def sampled(n: int, X: Matrix) -> Matrix:
    return X[np.random.randint(len(X), size=n)]


def good(n: int, model: Any, X: Matrix) -> Matrix:
    """Half of the features from another row, and noise of half a deviation."""
    mixed = np.where(np.random.random((n, X.shape[1])) < 0.5, sampled(n, X), sampled(n, X))
    return mixed + 0.5 * X.std(0) * np.random.normal(size=mixed.shape)


NAMES = ["iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl", "consensus", "mixture"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_built_in_programs_pass(name: str) -> None:
    checks = das.check_program(das.Program(name))
    assert [check.reason for check in checks if not check.passed] == []
    assert ", ".join(check.name for check in checks) == (
        "schema, time and memory, shape and finite, any table, distance, no copies, varied, hard, "
        "coverage, seed"
    )


def test_a_sound_function_passes(target: DetectorUnderTest) -> None:
    assert failures(Unsandboxed(good), target) == {}


def far(n: int, model: Any, X: Matrix) -> Matrix:
    return X.mean(0) + X.std(0) * np.random.uniform(-100, 100, (n, X.shape[1]))


def constant_seed(n: int, model: Any, X: Matrix) -> Matrix:
    np.random.seed(0)
    return good(n, model, X)


def unseeded(n: int, model: Any, X: Matrix) -> Matrix:
    np.random.seed()
    return good(n, model, X)


def needs_two_columns(n: int, model: Any, X: Matrix) -> Matrix:
    if X.shape[1] < 2:
        raise das.SandboxError("IndexError: index 1 is out of bounds", reason="exception")
    return good(n, model, X)


@pytest.mark.parametrize(
    ("function", "check", "reason"),
    [
        (lambda n, m, X: sampled(n, X), "no copies", r"100% of the rows are copies"),
        (lambda n, m, X: sampled(n, X) * (1 + 1e-9), "no copies", "near copies"),
        (
            lambda n, m, X: sampled(n, X) + 1e-3 * X.std(0) * np.random.normal(size=(n, 1)),
            "no copies",
            "near copies",
        ),
        (lambda n, m, X: np.tile(X.mean(0), (n, 1)), "varied", r"only 0% of the rows are distinct"),
        (
            lambda n, m, X: X.mean(0) + 0.01 * X.std(0) * np.random.normal(size=(n, X.shape[1])),
            "varied",
            r"0\.010 times as wide",
        ),
        (
            far,
            "distance",
            r"'gaussian' \(X_train 300 x 8\), n_samples=1000: \d+% of the rows are beyond",
        ),
        (far, "hard", r"flags most rows: \d+% score below"),
        (lambda n, m, X: np.random.normal(size=(n, X.shape[1])), "distance", "'one column'"),
        (lambda n, m, X: np.full((n, X.shape[1]), np.nan), "shape and finite", "not finite"),
        (lambda n, m, X: good(n + 1, m, X), "shape and finite", r"shape \(1001, 8\)"),
        (lambda n, m, X: good(n, m, X) if n else [], "shape and finite", "n_samples=0"),
        (lambda n, m, X: good(n, m, X)[:, :2], "shape and finite", r"shape \(1000, 2\)"),
        (
            needs_two_columns,
            "any table",
            r"'one column' \(X_train 300 x 1\), n_samples=1000: Index",
        ),
        (constant_seed, "seed", "two seeds gave the same rows"),
        (unseeded, "seed", "two runs with one seed gave different rows"),
    ],
)
def test_faults_are_reported_with_numbers(
    function: Function, check: str, reason: str, target: DetectorUnderTest
) -> None:
    found = failures(Unsandboxed(function), target)
    assert check in found
    assert re.search(reason, found[check]), found[check]


def test_naive_strategies_are_not_hard_or_copy() -> None:
    """Uniform noise is flagged; SMOTE makes normal rows."""
    target = DetectorUnderTest("iforest")
    assert set(failures(das.Program("uniform"), target)) == {"hard"}
    assert {"no copies", "coverage"} <= set(failures(das.Program("smote"), target))


def test_rows_that_all_look_normal_fail_coverage(target: DetectorUnderTest) -> None:
    """Selecting every row by score is what a program is most tempted to do."""

    def selected(n: int, model: Any, X: Matrix) -> Matrix:
        rows = good(4 * n, model, X)
        return rows[np.argsort(model.predict_score(rows))[:n]] if n else rows

    found = failures(Unsandboxed(selected), target)
    assert set(found) == {"coverage"}
    assert re.search(r"from 0\.9\d to 0\.[0-7]\d on 'gaussian'", found["coverage"])


HEAD = "import numpy as np\n"
BODY = "def generate_hard_anomalies(n_samples, model, X_train):\n    return X_train\n"


@pytest.mark.parametrize(
    ("source", "check", "reason"),
    [
        ("def f(:\n", "syntax", "line 1: "),
        ("x = 1\0", "syntax", "null bytes"),
        (BODY + "#" * 100_000, "syntax", "it may have 65536"),
        ("(" * 5_000, "syntax", "line 1: it has 5000 characters; a line may have 1000"),
        ("(\n" * 500, "syntax", "too many nested parentheses"),
        ("def other(a):\n    pass\n", "signature", "defines 0 functions generate_hard_anomalies"),
        (BODY + BODY, "signature", "defines 2 functions"),
        (BODY.replace("model, X_train", "X_train, model"), "signature", r"line 1: .*takes \(n_s"),
        (BODY.replace("X_train)", "X_train, k)"), "signature", r"it must be def generate"),
        (BODY.replace("X_train)", "X_train, *, k)"), "signature", "it must be"),
        ("async " + BODY, "signature", "it must be"),
        ("import os\n" + BODY, "quality", "line 1: it imports os"),
        ("from sklearn.svm import SVC\n" + BODY, "quality", "imports sklearn.svm"),
        (BODY + "print(1)\n", "quality", "line 3: code outside of functions"),
        (BODY.replace("return X_train", "return open(n_samples)"), "quality", r"calls open\(\)"),
    ],
)
def test_a_text_is_refused_before_it_runs(
    source: str, check: str, reason: str, target: DetectorUnderTest
) -> None:
    class Never(das.PythonProgram):
        def _run(self, *arguments: Any, **options: Any) -> Any:
            raise AssertionError("it ran")

    ((name, note),) = failures(Never(source), target).items()
    assert name == check
    assert re.search(reason, note), note


@pytest.mark.parametrize(
    "source",
    [
        HEAD + BODY,
        '"""Doc."""\nimport math\nfrom numpy.random import default_rng\nK = 3\n' + BODY,
        "def helper(x):\n    return x\n" + BODY.replace("X_train)", "X_train, random_state=None)"),
    ],
)
def test_a_sound_text_passes(source: str) -> None:
    from das._writing.quality import quality_faults, signature_faults, syntax_faults

    for faults in (syntax_faults, signature_faults, quality_faults):
        assert faults(source) == []


def test_hopeless_candidates_stop_early(target: DetectorUnderTest) -> None:
    for reason, runs in (("time", 1), ("memory", 1), ("exception", 3)):
        calls: list[int] = []

        def function(n: int, m: Any, X: Any, calls: Any = calls, reason: str = reason) -> Any:
            calls.append(n)
            raise das.SandboxError("as planned", reason=reason)

        assert failures(Unsandboxed(function), target)
        assert len(calls) == runs


# What is tried on what


class Counting:
    """A detector of another library that counts its fits and knows scikit-learn's rules not."""

    def __init__(self) -> None:
        self.tables: list[tuple[int, ...]] = []

    def fit(self, X: Any) -> Counting:
        self.tables.append(X.shape)
        if X.shape[1] == 1:
            raise ValueError("needs two columns")
        self.centre = X.mean(0)
        return self

    def decision_function(self, X: Any) -> Any:
        return ((X - self.centre) ** 2).sum(1)


def test_target_copies_its_detector_and_skips_failing_tables() -> None:
    mine = Counting().fit(np.ones((3, 7)))
    target = DetectorUnderTest(mine)
    target.fit(0)
    assert target.name == "Counting"
    assert mine.tables == [(3, 7)]
    assert len(target.fitted) == 5
    assert all(len(model.centre) == X.shape[1] for X, model in target.fitted.values())


def test_known_methods_use_the_library_names() -> None:
    sklearn = pytest.importorskip("sklearn.ensemble")
    assert DetectorUnderTest(sklearn.IsolationForest()).name == "iforest"
    assert DetectorUnderTest(das.DRL()).name == "drl"
    assert DetectorUnderTest("hbos", das.ECOD()).name == "hbos"


@pytest.mark.parametrize(
    ("detector", "estimator", "message"),
    [
        ("hbos", None, "there is no detector 'hbos'; there are iforest, .* as estimator="),
        (das.IForest, None, "is the class IForest; give an instance"),
        (object(), None, "has no method fit"),
        ("a b", das.ECOD(), "a name has 1 to 64 letters"),
    ],
)
def test_invalid_targets_are_refused(detector: Any, estimator: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DetectorUnderTest(detector, estimator)


def test_detector_that_fits_no_table_is_an_error() -> None:
    class Fussy(Counting):
        def fit(self, X: Any) -> Any:
            raise ValueError("no")

    with pytest.raises(das.InvalidArgumentError, match="Fussy can be fitted to 0 of the tables"):
        das.check_program(das.Program("pca"), Fussy())
