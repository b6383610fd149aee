"""Text of a hostile process, fit to be shown and to be sent on."""

from __future__ import annotations

from .._shown import hides
from ._worker import wire


def harmless(raw: bytes) -> str:
    """The text without what moves a cursor, turns the writing round or is invisible; bounded.

    Line feeds stay; other control, format and unassigned characters become spaces.
    """
    text = raw[: wire.TEXT_BYTES].decode("utf-8", "replace")
    return "".join(" " if char != "\n" and hides(char) else char for char in text).strip()
