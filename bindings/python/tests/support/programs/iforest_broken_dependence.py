"""Hard anomalies for iforest: broken dependence."""

# Policy: Each cut of an isolation tree looks at one feature, so a row whose values are each
# common is deep in every tree, whether or not they occur together. Borderline rows are mixed
# feature by feature.
# Explanation: Values of different rows do not belong together, yet no single cut sees that.


def _special(count, model, X, scale, rng):
    """Each feature from another of the half of the rows that scores higher."""
    scores = model.predict_score(X)
    pool = X[scores >= np.median(scores)]
    picked = rng.integers(len(pool), size=(count, X.shape[1]))
    return pool[picked, np.arange(X.shape[1])]
