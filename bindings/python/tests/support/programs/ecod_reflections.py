"""Hard anomalies for ecod: reflections."""

# Policy: Only the order of values counts. Reflecting some features of a row about their medians
# keeps how extreme they are and breaks what holds between features.
# Explanation: A row with half of its features on the wrong side contradicts every dependence in
# the data at no cost in the score.


def _special(count, model, X, scale, rng):
    """A random half of the features reflected about the median, with a little noise."""
    rows = X[rng.integers(len(X), size=count)]
    reflected = 2 * np.median(X, axis=0) - rows
    rows = np.where(rng.random(rows.shape) < 0.5, reflected, rows)
    return rows + 0.2 * scale * rng.normal(size=rows.shape)
