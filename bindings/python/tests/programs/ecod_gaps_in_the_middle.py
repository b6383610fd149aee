"""Hard anomalies for ecod: gaps in the middle."""

# Policy: ECOD cannot see a gap in the middle of a feature, for the tail on either side is long.
# Put some features of a normal row into the widest gaps between values that follow each other,
# away from the tails, and take others from other rows.
# Explanation: tail probabilities stay those of central rows, at values and combinations that do
# not occur.
import numpy as np


def generate_hard_anomalies(n_samples, model, X_train):
    rng = np.random.default_rng(np.random.randint(2**31))
    n, d = X_train.shape
    if n_samples == 0:
        return np.empty((0, d))
    m = 3 * n_samples + 10
    ordered = np.sort(X_train, axis=0)
    cut = n // 10
    inner = ordered[cut : n - cut] if n - 2 * cut >= 2 else ordered
    gaps = np.diff(inner, axis=0) if len(inner) > 1 else np.zeros((1, d))
    widest = np.argsort(-gaps, axis=0)[: max(1, min(10, len(gaps)))]
    chosen = widest[rng.integers(len(widest), size=(m, d)), np.arange(d)]
    filled = inner[chosen, np.arange(d)] + rng.uniform(0.3, 0.7, (m, d)) * np.take_along_axis(
        gaps, chosen, axis=0
    )
    made = X_train[rng.integers(n, size=m)]
    other = X_train[rng.integers(n, size=(m, d)), np.arange(d)]
    kind = rng.random((m, d))
    made = np.where(kind < 0.3, filled, np.where(kind < 0.7, other, made))
    made = made + 0.05 * rng.normal(size=(m, d)) * _spread(X_train)
    return _best(rng.permutation(made), n_samples, model, X_train, rng)


def _spread(X):
    """Standard deviations, 1 for constant columns."""
    spread = X.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _snapped(rows, X):
    """Constant columns as they are; values of discrete columns on values that occur."""
    for column in range(X.shape[1]):
        values = np.unique(X[:, column])
        if len(values) <= 2 or len(values) <= min(32, len(X) // 10):
            middles = (values[1:] + values[:-1]) / 2
            rows[:, column] = values[np.searchsorted(middles, rows[:, column])]
    return rows


def _distances(rows, others, k):
    """Distance of each row to its k-th nearest of the others, in blocks."""
    k = min(k, len(others)) - 1
    found = np.empty(len(rows))
    squares = (others**2).sum(axis=1)
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        table = (part**2).sum(axis=1)[:, None] + squares - 2 * part @ others.T
        found[start : start + 1000] = np.partition(table, k, axis=1)[:, k]
    return np.sqrt(np.maximum(found, 0.0))


def _best(made, n_samples, model, X, rng):
    """The rows that the detector does not flag and that are off the data; others fill up."""
    spread = _spread(X)
    sample = X[rng.permutation(len(X))[:1000]] / spread
    usual = np.median(_distances(sample, sample, 6))
    made = _snapped(made, X)
    flagged = model.predict_score(made) > np.quantile(model.predict_score(X), 0.9)
    near = _distances(made / spread, sample, 1) < 0.5 * usual
    return made[np.argsort(2 * flagged + near, kind="stable")[:n_samples]]
