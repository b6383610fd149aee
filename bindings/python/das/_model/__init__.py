"""The method as an estimator: fit, fusion, calibration, files."""
