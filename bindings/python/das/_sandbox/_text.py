"""Text of a hostile process, made safe to display and to forward."""

from __future__ import annotations

from .._core.text import classify
from ._worker import wire


def sanitize(raw: bytes) -> str:
    """The text without control, reordering or invisible characters, of bounded length.

    Line feeds stay; other control, format, blank and unassigned characters become spaces, as do
    marks beyond the few that a letter may carry.
    """
    text = raw[: wire.TEXT_BYTES].decode("utf-8", "replace")
    judgements = classify(text)
    return "".join(" " if hides and char != "\n" else char for char, hides in judgements).strip()
