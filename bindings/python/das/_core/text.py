"""Text of strangers as it is shown: for review, in reports and in messages."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

# Control and format characters, surrogates, private use, unassigned ones, and separators that break
# lines: with them a text can show on a terminal as something other than what it is. Of spaces only
# the plain one is not among them: all look alike.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")

# Unicode's property Default_Ignorable_Code_Point, which `unicodedata` does not have: what is not
# displayed where it is not supported, fillers and variation selectors among them. Derived from
# DerivedCoreProperties.txt, without what the categories above hold.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)

# Characters that are blank by intent say so in their names: blanks, fillers, joiners.
_BLANK = re.compile(r"\b(?:BLANK|FILLER|JOINER|CONJOINER|INVISIBLE|NULL|SELECTOR|SPACE)\b")

# Marks on one letter: as many as any script's spelling needs. More of them cover the lines around.
_MOST_MARKS = 4

LONGEST_QUOTE = 200


@functools.lru_cache(maxsize=4096)
def hides(character: str) -> bool:
    """Whether a character is invisible or could hide or reorder others; a line feed is, too."""
    if " " <= character <= "~":
        return False
    return (
        unicodedata.category(character) in _HIDDEN
        or _IGNORABLE.match(character) is not None
        or _BLANK.search(unicodedata.name(character, "")) is not None
    )


def judged(text: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it hides: by itself, or as one mark too many."""
    marks = _MOST_MARKS
    for character in text:
        if unicodedata.category(character)[0] == "M":
            marks += 1
            yield character, marks > _MOST_MARKS or hides(character)
        else:
            # Nothing carries a mark that begins a line.
            marks = _MOST_MARKS if character in "\n\t" else 0
            yield character, hides(character)


def shown(text: str) -> str:
    """The text with every character that could hide or reorder others spelled as ``\\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _spelled(char) if is_hidden and char not in "\n\t" else char
        for char, is_hidden in judged(text)
    )


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def on_one_line(text: str) -> str:
    """The text as :func:`shown` gives it, its tabs and line feeds spelled as well."""
    return shown(text).replace("\n", "\\n").replace("\t", "\\t")


def quoted(text: object, longest: int = LONGEST_QUOTE) -> str:
    """Foreign text as a part of a message: in quotes, on one line, all visible, of bounded length.

    Of what is cut the length of the whole is told.
    """
    whole = text if isinstance(text, str) else str(text)
    if len(whole) <= longest:
        return f"'{on_one_line(whole)}'"
    return f"'{on_one_line(whole[:longest])}...' ({len(whole)} characters)"
