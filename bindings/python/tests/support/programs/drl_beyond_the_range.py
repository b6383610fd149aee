"""Hard anomalies for drl: beyond the range."""

# Policy: The networks are close to linear, so rows that stay in the directions of high variance
# decompose well, also beyond the data. Rows are extrapolated along differences of rows.
# Explanation: Differences of rows span the directions of high variance; along them the
# composition still holds, but no row is there.


def _special(count, model, X, scale, rng):
    """x + f (x - r) for another row r, f from a quarter to one."""
    rows, others = X[rng.integers(len(X), size=(2, count))]
    return rows + rng.uniform(0.25, 1.0, (count, 1)) * (rows - others)
