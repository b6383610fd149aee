"""Hard anomalies for knn: few features."""

# Policy: In many features a fault in a few of them drowns in the distances that normal rows have
# anyway. A few features of a row are moved far.
# Explanation: Two deviations in one feature of fifty add little to the distance, and are plain to
# whoever looks at that feature.


def _special(count, model, X, scale, rng):
    """About 15 % of the features, one at least, moved by one to two deviations."""
    rows = X[rng.integers(len(X), size=count)]
    chosen = rng.random(rows.shape) < 0.15
    chosen[np.arange(count), rng.integers(X.shape[1], size=count)] = True
    move = rng.choice([-1.0, 1.0], rows.shape) * rng.uniform(1.0, 2.0, rows.shape) * scale
    return np.where(chosen, rows + move, rows)
