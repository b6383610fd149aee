"""Hard anomalies for pca: inside ellipsoid."""

# Policy: PCA knows means and covariances only: holes inside its ellipsoid score like the centre.
# Rows are put between rows that are far from each other.
# Explanation: Between groups of rows, or inside a curve, nobody lives; to an ellipsoid it is the
# middle.


def _special(count, model, X, scale, rng):
    """Between two rows, of which the second is the farthest of eight."""
    first = X[rng.integers(len(X), size=count)]
    others = X[rng.integers(len(X), size=(count, 8))]
    unit = np.where(scale > 0, scale, 1.0)
    distance = (((others - first[:, None]) / unit) ** 2).sum(axis=2)
    second = others[np.arange(count), distance.argmax(axis=1)]
    return first + rng.uniform(0.3, 0.7, (count, 1)) * (second - first)
