"""Hard anomalies for lof: exchanged blocks."""

# Policy: Between two groups the densities of both are mixed. Features of rows of different places
# are exchanged in blocks.
# Explanation: Half of the features say one place, half another; the neighbours of such a row are
# as far from each other as from it.


def _special(count, model, X, scale, rng):
    """A block of features from another row, scaled noise on the rest."""
    rows = X[rng.integers(len(X), size=count)]
    others = X[rng.integers(len(X), size=count)]
    start = rng.random((count, 1)) * X.shape[1] * 0.6
    column = np.arange(X.shape[1])
    block = (column >= start) & (column < start + 0.5 * X.shape[1])
    return np.where(block, others, rows) + 0.3 * scale * rng.normal(size=rows.shape)
