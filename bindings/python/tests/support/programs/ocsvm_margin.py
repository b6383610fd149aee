"""Hard anomalies for ocsvm: margin."""

# Policy: The boundary of a one-class SVM keeps a margin around the rows. Rows are moved off the
# data by one to three neighbour distances, in random directions.
# Explanation: They are outside of the data and inside of the margin, where the kernel still sees
# a neighbour.


def _special(count, model, X, scale, rng):
    """Off the data by one to three times the typical distance of neighbours."""
    unit = np.where(scale > 0, scale, 1.0)
    scaled = X[rng.permutation(len(X))[:500]] / unit
    step = np.median(_nearest(scaled, scaled, skip=1)) * rng.uniform(1.0, 3.0, (count, 1))
    way = rng.normal(size=(count, X.shape[1]))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    return X[rng.integers(len(X), size=count)] + way * step * scale
