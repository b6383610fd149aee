"""The protocol of the LLM-DAS paper on your own datasets: ``python -m das.benchmark``.

For each dataset of a folder a detector f is fitted to half of the normal rows and enhanced, and f,
the booster f~ and the fused F are scored on the other half and the anomalies. A report compares F
with f, with other synthesis programs and with a k-nearest-neighbour detector.
"""

from ._command import main

__all__ = ["main"]
