"""Text arguments of the C interface."""

from __future__ import annotations

from typing import Any

from .errors import InvalidArgumentError


def encoded(name: str, text: Any) -> bytes:
    """An argument's text in UTF-8.

    Raises
    ------
    InvalidArgumentError
        Where it is no text, or contains half of a surrogate pair or a zero, which ends text in C.
    """
    if not isinstance(text, str):
        raise InvalidArgumentError(f"{name} is {text!r:.80}; it takes text")
    try:
        utf8 = text.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError(f"{name} holds half of a surrogate pair") from None
    if b"\0" in utf8:
        raise InvalidArgumentError(f"{name} holds a zero character")
    return utf8
