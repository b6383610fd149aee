# What follows the `_special` of each program of this folder: half of the rows are of any kind, half
# are its own.
import numpy as np


def generate_hard_anomalies(n_samples, model, X_train):
    rng = np.random.default_rng(np.random.randint(2**31))
    X = np.asarray(X_train, dtype=float)
    scale = X.std(axis=0)
    half = n_samples // 2
    general = _snapped(_general(2 * half, X, scale, rng), X)
    special = _snapped(_special(3 * (n_samples - half), model, X, scale, rng), X)
    passing = model.predict_score(special) <= np.quantile(model.predict_score(X), 0.95)
    kept = [
        _kept(general, half, np.ones(len(general), bool), X, scale, rng),
        _kept(special, n_samples - half, passing, X, scale, rng),
    ]
    return np.vstack(kept)


def _general(count, X, scale, rng):
    """Anomalies of any kind: mixed rows, noise, extrapolation, uniform values; a quarter each."""
    a, b = X[rng.integers(len(X), size=count)], X[rng.integers(len(X), size=count)]
    mixed = np.where(rng.random(a.shape) < 0.5, a, b)
    noisy = a + rng.normal(size=a.shape) * scale * rng.uniform(0.3, 1.0, (count, 1))
    outward = a + rng.uniform(0.25, 1.0, (count, 1)) * (a - b)
    low, high = X.min(axis=0), X.max(axis=0)
    uniform = low + (high - low) * rng.uniform(-0.05, 1.05, a.shape)
    kind = rng.integers(4, size=(count, 1))
    return np.select([kind == 0, kind == 1, kind == 2], [mixed, noisy, outward], uniform)


def _snapped(rows, X):
    """Columns of few values keep to them; constant ones stay constant."""
    for column in range(X.shape[1]):
        values = np.unique(X[:, column])
        if len(values) <= max(2, min(32, len(X) // 10)):
            index = np.clip(np.searchsorted(values, rows[:, column]), 1, max(1, len(values) - 1))
            left, right = values[index - 1], values[np.minimum(index, len(values) - 1)]
            nearer_left = rows[:, column] - left <= right - rows[:, column]
            rows[:, column] = np.where(nearer_left, left, right)
    return rows


def _kept(rows, wanted, passing, X, scale, rng):
    """Of the candidates those that pass for normal and are no copies; others where few are."""
    if wanted == 0:
        return np.empty((0, X.shape[1]))
    unit = np.where(scale > 0, scale, 1.0)
    sample = X[rng.permutation(len(X))[:500]] / unit
    own = np.median(_nearest(sample, sample, skip=1))
    too_near = _nearest(rows / unit, sample) < 0.5 * own
    return rows[np.lexsort([rng.random(len(rows)), ~passing, too_near])[:wanted]]


def _nearest(rows, others, skip=0):
    """Distance to the nearest of others, or the next one."""
    found = np.empty(len(rows))
    for start in range(0, len(rows), 500):
        block = rows[start : start + 500]
        squares = (block**2).sum(1)[:, None] + (others**2).sum(1) - 2 * block @ others.T
        rank = min(skip, len(others) - 1)
        found[start : start + 500] = np.sqrt(np.maximum(np.partition(squares, rank)[:, rank], 0))
    return found
