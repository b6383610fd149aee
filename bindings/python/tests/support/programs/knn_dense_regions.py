"""Hard anomalies for knn: dense places."""

# Policy: One threshold holds for all places: where rows stand dense, a row far off by the measure
# of its surroundings is near by that of sparse places. Rows leave dense places by the distances
# of sparse ones.
# Explanation: In its dense surroundings the row is an outsider; its distance is one that fringe
# rows have, too.


def _special(count, model, X, scale, rng):
    """From the densest half of the rows, by the distances that the sparsest have."""
    scores = model.predict_score(X)
    dense = X[scores <= np.median(scores)]
    unit = np.where(scale > 0, scale, 1.0)
    scaled = X[rng.permutation(len(X))[:500]] / unit
    step = np.quantile(_nearest(scaled, scaled, skip=1), 0.9) * rng.uniform(0.7, 1.3, (count, 1))
    way = rng.normal(size=(count, X.shape[1]))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    return dense[rng.integers(len(dense), size=count)] + way * step * scale
