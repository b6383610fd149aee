"""Hard anomalies for pca: along the axes."""

# Policy: a deviation counts the less, the more variance its direction has. Stretch normal rows
# along the directions that hold most of the variance, beyond what occurs there, and shake them a
# little along all the others.
# Explanation: weighted by variance the rows are central; along the data they are where none is.
import numpy as np


def generate_hard_anomalies(n_samples, model, X_train):
    rng = np.random.default_rng(np.random.randint(2**31))
    n, d = X_train.shape
    if n_samples == 0:
        return np.empty((0, d))
    m = 3 * n_samples + 10
    centre, spread = X_train.mean(axis=0), _spread(X_train)
    standard = (X_train - centre) / spread
    axes, variances, _ = np.linalg.svd(standard.T @ standard / n)
    held = np.cumsum(variances) / max(variances.sum(), 1e-300)
    major = held <= max(0.6, held[0])
    along = standard[rng.integers(n, size=m)] @ axes
    stretch = np.where(major, rng.uniform(0.3, 1.8, (m, d)), rng.uniform(0.8, 1.2, (m, d)))
    sign = np.where(major & (rng.random((m, d)) < 0.3), -1.0, 1.0)
    made = centre + (along * stretch * sign) @ axes.T * spread
    made = made + 0.1 * rng.normal(size=(m, d)) * spread
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
