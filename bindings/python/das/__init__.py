"""Anomaly detection enhanced by synthetic hard anomalies."""

from ._abi import VERSION as __version__

__all__ = ["__version__"]
