"""Base classes of estimators."""
