"""Hard anomalies for lof: sparse places."""

# Policy: LOF compares a row's density with its neighbours'. Where these stand wide apart any
# distance is forgiven: start from the sparser half of the rows and move by their own distance to
# neighbours.
# Explanation: the neighbours are as lonely as the new row, so the ratio stays about one.
import numpy as np


def generate_hard_anomalies(n_samples, model, X_train):
    rng = np.random.default_rng(np.random.randint(2**31))
    n, d = X_train.shape
    if n_samples == 0:
        return np.empty((0, d))
    m = 3 * n_samples + 10
    spread = _spread(X_train)
    sample = X_train[rng.permutation(n)[:1000]] / spread
    local = _distances(sample, sample, 11)
    sparse = np.argsort(-local)[: max(1, len(sample) // 2)]
    chosen = sparse[rng.integers(len(sparse), size=m)]
    direction = rng.normal(size=(m, d))
    length = np.sqrt((direction**2).sum(axis=1))
    step = local[chosen] * rng.uniform(0.7, 2.0, m)
    made = (sample[chosen] + direction * (step / np.maximum(length, 1e-12))[:, None]) * spread
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
