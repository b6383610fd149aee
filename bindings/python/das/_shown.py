"""Text of strangers as it is shown for review."""

from __future__ import annotations

import unicodedata

# Control and format characters, surrogates, private use, and separators that break lines: with them
# a text can show on a terminal as something other than what it is.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def hides(character: str) -> bool:
    """Whether a character could hide or reorder others, a tab and a line feed among them."""
    return unicodedata.category(character) in _HIDDEN


def shown(text: str) -> str:
    """The text with every character that could hide or reorder others spelled as ``\\u202e``."""
    return "".join(
        char if char in "\n\t" or not hides(char) else char.encode("unicode_escape").decode()
        for char in text
    )
