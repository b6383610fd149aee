"""Text of a hostile process, fit to be shown and to be sent on."""

from __future__ import annotations

import unicodedata

from ._worker import wire


def harmless(raw: bytes) -> str:
    """The text without what moves a cursor, turns the writing round or is invisible; bounded.

    Line feeds stay; other control, format and unassigned characters become spaces.
    """
    text = raw[: wire.TEXT_BYTES].decode("utf-8", "replace")
    return "".join(character if _shown(character) else " " for character in text).strip()


def _shown(character: str) -> bool:
    category = unicodedata.category(character)
    return character == "\n" or not (category.startswith("C") or category in ("Zl", "Zp"))
