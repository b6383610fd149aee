"""The checks of a candidate, each with a reason that a language model can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .._programs.provenance import Check
from .._programs.python_program import PythonProgram
from .candidate import AnyCandidate
from .coverage import coverage, loss
from .measures import FAR, Measures, measure
from .quality import quality_faults, signature_faults, syntax_faults
from .target import DetectorUnderTest
from .trials import ROWS_MADE, Trial, run_trial, run_trials

MAX_FAR_FRACTION = 0.05
MAX_COPY_FRACTION = 0.3
MIN_DISTINCT_FRACTION = 0.5
MIN_SPREAD = 0.1
MIN_HARD_FRACTION = 0.25
MAX_AUC_LOSS = 0.1

_MAX_REASONS = 4


Report = Callable[[float], object]


def check_candidate(
    candidate: AnyCandidate,
    target: DetectorUnderTest,
    seed: int,
    report: Report = lambda fraction: None,
) -> tuple[Check, ...]:
    """The checks of text, runs and rows, up to the first kind that fails."""
    text = _text_checks(candidate)
    if not all(check.passed for check in text):
        return text
    target.fit(seed)
    trials = run_trials(candidate, target, seed, report)
    runs = _run_checks(trials)
    if not all(check.passed for check in runs):
        return (*text, *runs)
    full = [trial for trial in trials if trial.n_samples == ROWS_MADE]
    return (*text, *runs, *_row_checks(full), _seed_check(candidate, target, full[-1], seed))


def _text_checks(candidate: AnyCandidate) -> tuple[Check, ...]:
    if not isinstance(candidate, PythonProgram):
        return (Check("schema", True, "read without a fault"),)
    checks: list[Check] = []
    for name, faults_of in (
        ("syntax", syntax_faults),
        ("signature", signature_faults),
        ("quality", quality_faults),
    ):
        faults = faults_of(candidate.source)
        checks.append(_check(name, f"{len(faults)} faults", faults))
        if faults:
            break
    return tuple(checks)


def _check(name: str, measured: str, faults: Sequence[str], advice: str = "") -> Check:
    more = len(faults) - _MAX_REASONS
    listed = [*faults[:_MAX_REASONS], *([f"and {more} more"] if more > 0 else [])]
    reason = "; ".join(listed) + (f". {advice}" if advice else "")
    return Check(name, not faults, measured, reason if faults else "")


# Runs


def _run_checks(trials: Sequence[Trial]) -> tuple[Check, ...]:
    slowest = max(trials, key=lambda trial: trial.seconds)
    kinds = {trial.table for trial in trials}
    return (
        _check(
            "time and memory",
            f"{slowest.seconds:.2f} s at most",
            _faults(trials, "time", "memory", "killed", "budget"),
        ),
        _check(
            "shape and finite",
            f"{len(trials)} runs, n_samples 0, 1 and {ROWS_MADE}, "
            f"{min(t.X.shape[1] for t in trials)} to {max(t.X.shape[1] for t in trials)} columns",
            _faults(trials, "rows"),
        ),
        _check("any table", f"{len(kinds)} unlike tables", _faults(trials, "exception", "syntax")),
    )


def _faults(trials: Sequence[Trial], *reasons: str) -> list[str]:
    return [f"on {t.where}: {t.message}" for t in trials if t.reason in reasons]


# Rows


def _row_checks(trials: Sequence[Trial]) -> Iterable[Check]:
    measured = [(t, measure(t.rows, t.X, t.detector)) for t in trials if t.rows is not None]
    # In a single column nearly every value within the range is near a row.
    wide = [(trial, found) for trial, found in measured if trial.X.shape[1] > 1]
    yield _distance_check(measured)
    yield _copies_check(wide)
    yield _varied_check(measured, wide)
    yield _hard_check(measured)
    yield _coverage_check(trials)


Measured = Sequence[tuple[Trial, Measures]]


def _distance_check(measured: Measured) -> Check:
    worst = max(found.far for _, found in measured)
    faults = [
        f"on {t.where}: {found.far:.0%} of the rows are beyond the range of a column by more than "
        f"{FAR:g} times that range (at most {MAX_FAR_FRACTION:.0%} may be)"
        for t, found in measured
        if found.far > MAX_FAR_FRACTION
    ]
    advice = "Stay near the training rows, and work in units of each column's spread"
    return _check("distance", f"{worst:.1%} far away at most", faults, advice)


def _copies_check(measured: Measured) -> Check:
    worst = max(found.copies for _, found in measured)
    faults = [
        f"on {t.where}: {found.copies:.0%} of the rows are copies or near copies of training rows "
        f"(at most {MAX_COPY_FRACTION:.0%} may be)"
        for t, found in measured
        if found.copies > MAX_COPY_FRACTION
    ]
    advice = "Move rows farther from the training rows, by about the distance between neighbours"
    return _check("no copies", f"{worst:.0%} copies at most", faults, advice)


def _varied_check(measured: Measured, wide: Measured) -> Check:
    spread = min(found.spread for _, found in measured)
    distinct = min(found.distinct for _, found in wide)
    faults = [
        f"on {t.where}: only {found.distinct:.0%} of the rows are distinct "
        f"({MIN_DISTINCT_FRACTION:.0%} or more must be)"
        for t, found in wide
        if found.distinct < MIN_DISTINCT_FRACTION
    ] + [
        f"on {t.where}: the rows spread {found.spread:.3f} times as wide as the training rows "
        f"({MIN_SPREAD:g} times or more is wanted)"
        for t, found in measured
        if found.spread < MIN_SPREAD
    ]
    advice = "Draw other seeds and other random moves for each row"
    return _check(
        "varied", f"{distinct:.0%} distinct, spread x{spread:.2f} at least", faults, advice
    )


def _hard_check(measured: Measured) -> Check:
    mean = sum(found.hard for _, found in measured) / len(measured)
    fractions = ", ".join(f"{found.hard:.0%} on '{t.table}'" for t, found in measured)
    faults = []
    if mean < MIN_HARD_FRACTION:
        faults.append(
            f"the detector flags most rows: {mean:.0%} score below the 90 % quantile of the "
            f"training scores, on average ({fractions}); {MIN_HARD_FRACTION:.0%} or more must"
        )
    advice = "Make smaller moves, or more candidates than needed, and keep those that score low"
    return _check("hard", f"{mean:.0%} pass for normal", faults, advice)


def _coverage_check(trials: Sequence[Trial]) -> Check:
    tried = [coverage(t.table, t.rows, t.X, t.detector) for t in trials if t.rows is not None]
    found = [one for one in tried if one is not None]
    lost = loss(found)
    areas = ", ".join(f"from {c.alone:.2f} to {c.together:.2f} on '{c.table}'" for c in found)
    faults = []
    if lost > MAX_AUC_LOSS:
        faults.append(
            "a classifier trained on these rows spoils the detector: for rows drawn uniformly "
            f"within the range of the data, the area under the ROC curve goes {areas}; on average "
            f"{lost:.2f} is lost, and at most {MAX_AUC_LOSS:g} may be"
        )
    advice = (
        "Put half of the rows or more all around the data, of general kinds of anomaly, and do not "
        "select these by score; near what no row was made for, the classifier sees nothing amiss"
    )
    return _check("coverage", f"{-lost:+.2f} area under the ROC curve", faults, advice)


def _seed_check(
    candidate: AnyCandidate, target: DetectorUnderTest, first: Trial, seed: int
) -> Check:
    again = run_trial(candidate, target, first.table, first.n_samples, seed)
    other = run_trial(candidate, target, first.table, first.n_samples, seed + 1)
    assert first.rows is not None
    faults = [
        f"on {trial.where}, in another run: {trial.message}"
        for trial in (again, other)
        if trial.rows is None
    ]
    if again.rows is not None and again.rows.tobytes() != first.rows.tobytes():
        faults.append("two runs with one seed gave different rows; draw from np.random only")
    if other.rows is not None and other.rows.tobytes() == first.rows.tobytes():
        faults.append("two seeds gave the same rows; do not seed a generator with a constant")
    return _check("seed", "same seed, same rows; other seed, other rows", faults)
