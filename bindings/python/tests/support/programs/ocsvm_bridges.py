"""Hard anomalies for ocsvm: bridges."""

# Policy: One smooth boundary bridges the gaps between groups and bulges over concave sides. Rows
# are put between three random rows.
# Explanation: Means of rows of different groups lie where no group is.


def _special(count, model, X, scale, rng):
    """Weighted means of three rows, then a little noise."""
    weights = rng.dirichlet([2.0, 2.0, 2.0], count)
    corners = X[rng.integers(len(X), size=(count, 3))]
    rows = (weights[:, :, None] * corners).sum(axis=1)
    return rows + 0.3 * scale * rng.normal(size=rows.shape)
