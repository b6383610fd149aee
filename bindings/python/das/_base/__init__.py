"""What every estimator is."""
