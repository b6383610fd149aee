"""Hard anomalies for ecod: central values."""

# Policy: ECOD adds up how extreme each feature is by itself; dependence does not exist for it.
# Every feature is drawn from the middle of its own distribution.
# Explanation: All values are central, so the score is as low as it gets, but their combination
# never occurs.


def _special(count, model, X, scale, rng):
    """Independent values between the 10 % and the 90 % quantile of each feature."""
    quantiles = rng.uniform(0.1, 0.9, (count, X.shape[1]))
    values = np.sort(X, axis=0)
    return values[(quantiles * (len(X) - 1)).astype(int), np.arange(X.shape[1])]
