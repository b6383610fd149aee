"""Hard anomalies for pca: along the axes."""

# Policy: Moves along the directions of high variance cost next to nothing in PCA's score. Rows
# are pushed outward along them.
# Explanation: The rows lie beyond the data where the detector's unit is largest.


def _special(count, model, X, scale, rng):
    """Pushed along the two directions of greatest variance, by half to 1.5 deviations."""
    unit = np.where(scale > 0, scale, 1.0)
    scaled = (X - X.mean(axis=0)) / unit
    sample = scaled[rng.permutation(len(scaled))[:2000]]
    _, singular, directions = np.linalg.svd(sample, full_matrices=False)
    leading = directions[:2]
    deviations = singular[:2] / np.sqrt(max(1, min(len(scaled), 2000)))
    push = rng.choice([-1.0, 1.0], (count, len(leading))) * rng.uniform(0.5, 1.5, (count, 1))
    return X[rng.integers(len(X), size=count)] + (push * deviations) @ leading * scale
