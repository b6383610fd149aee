"""Hard anomalies for iforest: thin directions."""

# Policy: Cuts run along the axes: a small deviation across a correlation changes no depth. Rows
# are moved along the directions in which the data vary least.
# Explanation: The rows leave the thin sheet on which normal rows lie, by several times its
# thickness, while every feature stays in its range.


def _special(count, model, X, scale, rng):
    """Steps along the directions of least variance, of one to four times a neighbour's distance."""
    unit = np.where(scale > 0, scale, 1.0)
    scaled = (X - X.mean(axis=0)) / unit
    sample = scaled[rng.permutation(len(scaled))[:2000]]
    _, _, directions = np.linalg.svd(sample, full_matrices=False)
    thin = directions[len(directions) // 2 :]
    step = np.median(_nearest(scaled[:500], scaled[:500], skip=1)) * rng.uniform(
        1.0, 4.0, (count, 1)
    )
    way = rng.normal(size=(count, len(thin))) @ thin
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-12)
    return X[rng.integers(len(X), size=count)] + way * step * scale
