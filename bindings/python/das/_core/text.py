"""Untrusted text made safe to display: for review, in reports and in messages."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

# Categories with which text can look different from what it is: control and format characters,
# surrogates, private use, unassigned, separators, and all spaces but the plain one.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")

# Unicode's property Default_Ignorable_Code_Point (fillers, variation selectors), which
# `unicodedata` lacks: DerivedCoreProperties.txt without the categories above.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)

# Words in the names of characters that are blank by design.
_BLANK = re.compile(r"\b(?:BLANK|FILLER|JOINER|CONJOINER|INVISIBLE|NULL|SELECTOR|SPACE)\b")

# Marks on one letter that a script may need; more would cover neighbouring lines.
_MAX_MARKS = 4

MAX_QUOTE_LENGTH = 200


@functools.lru_cache(maxsize=4096)
def hides(character: str) -> bool:
    """Whether a character is invisible, or could hide or reorder others; so is a line feed."""
    if " " <= character <= "~":
        return False
    return (
        unicodedata.category(character) in _HIDDEN
        or _IGNORABLE.match(character) is not None
        or _BLANK.search(unicodedata.name(character, "")) is not None
    )


def classify(text: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it has to be escaped: by itself, or as an excess mark."""
    marks = _MAX_MARKS
    for character in text:
        if unicodedata.category(character)[0] == "M":
            marks += 1
            yield character, marks > _MAX_MARKS or hides(character)
        else:
            # A mark at the start of a line has no base character.
            marks = _MAX_MARKS if character in "\n\t" else 0
            yield character, hides(character)


def escape(text: str) -> str:
    """The text with hidden and reordering characters escaped, as in ``\\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _spelled(char) if is_hidden and char not in "\n\t" else char
        for char, is_hidden in classify(text)
    )


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def escape_line(text: str) -> str:
    """The text as by :func:`escape`, with tabs and line feeds escaped too."""
    return escape(text).replace("\n", "\\n").replace("\t", "\\t")


def quote(text: object, longest: int = MAX_QUOTE_LENGTH) -> str:
    """Untrusted text for a message: in quotes, on one line, escaped, of bounded length.

    Where it is cut, its length is given.
    """
    whole = text if isinstance(text, str) else str(text)
    if len(whole) <= longest:
        return f"'{escape_line(whole)}'"
    return f"'{escape_line(whole[:longest])}...' ({len(whole)} characters)"
