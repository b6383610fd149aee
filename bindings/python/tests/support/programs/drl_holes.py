"""Hard anomalies for drl: holes."""

# Policy: Mixtures of normal rows decompose as well as normal rows do. Rows are put between
# groups, with a fault in one feature.
# Explanation: The middle of two groups is empty, and one wrong feature carries little weight in
# the representation.


def _special(count, model, X, scale, rng):
    """Between two rows; then one feature moved by a deviation."""
    rows, others = X[rng.integers(len(X), size=(2, count))]
    rows = rows + rng.uniform(0.3, 0.7, (count, 1)) * (others - rows)
    column = rng.integers(X.shape[1], size=count)
    rows[np.arange(count), column] += rng.choice([-1.0, 1.0], count) * scale[column]
    return rows
