"""The protocol between parent and worker: fixed headers and raw numbers.

A frame is a header of 24 bytes and a body whose length follows from the header; all is
little-endian.

=======  ======  =================  =======================================================
kind     from    first, second      body
=======  ======  =================  =======================================================
READY    worker  Python, locks      none; sent before the worker has read anything
JOB      parent  n_samples, seed    JOB_SIZES, the source (UTF-8), X_train (float64, C order)
ASK      worker  rows, columns      rows * columns float64: rows to score
SCORES   parent  rows, 0            rows float64
RESULT   worker  rows, columns      rows * columns float64: the answer, and the end
FAILURE  worker  reason, size       that many bytes of text, and the end
=======  ======  =================  =======================================================
"""

from __future__ import annotations

import struct

MAGIC = b"DASW"
HEADER = struct.Struct("<4sIQQ")
JOB_SIZES = struct.Struct("<QQQQ")
"""Bytes of source, rows and columns of X_train, and the maximum rows of an ASK."""

READY, JOB, ASK, SCORES, RESULT, FAILURE = range(1, 7)

REASONS = ("syntax", "exception", "memory", "rows")
"""Reasons that a worker reports; the parent detects the others."""

TEXT_BYTES = 4096
"""The longest body of a FAILURE."""

MAX_MAGNITUDE = 1e150
"""The largest magnitude in a table, as in the library."""

# The locks in READY; the bits above are the Landlock version.
SECCOMP, UNPRIVILEGED, LOCK_BITS = 1, 2, 8


def header(kind: int, first: int = 0, second: int = 0) -> bytes:
    """The first 24 bytes of a frame."""
    return HEADER.pack(MAGIC, kind, first, second)
