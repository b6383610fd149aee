"""Hard anomalies for lof: sparse places."""

# Policy: LOF forgives any distance where the neighbours stand wide apart themselves. Rows of the
# fringe are pushed farther out.
# Explanation: The density ratio at the fringe is one of sparse rows to sparse rows.


def _special(count, model, X, scale, rng):
    """The rows farthest from the centre, pushed outward by up to a half."""
    unit = np.where(scale > 0, scale, 1.0)
    centre = np.median(X, axis=0)
    distance = (((X - centre) / unit) ** 2).sum(axis=1)
    fringe = X[distance >= np.quantile(distance, 0.6)]
    rows = fringe[rng.integers(len(fringe), size=count)]
    return rows + rng.uniform(0.1, 0.5, (count, 1)) * (rows - centre)
