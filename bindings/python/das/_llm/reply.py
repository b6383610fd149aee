"""Replies of servers, which may be hostile."""

from __future__ import annotations

import json
import math
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from .exchange import MAX_REPLY_BYTES, TooLargeError

# The largest plausible number of tokens; larger ones are ignored.
_MAX_TOKENS = 10**9
_MAX_DIGITS = 400


@dataclass(frozen=True)
class Reply:
    """A server's answer."""

    text: str
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Failure:
    """The reason for a missing answer; `status` is None where the server was not reached."""

    message: str
    status: int | None = None
    retry_after: float | None = None
    quota: bool = False
    is_final: bool = False
    """Whether a retry is useless."""

    @property
    def passes(self) -> bool:
        """Whether a retry may help."""
        if self.is_final or self.quota:
            return False
        return self.status is None or self.status in (408, 409, 425, 429, *range(500, 600))


def reply_of(received: bytes) -> Reply | Failure:
    """A chat completion, or why it is none. Invalid token counts become 0."""
    try:
        answer = _parsed(received)
        choice = answer["choices"][0]
        text = choice["message"].get("content") or ""
        if not isinstance(text, str):
            raise TypeError
        reason = choice.get("finish_reason")
        usage = answer.get("usage")
        tokens = usage if isinstance(usage, dict) else {}
        return Reply(
            text,
            reason if isinstance(reason, str) else "stop",
            _count(tokens.get("prompt_tokens")),
            _count(tokens.get("completion_tokens")),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        text = received.decode(errors="replace")
        return Failure(f"the server's answer is no chat completion: '{text}'", 502)


def refusal_of(status: int, received: bytes, retry_after: str | None) -> Failure:
    """The message of an answer with an error status."""
    text = received.decode(errors="replace")
    message, code = text, None
    try:
        error = _parsed(received)["error"]
        message, code = str(error["message"]), error.get("code")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    return Failure(message, status, _seconds(retry_after), code == "insufficient_quota")


def decoded(pieces: Iterable[bytes], encoding: str) -> bytes:
    """A body from its pieces, of bounded size before and after decompression.

    Uncompressed data are requested; one level of compression is accepted nevertheless.
    """
    unpack = _unpacker(encoding.strip().lower())
    received, body = 0, bytearray()
    for piece in pieces:
        received += len(piece)
        body += unpack(piece, MAX_REPLY_BYTES + 1 - len(body))
        if max(received, len(body)) > MAX_REPLY_BYTES:
            raise TooLargeError
    return bytes(body)


def _unpacker(encoding: str) -> Any:
    if encoding in ("", "identity"):
        return lambda piece, limit: piece
    if encoding in ("gzip", "x-gzip", "deflate"):
        # 32: detects a header of gzip or zlib.
        return zlib.decompressobj(32 + zlib.MAX_WBITS).decompress
    raise ValueError("the answer has an encoding that was not asked for")


def _parsed(received: bytes) -> Any:
    # Parsing an integer of a million digits would take hours.
    return json.loads(received, parse_int=_integer)


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError("a number of too many digits")
    return int(digits)


def _count(value: Any) -> int:
    """A number of tokens; 0 where it is invalid."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0
    is_count = math.isfinite(value) if isinstance(value, float) else True
    return int(value) if is_count and 0 <= value <= _MAX_TOKENS else 0


def _seconds(retry_after: str | None) -> float | None:
    """The seconds of a Retry-After header, which may be a date; None where it is invalid."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except (ValueError, TypeError, LookupError, ArithmeticError, OSError):
            return None
    return None if math.isnan(seconds) else max(0.0, seconds)
